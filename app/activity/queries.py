"""What the pages of activity read: changes by their place in the log, and who looked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import String, bindparam, cast, or_, select
from sqlalchemy.orm import Session

from app.domain.audience import audiences
from app.domain.authority import Authority
from app.persistence.members import MEMBERS, Member
from app.persistence.signers import role_column
from app.persistence.tables import Change, Looked, Person
from app.persistence.together import Wanted, together

PAGE = 30
LOOKS_READ = 40  # rows, of which several are one person's day
DAYS = 14  # of looks on a page


@dataclass(frozen=True, slots=True)
class Act:
    """A change: what kind it was, who made it, in which role, when."""

    id: str
    seq: int
    kind: str
    person_id: str
    by: str
    role: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """One kind of page that somebody looked at on a day."""

    person_id: str
    by: str
    role: str | None
    day: date
    kind: str


def acts(session: Session, pot_id: str, reader: Authority, before: int | None, who: str | None) -> list[Act]:
    """A page of what this reader may see, the newest first, from before a place in the log; one more than fits."""
    wanted = _visible(pot_id, reader)
    if before is not None:
        wanted = wanted.where(Change.seq < before)
    if who is not None:
        wanted = wanted.where(Change.person_id == who)
    return [Act(*row) for row in session.execute(wanted.order_by(Change.seq.desc()).limit(PAGE + 1))]


def acts_between(
    session: Session, pot_id: str, reader: Authority, first: datetime, end: datetime, most: int
) -> list[Act]:
    """What was done from one moment up to another, the oldest first; one more than so many."""
    wanted = _visible(pot_id, reader).where(Change.received_at >= first, Change.received_at < end)
    return [Act(*row) for row in session.execute(wanted.order_by(Change.seq).limit(most + 1))]


def people_and_looks(session: Session, pot_id: str, who: str | None) -> tuple[list[Member], list[Look]]:
    """Who is or was part of the pot, and who looked last; or when this one did."""
    return together(session, MEMBERS, _LAST_LOOKS, pot_id=pot_id, who=who)


def looks(session: Session, pot_id: str, before: date | None) -> list[Look]:
    """Who looked, the latest day first: on so many days before one, and on one more where there is one."""
    days = select(Looked.day).where(Looked.pot_id == pot_id).distinct().order_by(Looked.day.desc()).limit(DAYS + 1)
    if before:
        days = days.where(Looked.day < before)
    found = session.execute(LOOKS.where(Looked.day.in_(days)).order_by(*_LATEST), {"pot_id": pot_id})
    return [Look(*row) for row in found]


def _visible(pot_id: str, reader: Authority) -> Any:  # noqa: ANN401 - a select of many columns
    """What others did is there where its audience is the reader's; what they did themselves always is."""
    role = role_column(Change.authority_id)
    wanted = (
        select(Change.id, Change.seq, Change.name, Change.person_id, Person.name, role, Change.received_at)
        .join(Person, Person.id == Change.person_id)
        .where(Change.pot_id == pot_id)
    )
    seen = audiences(reader)
    if seen is None:
        return wanted
    if not seen:
        return wanted.where(Change.person_id == reader.person_id)
    return wanted.where(or_(Change.audience.in_(sorted(seen)), Change.person_id == reader.person_id))


_LATEST = (Looked.day.desc(), Person.name, Looked.person_id, Looked.kind)
LOOKS = (
    select(Looked.person_id, Person.name, role_column(Looked.authority_id), Looked.day, Looked.kind)
    .join(Person, Person.id == Looked.person_id)
    .where(Looked.pot_id == bindparam("pot_id"))
)
_WHO = cast(bindparam("who"), String)
_LAST_LOOKS = Wanted(LOOKS.where(or_(_WHO.is_(None), Looked.person_id == _WHO)), Look, order=_LATEST, most=LOOKS_READ)
