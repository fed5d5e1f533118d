"""How long the money is enough."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.domain.forecast import Outlook, enough_until

TODAY, END = date(2026, 2, 10), date(2026, 3, 31)
NOTHING = Outlook(in_account_pence=0, to_pay_pence=0, expected=(), planned=(), usual_pence=0)


def until(today=TODAY, end=END, **known):
    return enough_until(replace(NOTHING, **known), today, end)


def test_money_that_nobody_spends_is_enough_to_the_end():
    assert until(in_account_pence=1).last_day == END
    assert until(in_account_pence=1).to_the_end


def test_no_money_and_nothing_to_pay_is_enough():
    assert until().to_the_end


def test_what_is_owed_counts_from_today():
    assert until(in_account_pence=99, to_pay_pence=100).last_day is None
    assert until(in_account_pence=100, to_pay_pence=100).to_the_end


def test_usual_spending_is_a_thirteenth_of_a_quarter_each_week():
    """£91 in thirteen weeks is a pound a day: £10 last ten days."""
    assert until(in_account_pence=10_00, usual_pence=91_00).last_day == TODAY + timedelta(days=10)
    assert until(in_account_pence=10_99, usual_pence=91_00).last_day == TODAY + timedelta(days=10)


def test_usual_spending_is_not_rounded_from_day_to_day():
    """1p in thirteen weeks is a 91st of a penny a day: after 49 days one penny is not gone."""
    assert until(in_account_pence=1, usual_pence=1).to_the_end
    assert not until(in_account_pence=0, usual_pence=1).to_the_end


def test_planned_spending_goes_out_on_its_day():
    known = {"in_account_pence": 100, "planned": [(date(2026, 2, 20), 101)]}
    assert until(**known).last_day == date(2026, 2, 19)
    assert not until(**known).to_the_end


def test_expected_money_comes_in_on_its_day_before_what_goes_out():
    known = {"planned": [(date(2026, 2, 20), 100)], "expected": [(date(2026, 2, 20), 100)]}
    assert until(**known).to_the_end


def test_money_that_comes_too_late_does_not_help():
    known = {"planned": [(date(2026, 2, 20), 100)], "expected": [(date(2026, 2, 21), 1000)]}
    assert until(**known).last_day == date(2026, 2, 19)


def test_several_sums_of_one_day_are_one():
    known = {"in_account_pence": 99, "planned": [(TODAY, 50), (TODAY, 50)]}
    assert until(**known).last_day is None


def test_the_next_money_is_said():
    known = {"expected": [(date(2026, 3, 1), 5), (date(2026, 2, 20), 7), (TODAY, 9)]}
    assert until(**known).next_money == (date(2026, 2, 20), 7)
    assert until().next_money is None


def test_it_is_never_past_the_years_end():
    assert until(today=END, in_account_pence=1).last_day == END
    assert until(today=END + timedelta(days=1), in_account_pence=1).last_day is None


def test_the_vector():
    """£8,550.00 in the account, £1,137.50 owed, £2,000 on 1 March, £500 each Monday, £182 usual in 13 weeks.

    £7,412.50 today; each Monday £500 less and each day £2 less; on 31 March 7,412.50 + 2,000 − 7 × 500 − 49 × 2.
    """
    mondays = [(date(2026, 2, 16) + timedelta(weeks=n), 500_00) for n in range(7)]
    known = {
        "in_account_pence": 8_550_00, "to_pay_pence": 1_137_50, "expected": [(date(2026, 3, 1), 2_000_00)],
        "planned": mondays, "usual_pence": 182_00,
    }  # fmt: skip
    left_at_the_end = 7_412_50 + 2_000_00 - 7 * 500_00 - 49 * 2_00
    assert until(**known).to_the_end
    assert until(**known | {"to_pay_pence": 1_137_50 + left_at_the_end}).to_the_end
    short = until(**known | {"to_pay_pence": 1_137_50 + left_at_the_end + 1})
    assert short.last_day == END - timedelta(days=1)


SUMS = st.lists(
    st.tuples(st.integers(0, 60).map(lambda n: TODAY + timedelta(days=n)), st.integers(0, 10_000)), max_size=8
)
OUTLOOKS = st.builds(Outlook, st.integers(-100, 50_000), st.integers(0, 20_000), SUMS, SUMS, st.integers(0, 100_000))


def day_of(outlook):
    return enough_until(outlook, TODAY, END).last_day or TODAY - timedelta(days=1)


@given(OUTLOOKS, st.integers(0, 10_000), SUMS)
def test_more_money_is_never_enough_for_less_long(outlook, more, expected):
    assert day_of(replace(outlook, in_account_pence=outlook.in_account_pence + more)) >= day_of(outlook)
    assert day_of(replace(outlook, expected=[*outlook.expected, *expected])) >= day_of(outlook)


@given(OUTLOOKS, st.integers(0, 10_000), SUMS)
def test_more_to_pay_is_never_enough_for_longer(outlook, more, planned):
    assert day_of(replace(outlook, to_pay_pence=outlook.to_pay_pence + more)) <= day_of(outlook)
    assert day_of(replace(outlook, usual_pence=outlook.usual_pence + more)) <= day_of(outlook)
    assert day_of(replace(outlook, planned=[*outlook.planned, *planned])) <= day_of(outlook)


@given(OUTLOOKS)
def test_the_last_day_lies_in_the_year(outlook):
    found = enough_until(outlook, TODAY, END)
    assert found.last_day is None or TODAY <= found.last_day <= END
    assert found.to_the_end == (found.last_day == END)
