"""When a shift was: every night has the hours that it had."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.shifts import (
    ComesTwice,
    EndsBeforeStart,
    NoSuchTime,
    hourly_pence,
    hours_and_minutes,
    instants,
    span_of,
)

LONDON = ZoneInfo("Europe/London")
FORWARD, BACK = date(2026, 3, 29), date(2026, 10, 25)
HOUR = timedelta(hours=1)

times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
days = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def last_sunday(year: int, month: int) -> date:
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta(days=(last.weekday() + 1) % 7)


def test_every_night_from_2020_to_2040_has_the_hours_it_had():
    short = {last_sunday(year, 3) - timedelta(days=1) for year in range(2020, 2041)}
    long = {last_sunday(year, 10) - timedelta(days=1) for year in range(2020, 2041)}
    night = date(2020, 1, 1)
    while night <= date(2040, 12, 31):
        span = span_of(night, time(22), time(7), next_day=True)
        assert span.length == (8 if night in short else 10 if night in long else 9) * HOUR, night
        night += timedelta(days=1)


@pytest.mark.parametrize(("night", "hours"), [(date(2026, 3, 28), 8), (date(2026, 10, 24), 10), (date(2026, 2, 9), 9)])
def test_ten_to_seven_is_as_long_as_the_night_was(night: date, hours: int):
    assert span_of(night, time(22), time(7), next_day=True).length == hours * HOUR


@given(days, times, times, st.booleans(), st.booleans(), st.booleans())
def test_a_span_shows_its_own_wall_times_and_its_length_is_that_of_the_instants(
    day: date, starts: time, ends: time, next_day, starts_second, ends_second
):
    try:
        span = span_of(day, starts, ends, next_day=next_day, starts_second=starts_second, ends_second=ends_second)
    except (NoSuchTime, EndsBeforeStart):
        return
    start, end = span.starts_at.astimezone(LONDON), span.ends_at.astimezone(LONDON)
    assert (start.date(), start.time()) == (day, starts)
    assert (end.date(), end.time()) == (day + timedelta(days=next_day), ends)
    wall = end.replace(tzinfo=None) - start.replace(tzinfo=None)
    assert span.length == wall - (end.utcoffset() - start.utcoffset())
    assert timedelta() < span.length < 50 * HOUR


@given(days, times)
def test_a_time_stands_for_every_instant_at_which_the_clocks_show_it(day: date, at: time):
    midnight = datetime.combine(day, time(), UTC) - 2 * HOUR
    around = (midnight + timedelta(minutes=30 * step) + timedelta(minutes=at.minute % 30) for step in range(60))
    shown = [
        instant for instant in around if instant.astimezone(LONDON).replace(tzinfo=None) == datetime.combine(day, at)
    ]
    assert instants(day, at) == shown


def test_an_instant_is_kept_in_utc_wherever_the_service_runs():
    (at,) = instants(date(2026, 7, 1), time(10))
    assert at.tzinfo is UTC
    assert at.hour == 9


def test_a_time_that_the_clocks_went_over_is_no_time():
    assert instants(FORWARD, time(1, 30)) == []
    with pytest.raises(NoSuchTime, match="starts") as missing:
        span_of(FORWARD, time(1, 30), time(7))
    assert missing.value.part == "starts"
    with pytest.raises(NoSuchTime) as missing:
        span_of(FORWARD - timedelta(days=1), time(22), time(1, 30), next_day=True)
    assert missing.value.part == "ends"


def test_a_time_that_comes_twice_is_asked_about():
    with pytest.raises(ComesTwice) as twice:
        span_of(BACK, time(1, 30), time(7))
    assert twice.value.part == "starts"
    with pytest.raises(ComesTwice) as twice:
        span_of(BACK - timedelta(days=1), time(22), time(1, 30), next_day=True)
    assert twice.value.part == "ends"


@pytest.mark.parametrize(("second", "hours"), [(False, 6.5), (True, 5.5)])
def test_the_first_start_is_an_hour_before_the_second(second, hours: float):
    assert span_of(BACK, time(1, 30), time(7), starts_second=second).length == hours * HOUR


@pytest.mark.parametrize(("second", "hours"), [(False, 3.5), (True, 4.5)])
def test_the_second_end_is_an_hour_after_the_first(second, hours: float):
    span = span_of(BACK - timedelta(days=1), time(22), time(1, 30), next_day=True, ends_second=second)
    assert span.length == hours * HOUR


def test_an_end_that_can_only_be_the_second_is_not_asked_about():
    """From the first 1:45 to 1:15: the clocks went back between."""
    assert span_of(BACK, time(1, 45), time(1, 15), starts_second=False).length == timedelta(minutes=30)


@pytest.mark.parametrize("ends", [time(6), time(22)])
def test_an_end_at_or_before_the_start_is_asked_about(ends: time):
    with pytest.raises(EndsBeforeStart) as before:
        span_of(date(2026, 2, 9), time(22), ends)
    assert before.value.part == str(before.value) == "ends"
    assert before.value.starts_at == datetime(2026, 2, 9, 22, tzinfo=UTC)


def test_the_same_time_the_next_day_is_a_day_later():
    assert span_of(date(2026, 2, 9), time(22), time(22), next_day=True).length == 24 * HOUR


def test_the_night_of_a_leap_day_goes_over_it():
    assert span_of(date(2028, 2, 28), time(22), time(6), next_day=True).ends_at == datetime(2028, 2, 29, 6, tzinfo=UTC)


def test_how_long_is_told_in_hours_and_minutes():
    assert hours_and_minutes(timedelta(hours=30, minutes=45)) == (30, 45)
    assert hours_and_minutes(timedelta(minutes=5)) == (0, 5)
    assert hours_and_minutes(timedelta(minutes=5, seconds=59)) == (0, 5)


@pytest.mark.parametrize(
    ("pence", "long", "hourly"),
    [
        (12_000, timedelta(hours=8), 1_500),
        (12_000, timedelta(hours=7, minutes=30), 1_600),
        (10_000, timedelta(hours=3), None),
        (10, timedelta(minutes=1), 600),
        (12_000, timedelta(hours=8, seconds=30), 1_500),
        (100, timedelta(), None),
    ],
)
def test_an_hour_is_told_only_where_it_comes_to_whole_pence(pence: int, long: timedelta, hourly: int | None):
    told = hourly_pence(pence, long)
    assert told == hourly
    assert not isinstance(told, float)
