"""What changes did, as far as a sentence tells it: one query for a page of them, whatever each of them wrote."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Integer,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from app.persistence.tables import (
    AuthorityRow,
    Contribution,
    Funder,
    GoneThrough,
    InstalmentRow,
    Message,
    Person,
    PlanLine,
    PlanLineSplit,
    Receipt,
    Shift,
    Sighting,
    Spending,
    Wish,
)
from app.persistence.tables.base import Instant
from app.persistence.texts import told_column


@dataclass(frozen=True, slots=True)
class Fact:
    """Rows of one kind that a change wrote: how many, and of one alone also which it is and what it is called."""

    what: str
    number: int
    id: str
    within: str  # what it is part of: the carer of a shift, the contribution of a payment that came in
    called: str
    answer: str
    pence: int | None
    at: datetime | None


def facts_of(session: Session, change_ids: Sequence[str]) -> dict[str, dict[str, Fact]]:
    """What each of these changes did, by change and then by kind of row. The changes are of one pot."""
    found: dict[str, dict[str, Fact]] = defaultdict(dict)
    if change_ids:
        for change_id, *told in session.execute(_FACTS, {"changes": list(change_ids)}):
            fact = Fact(*told)
            found[change_id][fact.what] = fact
    return found


_CHANGES: BindParameter[list[str]] = bindparam("changes", expanding=True)


def _piece(what: str, table: Any, **columns: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - a table changes wrote
    """The rows of one table by change, in the shape that all share. Many are told by their number and their sum.

    `columns`: within, called, answer, pence, at; and `thing`, where a row's own id is not what it tells of.
    Asked by change alone: the ids of a page are few, and a pot's rows of a kind may be very many.
    """
    thing = columns.get("thing", table.id)

    def first(name: str) -> Any:  # noqa: ANN401 - a column
        return func.coalesce(func.min(columns.get(name, cast(null(), String))), "").label(name)

    return (
        select(
            table.change_id,
            literal(what).label("what"),
            cast(func.count(thing.distinct()), Integer).label("number"),
            func.min(thing).label("id"),
            first("within"),
            first("called"),
            first("answer"),
            cast(func.sum(columns.get("pence", cast(null(), BigInteger))), BigInteger).label("pence"),
            (func.min(columns["at"]) if "at" in columns else cast(null(), Instant)).label("at"),
        )
        .where(table.change_id.in_(_CHANGES))
        .group_by(table.change_id)
    )


def _line_name(line_id: Any) -> Any:  # noqa: ANN401 - columns
    """What a line of the plan is called now."""
    last = aliased(PlanLine)
    named = select(told_column(last.change_id, "line_name")).where(last.id == line_id)
    return named.order_by(last.n.desc()).limit(1).scalar_subquery()


def _funder_name(funder_id: Any) -> Any:  # noqa: ANN401 - columns
    first = aliased(Funder)
    named = select(told_column(first.change_id, "funder_name")).where(first.id == funder_id, first.n == 0)
    return named.scalar_subquery()


def _question(wish_id: Any) -> Any:  # noqa: ANN401 - columns
    """In whose first row it was asked."""
    first = aliased(Wish)
    asked = select(told_column(first.change_id, "question")).where(first.id == wish_id, first.n == 0)
    return asked.scalar_subquery()


def _person_name(person_id: Any) -> Any:  # noqa: ANN401 - columns
    return select(Person.name).where(Person.id == person_id).scalar_subquery()


_FACTS = union_all(
    _piece(
        "spending", Spending, called=told_column(Spending.change_id, "what_for", Spending.id),
        pence=Spending.amount_pence,
    ),
    _piece("receipt", Receipt),
    _piece(
        "shift", Shift, within=Shift.carer_id, called=_person_name(Shift.carer_id), pence=Shift.amount_pence,
        at=Shift.starts_at,
    ),
    _piece("message", Message),
    _piece("line", PlanLine, called=told_column(PlanLine.change_id, "line_name")),
    _piece("split", PlanLineSplit, called=_line_name(PlanLineSplit.plan_line_id), thing=PlanLineSplit.plan_line_id),
    _piece("contribution", Contribution, called=_funder_name(Contribution.funder_id), pence=Contribution.amount_pence),
    _piece("instalment", InstalmentRow, within=InstalmentRow.contribution_id, pence=InstalmentRow.amount_pence).where(
        InstalmentRow.step == "received"
    ),
    _piece("sighting", Sighting),
    _piece("authority", AuthorityRow, called=_person_name(AuthorityRow.person_id), within=AuthorityRow.role),
    _piece(
        "wish", Wish, within=Wish.source, called=_question(Wish.id), answer=Wish.answer,
        pence=Wish.amount_pence,
    ),
    _piece("month", GoneThrough, within=GoneThrough.month, answer=GoneThrough.how),
)  # fmt: skip
