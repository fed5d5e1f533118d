"""Takes jobs, one at a time, until it is stopped or nothing is due. What it says holds no names and no amounts."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.clock import Clock
from app.persistence import jobs
from app.persistence.database import Busy
from app.persistence.jobs import MOST_TRIES, Leased, Standing

LOOKS_EVERY = 5  # seconds
SPEAKS_EVERY = 60  # seconds, while something waits and nothing can be done about it


@dataclass
class Worker:
    """Does jobs of the kinds that it has work for; others are left to other workers."""

    engine: Engine
    clock: Clock
    works: Mapping[str, Callable[[Leased], None]]
    say: Callable[[str], None]
    stopped: Event = field(default_factory=Event)

    def run(self) -> None:
        """Until it is stopped."""
        spoke = -float(SPEAKS_EVERY)
        while not self.stopped.is_set():
            self.drain()
            now = time.monotonic()
            if now - spoke >= SPEAKS_EVERY and self.standing().waiting:
                self.say(in_words(self.standing()))
                spoke = now
            self.stopped.wait(LOOKS_EVERY)

    def drain(self) -> None:
        """Until nothing is due."""
        while not self.stopped.is_set() and (job := self._lease()):
            begun = time.monotonic()
            became = self._became(job)
            seconds = time.monotonic() - begun
            self.say(f"{job.kind}: {became}, {seconds:.1f} s; {in_words(self.standing())}")

    def standing(self) -> Standing:
        """What waits now."""
        with Session(self.engine) as session:
            return jobs.standing(session, self.clock())

    def _lease(self) -> Leased | None:
        try:
            return jobs.lease(self.engine, self.works.keys(), self.clock())
        except Busy:
            return None

    def _became(self, job: Leased) -> str:
        """Do it; what became of it."""
        try:
            self.works[job.kind](job)
            jobs.done(self.engine, job)
        except Busy:
            return "the database is busy, again when the lease has run out"
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one, the others are done
            jobs.tried_in_vain(self.engine, job, self.clock())
            return f"{type(error).__name__}, try {job.tries} of {MOST_TRIES}"
        return "done"


def in_words(standing: Standing) -> str:
    """'3 wait, the oldest for 0:00:12; 1 given up'."""
    waiting = f"{standing.waiting} wait, the oldest for {_whole_seconds(standing.oldest)}"
    given_up = f"; {standing.failed} given up" if standing.failed else ""
    return (waiting if standing.waiting else "nothing waits") + given_up


def _whole_seconds(age: timedelta) -> timedelta:
    return timedelta(seconds=int(age.total_seconds()))
