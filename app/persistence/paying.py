"""How a payment falls on the funders of its plan line, and on the accounts their money is in."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from app.domain.books import NONE, Movements, joined, money_account, paid, paid_outside_plan
from app.persistence.tables import Contribution

if TYPE_CHECKING:
    from app.persistence.act import Act


def payment(act: "Act", plan_line_id: str, day: date, amount_pence: int) -> tuple[Movements, str | None]:
    """The movements of something paid on a line, and the split used; `none` is outside the plan.

    Raises DayOutsideYears, or LookupError for a line that has no split.
    """
    year = act.year_of(day).number
    if plan_line_id == NONE:
        return paid_outside_plan(year, amount_pence), None
    split_id, shares = act.books.share(plan_line_id, day, amount_pence)
    held = money_accounts(act, shares)
    return joined(*(paid(year, {c: pence}, plan_line_id, held[c]) for c, pence in shares.items())), split_id


def money_accounts(act: "Act", contribution_ids: Iterable[str]) -> dict[str, str]:
    """Where the money of each contribution is: the person's bank, or held by others."""
    rows = act.connection.execute(_WAYS_HELD, {"pot_id": act.pot.id, "ids": sorted(set(contribution_ids))})
    return {contribution: money_account(way_held) for contribution, way_held, _n in rows}


_WAYS_HELD = (
    select(Contribution.id, Contribution.way_held, Contribution.n)
    .where(Contribution.pot_id == bindparam("pot_id"), Contribution.id.in_(bindparam("ids", expanding=True)))
    .order_by(Contribution.n)
)
