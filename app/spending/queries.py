"""What the pages of spending show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, aliased

from app.domain.books import AccountKey, shares_of
from app.persistence.sightings import standing
from app.persistence.tables import Account, Change, Entry, Person, Posting, Sighting, Spending, StatementRow
from app.persistence.texts import field_of, text_column, texts_of
from app.spending.receipt_queries import how_many

PAGE = 30
USUAL_FROM = 60  # how far back usual things are looked for
USUAL_SHOWN = 5


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
    rows = session.execute(
        select(Spending, Change.received_at, Person.name)
        .join(Change, Change.id == Spending.change_id)
        .join(Person, Person.id == Change.person_id)
        .where(Spending.pot_id == pot_id, Spending.id == spending_id)
        .order_by(Spending.n.desc())
    ).all()
    texts = texts_of(session, {row.change_id for row, _, _ in rows})
    return [
        Told(
            row.id, row.n, row.step, row.standing, row.amount_pence, row.happened_on,
            row.plan_line_id, by=name, at=at, receipts=0,
            **{f: texts[row.change_id].get(field_of(f, row.id), "") for f in ("what_for", "paid_to", "note", "reason")},
        )
        for row, at, name in rows
    ]  # fmt: skip


def shares(session: Session, pot_id: str, spending_id: str) -> dict[str, int]:
    """Pence that each contribution bears of this payment as it stands; `none` for what is not agreed."""
    rows = session.execute(
        select(Account.budget_year, Account.kind, Account.contribution_id, Account.plan_line_id, Posting.amount_pence)
        .join(Posting, Posting.account_id == Account.id)
        .join(Entry, Entry.id == Posting.entry_id)
        .where(Entry.pot_id == pot_id, Entry.source == f"spending:{spending_id}")
    )
    borne = shares_of(((AccountKey(*row[:4]), row.amount_pence) for row in rows), "used", "not_agreed")
    return {contribution: pence for contribution, pence in borne.items() if pence}


def seen(session: Session, pot_id: str, spending_id: str) -> list[Seen]:
    """The rows of a bank that show this payment, or money that came back for it, the oldest first."""
    shown = standing().join(StatementRow, StatementRow.id == Sighting.id)
    rows = session.execute(
        shown.with_only_columns(
            Sighting.id, StatementRow.statement_id, Sighting.says, Sighting.booked_on, Sighting.amount_pence
        )
        .where(Sighting.pot_id == pot_id, Sighting.source == f"spending:{spending_id}")
        .order_by(Sighting.booked_on, Sighting.id)
    )
    return [Seen(*row) for row in rows]


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
