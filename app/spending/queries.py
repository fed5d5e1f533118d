"""What the pages of spending show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session, aliased

from app.persistence.borne import POSTINGS, borne
from app.persistence.lines import CONTRIBUTIONS, EVERY_LINE
from app.persistence.sightings import standing
from app.persistence.signers import role_column
from app.persistence.tables import Change, Person, Sighting, Spending, StatementRow
from app.persistence.texts import text_column, told_column
from app.persistence.together import Wanted, together
from app.spending.receipt_queries import OF_PAYMENT, Kept, how_many

PAGE = 30
USUAL_FROM = 60  # how far back usual things are looked for
USUAL_SHOWN = 5
SAID = ("what_for", "paid_to", "note", "reason")


@dataclass(frozen=True, slots=True)
class Told:
    """One row of a payment's history, or the payment as it stands."""

    id: str
    n: int
    step: str
    standing: bool
    amount_pence: int
    happened_on: date
    plan_line_id: str
    what_for: str
    paid_to: str
    note: str = ""
    reason: str = ""
    by: str = ""
    by_role: str | None = None
    at: datetime | None = None
    receipts: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """A row of a bank; pence into the account are above zero."""

    row_id: str
    statement_id: str
    says: str
    booked_on: date
    amount_pence: int


@dataclass(frozen=True, slots=True)
class Whole:
    """A payment with all that its page says of it; names by id."""

    history: list[Told]
    borne: dict[str, int]  # pence by contribution, or `none` for what is not agreed
    seen: list[Seen]  # the rows of a bank that show it, or money that came back for it, the oldest first
    funder_names: dict[str, str]
    line_names: dict[str, str]
    receipts: list[Kept]


def latest(session: Session, pot_id: str, before: tuple[date, str] | None = None) -> list[Told]:
    """A page of payments as they stand, the newest first, from after (day, id); one more than fits."""
    found = _standing_rows(pot_id).add_columns(how_many(Spending.pot_id, Spending.id).label("receipts"))
    if before:
        day, spending_id = before
        found = found.where(
            or_(Spending.happened_on < day, (Spending.happened_on == day) & (Spending.id < spending_id))
        )
    return _told(session.execute(found.limit(PAGE + 1)).all())


def usual(session: Session, pot_id: str) -> list[Told]:
    """The last five different things paid for, each with its last amount."""
    recent = _told(session.execute(_standing_rows(pot_id).where(Spending.standing).limit(USUAL_FROM)).all())
    things: dict[tuple[str, str], Told] = {}
    for told in recent:
        things.setdefault((told.what_for.casefold(), told.plan_line_id), told)
    return list(things.values())[:USUAL_SHOWN]


def history(session: Session, pot_id: str, spending_id: str) -> list[Told]:
    """All that was said of one payment, the last first; empty when the pot has none of this id."""
    return _HISTORY.read(session, pot_id=pot_id, spending_id=spending_id)


def whole(session: Session, pot_id: str, spending_id: str) -> Whole:
    """Everything about one payment; its history is empty when the pot has none of this id."""
    history, postings, seen, contributions, lines, receipts = together(
        session, _HISTORY, POSTINGS, _SEEN, CONTRIBUTIONS, EVERY_LINE, OF_PAYMENT,
        pot_id=pot_id, spending_id=spending_id, source=f"spending:{spending_id}",
    )  # fmt: skip
    return Whole(
        history=history,
        borne=borne(postings),
        seen=seen,
        funder_names={one.id: one.funder_name for one in contributions},
        line_names={line.id: line.name for line in lines},
        receipts=receipts,
    )


def _standing_rows(pot_id: str) -> Select[*tuple[Any, ...]]:
    later = aliased(Spending)
    return (
        select(
            Spending.id,
            Spending.n,
            Spending.step,
            Spending.standing,
            Spending.amount_pence,
            Spending.happened_on,
            Spending.plan_line_id,
            text_column(Spending.change_id, "what_for", Spending.id).label("what_for"),
            text_column(Spending.change_id, "paid_to", Spending.id).label("paid_to"),
        )
        .where(
            Spending.pot_id == pot_id,
            ~select(later.id).where(later.id == Spending.id, later.n > Spending.n).exists(),
        )
        .order_by(Spending.happened_on.desc(), Spending.id.desc())
    )


def _told(rows: Sequence[Any]) -> list[Told]:
    return [Told(**(row._asdict() | {"what_for": row.what_for or "…", "paid_to": row.paid_to or ""})) for row in rows]


_HISTORY = Wanted(
    select(
        Spending.id,
        Spending.n,
        Spending.step,
        Spending.standing,
        Spending.amount_pence,
        Spending.happened_on,
        Spending.plan_line_id,
        *(told_column(Spending.change_id, field, Spending.id) for field in SAID),
        Person.name,
        role_column(Change.authority_id),
        Change.received_at,
    )
    .join(Change, Change.id == Spending.change_id)
    .join(Person, Person.id == Change.person_id)
    .where(Spending.pot_id == bindparam("pot_id"), Spending.id == bindparam("spending_id")),
    Told,
    order=(Spending.n.desc(),),
)
_SEEN = Wanted(
    standing()
    .join(StatementRow, StatementRow.id == Sighting.id)
    .where(Sighting.pot_id == bindparam("pot_id"), Sighting.source == bindparam("source"))
    .with_only_columns(
        Sighting.id, StatementRow.statement_id, Sighting.says, Sighting.booked_on, Sighting.amount_pence
    ),
    Seen,
    order=(Sighting.booked_on, Sighting.id),
)
