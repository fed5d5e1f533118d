"""What the pages of the plan show."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.domain.split import DatedSplit, share_out, standing_split
from app.domain.year import BudgetYear
from app.persistence.figures import YEARS, year_at
from app.persistence.lines import CONTRIBUTIONS, EVERY_LINE, ContributionNow, LineNow
from app.persistence.signers import role_column
from app.persistence.splits import dated
from app.persistence.tables import Account, Aside, Balance, Change, Person, PlanLine, PlanLineSplit
from app.persistence.texts import told_column
from app.persistence.together import Wanted, together


@dataclass(frozen=True, slots=True)
class Share:
    """What one contribution has of a sum."""

    contribution_id: str
    amount_pence: int


@dataclass(frozen=True, slots=True)
class ToldOnce:
    """A line as it was told at one time."""

    step: str
    name: str
    yearly_pence: int
    weekly_pence: int
    by: str
    by_role: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class PlanNow:
    """The plan as it stands, told for one budget year."""

    year: BudgetYear
    contributions: list[ContributionNow]  # of all years, the largest first
    all_lines: list[LineNow]  # of all years, those that have ended too
    splits: dict[str, list[DatedSplit]]  # every one that was ever agreed, by line

    @property
    def lines(self) -> list[LineNow]:
        """The lines of the year."""
        return [line for line in self.all_lines if line.budget_year == self.year.number and not line.ended]

    @property
    def budget_pence(self) -> int:
        """What is paid in for the year."""
        return sum(c.amount_pence + c.client_pence for c in self.contributions if c.budget_year == self.year.number)

    @property
    def paying(self) -> list[ContributionNow]:
        """Those who pay in in the year and have not ended."""
        return [c for c in self.contributions if c.budget_year == self.year.number and not c.ended]

    @property
    def names(self) -> dict[str, str]:
        """Names of those who pay, by id, in the order in which they are named everywhere."""
        return {c.id: c.funder_name for c in self.contributions}

    def line(self, line_id: str) -> LineNow | None:
        """A line of any year, ended or not."""
        return next((line for line in self.all_lines if line.id == line_id), None)


@dataclass(frozen=True, slots=True)
class Used:
    """Pence of a line that one contribution has borne in a budget year."""

    budget_year: int
    line_id: str
    contribution_id: str
    pence: int


@dataclass(frozen=True, slots=True)
class LineWhole:
    """What was told of a line, the last first, and what became of its money."""

    history: list[ToldOnce]
    used_pence: dict[str, int]  # in its budget year, by contribution
    aside_pence: int  # for the weeks to come


def plan_of(session: Session, pot_id: str, today: date) -> PlanNow | None:
    """The plan in the year of today, or None where there is no budget year yet."""
    years, contributions, lines, splits = together(session, YEARS, CONTRIBUTIONS, EVERY_LINE, _SPLITS, pot_id=pot_id)
    year = year_at(years, today)
    return PlanNow(year, contributions, lines, _by_line(splits)) if year else None


def used_pence(session: Session, pot_id: str, budget_year: int) -> Counter[str]:
    """Pence used in the year, by line."""
    sums: Counter[str] = Counter()
    for one in _USED.read(session, pot_id=pot_id):
        if one.budget_year == budget_year:
            sums[one.line_id] += one.pence
    return sums


def whole_line(session: Session, pot_id: str, line: LineNow, today: date) -> LineWhole:
    """Everything about one line."""
    history, used, asides = together(
        session, _HISTORY, _USED_OF_LINE, _ASIDE_OF_LINE, pot_id=pot_id, line_id=line.id, today=today
    )
    in_year = {one.contribution_id: one.pence for one in used if one.budget_year == line.budget_year}
    return LineWhole(history, in_year, sum(asides))


def shares_on(line: LineNow, agreed: list[DatedSplit], day: date) -> list[Share]:
    """How a line's cost (a week's, or a year's) falls on those who pay, by the split of a day."""
    split = standing_split(agreed, day)
    return shares_by(line, split.parts) if split else []


def shares_by(line: LineNow, parts: Mapping[str, int]) -> list[Share]:
    """The same by parts."""
    return [Share(*share) for share in share_out(line.weekly_pence or line.yearly_pence, parts).items()]


def _by_line(splits: list[tuple[str, Any]]) -> dict[str, list[DatedSplit]]:
    by_line = defaultdict(list)
    for line, split in splits:
        by_line[line].append(split)
    return {line: dated(found) for line, found in by_line.items()}


_USED = Wanted(
    select(Account.budget_year, Account.plan_line_id, Account.contribution_id, Balance.amount_pence)
    .join(Balance, Balance.account_id == Account.id)
    .where(Account.pot_id == bindparam("pot_id"), Account.kind == "used"),
    Used,
)
_USED_OF_LINE = replace(_USED, rows=_USED.rows.where(Account.plan_line_id == bindparam("line_id")))
_ASIDE_OF_LINE = Wanted(
    select(func.coalesce(func.sum(Aside.amount_pence), 0)).where(
        Aside.pot_id == bindparam("pot_id"),
        Aside.plan_line_id == bindparam("line_id"),
        Aside.counts_until > bindparam("today"),
    ),
    int,
)
_SPLITS: Wanted[tuple[str, Any]] = Wanted(
    select(
        PlanLineSplit.plan_line_id,
        PlanLineSplit.id,
        PlanLineSplit.from_on,
        PlanLineSplit.contribution_id,
        PlanLineSplit.parts,
        Change.seq,
    )
    .join(Change, Change.id == PlanLineSplit.change_id)
    .where(PlanLineSplit.pot_id == bindparam("pot_id")),
    lambda line, *split: (line, split),
)
_HISTORY = Wanted(
    select(
        PlanLine.step,
        told_column(PlanLine.change_id, "line_name"),
        PlanLine.yearly_pence,
        PlanLine.weekly_pence,
        Person.name,
        role_column(Change.authority_id),
        Change.received_at,
    )
    .join(Change, Change.id == PlanLine.change_id)
    .join(Person, Person.id == Change.person_id)
    .where(PlanLine.pot_id == bindparam("pot_id"), PlanLine.id == bindparam("line_id")),
    ToldOnce,
    order=(PlanLine.n.desc(),),
)
