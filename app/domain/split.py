"""How a sum is shared among funders: parts always add up to the whole."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class DatedSplit:
    """How a line's cost is shared from a day on; `said` orders those that were said for one day."""

    id: str
    from_on: date
    said: int
    parts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Borne:
    """What one contribution bore of a line on a day, in pence, and the split it was booked under."""

    budget_year: int
    split_id: str
    day: date
    contribution_id: str
    amount_pence: int


@dataclass(frozen=True, slots=True)
class Moved:
    """What moves between contributions in a year, booked under a split on a day that it covers."""

    budget_year: int
    split_id: str
    day: date
    shares: Mapping[str, int]


def share_out(total_pence: int, parts: Mapping[str, int]) -> dict[str, int]:
    """Share a sum by parts, largest remainder first; the shares add up to the sum.

    `parts` are whole numbers above zero together. Each share lies within a penny of exact.
    """
    return share_towards_exact(total_pence, parts, {})


def share_towards_exact(amount_pence: int, parts: Mapping[str, int], taken_pence: Mapping[str, int]) -> dict[str, int]:
    """The shares of one more amount that bring each running total nearest to exact.

    `taken_pence` is what each contribution has borne so far under this split. With two
    contributions each running total ends within half a penny of exact, with more within one.
    After a reversal a share can lie a penny on the other side of zero: that mends the drift.
    """
    if not parts or min(parts.values()) < 0 or not any(parts.values()):
        message = "a split needs parts of zero or more that are above zero together"
        raise ValueError(message)
    return _shares_by(amount_pence, parts, taken_pence)


def share_back(
    amount_pence: int, original_pence: Mapping[str, int], returned_pence: Mapping[str, int]
) -> dict[str, int]:
    """The shares of a refund: by the shares of what it refunds, never more than each bore.

    `returned_pence` is what earlier refunds of the same payment gave back to each. What is returned in
    all lies between nothing and what each bore, and is exactly what they bore once all is refunded.
    """
    if amount_pence + sum(returned_pence.values()) > sum(original_pence.values()):
        message = "a refund is at most what was paid"
        raise ValueError(message)
    return _shares_by(amount_pence, original_pence, returned_pence)


def standing_split(splits: Iterable[DatedSplit], day: date) -> DatedSplit | None:
    """The split that stands on the day, or None where there is none.

    It is the latest of those from that day or before, and of several for one day the one said last. A day
    before the first takes the first.
    """
    known = list(splits)
    begun = [split for split in known if split.from_on <= day]
    if begun:
        return max(begun, key=lambda split: (split.from_on, split.said))
    return min(known, key=lambda split: (split.from_on, -split.said), default=None)


def put_right(splits: Iterable[DatedSplit], borne: Iterable[Borne]) -> list[Moved]:
    """What must move so that all that was borne lies under the split of its day, shared to exact.

    Sums booked under another split go out of it as they were booked, and into the right one by its parts:
    that is a split agreed with back-date, and the reversal or refund of what was moved so. A drift that
    reversals left within a split is evened out: that is the year-end true-up. Nothing moves twice.
    """
    known = {split.id: split for split in splits}
    taken: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[tuple[int, str, str], Counter[str]] = defaultdict(Counter)
    days: dict[tuple[int, str, str], date] = {}
    for item in borne:
        standing = standing_split(known.values(), item.day)
        if standing is not None:
            place = (item.budget_year, standing.id, item.split_id)
            places[place][item.contribution_id] += item.amount_pence
            taken[item.split_id][item.contribution_id] += item.amount_pence
            days[place] = min(item.day, days.get(place, item.day))
    moved: list[Moved] = []
    astray = {place: shares for place, shares in places.items() if place[1] != place[2]}
    for place, shares in sorted(astray.items()):
        gone = {name: -amount for name, amount in shares.items()}
        taken[place[2]].update(gone)
        moved.append(Moved(place[0], place[2], days[place], gone))
    for place in sorted(places):
        year, standing_id, _ = place
        whole = astray[place].total() if place in astray else 0
        into = share_towards_exact(whole, known[standing_id].parts, taken[standing_id])
        taken[standing_id].update(into)
        moved.append(Moved(year, standing_id, days[place], into))
    return [move for move in moved if any(move.shares.values())]


def _shares_by(amount_pence: int, parts: Mapping[str, int], taken_pence: Mapping[str, int]) -> dict[str, int]:
    whole = sum(parts.values())
    if whole <= 0:
        message = "nothing can be shared by parts that are nothing together"
        raise ValueError(message)
    running = amount_pence + sum(taken_pence.values())
    needs = {name: Fraction(running * part, whole) - taken_pence.get(name, 0) for name, part in parts.items()}
    for name in taken_pence.keys() - parts.keys():
        needs[name] = Fraction(-taken_pence[name])
    return _rounded_to(amount_pence, needs)


def _rounded_to(total_pence: int, needs: Mapping[str, Fraction]) -> dict[str, int]:
    """Whole pence nearest to the needs that add up to the total; ties go by name."""
    shares = {name: need.numerator // need.denominator for name, need in needs.items()}
    left_over = total_pence - sum(shares.values())
    by_remainder = sorted(needs, key=lambda name: (shares[name] - needs[name], name))
    for name in by_remainder[:left_over]:
        shares[name] += 1
    return shares
