"""Undo, put back, change: nothing that was recorded is ever removed, and the books follow each step."""

from datetime import date

import pytest
from household import LEFT
from phone import plain


@pytest.fixture
def paid(household):
    """A payment of 18.50 on the line that is shared two to one."""
    return household.pay("Pool", 1_850, "support")


@pytest.fixture
def changing(household, phone, paid):
    """Nikki's phone, with the form of a change."""
    nikki = phone("nikki")
    nikki.open(f"{household.page}/{paid}/change")
    return nikki


# --- one payment


def test_one_payment_shows_shares_that_add_up_to_it(household, phone, paid):
    nikki = phone("nikki")
    nikki.open(f"{household.page}/{paid}")
    sums = nikki.sums()
    assert (sums["How much"], sums["NHS Westshire pays"], sums["Westshire Council pays"]) == (
        "£18.50",
        "£12.33",
        "£6.17",
    )
    assert household.spent() == {"nhs": 1_233, "council": 617}


def test_odd_pennies_are_carried_to_the_next_payment(household, phone):
    for _turn in range(3):
        household.pay("Stamp", 100, "support")
    assert household.spent() == {"nhs": 200, "council": 100}


# --- take out and put back


def test_what_was_just_saved_is_undone_in_one_tap_and_put_back_in_another(household, phone):
    nikki = phone("nikki")
    nikki.open(f"{household.page}/new")
    nikki.send("/spending", what_for="Pool", amount="18.50", plan_line=household.pot.lines["support"])
    assert nikki.offers("Undo")
    nikki.send("/take-out")
    assert "Taken out. It is kept in the history." in nikki.text()
    assert (household.left(), household.spent()) == (LEFT, {})
    nikki.send("/put-back")
    assert "Put back." in nikki.text()
    assert household.spent() == {"nhs": 1_233, "council": 617}
    assert household.steps(household.only_payment()) == ["recorded", "taken_out", "put_back"]


def test_out_and_back_again_and_again_leaves_the_books_as_they_were(household, phone, paid):
    nikki = phone("nikki")
    nikki.open(f"{household.page}/{paid}")
    for _turn in range(3):
        nikki.send("/take-out")
        assert household.left() == LEFT
        nikki.send("/put-back")
        assert household.spent() == {"nhs": 1_233, "council": 617}


def test_who_took_it_out_is_said_with_the_time(household, phone, paid):
    joan = phone("joan")
    joan.open(f"{household.page}/{paid}")
    joan.send("/take-out")
    nikki = phone("nikki")
    nikki.open(f"{household.page}/{paid}")
    assert "Taken out on 3 March, 2:10 pm by Joan" in nikki.text().replace("\u00a0", " ")
    assert not nikki.offers("Change it")
    nikki.open(household.page)
    assert "Taken out" in nikki.text()


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (["/take-out"], "/take-out", "Nikki took this out on 3 March, 2:10 pm"),
        (["/take-out", "/put-back"], "/put-back", "Nikki put this back on 3 March, 2:10 pm"),
    ],
)
def test_who_comes_second_reads_that_it_was_done(household, phone, paid, first, second, sentence):
    early, late = phone("nikki"), phone("joan")
    early.open(f"{household.page}/{paid}")
    late.open(f"{household.page}/{paid}")
    for step in first:
        if step == second:
            late.open(f"{household.page}/{paid}")
        early.send(step)
    before = household.steps(paid)
    late.send(second)
    assert late.response.status_code == 409
    assert sentence in plain(late.text())
    assert household.steps(paid) == before


# --- change


def test_another_amount_with_its_reason_and_all_that_was_before(household, changing, paid):
    changing.send("/change", amount="24", reason="I read the wrong ticket")
    assert "Changed. What it was before is kept below." in changing.text()
    assert "Changed Nikki, 3 March, 2:10 pm I read the wrong ticket" in changing.text().replace("\u00a0", " ")
    assert "Written down Nikki" in changing.text()
    assert changing.response.text.count("£18.50") == 1
    assert household.spent() == {"nhs": 1_600, "council": 800}
    assert household.left() == LEFT - 2_400
    assert household.steps(paid) == ["recorded", "changed"]


def test_another_day_in_the_next_budget_year_moves_it_there(household, changing, paid):
    household.clock.now = household.clock.now.replace(month=4, day=8)
    changing.send("/change", spent_on__day="2", spent_on__month="4")
    assert changing.sums()["When"] == "Thursday 2 April 2026"
    assert household.entries(paid) == ["paid", "paid", "paid reversed"]
    assert household.spent() == {"nhs": 1_233, "council": 617}


def test_another_line_is_shared_by_its_own_split(household, changing):
    changing.send("/change", plan_line=household.pot.lines["therapy"])
    assert household.spent() == {"nhs": 1_850}


