"""Double entry for one pot: which accounts an event moves, and by how much.

Debits are positive. Every entry sums to zero for each contribution and each budget year, so
every penny has a funder, and no funder's money is moved by another's.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NONE = "none"  # an empty part of an account's key: NULLs are distinct in a unique key

OWED_KINDS = ("owed_wages", "owed_tax", "owed_pension", "owed_holiday", "owed_invoice")
KINDS = (
    "bank", "held", "due", "client_due", "used", "not_agreed", *OWED_KINDS,
    "given_back", "carried", "funding",
)  # fmt: skip
BY_FUNDER_ONLY = {"bank", "held", "due", "client_due", "given_back", "carried", "funding"}
WAYS_HELD_BY_OTHERS = {"notional", "third_party", "individual_service_fund"}


@dataclass(frozen=True, slots=True, order=True)
class AccountKey:
    """One account of a pot: budget year, kind, and where it has them contribution and line."""

    budget_year: int
    kind: str
    contribution_id: str = NONE
    plan_line_id: str = NONE


Movements = dict[AccountKey, int]


class OutOfBalance(ValueError):
    """An entry does not sum to zero for a contribution and year."""


def check_balanced(movements: Mapping[AccountKey, int]) -> None:
    """Raise OutOfBalance unless each contribution sums to zero in each year."""
    sums: dict[tuple[int, str], int] = defaultdict(int)
    for key, amount_pence in movements.items():
        if key.kind not in KINDS:
            raise OutOfBalance(key)
        sums[key.budget_year, key.contribution_id] += amount_pence
    if any(sums.values()):
        raise OutOfBalance({key: pence for key, pence in sums.items() if pence})


def money_account(way_held: str) -> str:
    """Which account kind holds this contribution's money: the person's bank or another's hands."""
    return "held" if way_held in WAYS_HELD_BY_OTHERS else "bank"


def move(budget_year: int, debit: str, credit: str, shares: Mapping[str, int], line: str = NONE) -> Movements:
    """Debit one kind and credit another by the shares of each contribution."""
    movements: Movements = {}
    for contribution, amount_pence in shares.items():
        if amount_pence:
            movements[_key(budget_year, debit, contribution, line)] = amount_pence
            movements[_key(budget_year, credit, contribution, line)] = -amount_pence
    return movements


def promised(budget_year: int, contribution: str, amount_pence: int) -> Movements:
    """A funder promises an amount for the year. Below zero: the promise is lowered."""
    return move(budget_year, "due", "funding", {contribution: amount_pence})


def client_promised(budget_year: int, contribution: str, amount_pence: int) -> Movements:
    """What the person themselves is to pay in, on the council's contribution."""
    return move(budget_year, "client_due", "funding", {contribution: amount_pence})


def received(
    budget_year: int, contribution: str, amount_pence: int, way_held: str, *, client: bool = False
) -> Movements:
    """An instalment, or the person's own contribution, came in."""
    due = "client_due" if client else "due"
    return move(budget_year, money_account(way_held), due, {contribution: amount_pence})


def paid(budget_year: int, shares: Mapping[str, int], line: str, money: str = "bank") -> Movements:
    """Something on a plan line was paid for, by its shares."""
    return move(budget_year, "used", money, shares, line)


def refunded(budget_year: int, shares: Mapping[str, int], line: str, money: str = "bank") -> Movements:
    """Money came back, by the shares of what it refunds."""
    return move(budget_year, money, "used", shares, line)


def paid_outside_plan(budget_year: int, amount_pence: int, money: str = "bank") -> Movements:
    """Something not in the plan yet was paid for: nobody's share until it is agreed."""
    return move(budget_year, "not_agreed", money, {NONE: amount_pence})


def agreed(
    budget_year: int, shares: Mapping[str, int], line: str, money: Mapping[str, str], out_of: str = "bank"
) -> Movements:
    """Spending outside the plan is agreed: one entry takes both sides out of `none`.

    `money` says for each contribution which account kind bears its share; `out_of` is the one that
    bore it until now (`bank`, or what is owed).
    """
    whole = sum(shares.values())
    out = move(budget_year, out_of, "not_agreed", {NONE: whole})
    into = (move(budget_year, "used", money[c], {c: pence}, line) for c, pence in shares.items())
    return joined(out, *into)


def approved(budget_year: int, shares: Mapping[str, int], line: str, owed: str = "owed_wages") -> Movements:
    """Work on a plan line was approved and is owed from now on."""
    return move(budget_year, "used", owed, shares, line)


def approved_outside_plan(budget_year: int, amount_pence: int, owed: str = "owed_wages") -> Movements:
    """Work that no plan line covers yet was approved and is owed."""
    return move(budget_year, "not_agreed", owed, {NONE: amount_pence})


def owed_paid(
    budget_year: int,
    shares: Mapping[str, int],
    line: str,
    owed: str = "owed_wages",
    money: str = "bank",
) -> Movements:
    """What was owed is paid, by the shares booked: never a new split."""
    return move(budget_year, owed, money, shares, line)


def given_back(budget_year: int, contribution: str, amount_pence: int, money: str) -> Movements:
    """Unspent money was paid back to its funder."""
    return move(budget_year, "given_back", money, {contribution: amount_pence})


def carried_over(old_year: int, new_year: int, contribution: str, amount_pence: int, money: str = "bank") -> Movements:
    """What is left of a closed year moves to the next: each year balances by itself."""
    return joined(
        move(old_year, "carried", money, {contribution: amount_pence}),
        move(new_year, money, "carried", {contribution: amount_pence}),
    )


def shared_anew(budget_year: int, shares: Mapping[str, int], line: str, money: Mapping[str, str]) -> Movements:
    """What was used on a line moves between contributions, and the money that paid for it with it.

    `shares` above zero bear more, below zero less; `money` says where each one's money is.
    """
    return joined(*(move(budget_year, "used", money[c], {c: pence}, line) for c, pence in shares.items()))


def reversal(movements: Mapping[AccountKey, int]) -> Movements:
    """Exactly the opposite of what an entry did."""
    return {key: -amount_pence for key, amount_pence in movements.items()}


def joined(*several: Mapping[AccountKey, int]) -> Movements:
    """Several movements as one; what cancels out is left out."""
    sums: dict[AccountKey, int] = defaultdict(int)
    for movements in several:
        for key, amount_pence in movements.items():
            sums[key] += amount_pence
    return {key: pence for key, pence in sums.items() if pence}


def shares_of(movements: Iterable[tuple[AccountKey, int]], *kinds: str) -> dict[str, int]:
    """How much of an entry each contribution bore, read from its postings of these kinds."""
    shares: dict[str, int] = defaultdict(int)
    for key, amount_pence in movements:
        if key.kind in kinds:
            shares[key.contribution_id] += amount_pence
    return dict(shares)


def _key(budget_year: int, kind: str, contribution: str, line: str) -> AccountKey:
    return AccountKey(budget_year, kind, contribution, NONE if kind in BY_FUNDER_ONLY else line)
