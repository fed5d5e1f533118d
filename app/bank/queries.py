"""What the pages of statements show."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.persistence.sightings import is_said
from app.persistence.signers import role_column
from app.persistence.tables import Change, Person, Sighting, Statement, StatementRow
from app.persistence.together import Wanted, together

PAGE = 50
STATEMENTS = 20


@dataclass(frozen=True, slots=True)
class Read:
    """A file that was read: `new` rows came with it first, of which `to_say` are not said yet."""

    id: str
    format: str
    read_at: datetime
    rows_in_file: int
    new: int
    to_say: int


@dataclass(frozen=True, slots=True)
class BankRow:
    """A row as the bank states it: pence into the account are above zero."""

    id: str
    booked_on: date
    amount_pence: int
    text: str


@dataclass(frozen=True, slots=True)
class SaidRow:
    """A row with what was last said of it, by whom and when."""

    row: BankRow
    says: str
    source: str
    by: str
    by_role: str | None
    at: datetime

    @property
    def stands(self) -> bool:
        """Whether it is said to be something."""
        return self.says != "unsaid"


def statements(session: Session, pot_id: str, before: datetime | None = None) -> list[Read]:
    """A page of the files that were read, the newest first; one more than fits."""
    newest = _statements(pot_id).order_by(Statement.read_at.desc(), Statement.id).limit(STATEMENTS + 1)
    if before:
        newest = newest.where(Statement.read_at < before)
    return [Read(*row) for row in session.execute(newest)]


def statement_of(session: Session, pot_id: str, statement_id: str) -> Read | None:
    """One file that was read into this pot."""
    row = session.execute(_statements(pot_id).where(Statement.id == statement_id)).first()
    return Read(*row) if row else None


def rows_to_say(
    session: Session, pot_id: str, statement_id: str, after: tuple[date, str] | None = None
) -> list[BankRow]:
    """A page of the rows not said yet, the oldest first, from after (day, id); one more than fits."""
    found = _rows(pot_id, statement_id).where(~is_said(StatementRow.id))
    if after:
        day, row_id = after
        found = found.where(
            or_(StatementRow.booked_on > day, (StatementRow.booked_on == day) & (StatementRow.id > row_id))
        )
    return [BankRow(*row) for row in session.execute(found.limit(PAGE + 1))]


def rows_of(session: Session, pot_id: str, statement_id: str, ids: Collection[str]) -> list[BankRow]:
    """These rows of a statement, said or not, the oldest first."""
    return [BankRow(*row) for row in session.execute(_rows(pot_id, statement_id).where(StatementRow.id.in_(ids)))]


def last_said(session: Session, pot_id: str, ids: Collection[str]) -> list[SaidRow]:
    """What was last said of these rows, where anything ever was."""
    return _said(session, _sightings(pot_id).where(StatementRow.id.in_(ids)))


def said_of(session: Session, pot_id: str, statement_id: str, after: tuple[date, str] | None = None) -> list[SaidRow]:
    """A page of the rows of a statement that are said, the oldest first, from after (day, id); one more than fits."""
    found = _sightings(pot_id).where(StatementRow.statement_id == statement_id, Sighting.says != "unsaid")
    if after:
        day, row_id = after
        found = found.where(
            or_(StatementRow.booked_on > day, (StatementRow.booked_on == day) & (StatementRow.id > row_id))
        )
    return _said(session, found.limit(PAGE + 1))


def said_by(session: Session, pot_id: str, statement_id: str, said_id: str) -> tuple[Read | None, list[SaidRow]]:
    """A statement with its rows that this change said, and that still are said so, the oldest first.

    None where it said nothing of such a statement of the pot.
    """
    statements, said = together(
        session, _STATEMENT_SAID, _SAID_AT_ONCE, pot_id=pot_id, statement_id=statement_id, said_id=said_id
    )
    return next(iter(statements), None), said


def was_said(session: Session, pot_id: str, statement_id: str, said_id: str) -> bool:
    """Whether this change said what rows of this statement are, whatever was said of them since."""
    given = {"pot_id": pot_id, "statement_id": statement_id, "said_id": said_id}
    return session.execute(_WAS_SAID.limit(1), given).first() is not None


def _statements(pot_id: str | BindParameter[str]) -> Select[*tuple[Any, ...]]:
    of_it = select(func.count()).where(StatementRow.statement_id == Statement.id)
    return select(
        Statement.id,
        Statement.format,
        Statement.read_at,
        Statement.rows_in_file,
        of_it.scalar_subquery(),
        of_it.where(~is_said(StatementRow.id)).scalar_subquery(),
    ).where(Statement.pot_id == pot_id)


def _rows(pot_id: str, statement_id: str) -> Select[*tuple[Any, ...]]:
    return (
        select(StatementRow.id, StatementRow.booked_on, StatementRow.amount_pence, StatementRow.text)
        .where(StatementRow.pot_id == pot_id, StatementRow.statement_id == statement_id)
        .order_by(StatementRow.booked_on, StatementRow.id)
    )


def _sightings(pot_id: str | BindParameter[str]) -> Select[*tuple[Any, ...]]:
    later = aliased(Sighting)
    return (
        select(
            StatementRow.id,
            StatementRow.booked_on,
            StatementRow.amount_pence,
            StatementRow.text,
            Sighting.says,
            Sighting.source,
            Person.name,
            role_column(Change.authority_id),
            Change.received_at,
        )
        .join(Sighting, Sighting.id == StatementRow.id)
        .join(Change, Change.id == Sighting.change_id)
        .join(Person, Person.id == Change.person_id)
        .where(
            StatementRow.pot_id == pot_id,
            ~select(later.id).where(later.id == Sighting.id, later.n > Sighting.n).exists(),
        )
    )


def _said(session: Session, found: Select[*tuple[Any, ...]]) -> list[SaidRow]:
    return [_said_row(*row) for row in session.execute(found.order_by(*_BY_DAY))]


def _said_row(*row: Any) -> SaidRow:
    return SaidRow(BankRow(*row[:4]), *row[4:])


_BY_DAY = (StatementRow.booked_on, StatementRow.id)
_WAS_SAID = (
    select(Sighting.id)
    .join(StatementRow, StatementRow.id == Sighting.id)
    .where(
        Sighting.pot_id == bindparam("pot_id"),
        Sighting.change_id == bindparam("said_id"),
        StatementRow.statement_id == bindparam("statement_id"),
        Sighting.says != "unsaid",
    )
)
_STATEMENT_SAID = Wanted(
    _statements(bindparam("pot_id")).where(Statement.id == bindparam("statement_id"), _WAS_SAID.exists()), Read
)
_SAID_AT_ONCE = Wanted(
    _sightings(bindparam("pot_id")).where(
        StatementRow.statement_id == bindparam("statement_id"),
        Sighting.change_id == bindparam("said_id"),
        Sighting.says != "unsaid",
    ),
    _said_row,
    order=_BY_DAY,
    most=4 * PAGE,
)
