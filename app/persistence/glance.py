"""Everything that the first page says of a pot's money, in one query of a few hundred short rows.

The pieces have little in common but that they are needed at once: each row tells what it is of.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Date,
    Engine,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from app.domain.authority import Role
from app.domain.books import NONE, WAYS_HELD_BY_OTHERS, AccountKey
from app.domain.figures import figures_by_contribution
from app.domain.forecast import USUAL_DAYS, Outlook
from app.domain.year import BudgetYear, week_of
from app.persistence.figures import PotFigures, year_at
from app.persistence.straight import Straight
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
from app.persistence.waiting import CLAIMS


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
    claims: dict[str, int]  # what was written before somebody left, by what it would have been
    to_answer: int  # questions that wait for the holder


def glance_at(engine: Engine, pot_id: str, person_id: str, today: date) -> Glance | None:
    """Read it, or None where the pot has no budget year yet."""
    found: dict[str, list[Any]] = defaultdict(list)
    asked = {
        "pot_id": pot_id,
        "person_id": person_id,
        "today": today,
        "this_week": week_of(today),
        "usual_from": week_of(today - timedelta(days=USUAL_DAYS)),
    }
    for row in _EVERYTHING.ask(engine, **asked):
        found[row.what].append(row)
    years = [BudgetYear(row.number, row.first, row.last) for row in found["year"]]
    year = year_at(sorted(years, key=lambda y: y.number), today)
    if year is None:
        return None
    asides = [r for r in found["aside"] if r.number == year.number]
    parts = figures_by_contribution(
        [(AccountKey(r.number, r.a, r.b), r.pence) for r in found["balance"]],
        [(r.b, r.pence) for r in asides],
        year.number,
    )
    figures = PotFigures(year, parts)
    return Glance(
        figures=figures,
        weeks_pence=_in_year(found["week"], year),
        spent_before_pence=sum(_in_year(found["before"], year).values()),
        lines=sum(row.pence for row in found["line"]),
        asides_pence=_by_first_day(asides),
        outlook=_outlook(figures, found, asides, today),
        kept_by_others=frozenset(row.a for row in found["way"] if row.b in WAYS_HELD_BY_OTHERS),
        carers=sum(row.pence for row in found["carers"]),
        late=sum(row.first < today for row in found["expected"]),
        to_approve=sum(row.pence for row in found["todo"] if row.a == "shift_to_approve"),
        to_match=sum(row.pence for row in found["todo"] if row.a == "receipt_to_match"),
        unread=sum(row.pence for row in found["unread"]),
        claims={
            row.a.removeprefix(CLAIMS): row.pence for row in found["todo"] if row.a.startswith(CLAIMS) and row.pence > 0
        },
        to_answer=sum(row.pence for row in found["todo"] if row.a == "wish_to_answer"),
    )


def _outlook(figures: PotFigures, found: dict[str, list[Any]], asides: list[Any], today: date) -> Outlook:
    """What is known of the days to come: what is late is not counted on."""
    whole = figures.whole
    booked = {row.a for row in asides}
    usual = [row for row in found["usual"] if row.a not in booked]
    weekly = {day: pence for day, pence in _by_first_day(asides).items() if day <= figures.year.ends_on}
    return Outlook(
        in_account_pence=whole.in_account_pence + whole.held_pence,
        to_pay_pence=whole.owed_pence + whole.set_aside_pence - sum(weekly.values()),
        expected=[(row.first, row.pence) for row in found["expected"] if row.first >= today],
        planned=list(weekly.items()),
        usual_pence=max(0, sum(row.pence for row in usual)),
    )


def _in_year(weeks: list[Any], year: BudgetYear) -> dict[date, int]:
    """Sums of weeks, by their Mondays, that touch the year."""
    first = week_of(year.starts_on)
    return {row.first: row.pence for row in weeks if first <= row.first <= year.ends_on}


def _by_first_day(rows: list[Any]) -> dict[date, int]:
    days: dict[date, int] = defaultdict(int)
    for row in rows:
        days[row.first] += row.pence
    return dict(days)


def _everything() -> CompoundSelect[Any]:
    return union_all(
        _piece("year", BudgetYearRow.number, first=BudgetYearRow.starts_on, last=BudgetYearRow.ends_on).where(
            BudgetYearRow.pot_id == _POT
        ),
        *_money(),
        *_weeks(),
        *_plan(),
        _piece("carers", pence=func.count(func.distinct(AuthorityRow.person_id))).where(
            AuthorityRow.pot_id == _POT, AuthorityRow.role == Role.CARER
        ),
        _piece("todo", a=Todo.kind, pence=Todo.waiting).where(Todo.pot_id == _POT),
        _unread(),
    )


def _money() -> list[Select[Any]]:
    """What is where, and what is promised away or to come."""
    account = (Account.budget_year, Account.kind, Account.contribution_id)
    later = aliased(InstalmentRow)
    return [
        _piece("balance", *account, pence=func.sum(Balance.amount_pence))
        .join(Balance, Balance.account_id == Account.id)
        .where(Account.pot_id == _POT)
        .group_by(*account),
        _piece(
            "aside",
            Aside.budget_year,
            Aside.plan_line_id,
            Aside.contribution_id,
            first=Aside.counts_until,
            pence=Aside.amount_pence,
        ).where(Aside.pot_id == _POT, Aside.counts_until > _TODAY, Aside.amount_pence != 0),
        _piece(
            "expected",
            a=InstalmentRow.contribution_id,
            first=InstalmentRow.due_on,
            pence=InstalmentRow.amount_pence,
        ).where(
            InstalmentRow.pot_id == _POT,
            InstalmentRow.step == "expected",
            ~select(later.id).where(later.id == InstalmentRow.id, later.n > InstalmentRow.n).exists(),
        ),
    ]


def _weeks() -> list[Select[Any]]:
    """What was used by weeks; what of it was gone before the pot was begun here: used, but on no line."""
    before = and_(WeekTotal.kind == "used", WeekTotal.plan_line_id == NONE)
    used = func.sum(WeekTotal.amount_pence)
    return [
        _piece("week", first=WeekTotal.week, pence=used)
        .where(WeekTotal.pot_id == _POT, WeekTotal.week >= _first_week(), ~before)
        .group_by(WeekTotal.week),
        _piece("before", first=WeekTotal.week, pence=used)
        .where(WeekTotal.pot_id == _POT, WeekTotal.week >= _first_week(), before)
        .group_by(WeekTotal.week),
        _piece("usual", a=WeekTotal.plan_line_id, pence=used)
        .where(
            WeekTotal.pot_id == _POT,
            WeekTotal.week >= bindparam("usual_from", type_=Date),
            WeekTotal.week < bindparam("this_week", type_=Date),
            ~before,
        )
        .group_by(WeekTotal.plan_line_id),
    ]


def _first_week() -> ColumnElement[date]:
    """The week in which the year of today began, or one before it: years that are over are not read."""
    begun = select(func.max(BudgetYearRow.starts_on)).where(
        BudgetYearRow.pot_id == _POT, BudgetYearRow.starts_on <= _TODAY
    )
    earlier = aliased(WeekTotal)
    week = select(func.max(earlier.week)).where(earlier.pot_id == _POT, earlier.week <= begun.scalar_subquery())
    return func.coalesce(week.scalar_subquery(), literal(date.min, Date))


def _plan() -> list[Select[Any]]:
    """Lines that stand, and how each contribution is held."""
    later, later_contribution = aliased(PlanLine), aliased(Contribution)
    return [
        _piece("line", pence=func.count(PlanLine.id)).where(
            PlanLine.pot_id == _POT,
            PlanLine.step != "ended",
            ~select(later.id).where(later.id == PlanLine.id, later.n > PlanLine.n).exists(),
        ),
        _piece("way", a=Contribution.id, b=Contribution.way_held).where(
            Contribution.pot_id == _POT,
            ~select(later_contribution.id)
            .where(later_contribution.id == Contribution.id, later_contribution.n > Contribution.n)
            .exists(),
        ),
    ]


def _unread() -> Select[Any]:
    """How many messages of others the person has not read."""
    later, me = aliased(Message), bindparam("person_id", type_=String)
    return (
        _piece("unread", pence=func.count(Message.id))
        .outerjoin(ThreadRead, (ThreadRead.thread_id == Message.thread_id) & (ThreadRead.person_id == me))
        .where(
            Message.pot_id == _POT,
            Message.step == "said",
            Message.author_id != me,
            (ThreadRead.read_up_to.is_(None)) | (ThreadRead.read_up_to < Message.said_at),
            ~select(later.id).where(later.id == Message.id, later.n > Message.n).exists(),
        )
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


_POT = bindparam("pot_id", type_=String)
_TODAY = bindparam("today", type_=Date)
_EVERYTHING = Straight(_everything())
