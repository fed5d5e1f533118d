"""When a promised sum is to come in, and how much each time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain.split import share_out
from app.domain.year import add_months


class Frequency(StrEnum):
    """How often an instalment is due."""

    WEEKLY = "weekly"
    FOUR_WEEKLY = "four_weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ONCE = "once"


_WEEKS = {Frequency.WEEKLY: 1, Frequency.FOUR_WEEKLY: 4}
_MONTHS = {Frequency.MONTHLY: 1, Frequency.QUARTERLY: 3}


@dataclass(frozen=True, slots=True)
class Instalment:
    """One payment that is to come: its day and pence."""

    due_on: date
    amount_pence: int


def days_due(frequency: Frequency, first_on: date, last_on: date, not_before: date = date.min) -> Iterator[date]:
    """The days on which an instalment is due, counted from the first, from `not_before` up to the last day."""
    day, number = first_on, 0
    while day <= last_on:
        if day >= not_before:
            yield day
        number += 1
        if frequency is Frequency.ONCE:
            return
        if frequency in _WEEKS:
            day = first_on + timedelta(weeks=_WEEKS[frequency] * number)
        else:
            day = add_months(first_on, _MONTHS[frequency] * number)


def schedule(
    total_pence: int, frequency: Frequency, first_on: date, last_on: date, not_before: date = date.min
) -> list[Instalment]:
    """The year's sum spread over its days; the parts add up to the sum, larger ones first.

    A sum that is so much each time, times the number of days, is spread as exactly so much each time.
    """
    days = list(days_due(frequency, first_on, last_on, not_before))
    if not days:
        return []
    names = [f"{number:03d}" for number in range(len(days))]
    shares = share_out(total_pence, dict.fromkeys(names, 1))
    return [Instalment(day, shares[name]) for day, name in zip(days, names, strict=True)]
