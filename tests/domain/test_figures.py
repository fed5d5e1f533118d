"""The nine figures and the one equation."""

from collections import Counter

from app.domain import books
from app.domain.books import NONE
from app.domain.figures import Figures, figures_by_contribution, whole_pot

NHS, COUNCIL, LINE = "nhs", "council", "support"


def figures(*movements, set_aside=(), year=1):
    balances = Counter()
    for several in movements:
        books.check_balanced(several)
        balances.update(several)
    return figures_by_contribution(balances.items(), set_aside, year)


def test_the_vector_of_the_design():
    """0 + 18,000.00 + 6,000.00 − 0 − 9,450.00 − 1,137.50 − 13,000.00 = £412.50."""
    parts = figures(
        books.promised(1, NHS, 18_000_00),
        books.promised(1, COUNCIL, 6_000_00),
        books.received(1, NHS, 13_500_00, "direct_payment"),
        books.received(1, COUNCIL, 4_500_00, "direct_payment"),
        books.paid(1, {NHS: 6_300_00, COUNCIL: 3_150_00}, LINE),
        books.approved(1, {NHS: 758_33, COUNCIL: 379_17}, LINE),
        set_aside=[(NHS, 8_666_67), (COUNCIL, 4_333_33)],
    )
    pot = whole_pot(parts.values())
    assert pot == Figures(
        brought_forward_pence=0,
        received_pence=18_000_00,
        due_pence=6_000_00,
        given_back_pence=0,
        spent_pence=9_450_00,
        owed_pence=1_137_50,
        set_aside_pence=13_000_00,
        in_account_pence=8_550_00,
    )
    assert pot.left_to_spend_pence == 412_50
    assert sum(part.left_to_spend_pence for part in parts.values()) == 412_50


def test_the_equation_by_itself():
    assert Figures(0, 18_000_00, 6_000_00, 0, 9_450_00, 1_137_50, 13_000_00).left_to_spend_pence == 412_50


def test_each_figure_counts_once_with_its_own_sign():
    assert Figures(1, 10, 100, 1_000, 10_000, 100_000, 1_000_000).left_to_spend_pence == 111 - 1_111_000


def test_what_the_client_owes_is_due_too():
    (part,) = figures(
        books.client_promised(1, COUNCIL, 100), books.received(1, COUNCIL, 30, "direct_payment", client=True)
    ).values()
    assert (part.due_pence, part.received_pence) == (70, 30)


def test_a_promise_lowered_is_due_no_more():
    (part,) = figures(books.promised(1, NHS, 100), books.promised(1, NHS, -40)).values()
    assert (part.due_pence, part.received_pence, part.left_to_spend_pence) == (60, 0, 60)


def test_what_was_spent_and_set_aside_on_several_lines_is_added_up():
    (part,) = figures(
        books.paid(1, {NHS: 30}, LINE),
        books.paid(1, {NHS: 4}, "outings"),
        set_aside=[(NHS, 200), (NHS, 50)],
    ).values()
    assert (part.spent_pence, part.set_aside_pence) == (34, 250)


def test_a_shift_is_owed_and_then_spent_and_never_both():
    shares = {NHS: 100}
    approved = [books.promised(1, NHS, 500), books.approved(1, shares, LINE)]
    (owed,) = figures(*approved).values()
    (paid,) = figures(*approved, books.owed_paid(1, shares, LINE)).values()
    assert (owed.owed_pence, owed.spent_pence) == (100, 0)
    assert (paid.owed_pence, paid.spent_pence) == (0, 100)
    assert owed.left_to_spend_pence == paid.left_to_spend_pence == 400


def test_every_kind_of_owed_counts():
    (part,) = figures(
        *(books.approved(1, {NHS: 10**n}, LINE, owed) for n, owed in enumerate(books.OWED_KINDS))
    ).values()
    assert part.owed_pence == 11111


def test_spending_outside_the_plan_is_a_part_of_its_own():
    parts = figures(books.promised(1, NHS, 500), books.paid_outside_plan(1, 30))
    assert (parts[NONE].spent_pence, parts[NONE].left_to_spend_pence) == (30, -30)
    assert whole_pot(parts.values()).left_to_spend_pence == 470


def test_money_given_back_is_left_no_more():
    (part,) = figures(
        books.promised(1, NHS, 500), books.received(1, NHS, 500, "direct_payment"), books.given_back(1, NHS, 80, "bank")
    ).values()
    assert (part.given_back_pence, part.in_account_pence, part.left_to_spend_pence) == (80, 420, 420)


def test_what_others_hold_is_not_in_the_account():
    (part,) = figures(books.promised(1, NHS, 500), books.received(1, NHS, 500, "notional")).values()
    assert (part.in_account_pence, part.held_pence, part.left_to_spend_pence) == (0, 500, 500)


YEARS = (
    books.promised(1, NHS, 500),
    books.received(1, NHS, 500, "direct_payment"),
    books.paid(1, {NHS: 80}, LINE),
    books.carried_over(1, 2, NHS, 420),
)


def test_a_closed_year_ends_at_nothing():
    (part,) = figures(*YEARS).values()
    assert part.left_to_spend_pence == 0
    assert part.brought_forward_pence == -420


def test_the_next_year_begins_with_what_was_carried():
    (part,) = figures(*YEARS, year=2).values()
    assert (part.brought_forward_pence, part.received_pence, part.left_to_spend_pence) == (420, 0, 420)


def test_in_account_is_the_bank_over_all_years():
    for year in (1, 2, 3):
        (part,) = figures(*YEARS, year=year).values()
        assert part.in_account_pence == 420


def test_what_came_in_in_several_years_is_in_one_account():
    came = [books.received(year, NHS, 10**year, "direct_payment") for year in (1, 2)]
    (part,) = figures(*came, year=2).values()
    assert (part.in_account_pence, part.received_pence) == (110, 100)


def test_a_year_in_which_nothing_happened_is_nothing():
    (part,) = figures(*YEARS, year=3).values()
    assert part == Figures(in_account_pence=420)


def test_a_pot_without_parts_is_nothing():
    assert whole_pot([]) == Figures()
