"""The plan lines and contributions of a pot as they stand, with their names: several slices ask for them."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from app.persistence.tables import Change, Contribution, Funder, PlanLine
from app.persistence.texts import text_column
from app.persistence.together import Wanted


@dataclass(frozen=True, slots=True)
class LineNow:
    """A plan line as it stands; money in pence."""

    id: str
    n: int
    name: str
    budget_year: int
    yearly_pence: int
    weekly_pence: int
    regular: bool
    valid_from: date
    ended: bool


@dataclass(frozen=True, slots=True)
class ContributionNow:
    """A contribution as it stands; money in pence for its budget year."""

    id: str
    n: int
    funder_name: str
    stream: str
    legal_basis: str
    budget_year: int
    amount_pence: int
    client_pence: int
    frequency: str
    first_on: date
    way_held: str
    reference: str
    ended: bool  # no more is to come than is said; what came in is still there


def lines_of(session: Session, pot_id: str, *, also_ended: bool = False) -> list[LineNow]:
    """The lines of the plan in the order in which they were agreed; for the names of old things the ended ones too."""
    return (EVERY_LINE if also_ended else LINES).read(session, pot_id=pot_id)


def lines_for(session: Session, pot_id: str, plan_line_id: str) -> list[LineNow]:
    """The lines that something may be put on that is on this one: it stays where it is also when that has ended."""
    every = EVERY_LINE.read(session, pot_id=pot_id)
    return [line for line in every if not line.ended or line.id == plan_line_id]


def contributions_of(session: Session, pot_id: str) -> list[ContributionNow]:
    """Every contribution, the largest first; also those that have ended."""
    return CONTRIBUTIONS.read(session, pot_id=pot_id)


_first_line, _later_line = aliased(PlanLine), aliased(PlanLine)
EVERY_LINE = Wanted(
    select(
        PlanLine.id,
        PlanLine.n,
        func.coalesce(text_column(PlanLine.change_id, "line_name"), ""),
        PlanLine.budget_year,
        PlanLine.yearly_pence,
        PlanLine.weekly_pence,
        PlanLine.regular,
        PlanLine.valid_from,
        PlanLine.step == "ended",
    )
    .join(_first_line, (_first_line.id == PlanLine.id) & (_first_line.n == 0))
    .join(Change, Change.id == _first_line.change_id)
    .where(
        PlanLine.pot_id == bindparam("pot_id"),
        ~select(_later_line.id).where(_later_line.id == PlanLine.id, _later_line.n > PlanLine.n).exists(),
    ),
    LineNow,
    order=(Change.seq, PlanLine.id),
)
LINES = replace(EVERY_LINE, rows=EVERY_LINE.rows.where(PlanLine.step != "ended"))

_later_told = aliased(Contribution)
CONTRIBUTIONS = Wanted(
    select(
        Contribution.id,
        Contribution.n,
        func.coalesce(text_column(Funder.change_id, "funder_name"), ""),
        Contribution.stream,
        Contribution.legal_basis,
        Contribution.budget_year,
        Contribution.amount_pence,
        Contribution.client_pence,
        Contribution.frequency,
        Contribution.first_on,
        Contribution.way_held,
        func.coalesce(text_column(Contribution.change_id, "reference"), ""),
        Contribution.step == "ended",
    )
    .join(Funder, Funder.id == Contribution.funder_id)
    .where(
        Contribution.pot_id == bindparam("pot_id"),
        ~select(_later_told.id).where(_later_told.id == Contribution.id, _later_told.n > Contribution.n).exists(),
        Funder.n == 0,
    ),
    ContributionNow,
    order=(Contribution.amount_pence.desc(), Contribution.id),
)
