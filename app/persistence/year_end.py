"""The end of a budget year: what is left goes to the next one."""

from app.domain.books import NONE, carried_over, joined
from app.domain.year import BudgetYear
from app.persistence.act import Act
from app.persistence.resplit import put_right
from app.persistence.tables.base import new_id

MONEY_KINDS = ("bank", "held")


def carry_over(act: Act, old: BudgetYear, new: BudgetYear) -> None:
    """Even out the shares of the old year, then carry what each contribution and `none` has left.

    What is owed or late stays in its year and is paid there: carry over again afterwards, and a further entry
    takes what is left then. When nothing is left, nothing is posted.
    """
    for line in sorted({key.plan_line_id for key in act.books.balances_in(old.number, "used")} - {NONE}):
        put_right(act, line)
    left = act.books.balances_in(old.number, *MONEY_KINDS)
    movements = joined(
        *(carried_over(old.number, new.number, key.contribution_id, pence, key.kind) for key, pence in left.items())
    )
    if movements:
        act.books.post("carried over", f"year:{old.number}:{new_id()}", new.starts_on, movements)
