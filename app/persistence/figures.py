"""Read the figures of a pot: the same few rows whatever the size of its history."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.books import AccountKey
from app.domain.figures import Figures, figures_by_contribution, whole_pot
from app.domain.year import BudgetYear
from app.persistence.tables import Account, Aside, Balance, BudgetYearRow


@dataclass(frozen=True, slots=True)
class PotFigures:
    """The figures of one budget year: of each contribution, and of the whole pot."""

    year: BudgetYear
    parts: dict[str, Figures]

    @property
    def whole(self) -> Figures:
        """The parts added up."""
        return whole_pot(self.parts.values())


def years_of(session: Session, pot_id: str) -> list[BudgetYear]:
    """The budget years of a pot, oldest first."""
    rows = session.execute(
        select(BudgetYearRow.number, BudgetYearRow.starts_on, BudgetYearRow.ends_on)
        .where(BudgetYearRow.pot_id == pot_id)
        .order_by(BudgetYearRow.number)
    )
    return [BudgetYear(*row) for row in rows]


def year_at(years: list[BudgetYear], day: date) -> BudgetYear | None:
    """The year that holds the day, or else the last one begun, or the first to come."""
    begun = [year for year in years if year.starts_on <= day]
    return begun[-1] if begun else (years[0] if years else None)


def figures_of(session: Session, pot_id: str, today: date) -> PotFigures | None:
    """The figures today, or None where there is no budget year yet."""
    year = year_at(years_of(session, pot_id), today)
    return figures_in(session, pot_id, year, today) if year else None


def figures_in(session: Session, pot_id: str, year: BudgetYear, today: date) -> PotFigures:
    """The figures of one year as they stand today."""
    key = (Account.budget_year, Account.kind, Account.contribution_id)
    balances = session.execute(
        select(*key, func.sum(Balance.amount_pence))
        .join(Balance, Balance.account_id == Account.id)
        .where(Account.pot_id == pot_id)
        .group_by(*key)
    )
    asides = session.execute(
        select(Aside.contribution_id, func.sum(Aside.amount_pence))
        .where(
            Aside.pot_id == pot_id,
            Aside.budget_year == year.number,
            Aside.counts_until > today,
        )
        .group_by(Aside.contribution_id)
    )
    parts = figures_by_contribution(
        [(AccountKey(*row[:3]), int(row[3])) for row in balances],
        [(contribution, int(amount)) for contribution, amount in asides],
        year.number,
    )
    return PotFigures(year, parts)
