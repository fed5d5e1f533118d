"""Everything that the first page says of a pot's money, in one query of a few hundred short rows.

The pieces have little in common but that they are needed at once: each row tells what it is of.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    Date,
    Integer,
    Select,
    String,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from app.domain.authority import Role
from app.domain.books import NONE, WAYS_HELD_BY_OTHERS, AccountKey
from app.domain.figures import figures_by_contribution
from app.domain.forecast import USUAL_DAYS, Outlook
from app.domain.year import BudgetYear, week_of
from app.persistence.figures import PotFigures, year_at
from app.persistence.tables import (
    Account,
    Aside,
    AuthorityRow,
    Balance,
    BudgetYearRow,
    Contribution,
    InstalmentRow,
    Message,
    PlanLine,
    ThreadRead,
    Todo,
    WeekTotal,
)


@dataclass(frozen=True, slots=True)
class Glance:
    """A pot at a glance, in its budget year of today."""

    figures: PotFigures
    weeks_pence: dict[date, int]  # what was used in each week, by its Monday
    spent_before_pence: int  # what was gone before the pot was begun here: of no week
    lines: int  # lines of the plan that stand
    asides_pence: dict[date, int]  # what is set aside, by the day until which it counts
    outlook: Outlook
    kept_by_others: frozenset[str]  # contributions whose money the person does not hold
    carers: int
    late: int  # instalments whose day has passed
    to_approve: int
    to_match: int  # receipts that wait for their payment
    unread: int


def glance_at(session: Session, pot_id: str, person_id: str, today: date) -> Glance | None:
    """Read it, or None where the pot has no budget year yet."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in session.execute(_everything(pot_id, person_id)):
        found[row.what].append(row)
    years = [BudgetYear(row.number, row.first, row.last) for row in found["year"]]
    year = year_at(sorted(years, key=lambda y: y.number), today)
    if year is None:
        return None
    asides = [r for r in found["aside"] if r.number == year.number and r.first > today]
    parts = figures_by_contribution(
        [(AccountKey(r.number, r.a, r.b), r.pence) for r in found["balance"]],
        [(r.b, r.pence) for r in asides],
        year.number,
    )
    used = [row for row in found["week"] if week_of(year.starts_on) <= row.first <= year.ends_on]
    weeks: dict[date, int] = defaultdict(int)
    for row in used:
        if not _before(row):
            weeks[row.first] += row.pence
    figures = PotFigures(year, parts)
    return Glance(
        figures=figures,
        weeks_pence=dict(weeks),
        spent_before_pence=sum(row.pence for row in used if _before(row)),
        lines=sum(row.pence for row in found["line"]),
        asides_pence=_by_first_day(asides),
        outlook=_outlook(figures, found, asides, today),
        kept_by_others=frozenset(row.a for row in found["way"] if row.b in WAYS_HELD_BY_OTHERS),
        carers=sum(row.pence for row in found["carers"]),
        late=sum(row.first < today for row in found["expected"]),
        to_approve=sum(row.pence for row in found["todo"] if row.a == "shift_to_approve"),
        to_match=sum(row.pence for row in found["todo"] if row.a == "receipt_to_match"),
        unread=sum(row.pence for row in found["unread"]),
    )


def _outlook(figures: PotFigures, found: dict[str, list[Any]], asides: list[Any], today: date) -> Outlook:
    """What is known of the days to come: what is late is not counted on."""
    whole = figures.whole
    booked = {row.a for row in asides}
    usual_from = week_of(today - timedelta(days=USUAL_DAYS))
    past = (r for r in found["week"] if usual_from <= r.first < week_of(today) and not _before(r))
    usual = [r for r in past if r.a not in booked]
    weekly = {day: pence for day, pence in _by_first_day(asides).items() if day <= figures.year.ends_on}
    return Outlook(
        in_account_pence=whole.in_account_pence + whole.held_pence,
        to_pay_pence=whole.owed_pence + whole.set_aside_pence - sum(weekly.values()),
        expected=[(row.first, row.pence) for row in found["expected"] if row.first >= today],
        planned=list(weekly.items()),
        usual_pence=max(0, sum(row.pence for row in usual)),
    )


def _before(row: Any) -> bool:  # noqa: ANN401 - a row of a piece
    """Whether a week's sum is what was spent before the pot was begun here: used, but on no line."""
    return (row.b, row.a) == ("used", NONE)


