"""When promised money is to come in: the days, and parts that add up."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.instalments import Frequency, Instalment, days_due, schedule
from app.domain.year import year_from

FIRST, LAST = date(2025, 4, 1), date(2026, 3, 31)


@pytest.mark.parametrize(
    ("frequency", "count", "second", "last"),
    [
        (Frequency.WEEKLY, 53, date(2025, 4, 8), date(2026, 3, 31)),
        (Frequency.FOUR_WEEKLY, 14, date(2025, 4, 29), date(2026, 3, 31)),
        (Frequency.MONTHLY, 12, date(2025, 5, 1), date(2026, 3, 1)),
        (Frequency.QUARTERLY, 4, date(2025, 7, 1), date(2026, 1, 1)),
    ],
)
def test_the_days_of_each_frequency(frequency, count, second, last):
    days = list(days_due(frequency, FIRST, LAST))
    assert (len(days), days[0], days[1], days[-1]) == (count, FIRST, second, last)


def test_once_is_once():
    assert list(days_due(Frequency.ONCE, FIRST, LAST)) == [FIRST]


def test_every_frequency_is_known():
    assert all(list(days_due(frequency, FIRST, LAST)) for frequency in Frequency)


def test_the_end_of_a_short_month_does_not_move_the_months_after_it():
    days = list(days_due(Frequency.MONTHLY, date(2025, 1, 31), date(2025, 5, 31)))
    assert [(day.month, day.day) for day in days] == [(1, 31), (2, 28), (3, 31), (4, 30), (5, 31)]


def test_a_week_is_a_week_across_the_clock_changes():
    days = list(days_due(Frequency.WEEKLY, date(2025, 10, 20), date(2025, 11, 10)))
    assert {later - day for day, later in pairwise(days)} == {timedelta(days=7)}


def test_nothing_is_due_after_the_year():
    assert schedule(100_00, Frequency.MONTHLY, date(2026, 4, 1), LAST) == []


def test_the_odd_pennies_come_first():
    assert schedule(100, Frequency.QUARTERLY, FIRST, date(2025, 10, 31)) == [
        Instalment(date(2025, 4, 1), 34), Instalment(date(2025, 7, 1), 33), Instalment(date(2025, 10, 1), 33),
    ]  # fmt: skip


@given(
    st.integers(0, 10**11),
    st.sampled_from(Frequency),
    st.dates(date(2020, 1, 1), date(2050, 1, 1)),
    st.integers(0, 364),
)
def test_instalments_add_up_and_differ_by_a_penny_at_most(total, frequency, starts_on, offset):
    year = year_from(starts_on)
    first_on = min(starts_on + timedelta(days=offset), year.ends_on)
    instalments = schedule(total, frequency, first_on, year.ends_on)
    amounts = [instalment.amount_pence for instalment in instalments]
    assert sum(amounts) == total
    assert max(amounts) - min(amounts) <= 1
    assert amounts == sorted(amounts, reverse=True)
    days = [instalment.due_on for instalment in instalments]
    assert days == sorted(set(days))
    assert days[0] == first_on
    assert days[-1] <= year.ends_on
