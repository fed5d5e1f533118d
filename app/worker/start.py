"""A worker with everything that it can do on this machine."""

import signal
from collections.abc import Callable
from functools import partial

from sqlalchemy import Engine

from app.clock import Clock
from app.outside import reading
from app.persistence.files import Files
from app.persistence.jobs import READ_RECEIPT
from app.worker.loop import Work, Worker
from app.worker.receipts import read_total


def worker(engine: Engine, files: Files, clock: Clock, tell: Callable[[str], None]) -> Worker:
    """Leaves to others what it lacks the extras for, and says so."""
    works: dict[str, Work] = {}
    if reading.are_there():
        works[READ_RECEIPT] = partial(read_total, engine, files, clock, reading.see)
    else:
        tell("photos are not read here: the extra `reading` is not installed")
    return Worker(engine, clock, works, tell)


def until_stopped(made: Worker) -> None:
    """Run it; when it is told to stop, it ends what it is at first."""
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: made.stopped.set())
    made.run()
