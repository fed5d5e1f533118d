"""When a shift was: London wall time as people say it, instants as they are.

One night a year is an hour shorter and one an hour longer: a time can be missing, or come twice.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.domain.year import LONDON

LONG = timedelta(hours=24)  # longer ones are asked about, never refused


class TimesUnclear(ValueError):
    """The times say no span; `part` is "starts" or "ends"."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class NoSuchTime(TimesUnclear):
    """The clocks went forward over this time."""


class ComesTwice(TimesUnclear):
    """The clocks went back over this time: it is to be said which."""


class EndsBeforeStart(TimesUnclear):
    """The end lies at or before the start: perhaps it was the next day. Holds the start."""

    def __init__(self, starts_at: datetime) -> None:
        super().__init__("ends")
        self.starts_at = starts_at


@dataclass(frozen=True, slots=True)
class Span:
    """From one instant to another."""

    starts_at: datetime
    ends_at: datetime

    @property
    def length(self) -> timedelta:
        """How long it really was, whatever the clocks did."""
        return self.ends_at.astimezone(UTC) - self.starts_at.astimezone(UTC)


def span_of(
    day: date,
    starts: time,
    ends: time,
    *,
    next_day: bool = False,
    starts_second: bool | None = None,
    ends_second: bool | None = None,
) -> Span:
    """From one London time of a day to another of that day or the next.

    `starts_second` and `ends_second` say which of two, where a time comes twice; None: nobody was asked yet.
    Raises NoSuchTime, ComesTwice or EndsBeforeStart.
    """
    starts_at = _one_of(instants(day, starts), "starts", second=starts_second)
    end_day = day + timedelta(days=1) if next_day else day
    readings = instants(end_day, ends)
    after = [instant for instant in readings if instant > starts_at]
    if readings and not after:
        raise EndsBeforeStart(starts_at)
    return Span(starts_at, _one_of(after, "ends", second=ends_second))


def instants(day: date, at: time) -> list[datetime]:
    """The instants at which the clocks of London show this: one, two when it comes twice, or none."""
    readings = (datetime.combine(day, at.replace(fold=fold), LONDON).astimezone(UTC) for fold in (0, 1))
    return sorted({instant for instant in readings if _shows(instant, day, at)})


def hours_and_minutes(long: timedelta) -> tuple[int, int]:
    """Whole hours, and the minutes above them."""
    return divmod(int(long.total_seconds()) // 60, 60)


def hourly_pence(amount_pence: int, long: timedelta) -> int | None:
    """What an hour comes to, where it comes to whole pence."""
    minutes = int(long.total_seconds()) // 60
    if minutes <= 0 or amount_pence * 60 % minutes:
        return None
    return amount_pence * 60 // minutes


def _one_of(readings: list[datetime], part: str, *, second: bool | None) -> datetime:
    if not readings:
        raise NoSuchTime(part)
    if len(readings) == 2 and second is None:
        raise ComesTwice(part)
    return readings[-1] if second else readings[0]


def _shows(instant: datetime, day: date, at: time) -> bool:
    return instant.astimezone(LONDON).replace(tzinfo=None) == datetime.combine(day, at)
