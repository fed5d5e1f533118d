"""Sharing sums among funders: nothing is ever lost, and nobody drifts from their part."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.split import (
    Borne,
    DatedSplit,
    put_right,
    share_back,
    share_out,
    share_towards_exact,
    standing_split,
)

DAY = date(2025, 4, 1)
AMOUNTS = st.integers(min_value=-(10**12), max_value=10**12)
PARTS = st.integers(min_value=0, max_value=1000)


def splits_of(*names):
    return st.fixed_dictionaries(dict.fromkeys(names, PARTS)).filter(lambda parts: sum(parts.values()) > 0)


TWO, SEVERAL = splits_of("a", "b"), st.one_of(splits_of("a"), splits_of("a", "b", "c"), splits_of("a", "b", "c", "d"))


def off_by(taken, parts):
    """How far each contribution is from its exact part of the whole, in pence."""
    whole, of = sum(taken.values()), sum(parts.values())
    return [abs(Fraction(whole * parts.get(name, 0), of) - taken.get(name, 0)) for name in {*taken, *parts}]


# --- one sum


def test_an_odd_penny_goes_to_the_largest_remainder():
    assert share_out(100, {"nhs": 2, "council": 1}) == {"nhs": 67, "council": 33}


def test_of_equal_remainders_the_first_by_name_takes_the_penny():
    assert share_out(1, {"nhs": 1, "council": 1}) == {"nhs": 0, "council": 1}


def test_a_part_of_nothing_bears_nothing():
    assert share_out(999, {"nhs": 1, "council": 0}) == {"nhs": 999, "council": 0}


@pytest.mark.parametrize("parts", [{}, {"a": 0}, {"a": 0, "b": 0}, {"a": 2, "b": -1}])
def test_a_split_has_whole_parts_above_zero_together(parts):
    with pytest.raises(ValueError, match=r"^a split needs parts of zero or more that are above zero together$"):
        share_out(100, parts)


@given(AMOUNTS, TWO | SEVERAL)
@settings(max_examples=500)
def test_shares_add_up_to_the_whole_within_a_penny_of_exact(amount, parts):
    shares = share_out(amount, parts)
    assert sum(shares.values()) == amount
    assert all(type(share) is int for share in shares.values())
    assert max(off_by(shares, parts)) < 1


# --- one sum after another


def test_pennies_are_fair_over_time():
    taken = Counter()
    for _ in range(101):
        taken.update(share_towards_exact(1, {"nhs": 1, "council": 1}, taken))
    assert taken == {"council": 51, "nhs": 50}


@given(st.lists(AMOUNTS, min_size=1, max_size=30), TWO)
@settings(max_examples=200)
def test_of_two_contributions_each_stays_within_half_a_penny(amounts, parts):
    taken = Counter()
    for amount in amounts:
        shares = share_towards_exact(amount, parts, taken)
        assert sum(shares.values()) == amount
        taken.update(shares)
        assert max(off_by(taken, parts)) <= Fraction(1, 2)


@given(st.lists(AMOUNTS, min_size=1, max_size=30), SEVERAL)
@settings(max_examples=200)
def test_of_more_contributions_each_stays_within_a_penny(amounts, parts):
    taken = Counter()
    for amount in amounts:
        shares = share_towards_exact(amount, parts, taken)
        assert sum(shares.values()) == amount
        taken.update(shares)
        assert max(off_by(taken, parts)) < 1


HISTORIES = st.lists(
    st.tuples(st.sampled_from(["pay", "reverse", "refund"]), st.integers(1, 10_000), st.integers(0, 30)), max_size=40
)


@given(HISTORIES, TWO | SEVERAL)
@settings(max_examples=200)
def test_reversals_and_refunds_lose_nothing_and_the_next_payment_mends_the_drift(history, parts):
    taken, standing = Counter(), []
    for what, amount, which in history:
        if what == "pay":
            shares = share_towards_exact(amount, parts, taken)
            standing.append((shares, Counter()))
        elif not standing:
            continue
        elif what == "reverse":
            paid, returned = standing.pop(which % len(standing))
            shares = {name: returned[name] - pence for name, pence in paid.items()}
        else:
            paid, returned = standing[which % len(standing)]
            left = sum(paid.values()) - returned.total()
            back = share_back(min(amount, left), paid, returned)
            returned.update(back)
            shares = {name: -pence for name, pence in back.items()}
        whole_before = taken.total()
        taken.update(shares)
        assert taken.total() == whole_before + sum(shares.values())
        if what == "pay":
            assert max(off_by(taken, parts)) < 1
    owed_to_standing = sum(sum(paid.values()) - returned.total() for paid, returned in standing)
    assert taken.total() == owed_to_standing


def test_a_share_may_lie_below_zero_when_it_mends_what_a_reversal_left():
    assert share_towards_exact(1, {"a": 1, "b": 1}, {"a": 3, "b": 0}) == {"a": -1, "b": 2}


def test_who_is_no_part_of_the_split_any_more_ends_with_nothing():
    assert share_towards_exact(10, {"a": 1}, {"a": 5, "gone": 5}) == {"a": 15, "gone": -5}


# --- refunds


def test_a_refund_goes_back_by_the_shares_of_what_it_refunds():
    assert share_back(10, {"nhs": 67, "council": 33}, {}) == {"nhs": 7, "council": 3}


def test_the_last_of_several_refunds_gives_back_the_rest():
    original, returned = {"nhs": 67, "council": 33}, Counter()
    for _ in range(4):
        returned.update(share_back(25, original, returned))
    assert returned == original


def test_a_refund_is_at_most_what_was_paid():
    with pytest.raises(ValueError, match=r"^a refund is at most what was paid$"):
        share_back(51, {"nhs": 67, "council": 33}, {"nhs": 33, "council": 17})


def test_of_a_payment_that_nobody_bore_nothing_can_go_back():
    with pytest.raises(ValueError, match=r"^nothing can be shared by parts that are nothing together$"):
        share_back(0, {"nhs": 0}, {})


def test_a_payment_that_mended_a_drift_can_be_refunded_too():
    assert share_back(1, {"a": -1, "b": 2}, {}) == {"a": -1, "b": 2}


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(-1, 10**6), min_size=1).filter(lambda o: sum(o.values()) > 0),
    st.lists(st.integers(1, 10**5), max_size=20),
)
@settings(max_examples=300)
def test_refunds_together_give_back_no_more_than_each_bore(original, amounts):
    returned = Counter()
    for amount in amounts:
        left = sum(original.values()) - sum(returned.values())
        shares = share_back(min(amount, left), original, returned)
        assert sum(shares.values()) == min(amount, left)
        returned.update(shares)
        for name, bore in original.items():
            assert min(0, bore) <= returned[name] <= max(0, bore)
    returned.update(share_back(sum(original.values()) - sum(returned.values()), original, returned))
    assert all(returned[name] == bore for name, bore in original.items())


# --- which split stands


FIRST = DatedSplit("first", date(2025, 4, 1), 1, {"nhs": 1, "council": 1})
SECOND = DatedSplit("second", date(2025, 10, 1), 2, {"nhs": 3, "council": 1})


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        (date(2025, 3, 31), "first"),  # a day before the first split takes the first
        (date(2025, 4, 1), "first"),
        (date(2025, 9, 30), "first"),
        (date(2025, 10, 1), "second"),
        (date(2030, 1, 1), "second"),
    ],
)
def test_the_split_of_the_day_stands(day, stands):
    assert standing_split([SECOND, FIRST], day).id == stands


def test_of_two_splits_for_one_day_the_one_said_last_stands():
    again = DatedSplit("again", FIRST.from_on, 3, {"nhs": 1})
    assert standing_split([again, FIRST], FIRST.from_on).id == "again"
    assert standing_split([FIRST, again], FIRST.from_on).id == "again"


def test_of_two_first_splits_the_one_said_last_stands_for_the_days_before():
    again = DatedSplit("again", FIRST.from_on, 3, {"nhs": 1})
    assert standing_split([FIRST, again], FIRST.from_on - timedelta(days=1)).id == "again"


def test_a_line_without_a_split_has_none():
    assert standing_split([], DAY) is None


# --- a split agreed with back-date


def booked(moved):
    """What was borne, with what moved put to it."""
    return [Borne(m.budget_year, m.split_id, m.day, name, pence) for m in moved for name, pence in m.shares.items()]


def test_a_back_dated_split_moves_what_was_borne_since_that_day():
    borne = [
        Borne(1, "first", date(2025, 9, 30), "nhs", 50_00),
        Borne(1, "first", date(2025, 9, 30), "council", 50_00),
        Borne(1, "first", date(2025, 10, 5), "nhs", 20_00),
        Borne(1, "first", date(2025, 10, 6), "council", 20_00),
    ]
    out, into = put_right([FIRST, SECOND], borne)
    assert (out.split_id, out.day, out.shares) == ("first", date(2025, 10, 5), {"nhs": -20_00, "council": -20_00})
    assert (into.split_id, into.day, into.shares) == ("second", date(2025, 10, 5), {"nhs": 30_00, "council": 10_00})


def test_when_all_is_right_nothing_moves():
    borne = [Borne(1, "first", DAY, "nhs", 50), Borne(1, "first", DAY, "council", 51)]
    assert put_right([FIRST, SECOND], borne) == []


def test_a_true_up_evens_out_what_reversals_left():
    borne = [Borne(1, "first", DAY, "nhs", 0), Borne(1, "first", DAY, "council", 4)]
    (moved,) = put_right([FIRST], borne)
    assert moved.shares == {"nhs": 2, "council": -2}


def test_a_line_without_a_split_moves_nothing():
    assert put_right([], [Borne(1, "lost", DAY, "nhs", 5)]) == []


DAYS = st.integers(0, 60).map(lambda n: DAY + timedelta(days=n))
BOOKED = st.lists(
    st.builds(
        Borne, st.sampled_from([1, 2]), st.sampled_from("xyz"), DAYS, st.sampled_from("ab"), st.integers(-999, 999)
    ),
    max_size=20,
)


@given(BOOKED, st.lists(st.tuples(DAYS, TWO), min_size=3, max_size=3))
@settings(max_examples=300)
def test_putting_right_loses_nothing_is_exact_by_split_and_is_done_once(borne, agreed):
    splits = [DatedSplit(i, day, n, parts) for n, (i, (day, parts)) in enumerate(zip("xyz", agreed, strict=True))]
    moved = put_right(splits, borne)
    after = borne + booked(moved)
    for year in (1, 2):
        assert sum(b.amount_pence for b in booked(moved) if b.budget_year == year) == 0
    for split in splits:
        taken, belongs = Counter(), 0
        for b in after:
            if b.split_id == split.id:
                taken[b.contribution_id] += b.amount_pence
            if standing_split(splits, b.day) is split:
                belongs += b.amount_pence
        assert taken.total() == belongs
        if any(b.split_id == split.id for b in after):
            assert max(off_by(taken, split.parts)) <= Fraction(1, 2)
    assert put_right(splits, after) == []
