"""An amount as notes and coins: nothing is lost, and no fewer would do."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.cash import COINS_PENCE, NOTES_PENCE, in_the_hand


@given(st.integers(0, 10_000_000))
def test_the_notes_and_coins_add_up(amount_pence):
    found = in_the_hand(amount_pence)
    assert sum(kind * number for kind, number in found) == amount_pence
    assert [kind for kind, _number in found] == sorted((kind for kind, _number in found), reverse=True)
    assert {kind for kind, _number in found} <= {*NOTES_PENCE, *COINS_PENCE}
    assert all(number == 1 or kind in {5_000, 2_000, 200, 20, 2} for kind, number in found), "no fewer would do"


def test_nothing_and_less_than_nothing_is_no_cash():
    assert in_the_hand(0) == in_the_hand(-35) == []
