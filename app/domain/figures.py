"""The nine figures of a pot, and the one equation that ties them together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields

from app.domain.books import OWED_KINDS, AccountKey


@dataclass(frozen=True, slots=True)
class Figures:
    """Pence, for a whole pot or for one contribution, in one budget year.

    `in_account_pence` is bank over all years; the rest belong to the year.
    """

    brought_forward_pence: int = 0
    received_pence: int = 0
    due_pence: int = 0
    given_back_pence: int = 0
    spent_pence: int = 0
    owed_pence: int = 0
    set_aside_pence: int = 0
    in_account_pence: int = 0
    held_pence: int = 0  # what others hold, in this year

    @property
    def left_to_spend_pence(self) -> int:
        """The one equation: to the year's end, after all that is promised away."""
        return (
            self.brought_forward_pence
            + self.received_pence
            + self.due_pence
            - self.given_back_pence
            - self.spent_pence
            - self.owed_pence
            - self.set_aside_pence
        )

    def __add__(self, other: "Figures") -> "Figures":
        """Parts add up to the pot."""
        return Figures(*(getattr(self, part.name) + getattr(other, part.name) for part in fields(Figures)))


def figures_by_contribution(
    balances: Iterable[tuple[AccountKey, int]],
    set_aside_pence: Iterable[tuple[str, int]],
    budget_year: int,
) -> dict[str, Figures]:
    """The figures of each contribution and of `none`, from balances of all years.

    `set_aside_pence` holds (contribution, pence) of the year.
    """
    sums: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key, amount_pence in balances:
        if key.kind == "bank":
            sums[key.contribution_id]["in_account"] += amount_pence
        if key.budget_year == budget_year:
            sums[key.contribution_id][key.kind] += amount_pence
    for contribution, amount_pence in set_aside_pence:
        sums[contribution]["set_aside"] += amount_pence
    return {contribution: _figures(kinds) for contribution, kinds in sums.items()}


def whole_pot(parts: Iterable[Figures]) -> Figures:
    """The figures of the pot: its parts added up."""
    return sum(parts, start=Figures())


def _figures(kinds: dict[str, int]) -> Figures:
    due_pence = kinds["due"] + kinds["client_due"]
    owed_pence = -sum(kinds[kind] for kind in OWED_KINDS)
    return Figures(
        brought_forward_pence=-kinds["carried"],
        received_pence=-kinds["funding"] - due_pence,
        due_pence=due_pence,
        given_back_pence=kinds["given_back"],
        spent_pence=kinds["used"] + kinds["not_agreed"] - owed_pence,
        owed_pence=owed_pence,
        set_aside_pence=kinds["set_aside"],
        in_account_pence=kinds["in_account"],
        held_pence=kinds["held"],
    )