def _by_first_day(rows: list[Any]) -> dict[date, int]:
    days: dict[date, int] = defaultdict(int)
    for row in rows:
        days[row.first] += row.pence
    return dict(days)


def _everything(pot_id: str, person_id: str) -> CompoundSelect[Any]:
    later = aliased(InstalmentRow)
    later_message = aliased(Message)
    later_line = aliased(PlanLine)
    later_contribution = aliased(Contribution)
    account = (Account.budget_year, Account.kind, Account.contribution_id)
    return union_all(
        _piece("year", BudgetYearRow.number, first=BudgetYearRow.starts_on, last=BudgetYearRow.ends_on).where(
            BudgetYearRow.pot_id == pot_id
        ),
        _piece("balance", account[0], account[1], account[2], pence=func.sum(Balance.amount_pence))
        .join(Balance, Balance.account_id == Account.id)
        .where(Account.pot_id == pot_id)
        .group_by(*account),
        _piece(
            "aside",
            Aside.budget_year,
            Aside.plan_line_id,
            Aside.contribution_id,
            first=Aside.counts_until,
            pence=Aside.amount_pence,
        ).where(Aside.pot_id == pot_id, Aside.amount_pence != 0),
        _piece(
            "week",
            a=WeekTotal.plan_line_id,
            b=WeekTotal.kind,
            first=WeekTotal.week,
            pence=WeekTotal.amount_pence,
        ).where(WeekTotal.pot_id == pot_id),
        _piece(
            "expected",
            a=InstalmentRow.contribution_id,
            first=InstalmentRow.due_on,
            pence=InstalmentRow.amount_pence,
        ).where(
            InstalmentRow.pot_id == pot_id,
            InstalmentRow.step == "expected",
            ~select(later.id).where(later.id == InstalmentRow.id, later.n > InstalmentRow.n).exists(),
        ),
        _piece("line", pence=func.count(PlanLine.id)).where(
            PlanLine.pot_id == pot_id,
            PlanLine.step != "ended",
            ~select(later_line.id).where(later_line.id == PlanLine.id, later_line.n > PlanLine.n).exists(),
        ),
        _piece("way", a=Contribution.id, b=Contribution.way_held).where(
            Contribution.pot_id == pot_id,
            ~select(later_contribution.id)
            .where(later_contribution.id == Contribution.id, later_contribution.n > Contribution.n)
            .exists(),
        ),
        _piece("carers", pence=func.count(func.distinct(AuthorityRow.person_id))).where(
            AuthorityRow.pot_id == pot_id, AuthorityRow.role == Role.CARER
        ),
        _piece("todo", a=Todo.kind, pence=Todo.waiting).where(Todo.pot_id == pot_id),
        _piece("unread", pence=func.count(Message.id))
        .outerjoin(
            ThreadRead,
            (ThreadRead.thread_id == Message.thread_id) & (ThreadRead.person_id == person_id),
        )
        .where(
            Message.pot_id == pot_id,
            Message.step == "said",
            Message.author_id != person_id,
            (ThreadRead.read_up_to.is_(None)) | (ThreadRead.read_up_to < Message.said_at),
            ~select(later_message.id).where(later_message.id == Message.id, later_message.n > Message.n).exists(),
        ),
    )


def _piece(
    what: str,
    number: Any = None,  # noqa: ANN401 - a column
    a: Any = None,  # noqa: ANN401
    b: Any = None,  # noqa: ANN401
    first: Any = None,  # noqa: ANN401
    last: Any = None,  # noqa: ANN401
    pence: Any = None,  # noqa: ANN401
) -> Select[Any]:
    """One piece in the shape that all share."""

    def column(value: Any, kind: Any, name: str) -> Any:  # noqa: ANN401
        return cast(null() if value is None else value, kind).label(name)

    return select(
        literal(what).label("what"),
        column(number, Integer, "number"),
        column(a, String, "a"),
        column(b, String, "b"),
        # SQLite keeps days as text, which a cast to a day would cut down to its year.
        (first if first is not None else cast(null(), Date)).label("first"),
        (last if last is not None else cast(null(), Date)).label("last"),
        column(0 if pence is None else pence, BigInteger, "pence"),
    )
