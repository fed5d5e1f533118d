"""What is read of a month that is gone through with a holder."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from app.activity.queries import LOOKS, Look
from app.domain.year import london_day
from app.persistence.figures import ASIDES, BALANCES, YEARS, Sums, sums_at
from app.persistence.tables import Change, GoneThrough, Looked, Person
from app.persistence.texts import told_column
from app.persistence.together import Wanted, together


@dataclass(frozen=True, slots=True)
class Gone:
    """That a month was gone through. `by`: who wrote it down; `who`: who went through it."""

    on: date
    how: str
    who: str
    said: str
    person_id: str
    by: str
    media: str | None  # of a photo of what was signed
    digest: str | None
    small_digest: str | None


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the acts of a month."""

    looks: list[Look]
    gone: Gone | None
    began_on: date  # the day on which the pot's log begins
    sums: Sums | None


def around(session: Session, pot_id: str, month: str, first: date, last: date, today: date) -> Around:
    """Who looked from one day to another, who went through that month with the holder, and what is left today."""
    looks, gone, begun, years, balances, asides = together(
        session, _LOOKS, _GONE, _BEGUN, YEARS, BALANCES, ASIDES,
        pot_id=pot_id, month=month, first=first, last=last, today=today,
    )  # fmt: skip
    return Around(looks, gone[0] if gone else None, begun[0], sums_at(years, balances, asides, today))


def gone_through(session: Session, pot_id: str, month: str) -> Gone | None:
    """Who went through a month with the holder."""
    return next(iter(_GONE.read(session, pot_id=pot_id, month=month)), None)


_LOOKS = Wanted(
    LOOKS.where(Looked.day.between(bindparam("first"), bindparam("last"))),
    Look,
    order=(Person.name, Looked.person_id, Looked.day, Looked.kind),
)
_later = aliased(GoneThrough)
_GONE = Wanted(
    select(
        GoneThrough.gone_on,
        GoneThrough.how,
        told_column(GoneThrough.change_id, "who"),
        told_column(GoneThrough.change_id, "said"),
        Change.person_id,
        Person.name,
        GoneThrough.media,
        GoneThrough.digest,
        GoneThrough.small_digest,
    )
    .join(Change, Change.id == GoneThrough.change_id)
    .join(Person, Person.id == Change.person_id)
    .where(
        GoneThrough.pot_id == bindparam("pot_id"),
        GoneThrough.month == bindparam("month"),
        GoneThrough.standing,
        ~select(_later.id).where(_later.id == GoneThrough.id, _later.n > GoneThrough.n).exists(),
    ),
    Gone,
)
_BEGUN = Wanted(select(Change.received_at).where(Change.pot_id == bindparam("pot_id"), Change.seq == 1), london_day)
