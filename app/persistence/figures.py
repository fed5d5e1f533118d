"""Read the figures of a pot: the same few rows whatever the size of its history."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.domain.books import AccountKey
from app.domain.figures import Figures, figures_by_contribution, whole_pot
from app.domain.year import BudgetYear
from app.persistence.tables import Account, Aside, Balance, BudgetYearRow
from app.persistence.together import Wanted, together


@dataclass(frozen=True, slots=True)
class PotFigures:
    """The figures of one budget year: of each contribution, and of the whole pot."""

    year: BudgetYear
    parts: dict[str, Figures]

    @property
    def whole(self) -> Figures:
        """The parts added up."""
        return whole_pot(self.parts.values())


@dataclass(frozen=True, slots=True)
class SetAside:
    """Pence that are set aside."""

    budget_year: int
    contribution_id: str
    plan_line_id: str
    pence: int


@dataclass(frozen=True, slots=True)
class Sums:
    """What the books add up to in all years, told for one of them."""

    year: BudgetYear
    balances: list[tuple[AccountKey, int]]
    asides: list[SetAside]

    @property
    def figures(self) -> PotFigures:
        """The figures of the year."""
        asides = [(one.contribution_id, one.pence) for one in self._asides]
        return PotFigures(self.year, figures_by_contribution(self.balances, asides, self.year.number))

    def by_line(self, *kinds: str) -> Counter[str]:
        """Pence by plan line in the year's accounts of these kinds."""
        sums: Counter[str] = Counter()
        for key, pence in self.balances:
            if key.budget_year == self.year.number and key.kind in kinds:
                sums[key.plan_line_id] += pence
        return sums

    def aside_by_line(self) -> Counter[str]:
        """Pence by plan line that are set aside in the year."""
        sums: Counter[str] = Counter()
        for one in self._asides:
            sums[one.plan_line_id] += one.pence
        return sums

    @property
    def _asides(self) -> list[SetAside]:
        return [one for one in self.asides if one.budget_year == self.year.number]


def years_of(session: Session, pot_id: str) -> list[BudgetYear]:
    """The budget years of a pot, oldest first."""
    return YEARS.read(session, pot_id=pot_id)


def year_at(years: list[BudgetYear], day: date) -> BudgetYear | None:
    """The year that holds the day, or else the last one begun, or the first to come."""
    begun = [year for year in years if year.starts_on <= day]
    return begun[-1] if begun else (years[0] if years else None)


def figures_of(session: Session, pot_id: str, today: date) -> PotFigures | None:
    """The figures today, or None where there is no budget year yet."""
    sums = sums_of(session, pot_id, today)
    return sums.figures if sums else None


def figures_in(session: Session, pot_id: str, year: BudgetYear, today: date) -> PotFigures:
    """The figures of one year as they stand today."""
    balances, asides = together(session, BALANCES, ASIDES, pot_id=pot_id, today=today)
    return Sums(year, balances, asides).figures


def sums_of(session: Session, pot_id: str, today: date) -> Sums | None:
    """The sums of the year of today, or None where there is no budget year yet."""
    return sums_at(*together(session, YEARS, BALANCES, ASIDES, pot_id=pot_id, today=today), today)


def sums_at(
    years: list[BudgetYear], balances: list[tuple[AccountKey, int]], asides: list[SetAside], today: date
) -> Sums | None:
    """The same of what was read together with something else."""
    year = year_at(years, today)
    return Sums(year, balances, asides) if year else None


YEARS = Wanted(
    select(BudgetYearRow.number, BudgetYearRow.starts_on, BudgetYearRow.ends_on).where(
        BudgetYearRow.pot_id == bindparam("pot_id")
    ),
    BudgetYear,
    order=(BudgetYearRow.number,),
)
BALANCES: Wanted[tuple[AccountKey, int]] = Wanted(
    select(Account.budget_year, Account.kind, Account.contribution_id, Account.plan_line_id, Balance.amount_pence)
    .join(Balance, Balance.account_id == Account.id)
    .where(Account.pot_id == bindparam("pot_id")),
    lambda *row: (AccountKey(*row[:4]), row[4]),
)
_ASIDE_OF = (Aside.budget_year, Aside.contribution_id, Aside.plan_line_id)
ASIDES = Wanted(
    select(*_ASIDE_OF, func.sum(Aside.amount_pence))
    .where(Aside.pot_id == bindparam("pot_id"), Aside.counts_until > bindparam("today"))
    .group_by(*_ASIDE_OF),
    SetAside,
)
