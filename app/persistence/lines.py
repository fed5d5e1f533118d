"""The plan lines and contributions of a pot as they stand, with their names: several slices ask for them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.persistence.tables import Change, Contribution, Funder, PlanLine
from app.persistence.texts import text_column


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
    later, first = aliased(PlanLine), aliased(PlanLine)
    wanted = (
        select(PlanLine)
        .join(first, (first.id == PlanLine.id) & (first.n == 0))
        .join(Change, Change.id == first.change_id)
        .where(
            PlanLine.pot_id == pot_id,
            ~select(later.id).where(later.id == PlanLine.id, later.n > PlanLine.n).exists(),
        )
        .order_by(Change.seq, PlanLine.id)
    )
    if not also_ended:
        wanted = wanted.where(PlanLine.step != "ended")
    named = wanted.add_columns(text_column(PlanLine.change_id, "line_name"))
    return [
        LineNow(
            row.id, row.n, name or "", row.budget_year,
            row.yearly_pence, row.weekly_pence, row.regular, row.valid_from, row.step == "ended",
        )
        for row, name in session.execute(named)
    ]  # fmt: skip


def contributions_of(session: Session, pot_id: str) -> list[ContributionNow]:
    """Every contribution, the largest first; also those that have ended."""
    later = aliased(Contribution)
    rows = session.execute(
        select(
            Contribution,
            text_column(Funder.change_id, "funder_name").label("funder_name"),
            text_column(Contribution.change_id, "reference").label("reference"),
        )
        .join(Funder, Funder.id == Contribution.funder_id)
        .where(
            Contribution.pot_id == pot_id,
            ~select(later.id).where(later.id == Contribution.id, later.n > Contribution.n).exists(),
            Funder.n == 0,
        )
        .order_by(Contribution.amount_pence.desc(), Contribution.id)
    )
    return [
        ContributionNow(
            row.id, row.n, funder_name or "", row.stream,
            row.legal_basis, row.budget_year, row.amount_pence, row.client_pence, row.frequency,
            row.first_on, row.way_held, reference or "", row.step == "ended",
        )
        for row, funder_name, reference in rows
    ]  # fmt: skip
