"""Takes jobs, one at a time, until it is stopped or nothing is due. What it tells holds no names and no amounts."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.clock import Clock
from app.persistence import jobs
from app.persistence.database import Busy
from app.persistence.jobs import MOST_TRIES, Leased, Standing
from app.persistence.tables import Base

LOOKS_EVERY = 5  # seconds
TELLS_EVERY = 60  # seconds, while something waits and nothing can be done about it

Work = Callable[[Leased], Base | None]  # the row that came of it, to be kept


@dataclass
class Worker:
    """Does jobs of the kinds that it has work for; others are left to other workers."""

    engine: Engine
    clock: Clock
    works: Mapping[str, Work]
    tell: Callable[[str], None]
    stopped: Event = field(default_factory=Event)

    def run(self) -> None:
        """Until it is stopped, and through times without the database."""
        told = -float(TELLS_EVERY)
        while not self.stopped.is_set():
            try:
                self.drain()
                now = time.monotonic()
                if now - told >= TELLS_EVERY and (standing := self.standing()).waiting:
                    self.tell(in_words(standing))
                    told = now
            except (Busy, DBAPIError) as error:
                self.tell(type(error).__name__)
            self.stopped.wait(LOOKS_EVERY)

    def drain(self) -> None:
        """Until nothing is due. Raises Busy, DBAPIError."""
        while not self.stopped.is_set() and (job := jobs.lease(self.engine, self.works.keys(), self.clock())):
            begun = time.monotonic()
            became = self._became(job)
            seconds = time.monotonic() - begun
            self.tell(f"{job.kind}: {became}, {seconds:.1f} s; {in_words(self.standing())}")

    def standing(self) -> Standing:
        """What waits now."""
        with Session(self.engine) as session:
            return jobs.standing(session, self.clock())

    def _became(self, job: Leased) -> str:
        """Do it; what became of it."""
        try:
            jobs.done(self.engine, job, self.works[job.kind](job))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others are done
            jobs.tried_in_vain(self.engine, job, self.clock())
            return f"{type(error).__name__}, try {job.tries} of {MOST_TRIES}"
        return "done"


def in_words(standing: Standing) -> str:
    """'3 wait, the oldest for 0:00:12; 1 given up'."""
    oldest = timedelta(seconds=int(standing.oldest.total_seconds()))
    given_up = f"; {standing.failed} given up" if standing.failed else ""
    return (f"{standing.waiting} wait, the oldest for {oldest}" if standing.waiting else "nothing waits") + given_up
