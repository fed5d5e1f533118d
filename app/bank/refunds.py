"""Money that came back for a payment: to each funder by the share it bore, never more than was paid."""

from collections import Counter
from collections.abc import Iterable

from app.bank.queries import BankRow
from app.domain import books
from app.domain.books import NONE, AccountKey, Movements, joined, shares_of
from app.domain.split import share_back
from app.persistence.act import Act
from app.persistence.sightings import sightings_of

USED = ("used", "not_agreed")


class RefundTooLarge(ValueError):
    """More would come back than was paid."""


def refund(act: Act, row: BankRow, source: str, in_this_change: Iterable[str]) -> None:
    """Book the money of a row as come back for the payment of this source.

    `in_this_change`: rows that give back for the same payment and are not in the database yet.
    Raises RefundTooLarge, or LookupError where the payment does not stand.
    """
    bore, split_id = _borne(act, source)
    original = {contribution: pence for contribution, pence in shares_of(bore.items(), *USED).items() if pence > 0}
    returned = _returned(act, source, in_this_change)
    if row.amount_pence + returned.total() > sum(original.values()):
        raise RefundTooLarge
    shares = share_back(row.amount_pence, original, returned)
    act.books.post("refunded", _source(row.id), row.booked_on, _movements(bore, shares), split_id)


def unrefund(act: Act, row_id: str) -> None:
    """Take back what a row gave back."""
    if act.books.standing(_source(row_id), "refunded"):
        act.books.reverse(_source(row_id), "refunded")


def _borne(act: Act, source: str) -> tuple[Movements, str | None]:
    """What the payment moved, as it stands, and the split of the entry that reached the plan."""
    paid = act.books.standing(source, "paid")
    if paid is None:
        raise LookupError(source)
    agreed = act.books.standing(source, "agreed")
    if agreed is None:
        return paid.movements, paid.split_id
    return joined(paid.movements, agreed.movements), agreed.split_id


def _returned(act: Act, source: str, in_this_change: Iterable[str]) -> Counter[str]:
    before = [s.id for s in sightings_of(act.session, act.pot.id, source) if s.says == "refund"]
    returned: Counter[str] = Counter()
    for row_id in (*before, *in_this_change):
        standing = act.books.standing(_source(row_id), "refunded")
        if standing:
            for contribution, pence in shares_of(standing.movements.items(), *USED).items():
                returned[contribution] -= pence
    return returned


def _movements(bore: Movements, shares: dict[str, int]) -> Movements:
    """The opposite way to the payment's own, on its own accounts, by these shares."""
    came_from = {key.contribution_id: key for key in bore if key.kind not in USED}
    went_to = {key.contribution_id: key for key in bore if key.kind in USED}
    return joined(
        *(_back(went_to[contribution], came_from[contribution], pence) for contribution, pence in shares.items())
    )


def _back(used: AccountKey, money: AccountKey, amount_pence: int) -> Movements:
    if used.contribution_id == NONE:
        return books.reversal(books.paid_outside_plan(used.budget_year, amount_pence, money.kind))
    return books.refunded(used.budget_year, {used.contribution_id: amount_pence}, used.plan_line_id, money.kind)


def _source(row_id: str) -> str:
    return f"refund:{row_id}"
