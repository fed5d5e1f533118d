"""Each debit and credit of the books, by name. Debits are positive."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import books
from app.domain.books import KINDS, NONE, AccountKey, OutOfBalance, check_balanced, money_account

NHS, COUNCIL, LINE = "nhs", "council", "support"
SHARES = {NHS: 67, COUNCIL: 33}
IN_BANK = {NHS: "bank", COUNCIL: "bank"}


def told(movements):
    """Movements as {(year, kind, contribution, line): pence}."""
    check_balanced(movements)
    return {
        (key.budget_year, key.kind, key.contribution_id, key.plan_line_id): pence for key, pence in movements.items()
    }


def test_promised_is_due_from_funding():
    assert told(books.promised(1, NHS, 100)) == {(1, "due", NHS, NONE): 100, (1, "funding", NHS, NONE): -100}


def test_a_promise_lowered_is_the_same_the_other_way_round():
    assert told(books.promised(1, NHS, -100)) == {(1, "funding", NHS, NONE): 100, (1, "due", NHS, NONE): -100}


def test_what_the_client_pays_is_client_due_on_the_councils_contribution():
    assert told(books.client_promised(1, COUNCIL, 100)) == {
        (1, "client_due", COUNCIL, NONE): 100,
        (1, "funding", COUNCIL, NONE): -100,
    }


def test_received_goes_to_the_bank_and_is_due_no_more():
    movements = books.received(1, NHS, 100, "direct_payment")
    assert told(movements) == {(1, "bank", NHS, NONE): 100, (1, "due", NHS, NONE): -100}


def test_what_the_client_paid_in_is_client_due_no_more():
    movements = books.received(1, COUNCIL, 100, "direct_payment", client=True)
    assert told(movements) == {(1, "bank", COUNCIL, NONE): 100, (1, "client_due", COUNCIL, NONE): -100}


@pytest.mark.parametrize("way_held", ["notional", "third_party", "individual_service_fund"])
def test_received_by_others_is_held(way_held):
    movements = books.received(1, NHS, 100, way_held)
    assert told(movements) == {(1, "held", NHS, NONE): 100, (1, "due", NHS, NONE): -100}


def test_a_direct_payment_is_in_the_persons_bank():
    assert money_account("direct_payment") == "bank"


def test_paid_is_used_from_the_bank_by_its_shares():
    assert told(books.paid(1, SHARES, LINE)) == {
        (1, "used", NHS, LINE): 67,
        (1, "bank", NHS, NONE): -67,
        (1, "used", COUNCIL, LINE): 33,
        (1, "bank", COUNCIL, NONE): -33,
    }


def test_paid_by_those_who_hold_it_is_used_from_held():
    assert told(books.paid(1, {NHS: 5}, LINE, "held")) == {(1, "used", NHS, LINE): 5, (1, "held", NHS, NONE): -5}


def test_a_refund_is_a_payment_the_other_way_round():
    assert books.refunded(1, SHARES, LINE) == books.reversal(books.paid(1, SHARES, LINE))


def test_spending_outside_the_plan_is_nobodys_until_it_is_agreed():
    assert told(books.paid_outside_plan(1, 100)) == {(1, "not_agreed", NONE, NONE): 100, (1, "bank", NONE, NONE): -100}


def test_agreed_takes_both_sides_out_of_none_and_posts_them_by_the_split():
    assert told(books.agreed(1, SHARES, LINE, IN_BANK)) == {
        (1, "not_agreed", NONE, NONE): -100,
        (1, "bank", NONE, NONE): 100,
        (1, "used", NHS, LINE): 67,
        (1, "bank", NHS, NONE): -67,
        (1, "used", COUNCIL, LINE): 33,
        (1, "bank", COUNCIL, NONE): -33,
    }


def test_once_agreed_nothing_is_left_in_none():
    both = books.joined(books.paid_outside_plan(1, 100), books.agreed(1, SHARES, LINE, IN_BANK))
    assert both == books.paid(1, SHARES, LINE)


def test_what_is_agreed_may_be_borne_by_money_that_others_hold():
    movements = books.agreed(1, SHARES, LINE, {NHS: "held", COUNCIL: "bank"})
    assert told(movements)[1, "held", NHS, NONE] == -67
    assert told(movements)[1, "bank", COUNCIL, NONE] == -33


def test_approved_is_used_and_owed_by_its_shares():
    assert told(books.approved(1, SHARES, LINE)) == {
        (1, "used", NHS, LINE): 67,
        (1, "owed_wages", NHS, LINE): -67,
        (1, "used", COUNCIL, LINE): 33,
        (1, "owed_wages", COUNCIL, LINE): -33,
    }


@pytest.mark.parametrize("owed", books.OWED_KINDS)
def test_owed_is_paid_from_the_bank_by_the_shares_booked(owed):
    both = books.joined(books.approved(1, SHARES, LINE, owed), books.owed_paid(1, SHARES, LINE, owed))
    assert both == books.paid(1, SHARES, LINE)


def test_approved_outside_the_plan_is_owed_by_nobody_yet():
    assert told(books.approved_outside_plan(1, 100)) == {
        (1, "not_agreed", NONE, NONE): 100,
        (1, "owed_wages", NONE, NONE): -100,
    }


def test_approved_outside_the_plan_then_agreed_is_approved():
    owed = dict.fromkeys(SHARES, "owed_wages")
    agreed = books.agreed(1, SHARES, LINE, owed, "owed_wages")
    assert books.joined(books.approved_outside_plan(1, 100), agreed) == books.approved(1, SHARES, LINE)


def test_approved_outside_the_plan_and_paid_is_paid_outside_the_plan():
    paid = books.owed_paid(1, {NONE: 100}, NONE)
    assert books.joined(books.approved_outside_plan(1, 100), paid) == books.paid_outside_plan(1, 100)


def test_given_back_leaves_the_bank():
    assert told(books.given_back(1, NHS, 100, "bank")) == {
        (1, "given_back", NHS, NONE): 100,
        (1, "bank", NHS, NONE): -100,
    }


def test_carry_over_balances_in_each_year():
    assert told(books.carried_over(1, 2, NHS, 100)) == {
        (1, "carried", NHS, NONE): 100,
        (1, "bank", NHS, NONE): -100,
        (2, "bank", NHS, NONE): 100,
        (2, "carried", NHS, NONE): -100,
    }


def test_two_years_of_carry_over_leave_the_years_between_at_nothing():
    both = books.joined(
        books.promised(1, NHS, 100),
        books.received(1, NHS, 100, "direct_payment"),
        books.carried_over(1, 2, NHS, 100),
        books.carried_over(2, 3, NHS, 100),
    )
    assert told(both) == {
        (1, "funding", NHS, NONE): -100,
        (1, "carried", NHS, NONE): 100,
        (3, "bank", NHS, NONE): 100,
        (3, "carried", NHS, NONE): -100,
    }


def test_a_year_that_ended_below_nothing_carries_that_too():
    assert told(books.carried_over(1, 2, NONE, -5))[2, "bank", NONE, NONE] == -5


def test_what_others_hold_is_carried_as_held():
    assert told(books.carried_over(1, 2, NHS, 100, "held"))[2, "held", NHS, NONE] == 100


def test_a_new_split_moves_what_was_used_and_its_money():
    assert told(books.shared_anew(1, {NHS: 10, COUNCIL: -10}, LINE, {NHS: "held", COUNCIL: "bank"})) == {
        (1, "used", NHS, LINE): 10,
        (1, "held", NHS, NONE): -10,
        (1, "used", COUNCIL, LINE): -10,
        (1, "bank", COUNCIL, NONE): 10,
    }


def test_a_reversal_leaves_nothing():
    paid = books.paid(1, SHARES, LINE)
    assert books.joined(paid, books.reversal(paid)) == {}


def test_a_share_of_nothing_is_not_posted():
    assert books.paid(1, {NHS: 0, COUNCIL: 5}, LINE) == books.paid(1, {COUNCIL: 5}, LINE)


def test_shares_are_read_back_from_postings():
    movements = books.approved(1, SHARES, LINE)
    assert books.shares_of(movements.items(), "used") == SHARES
    assert books.shares_of(movements.items(), "owed_wages") == {NHS: -67, COUNCIL: -33}


def test_shares_of_several_postings_are_added_up():
    movements = books.joined(books.paid(1, SHARES, LINE), books.paid(1, SHARES, "outings"))
    assert books.shares_of(movements.items(), "used") == {NHS: 134, COUNCIL: 66}


# --- balance


def test_money_may_not_move_from_one_contribution_to_another():
    with pytest.raises(OutOfBalance) as out:
        check_balanced({AccountKey(1, "bank", NHS): 5, AccountKey(1, "bank", COUNCIL): -5, AccountKey(1, "due"): 0})
    assert out.value.args == ({(1, NHS): 5, (1, COUNCIL): -5},)


def test_money_may_not_move_from_one_year_to_another():
    with pytest.raises(OutOfBalance):
        check_balanced({AccountKey(1, "bank", NHS): 5, AccountKey(2, "bank", NHS): -5})


def test_an_account_of_no_known_kind_is_refused():
    with pytest.raises(OutOfBalance, match="pocket"):
        check_balanced({AccountKey(1, "pocket", NHS): 0})


MOVES = st.builds(
    books.move,
    st.sampled_from([1, 2]),
    st.sampled_from(KINDS),
    st.sampled_from(KINDS),
    st.dictionaries(st.sampled_from([NHS, COUNCIL, NONE]), st.integers(-(10**9), 10**9)),
    st.sampled_from([NONE, LINE]),
)


@given(MOVES.filter(lambda movements: len({key.kind for key in movements}) != 1), MOVES)
def test_whatever_moves_is_balanced_and_joined_and_reversed_stays_so(some, more):
    check_balanced(some)
    whole = books.joined(some, books.reversal(some))
    assert whole == {}
    joined, summed = books.joined(some, some), Counter(some)
    summed.update(some)
    assert joined == {key: pence for key, pence in summed.items() if pence}
    assert all(pence for pence in books.joined(some, more).values())
