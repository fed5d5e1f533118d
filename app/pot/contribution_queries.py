"""What the pages about who pays in show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.domain.year import BudgetYear
from app.persistence.figures import YEARS
from app.persistence.lines import CONTRIBUTIONS, ContributionNow
from app.persistence.signers import role_column
from app.persistence.tables import Change, Contribution, Person
from app.persistence.texts import told_column
from app.persistence.together import Wanted, together
from app.pot.queries import InstalmentNow


@dataclass(frozen=True, slots=True)
class ToldOnce:
    """A contribution as it was told at one time."""

    step: str
    amount_pence: int
    client_pence: int
    frequency: str
    first_on: date
    reference: str
    by: str
    by_role: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Payments:
    """The payments of one contribution, by what is known of them."""

    came: list[InstalmentNow]
    late: list[InstalmentNow]
    coming: list[InstalmentNow]

    @property
    def number(self) -> int:
        """How many payments of the funder there are in the year."""
        return sum(not one.client for one in (*self.came, *self.late, *self.coming))


@dataclass(frozen=True, slots=True)
class Payers:
    """The budget years of a pot, and everyone who pays or paid into it, the largest first."""

    years: list[BudgetYear]
    contributions: list[ContributionNow]

    def in_year(self, year: BudgetYear) -> list[ContributionNow]:
        """Those of one year."""
        return [one for one in self.contributions if one.budget_year == year.number]

    def one(self, contribution_id: str) -> tuple[ContributionNow, BudgetYear] | None:
        """A contribution with its year; None when the pot has none of this id."""
        said = next((one for one in self.contributions if one.id == contribution_id), None)
        return (said, next(year for year in self.years if year.number == said.budget_year)) if said else None


def payments_of(instalments: Iterable[InstalmentNow], contribution_id: str, today: date) -> Payments:
    """Those of one contribution; what is due today is still to come."""
    own = [one for one in instalments if one.contribution_id == contribution_id]
    to_come = [one for one in own if one.step == "expected"]
    return Payments(
        came=[one for one in own if one.step == "received"],
        late=[one for one in to_come if one.due_on < today],
        coming=[one for one in to_come if one.due_on >= today],
    )


def payers_of(session: Session, pot_id: str) -> Payers:
    """Who pays in, and in which years."""
    return Payers(*together(session, YEARS, CONTRIBUTIONS, pot_id=pot_id))


HISTORY = Wanted(  # all that was told of a contribution, the last first
    select(
        Contribution.step,
        Contribution.amount_pence,
        Contribution.client_pence,
        Contribution.frequency,
        Contribution.first_on,
        told_column(Contribution.change_id, "reference"),
        Person.name,
        role_column(Change.authority_id),
        Change.received_at,
    )
    .join(Change, Change.id == Contribution.change_id)
    .join(Person, Person.id == Change.person_id)
    .where(Contribution.pot_id == bindparam("pot_id"), Contribution.id == bindparam("contribution_id")),
    ToldOnce,
    order=(Contribution.n.desc(),),
)
