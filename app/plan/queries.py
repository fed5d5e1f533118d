"""What the pages of the plan show."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.split import DatedSplit, share_out, standing_split
from app.persistence.lines import LineNow
from app.persistence.splits import dated
from app.persistence.tables import Account, Aside, Balance, Change, Person, PlanLine, PlanLineSplit
from app.persistence.texts import texts_of


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
    at: datetime


def used(session: Session, pot_id: str, budget_year: int) -> dict[str, dict[str, int]]:
    """Pence used in the year: by line, by contribution."""
    rows = session.execute(
        select(Account.plan_line_id, Account.contribution_id, func.sum(Balance.amount_pence))
        .join(Balance, Balance.account_id == Account.id)
        .where(Account.pot_id == pot_id, Account.budget_year == budget_year, Account.kind == "used")
        .group_by(Account.plan_line_id, Account.contribution_id)
    )
    by_line: dict[str, dict[str, int]] = defaultdict(dict)
    for line, contribution, pence in rows:
        by_line[line][contribution] = int(pence)
    return by_line


def aside(session: Session, pot_id: str, line_id: str, today: date) -> int:
    """Pence set aside for the weeks to come of a line."""
    return int(
        session.execute(
            select(func.coalesce(func.sum(Aside.amount_pence), 0)).where(
                Aside.pot_id == pot_id, Aside.plan_line_id == line_id, Aside.counts_until > today
            )
        ).scalar_one()
    )


def splits(session: Session, pot_id: str) -> dict[str, list[DatedSplit]]:
    """Every split that was ever agreed, by line."""
    rows = session.execute(
        select(
            PlanLineSplit.plan_line_id,
            PlanLineSplit.id,
            PlanLineSplit.from_on,
            PlanLineSplit.contribution_id,
            PlanLineSplit.parts,
            Change.seq,
        )
        .join(Change, Change.id == PlanLineSplit.change_id)
        .where(PlanLineSplit.pot_id == pot_id)
    )
    by_line = defaultdict(list)
    for line, split_id, from_on, contribution, parts, said in rows:
        by_line[line].append((split_id, from_on, contribution, parts, said))
    return {line: dated(found) for line, found in by_line.items()}


def shares_on(line: LineNow, agreed: list[DatedSplit], day: date) -> list[Share]:
    """How a line's cost (a week's, or a year's) falls on those who pay, by the split of a day."""
    split = standing_split(agreed, day)
    return shares_by(line, split.parts) if split else []


def shares_by(line: LineNow, parts: Mapping[str, int]) -> list[Share]:
    """The same by parts."""
    return [Share(*share) for share in share_out(line.weekly_pence or line.yearly_pence, parts).items()]


def history_of(session: Session, pot_id: str, line_id: str) -> list[ToldOnce]:
    """All that was told of a line, the last first; empty when the pot has none of this id."""
    rows = session.execute(
        select(PlanLine, Change.received_at, Person.name)
        .join(Change, Change.id == PlanLine.change_id)
        .join(Person, Person.id == Change.person_id)
        .where(PlanLine.pot_id == pot_id, PlanLine.id == line_id)
        .order_by(PlanLine.n.desc())
    ).all()
    texts = texts_of(session, {row.change_id for row, _, _ in rows})
    return [
        ToldOnce(row.step, texts[row.change_id].get("line_name", ""), row.yearly_pence, row.weekly_pence, by, at)
        for row, at, by in rows
    ]
