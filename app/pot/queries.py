"""What the money page opens into: every figure down to its entries."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.persistence.tables import Account, Balance, Commitment, Entry, InstalmentRow, Posting, Terms
from app.persistence.texts import text_column

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
    later = aliased(InstalmentRow)
    rows = session.execute(
        select(
            InstalmentRow.id,
            InstalmentRow.contribution_id,
            InstalmentRow.client,
            InstalmentRow.step,
            InstalmentRow.due_on,
            InstalmentRow.amount_pence,
            InstalmentRow.received_on,
        )
        .where(
            InstalmentRow.pot_id == pot_id,
            InstalmentRow.step != "dropped",
            ~select(later.id).where(later.id == InstalmentRow.id, later.n > InstalmentRow.n).exists(),
        )
        .order_by(InstalmentRow.due_on, InstalmentRow.id)
    )
    return [InstalmentNow(*row) for row in rows]


def level_of(session: Session, pot_id: str) -> str:
    """How the payers work together, as last told."""
    return session.execute(
        select(Terms.level).where(Terms.pot_id == pot_id).order_by(Terms.n.desc()).limit(1)
    ).scalar_one()


def account_told(session: Session, pot_id: str) -> bool:
    """Whether it was said what was in the account when the pot was begun here, and not taken back."""
    kinds = session.execute(select(Entry.kind).where(Entry.pot_id == pot_id, Entry.source == "opening")).scalars()
    return sum(-1 if kind.endswith(" reversed") else 1 for kind in kinds) > 0


def used_by_line(session: Session, pot_id: str, budget_year: int, *kinds: str) -> dict[tuple[str, str], int]:
    """Pence by (plan line, contribution) in accounts of these kinds."""
    rows = session.execute(
        select(Account.plan_line_id, Account.contribution_id, func.sum(Balance.amount_pence))
        .join(Balance, Balance.account_id == Account.id)
        .where(Account.pot_id == pot_id, Account.budget_year == budget_year, Account.kind.in_(kinds))
        .group_by(Account.plan_line_id, Account.contribution_id)
    )
    return {(line, contribution): int(pence) for line, contribution, pence in rows if pence}


def asides_by_source(session: Session, pot_id: str, budget_year: int, today: date) -> list[tuple[str, str, int]]:
    """What is set aside today: (plan line, source, pence)."""
    rows = session.execute(
        select(Commitment.plan_line_id, Commitment.source, func.sum(Commitment.amount_pence))
        .where(Commitment.pot_id == pot_id, Commitment.budget_year == budget_year, Commitment.counts_until > today)
        .group_by(Commitment.plan_line_id, Commitment.source)
    )
    return [(line, source, int(pence)) for line, source, pence in rows if pence]


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
