"""What the money page opens into: every figure down to its entries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.persistence.tables import Account, Entry, InstalmentRow, Posting, Terms
from app.persistence.texts import text_column
from app.persistence.together import Wanted

PAGE = 40


@dataclass(frozen=True, slots=True)
class InstalmentNow:
    """A payment that is to come, or came."""

    id: str
    contribution_id: str
    client: bool
    step: str
    due_on: date
    amount_pence: int
    received_on: date | None


@dataclass(frozen=True, slots=True)
class Moved:
    """One entry behind a figure: its source, day and the pence that it moved."""

    id: str
    source: str
    kind: str
    happened_on: date
    amount_pence: int
    what_for: str | None  # in the words of who recorded it


def instalments_of(session: Session, pot_id: str) -> list[InstalmentNow]:
    """Every instalment as it stands, in the order of its day."""
    return INSTALMENTS.read(session, pot_id=pot_id)


def level_of(session: Session, pot_id: str) -> str:
    """How the payers work together, as last told."""
    return session.execute(
        select(Terms.level).where(Terms.pot_id == pot_id).order_by(Terms.n.desc()).limit(1)
    ).scalar_one()


def account_told(session: Session, pot_id: str) -> bool:
    """Whether it was said what was in the account when the pot was begun here, and not taken back."""
    return is_told(OPENINGS.read(session, pot_id=pot_id))


def is_told(openings: Iterable[str]) -> bool:
    """The same, by the kinds of the entries that say so."""
    return sum(-1 if kind.endswith(" reversed") else 1 for kind in openings) > 0


def entries_of(
    session: Session, pot_id: str, budget_year: int, kinds: tuple[str, ...], before: tuple[date, str] | None
) -> list[Moved]:
    """A page of the entries behind a figure, the newest first; one more than fits."""
    wanted = (
        select(
            Entry.id,
            Entry.source,
            Entry.kind,
            Entry.happened_on,
            func.sum(Posting.amount_pence),
            text_column(Entry.change_id, "what_for", func.substr(Entry.source, len("spending:") + 1)),
        )
        .join(Posting, Posting.entry_id == Entry.id)
        .join(Account, Account.id == Posting.account_id)
        .where(Entry.pot_id == pot_id, Account.budget_year == budget_year, Account.kind.in_(kinds))
        .group_by(Entry.id, Entry.source, Entry.kind, Entry.happened_on, Entry.change_id)
        .having(func.sum(Posting.amount_pence) != 0)
        .order_by(Entry.happened_on.desc(), Entry.id.desc())
        .limit(PAGE + 1)
    )
    if before:
        day, entry_id = before
        wanted = wanted.where(or_(Entry.happened_on < day, and_(Entry.happened_on == day, Entry.id < entry_id)))
    return [
        Moved(entry_id, source, kind, day, int(pence), what_for)  # on PostgreSQL the sum is a Decimal
        for entry_id, source, kind, day, pence, what_for in session.execute(wanted)
    ]


_later = aliased(InstalmentRow)
INSTALMENTS = Wanted(
    select(
        InstalmentRow.id,
        InstalmentRow.contribution_id,
        InstalmentRow.client,
        InstalmentRow.step,
        InstalmentRow.due_on,
        InstalmentRow.amount_pence,
        InstalmentRow.received_on,
    ).where(
        InstalmentRow.pot_id == bindparam("pot_id"),
        InstalmentRow.step != "dropped",
        ~select(_later.id).where(_later.id == InstalmentRow.id, _later.n > InstalmentRow.n).exists(),
    ),
    InstalmentNow,
    order=(InstalmentRow.due_on, InstalmentRow.id),
)
OPENINGS = Wanted(select(Entry.kind).where(Entry.pot_id == bindparam("pot_id"), Entry.source == "opening"), str)
