"""Record what was paid: in three steps when it is a usual thing, and never lost when it is typed wrong."""

import pytest
from household import LEFT
from phone import words_of

POOL = {"what_for": "Pool", "amount": "18.50"}


def on_day(day, month, year=2026):
    return {"spent_on__day": str(day), "spent_on__month": str(month), "spent_on__year": str(year)}


# --- the main job


def test_a_usual_thing_takes_three_taps_from_home(household, phone):
    household.pay("Pool", 1_850, "support")
    nikki = phone("nikki")
    nikki.open("/")
    nikki.follow("Spend")
    nikki.follow("Pool")
    assert nikki.text().count("Check it, then save") == 1
    nikki.send("/spending")
    assert nikki.path.endswith("/saved")
    assert nikki.page.figures("left-to-spend") == [LEFT - 2 * 1_850] == [household.left()]
    assert household.spent() == {"nhs": 2_467, "council": 1_233}


def test_what_is_saved_says_what_is_left_and_who_pays(household, nikki):
    nikki.send("/spending", **POOL, plan_line=household.pot.lines["support"], paid_to="Riverside", note="With Beth")
    assert "Saved." in nikki.text()
    assert "You have £9,981.50 left" in nikki.text()
    assert nikki.sums() == {
        "For": "Pool",
        "How much": "£18.50",
        "When": "Tuesday 3 March 2026",
        "Paid to": "Riverside",
        "Part of the plan": "Night support",
        "NHS Westshire pays": "£12.33",
        "Westshire Council pays": "£6.17",
        "Note": "With Beth",
    }
    assert household.spent() == {"nhs": 1_233, "council": 617}
    assert household.left() == LEFT - 1_850


def test_a_helper_records_for_the_holder_and_reads_whose_money_it_is(household, phone):
    joan = phone("joan")
    joan.open(f"{household.page}/new")
    joan.send("/spending", **POOL, plan_line=household.pot.lines["therapy"])
    assert "Nikki has £9,981.50 left" in joan.text()
    assert household.spent() == {"nhs": 1_850}


def test_what_is_not_in_the_plan_is_saved_and_stands_apart(household, nikki):
    nikki.send("/spending", **POOL, plan_line="none")
    assert "This is not in your plan yet. It is saved. Someone may ask you about it." in nikki.text()
    assert nikki.sums()["Not agreed yet"] == "£18.50"
    assert household.spent() == {"none": 1_850}


def test_no_part_of_the_plan_chosen_is_not_in_the_plan(household, nikki):
    nikki.send("/spending", **POOL)
    assert household.spent() == {"none": 1_850}


@pytest.mark.parametrize(
    ("typed", "spent"),
    [
        ({"spent_on": "2026-02-27"}, "Friday 27 February 2026"),
        (on_day("٢٧", "02", "26"), "Friday 27 February 2026"),
    ],
)
def test_a_day_is_taken_whole_or_in_parts(nikki, typed, spent):
    nikki.send("/spending", **POOL, **typed)
    assert nikki.sums()["When"] == spent


def test_usual_things_are_the_last_five_different_ones(household, phone):
    household.pay("Long ago", day=household.clock.now.date().replace(month=1))
    for what_for in ("Taxi", "Pool", "pool", "Splints", "Class", "Lunch"):
        household.pay(what_for)
    nikki = phone("nikki")
    nikki.open(f"{household.page}/new")
    offered = [words_of(a.find("span")) for a in nikki.page.all("a") if "usual" in a.get("class", "")]
    assert sorted(what.casefold() for what in offered) == ["class", "lunch", "pool", "splints", "taxi"]


def test_what_was_taken_out_is_no_usual_thing(household, phone):
    household.pay("Pool")
    nikki = phone("nikki")
    nikki.open(f"{household.page}/{household.only_payment()}")
    nikki.send("/take-out")
    nikki.open(f"{household.page}/new")
    assert "Your usual things" not in nikki.text()


