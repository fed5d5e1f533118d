"""How long the money is enough: one day, worked out from the books and what is planned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

USUAL_DAYS = 91  # thirteen weeks


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known of the days to come, all in pence.

    `in_account_pence` today; `to_pay_pence` what is owed, and worked but not yet approved;
    `expected` days and sums that are to come in; `planned` days and sums that are to go out;
    `usual_pence` what went out in the last 13 weeks on lines with nothing booked.
    """

    in_account_pence: int
    to_pay_pence: int
    expected: Iterable[tuple[date, int]]
    planned: Iterable[tuple[date, int]]
    usual_pence: int


@dataclass(frozen=True, slots=True)
class EnoughUntil:
    """The last day on which the money is enough, and the next day on which money comes in.

    `last_day` is None when it is not enough even today.
    """

    last_day: date | None
    to_the_end: bool
    next_money: tuple[date, int] | None


def enough_until(outlook: Outlook, today: date, year_ends_on: date) -> EnoughUntil:
    """The last day on which account + expected − planned − usual is not below zero.

    Never past the year's end.
    """
    coming = _by_day(outlook.expected)
    going = _by_day(outlook.planned)
    # Counted in 91sts of a penny: what goes out on a usual day is a whole number of them.
    left = (outlook.in_account_pence - outlook.to_pay_pence) * USUAL_DAYS
    last_day: date | None = None
    day = today
    while day <= year_ends_on:
        left += (coming.get(day, 0) - going.get(day, 0)) * USUAL_DAYS
        if day > today:
            left -= outlook.usual_pence
        if left < 0:
            break
        last_day = day
        day += timedelta(days=1)
    later = sorted(item for item in coming.items() if item[0] > today)
    return EnoughUntil(last_day, last_day == year_ends_on, later[0] if later else None)


def _by_day(sums: Iterable[tuple[date, int]]) -> Mapping[date, int]:
    days: dict[date, int] = {}
    for day, amount_pence in sums:
        days[day] = days.get(day, 0) + amount_pence
    return days
