"""Budget years, weeks and London's clock."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.year import add_months, london_day, london_time, utc, week_of, year_from

YEAR = year_from(date(2025, 4, 1))
DAYS = st.dates(date(2015, 1, 1), date(2060, 12, 31))


def test_a_year_is_twelve_months():
    assert (YEAR.number, YEAR.starts_on, YEAR.ends_on) == (1, date(2025, 4, 1), date(2026, 3, 31))
    assert [year_from(date(2026, 4, 1), *said).number for said in ((), (1,), (2,))] == [1, 1, 2]


def test_a_year_holds_its_first_and_last_day():
    assert YEAR.holds(date(2025, 4, 1))
    assert YEAR.holds(date(2026, 3, 31))
    assert not YEAR.holds(date(2025, 3, 31))
    assert not YEAR.holds(date(2026, 4, 1))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "days"),
    [
        (date(2023, 4, 1), date(2024, 3, 31), 366),  # a leap day within
        (date(2024, 2, 29), date(2025, 2, 27), 365),
        (date(2024, 3, 1), date(2025, 2, 28), 365),
        (date(2025, 1, 1), date(2025, 12, 31), 365),
    ],
)
def test_years_around_a_leap_day(starts_on, ends_on, days):
    year = year_from(starts_on)
    assert year.ends_on == ends_on
    assert (year.ends_on - year.starts_on).days + 1 == days


@given(DAYS.filter(lambda day: day.day <= 28))
def test_the_next_year_begins_the_day_after(starts_on):
    year = year_from(starts_on)
    assert year.ends_on + timedelta(days=1) == add_months(starts_on, 12)


@given(DAYS)
def test_a_week_begins_on_monday_and_holds_the_day(day):
    monday = week_of(day)
    assert monday.weekday() == 0
    assert monday <= day < monday + timedelta(days=7)


@given(DAYS)
def test_the_weeks_of_a_year_are_whole_and_touch_it(starts_on):
    year = year_from(starts_on)
    weeks = list(year.weeks())
    assert {
        week_of(year.starts_on + timedelta(days=n)) for n in range(366) if n <= (year.ends_on - starts_on).days
    } == set(weeks)
    assert weeks == sorted(weeks)


def test_the_weeks_left_are_those_wholly_to_come():
    assert YEAR.weeks_left(date(2026, 3, 15)) == [date(2026, 3, 16), date(2026, 3, 23), date(2026, 3, 30)]
    assert YEAR.weeks_left(date(2026, 3, 16)) == [date(2026, 3, 23), date(2026, 3, 30)]
    assert YEAR.weeks_left(date(2026, 3, 31)) == []
    assert YEAR.weeks_left(date(2025, 1, 1)) == list(YEAR.weeks())


@pytest.mark.parametrize(
    ("instant", "day", "hour"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29), 0),  # the clock goes forward at one
        (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), date(2026, 3, 29), 2),
        (datetime(2026, 3, 29, 22, 59, tzinfo=UTC), date(2026, 3, 29), 23),
        (datetime(2026, 3, 29, 23, 0, tzinfo=UTC), date(2026, 3, 30), 0),
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), date(2026, 10, 25), 0),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25), 1),  # half past one, twice
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), date(2026, 10, 25), 1),
        (datetime(2026, 10, 25, 23, 59, tzinfo=UTC), date(2026, 10, 25), 23),
        (datetime(2026, 10, 26, 0, 0, tzinfo=UTC), date(2026, 10, 26), 0),
    ],
)
def test_days_in_london_across_both_clock_changes(instant, day, hour):
    assert london_day(instant) == day
    assert london_time(instant).hour == hour


def test_every_night_from_2020_to_2040_ends_the_day_in_london():
    london = ZoneInfo("Europe/London")
    day = date(2020, 1, 1)
    while day < date(2041, 1, 1):
        midnight = datetime(day.year, day.month, day.day, tzinfo=london).astimezone(UTC)
        assert london_day(midnight) == day
        assert london_day(midnight - timedelta(microseconds=1)) == day - timedelta(days=1)
        day += timedelta(days=1)


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match=r"^a time needs its zone$"):
        utc(datetime(2026, 1, 1))  # noqa: DTZ001 - that is what is refused


def test_the_same_instant_in_utc():
    moment = datetime(2026, 7, 1, 10, tzinfo=ZoneInfo("Europe/London"))
    assert utc(moment) == moment
    assert utc(moment).hour == 9
    assert utc(moment).tzinfo is UTC  # wherever the service runs


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 31), 3, date(2025, 4, 30)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 5, 5), 0, date(2025, 5, 5)),
    ],
)
def test_so_many_months_later(day, months, later):
    assert add_months(day, months) == later


@given(DAYS, st.integers(-120, 120))
def test_months_later_is_in_that_month_and_never_a_later_day(day, months):
    later = add_months(day, months)
    assert later.year * 12 + later.month == day.year * 12 + day.month + months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
