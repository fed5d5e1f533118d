"""The job table: asked for in the transaction of a change, leased to one worker at a time, tried so often and no more.

Any number of workers may take from it. One that is killed holds its lease until that runs out; then another takes the
job. So a job may be begun more than once, but what comes of it is kept once: in the transaction that says it is done,
and only by who still holds it. Jobs that are done stay, so that asking again begins nothing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Engine, Insert, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.persistence.database import writing
from app.persistence.tables import Base, Job

READ_RECEIPT = "read receipt"  # about a receipt

LEASE = timedelta(minutes=10)  # far longer than any job takes
RESTS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 180))  # after each try in vain
MOST_TRIES = len(RESTS) + 1
_WAITING, _DONE, _FAILED = "waiting", "done", "failed"


@dataclass(frozen=True, slots=True)
class Leased:
    """A job that is this worker's until the lease runs out. `tries` tells this lease from a later one."""

    kind: str
    about: str
    pot_id: str
    tries: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How many jobs wait, for how long the oldest has, and how many were given up."""

    waiting: int
    oldest: timedelta
    failed: int


def ask(session: Session, pot_id: str, now: datetime, wanted: Iterable[tuple[str, str]]) -> None:
    """Put jobs (kind, about what) on the table; one that is there already stays as it is."""
    rows = [
        {
            "kind": kind, "about": about, "pot_id": pot_id, "asked_at": now,
            "state": _WAITING, "tries": 0, "leased_until": now,
        }
        for kind, about in wanted
    ]  # fmt: skip
    if rows:
        session.execute(_asking(session.get_bind().dialect.name), rows)


def lease(engine: Engine, kinds: Collection[str], now: datetime) -> Leased | None:
    """Take the job of these kinds that is due first, if there is one. Raises Busy."""
    due = (Job.state == _WAITING) & Job.kind.in_(kinds) & (Job.leased_until <= now)
    first = select(Job.kind, Job.about, Job.pot_id, Job.tries).where(due).order_by(Job.leased_until, Job.about).limit(1)
    with writing(engine) as session:
        # SQLite leaves the lock of the row out: there the whole transaction is the only one that writes.
        while row := session.execute(first.with_for_update(skip_locked=True)).first():
            job = Leased(*row)
            if job.tries < MOST_TRIES:
                _put(session, job, tries=job.tries + 1, leased_until=now + LEASE)
                return replace(job, tries=job.tries + 1)
            _put(session, job, state=_FAILED)  # whoever tried it last was killed
    return None


def done(engine: Engine, leased: Leased, came: Base | None = None) -> None:
    """It is done, and the row that came of it is kept. Raises Busy: then neither."""
    with writing(engine) as session:
        if _put(session, leased, state=_DONE) and came is not None:
            session.add(came)


def tried_in_vain(engine: Engine, leased: Leased, now: datetime) -> None:
    """It rests for a while, or is given up. Raises Busy: then it rests until its lease runs out."""
    with writing(engine) as session:
        if leased.tries >= MOST_TRIES:
            _put(session, leased, state=_FAILED)
        else:
            _put(session, leased, leased_until=now + RESTS[leased.tries - 1])


def standing(session: Session, now: datetime) -> Standing:
    """What is on the table at this moment."""
    rows = session.execute(
        select(Job.state, func.count(), func.min(Job.asked_at))
        .where(Job.state.in_((_WAITING, _FAILED)))
        .group_by(Job.state)
    )
    found = {state: (count, asked_at) for state, count, asked_at in rows}
    waiting, oldest = found.get(_WAITING, (0, now))
    return Standing(waiting, now - oldest, found.get(_FAILED, (0, now))[0])


def _put(session: Session, job: Leased, **values: object) -> bool:
    """Whether it stood as it was taken: once another has taken it up, nothing is put."""
    own = (Job.kind == job.kind) & (Job.about == job.about) & (Job.tries == job.tries) & (Job.state == _WAITING)
    return session.execute(update(Job).where(own).values(**values).returning(Job.kind)).first() is not None


@cache
def _asking(dialect: str) -> Insert:
    insert = postgresql.insert(Job.__table__) if dialect == "postgresql" else sqlite.insert(Job.__table__)
    return insert.on_conflict_do_nothing()