def test_other_words_move_no_money(household, changing, paid):
    changing.send("/change", what_for="Swimming", paid_to="Riverside", note="With Amina")
    assert changing.sums()["For"] == "Swimming"
    assert household.entries(paid) == ["paid"]
    assert household.spent() == {"nhs": 1_233, "council": 617}


def test_out_of_the_plan_again_is_nobodys_yet(household, changing):
    changing.send("/change", plan_line="none")
    assert household.spent() == {"none": 1_850}


def test_agreed_into_the_plan_one_entry_moves_both_sides(household, phone):
    paid = household.pay("Blanket", 3_999, None)
    assert household.spent() == {"none": 3_999}
    nikki = phone("nikki")
    nikki.open(f"{household.page}/{paid}/change")
    nikki.send("/change", plan_line=household.pot.lines["support"])
    assert household.entries(paid) == ["agreed", "paid"]
    assert household.spent() == {"nhs": 2_666, "council": 1_333}
    assert household.shares("in_account") == {"nhs": 700_000 - 2_666, "council": 300_000 - 1_333}
    assert (nikki.sums()["NHS Westshire pays"], nikki.sums()["Westshire Council pays"]) == ("£26.66", "£13.33")


def test_agreed_and_taken_out_leaves_nothing(household, phone):
    paid = household.pay("Blanket", 3_999, None)
    nikki = phone("nikki")
    nikki.open(f"{household.page}/{paid}/change")
    nikki.send("/change", plan_line=household.pot.lines["support"])
    nikki.send("/take-out")
    assert (household.left(), household.spent()) == (LEFT, {})
    nikki.send("/put-back")
    assert household.spent() == {"nhs": 2_666, "council": 1_333}


def test_two_tabs_the_second_change_is_not_taken_and_says_why(household, phone, changing, paid):
    other = phone("joan")
    other.open(f"{household.page}/{paid}/change")
    other.send("/change", amount="24")
    changing.send("/change", amount="30")
    assert changing.response.status_code == 409
    assert "Joan changed this on 3 March, 2:10 pm" in plain(changing.text())
    assert household.left() == LEFT - 2_400


def test_what_was_taken_out_meanwhile_is_not_changed(household, phone, changing, paid):
    other = phone("joan")
    other.open(f"{household.page}/{paid}")
    other.send("/take-out")
    changing.send("/change", amount="30")
    assert changing.response.status_code == 409
    assert "Joan took this out on 3 March, 2:10 pm" in plain(changing.text())
    assert household.left() == LEFT


def test_a_change_typed_wrong_keeps_what_was_typed_and_what_was_seen(household, changing, paid):
    changing.send("/change", amount="1.250", reason="A slip")
    assert changing.response.status_code == 422
    kept = changing.fields("/change")
    assert (kept["amount"], kept["reason"], kept["seen"]) == ("1.250", "A slip", "0")
    changing.send("/change", spent_on="2025-03-31", amount="12")
    assert changing.response.status_code == 422
    assert changing.error_of("spent_on").startswith("Enter a day from")
    assert household.steps(paid) == ["recorded"]


# --- the list


def test_an_empty_list_says_so(household, phone):
    nikki = phone("nikki")
    nikki.open(household.page)
    assert "Nothing is written down yet." in nikki.text()
    assert nikki.offers("Record spending")


def test_the_list_is_newest_first_with_what_stands_outside_the_plan(household, phone):
    household.pay("Older", day=date(2026, 2, 1))
    household.pay("Newer", line=None)
    nikki = phone("nikki")
    nikki.open(household.page)
    assert nikki.text().index("Newer") < nikki.text().index("Not in the plan yet") < nikki.text().index("Older")


def test_sixty_one_payments_come_a_page_at_a_time_no_one_twice_and_none_missing(household, phone):
    paid = {household.pay(f"Thing {n}", 100, day=date(2026, 2, 1 + n // 10)) for n in range(61)}
    nikki, seen, pages = phone("nikki"), [], 0
    path = household.page
    while path:
        nikki.open(path)
        pages += 1
        ids = [link.rpartition("/")[2] for link in nikki.page.links() if link.startswith(f"{household.page}/")]
        seen += [one for one in ids if one in paid]
        path = nikki.link("Show older ones")
    assert pages == 3
    assert len(seen) == 61
    assert set(seen) == paid


@pytest.mark.parametrize("before", ["x", "2026-13-02_a", "9" * 60])
def test_a_list_from_nowhere_begins_at_the_beginning(household, phone, paid, before):
    assert f"/{paid}" in phone("nikki").open(f"{household.page}?before={before}").text


def test_a_payment_stays_on_its_line_when_that_has_ended(household, phone, paid):
    """Its line is offered still: otherwise a change of the amount would take it out of the plan."""
    nikki = phone("nikki")
    nikki.open(f"{household.home}/plan/lines/{household.pot.lines['support']}")
    nikki.send("/end")
    nikki.open(f"{household.page}/{paid}/change")
    nikki.send("/change", amount="30.00")
    assert household.spent() == {"nhs": 2_000, "council": 1_000}
