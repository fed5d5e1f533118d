"""Budget years and their weeks, by London dates. A week begins on Monday."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class BudgetYear:
    """One year of a pot: its number, first and last day."""

    number: int
    starts_on: date
    ends_on: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in this year."""
        return self.starts_on <= day <= self.ends_on

    def weeks(self) -> Iterator[date]:
        """The Mondays of every week that touches the year."""
        monday = week_of(self.starts_on)
        while monday <= self.ends_on:
            yield monday
            monday += WEEK

    def weeks_left(self, today: date) -> list[date]:
        """The Mondays after today: the weeks still wholly to come, up to the year's end."""
        return [monday for monday in self.weeks() if monday > today]


def london_day(instant: datetime) -> date:
    """The calendar day in London at this instant."""
    return instant.astimezone(LONDON).date()


def london_time(instant: datetime) -> datetime:
    """Wall-clock time in London at this instant."""
    return instant.astimezone(LONDON)


def day_begins(day: date) -> datetime:
    """The first moment of a day in London."""
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)


def utc(instant: datetime) -> datetime:
    """The same instant in UTC; a time without a zone is refused."""
    if instant.tzinfo is None:
        message = "a time needs its zone"
        raise ValueError(message)
    return instant.astimezone(UTC)


def week_of(day: date) -> date:
    """The Monday of this day's week."""
    return day - timedelta(days=day.weekday())


def year_from(starts_on: date, number: int = 1) -> BudgetYear:
    """The budget year of twelve months that starts on this day."""
    return BudgetYear(number, starts_on, add_months(starts_on, 12) - timedelta(days=1))


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where there is no such day."""
    month_index = day.year * 12 + day.month - 1 + months
    year, month = divmod(month_index, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