# --- amounts as people type them


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("12", 1_200), ("12.5", 1_250), ("12.50", 1_250), ("12,50", 1_250), ("£1,250.50", 125_050),
        ("1,250", 125_000), ("١٢٫٥٠", 1_250), (" £ 12.50 ", 1_250),
    ],
)  # fmt: skip
def test_an_amount_is_taken_as_people_type_it(household, nikki, typed, pence):
    nikki.send("/spending", what_for="Pool", amount=typed)
    assert nikki.response.status_code == 200
    assert household.whole().spent_pence == pence


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter how much it was, like 12.50"),
        ("1.250", "Enter pounds and pence, like 12.50. Did you mean £1.25 or £1,250.00?"),
        ("12.555", "Enter pounds and pence, like 12.50. Did you mean £12.55 or £12,555.00?"),
        ("1,25,0", "Enter the amount in numbers, like 12.50"),
        ("twelve", "Enter the amount in numbers, like 12.50"),
        ("-5", "Is it a refund? Enter the amount without a minus sign, like 12.50"),
        ("0", "Enter an amount above zero, like 12.50"),
        ("99999999999999999999", "Enter an amount below £10,000,000"),
    ],
)
def test_an_amount_that_is_not_clear_is_asked_about_beside_its_field(household, nikki, typed, sentence):
    nikki.send("/spending", what_for="Pool", amount=typed)
    assert nikki.response.status_code == 422
    assert nikki.error_of("amount") == sentence
    assert nikki.fields("/spending")["amount"] == typed
    assert household.payments() == 0


def test_a_very_large_amount_is_asked_about_once(household, nikki):
    nikki.send("/spending", what_for="A van", amount="10,000.01")
    assert nikki.response.status_code == 422
    assert nikki.error_of("amount") == ("You entered £10,000.01. Is that right? Tick the box below, or change it")
    nikki.send("/spending", sure="y")
    assert nikki.response.status_code == 200
    assert household.left() == LEFT - 1_000_001


def test_ten_thousand_pounds_are_not_asked_about(household, nikki):
    nikki.send("/spending", what_for="A van", amount="10,000")
    assert household.left() == 0


# --- what is typed wrong


def test_all_that_was_typed_is_still_there_and_each_sentence_leads_to_its_field(household, nikki):
    line = household.pot.lines["therapy"]
    told = {"amount": "1.250", "paid_to": "Café <b>", "note": "Two\nlines", "plan_line": line} | on_day(30, 2)
    fresh = nikki.fields("/spending")["change_id"]
    nikki.send("/spending", what_for="", **told)
    assert nikki.response.status_code == 422
    kept = nikki.fields("/spending")
    assert {name: kept[name.replace("__", "-")] for name in told} == told
    assert kept["change_id"] == fresh
    assert nikki.error_of("what_for") == "Write what you paid for"
    assert nikki.error_of("spent_on") == "Enter a real day, like 27 3 2026"
    assert {"#what_for", "#amount", "#spent_on-day"} <= set(nikki.page.links())
    assert nikki.page.title.startswith("Error: ")
    nikki.send("/spending", what_for="Pool", amount="1,250", **on_day(27, 2))
    assert household.spent() == {"nhs": 125_000}


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("what_for", "   ", "Write what you paid for"),
        ("what_for", "x" * 201, "Write this in 200 letters or fewer"),
        ("note", "x" * 5_001, "Write this in 5,000 letters or fewer"),
        ("plan_line", "another pot's", "Choose one of these"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field(household, nikki, field, typed, sentence):
    nikki.send("/spending", **(POOL | {field: typed}))
    assert nikki.response.status_code == 422
    assert nikki.error_of(field) == sentence
    assert household.payments() == 0


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (on_day(4, 3), "Enter a day that is today or before"),
        (on_day(31, 3, 2025), "Enter a day from 1 April 2025 to 31 March 2027, when this money is for"),
        (on_day("", "", ""), "Enter a day, like 27 3 2026"),
        (on_day(3, 3, 1026), "Enter the year in full, like 2026"),
    ],
)
def test_a_day_ahead_or_outside_the_budget_years_is_refused_beside_its_field(household, nikki, day, sentence):
    nikki.send("/spending", **POOL, **day)
    assert nikki.response.status_code == 422
    assert nikki.error_of("spent_on").replace("\u00a0", " ") == sentence
    kept = nikki.fields("/spending")
    assert {name: kept[name.replace("__", "-")] for name in day} == day
    assert household.payments() == 0


def test_the_first_and_the_last_day_of_the_budget_years_are_taken(household, nikki):
    household.clock.now = household.clock.now.replace(year=2027, day=31)
    nikki.send("/spending", **POOL, **on_day(1, 4, 2025))
    assert nikki.response.status_code == 200
    nikki.open(f"{household.page}/new")
    nikki.send("/spending", **POOL, **on_day(31, 3, 2027))
    assert nikki.response.status_code == 200
    assert household.payments() == 2


def test_what_people_write_is_only_ever_words(nikki):
    nikki.send("/spending", what_for="<script>x</script>", amount="1", paid_to="{{ 7*7 }}")
    assert "<script>x" not in nikki.response.text
    assert nikki.sums()["For"] == "<script>x</script>"
    assert nikki.sums()["Paid to"] == "{{ 7*7 }}"
