"""A bank's row and what a person wrote down are two sightings of one payment: which may be which.

A row ends as exactly one of: it pays what is owed, it is in the books already, it is new. Nothing is
decided here: a proposal is chosen beforehand only where it is sure.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

SAME_WITHIN = timedelta(days=5)
LATE_WITHIN = timedelta(days=15)  # half of a month, so that an instalment is nearest to its own day
DUE_WITHIN = timedelta(days=45)
BACK_WITHIN = timedelta(days=90)
MOST_INSTALMENTS = 6
MOST_REFUNDED = 10

DUE = ("instalment", "client")
STANDS = ("owed", "already")
NEW = ("spending", "not_in_plan")
ONE_SIGHTING = (*DUE, *STANDS)  # what only one row of a bank can be


class Row(Protocol):
    """A row of a bank: pence into the account are above zero."""

    @property
    def id(self) -> str:
        """Its id in the pot."""

    @property
    def booked_on(self) -> date:
        """The day the bank gives it."""

    @property
    def amount_pence(self) -> int:
        """Whole pence."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something in the books that a row may be. `amount_pence` as a bank would state it, with its sign.

    `says` is what the row would be said to be: instalment, client, owed, already or refund (of this).
    """

    says: str
    source: str
    amount_pence: int
    day: date


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a row. `source` is the thing, or for `spending` the plan line.

    `other_than`: things of that amount and about that day which they said it is not.
    """

    says: str
    source: str = ""
    other_than: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proposal:
    """The things that a row may be, the likeliest first; `sure` is chosen beforehand."""

    things: tuple[Thing, ...]
    sure: Thing | None = None


def proposals(rows: Sequence[Row], things: Iterable[Thing]) -> dict[str, Proposal]:
    """A proposal for each row by its id. No thing is sure for two rows."""
    things = tuple(things)
    sure = _sure(rows, things)
    return {row.id: Proposal(plausible(row, things), sure.get(row.id)) for row in rows}


def plausible(row: Row, things: Iterable[Thing]) -> tuple[Thing, ...]:
    """What a row may be: what is owed, what stands already, what was due about then, what it gives back."""
    fitting = sorted((thing for thing in things if _fits(row, thing)), key=lambda thing: _order(row, thing))
    return (
        *(thing for thing in fitting if thing.says in STANDS),
        *[thing for thing in fitting if thing.says in DUE][:MOST_INSTALMENTS],
        *[thing for thing in fitting if thing.says == "refund"][:MOST_REFUNDED],
    )


def alike(row: Row, things: Iterable[Thing]) -> tuple[Thing, ...]:
    """What stands with exactly that amount within five days: before a row is new, it is asked about."""
    return tuple(
        thing for thing in plausible(row, things) if thing.says in STANDS and _apart(row, thing) <= SAME_WITHIN
    )


def to_ask(rows: Iterable[Row], said: Mapping[str, Said], things: Iterable[Thing]) -> dict[str, tuple[Thing, ...]]:
    """The rows said to be new that may be what stands, and which no other row is said to be."""
    things = tuple(things)
    sighted = {one.source for one in said.values() if one.says in ONE_SIGHTING}
    asked = {}
    for row in rows:
        one = said.get(row.id)
        if one and one.says in NEW:
            known = sighted | one.other_than
            unanswered = tuple(thing for thing in alike(row, things) if thing.source not in known)
            if unanswered:
                asked[row.id] = unanswered
    return asked


def said_twice(said: Mapping[str, Said]) -> list[str]:
    """The rows that are said to be what another row is said to be already."""
    seen: set[str] = set()
    twice = []
    for row_id, one in said.items():
        if one.says not in ONE_SIGHTING:
            continue
        if one.source in seen:
            twice.append(row_id)
        seen.add(one.source)
    return twice


def _fits(row: Row, thing: Thing) -> bool:
    exact = row.amount_pence == thing.amount_pence
    if thing.says == "owed":
        return exact
    if thing.says == "already":
        return exact and _apart(row, thing) <= SAME_WITHIN
    if thing.says in DUE:
        return row.amount_pence > 0 and (exact or _apart(row, thing) <= DUE_WITHIN)
    after = row.booked_on - thing.day
    return 0 < row.amount_pence <= thing.amount_pence and timedelta(0) <= after <= BACK_WITHIN


def _order(row: Row, thing: Thing) -> tuple[int, timedelta, str]:
    difference = 0 if thing.says == "refund" else abs(row.amount_pence - thing.amount_pence)
    return difference, _apart(row, thing), thing.source


def _apart(row: Row, thing: Thing) -> timedelta:
    return abs(row.booked_on - thing.day)


def _sure(rows: Sequence[Row], things: Sequence[Thing]) -> dict[str, Thing]:
    """The nearest pairs first; where two things are as near, a person says which."""
    reach = {row.id: _in_reach(row, things) for row in rows}
    days = sorted({_apart(row, thing) for row in rows for thing in reach[row.id]})
    settled: dict[str, Thing | None] = {}
    taken: set[str] = set()
    for apart in days:
        for row in rows:
            near = [t for t in reach[row.id] if _apart(row, t) == apart and t.source not in taken]
            if row.id in settled or not near:
                continue
            if len(near) > 1 and near[0].says != "already":  # another's pay, or another funder's money
                settled[row.id] = None
                continue
            settled[row.id] = near[0]
            taken.add(near[0].source)
    return {row_id: thing for row_id, thing in settled.items() if thing}


def _in_reach(row: Row, things: Sequence[Thing]) -> list[Thing]:
    """Exactly that amount and near enough to be sure; nothing where it may be of two kinds."""
    near = [
        thing
        for thing in things
        if thing.says in ONE_SIGHTING
        and thing.amount_pence == row.amount_pence
        and _apart(row, thing) <= (LATE_WITHIN if thing.says in DUE else SAME_WITHIN)
    ]
    near.sort(key=lambda thing: thing.source)
    return near if len({thing.says for thing in near}) == 1 else []
