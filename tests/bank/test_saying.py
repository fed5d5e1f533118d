"""What a row is said to be is done, and only with an explicit answer is a payment counted a second time."""

from datetime import date

import pytest
from banking import Home, Phone, csv

DAY = date(2026, 10, 7)
TAXI = ("07/10/2026", "CITY CABS 0241", "-14.00")


@pytest.fixture
def taxi(nikki: Phone, home: Home) -> tuple[str, str]:
    """One row of 14.00: the page to say it on, and its id."""
    nikki.upload(csv(TAXI))
    (row,) = home.rows()
    return nikki.response.request.path, row.id


def new_on(home: Home, row_id: str, line: str = "out") -> dict[str, str]:
    return {f"says-{row_id}": f"spending:{home.lines[line]}"}


def test_a_new_payment_is_booked_on_its_line_in_the_bank_s_words(nikki: Phone, home: Home, taxi):
    path, row_id = taxi

    nikki.answer(path, new_on(home, row_id))

    assert "What you said" in nikki.text()
    assert "Spending on Getting out" in nikki.text()
    assert home.in_account() == -1_400
    nikki.open(f"/p/{home.pot_id}/spending")
    assert "CITY CABS 0241" in nikki.text()
    assert home.is_sound()


def test_several_new_payments_keep_their_own_words(nikki: Phone, home: Home):
    nikki.upload(csv(TAXI, ("08/10/2026", "LEISURE TRUST", "-18.50"), ("09/10/2026", "FISH INSURANCE", "-104.00")))
    path = nikki.response.request.path
    nikki.answer(path, {f"says-{row.id}": "not_in_plan" for row in home.rows()})

    nikki.open(f"/p/{home.pot_id}/spending")

    assert all(text in nikki.text() for text in ("CITY CABS 0241", "LEISURE TRUST", "FISH INSURANCE"))
    assert home.in_account() == -13_650
    assert home.is_sound()


def test_nothing_said_is_nothing_done(nikki: Phone, home: Home, taxi):
    path, _row_id = taxi

    response = nikki.answer(path, {})

    assert response.status_code == 422
    assert "Say what at least one row is, then save" in nikki.text()
    assert home.in_account() == 0


def test_what_a_person_wrote_down_is_the_same_payment_and_moves_nothing(nikki: Phone, home: Home):
    home.spend(1_400, "Taxi to clinic", date(2026, 10, 5))
    nikki.upload(csv(TAXI))
    (row,) = home.rows()
    assert list(nikki.chosen()) == [f"says-{row.id}"]  # the only one of that sum within five days
    assert "Your book says" in nikki.text()

    nikki.answer_here(nikki.response.request.path, {})

    assert "Already in the book: Taxi to clinic" in nikki.text()
    assert home.in_account() == -1_400
    assert home.is_sound()


def test_a_new_payment_is_asked_about_once_where_one_of_that_sum_stands(nikki: Phone, home: Home):
    home.spend(1_400, "Taxi to clinic", date(2026, 10, 5))
    nikki.upload(csv(TAXI))
    path, (row,) = nikki.response.request.path, home.rows()

    response = nikki.answer(path, new_on(home, row.id))

    assert response.status_code == 422
    assert "Is this the same as: \u2068Taxi to clinic\u2069, £14.00, 5 October?" in nikki.text()
    assert home.in_account() == -1_400
    same, other = nikki.radios()[f"same-{row.id}"]
    assert same.startswith("already:spending:")
    assert nikki.answer_here(path, {}).status_code == 422  # only an answer goes on

    nikki.answer_here(path, {f"same-{row.id}": other})

    assert home.in_account() == -2_800
    assert home.is_sound()


def test_it_is_the_same_after_all(nikki: Phone, home: Home):
    home.spend(1_400, "Taxi to clinic", date(2026, 10, 5))
    nikki.upload(csv(TAXI))
    path, (row,) = nikki.response.request.path, home.rows()
    nikki.answer(path, new_on(home, row.id))
    same, _other = nikki.radios()[f"same-{row.id}"]

    nikki.answer_here(path, {f"same-{row.id}": same})

    assert "Already in the book: Taxi to clinic" in nikki.text()
    assert home.in_account() == -1_400


def test_an_answer_holds_only_for_what_was_shown(nikki: Phone, home: Home):
    home.spend(1_400, "Taxi to clinic", date(2026, 10, 5))
    nikki.upload(csv(TAXI))
    path, (row,) = nikki.response.request.path, home.rows()
    nikki.answer(path, new_on(home, row.id))
    _same, other = nikki.radios()[f"same-{row.id}"]
    home.spend(1_400, "Taxi home", date(2026, 10, 8))

    response = nikki.answer_here(path, {f"same-{row.id}": other})

    assert response.status_code == 422
    assert "Is this the same as one of these?" in nikki.text()
    assert home.in_account() == -2_800


def test_of_two_equal_rows_one_may_be_the_one_that_stands(nikki: Phone, home: Home):
    home.spend(1_400, "Taxi to clinic", DAY)
    nikki.upload(csv(TAXI, TAXI))
    path = nikki.response.request.path
    assert len(nikki.chosen()) == 1  # never both
    (other,) = {f"says-{row.id}" for row in home.rows()} - set(nikki.chosen())

    nikki.answer_here(path, {other: "not_in_plan"})  # needs no question: the other row is the one that stands

    assert home.in_account() == -2_800
    assert "Every payment in this file is said." in nikki.text()
    assert home.is_sound()


def test_one_payment_is_not_two_rows(nikki: Phone, home: Home):
    spending_id = home.spend(1_400, "Taxi to clinic", DAY)
    nikki.upload(csv(TAXI, TAXI))
    path = nikki.response.request.path

    response = nikki.answer(path, {f"says-{row.id}": f"already:spending:{spending_id}" for row in home.rows()})

    assert response.status_code == 422
    assert "Another row is this already. Say what this one is" in nikki.text()
    nikki.answer(
        path, {f"says-{home.rows()[0].id}": f"already:spending:{spending_id}", f"says-{home.rows()[1].id}": ""}
    )
    response = nikki.answer(path, {f"says-{home.rows()[1].id}": f"already:spending:{spending_id}"})
    assert response.status_code == 422
    assert "This has changed. Say again what it is" in nikki.text()


def test_a_row_pays_what_is_owed(nikki: Phone, home: Home):
    shift_id = home.owe(21_607, date(2026, 10, 6))
    left = home.left()
    nikki.upload(csv(("07/10/2026", "A RAHMAN FP", "-216.07")))
    assert list(nikki.chosen().values()) == [f"owed:shift:{shift_id}"]

    nikki.answer_here(nikki.response.request.path, {})

    assert "Pays what is owed: Amina, shift on 6 October" in nikki.text()
    assert home.in_account() == -21_607
    assert home.left() == left  # it was promised away before
    assert home.is_sound()


def test_between_two_carers_of_one_sum_a_person_chooses(nikki: Phone, home: Home):
    first, second = home.owe(21_607, DAY), home.owe(21_607, DAY, "beth")
    nikki.upload(csv(("07/10/2026", "ON-CALL", "-216.07")))
    (row,) = home.rows()

    assert nikki.chosen() == {}
    assert {f"owed:shift:{first}", f"owed:shift:{second}"} <= set(nikki.choices(f"says-{row.id}"))
    nikki.answer_here(nikki.response.request.path, {f"says-{row.id}": f"owed:shift:{second}"})
    assert "Pays what is owed: Beth" in nikki.text()


def test_a_shift_of_another_sum_is_not_paid_by_a_row(nikki: Phone, home: Home, taxi):
    path, row_id = taxi
    shift_id = home.owe(21_607, DAY)

    response = nikki.answer(path, {f"says-{row_id}": f"owed:shift:{shift_id}"})

    assert response.status_code == 422
    assert home.in_account() == 0


def test_less_than_was_due_leaves_the_rest_due(nikki: Phone, home: Home):
    left = home.left()
    nikki.upload(csv(("01/10/2026", "ICB PHB PAYMENT", "2,000.00")))
    (row,) = home.rows()
    due = next(value for value, label in nikki.choices(f"says-{row.id}").items() if "NHS Westshire" in label)
    assert nikki.chosen() == {}  # not exactly that sum

    nikki.answer_here(nikki.response.request.path, {f"says-{row.id}": due})

    assert home.in_account() == 200_000
    assert home.left() == left
    assert home.is_sound()


def test_money_back_goes_to_each_funder_by_its_share(nikki: Phone, home: Home):
    spending_id = home.spend(3_333, "Swimming", date(2026, 9, 7))
    before = home.left()
    nikki.upload(csv(("07/10/2026", "REFUND", "11.11"), ("08/10/2026", "REFUND", "22.22"), ("09/10/2026", "R", "0.01")))
    path = nikki.response.request.path
    refund = f"refund:spending:{spending_id}"
    first, second, third = home.rows()

    nikki.answer(path, {f"says-{first.id}": refund, f"says-{second.id}": refund})

    assert "Money back for Swimming" in nikki.text()
    assert home.in_account() == 0
    assert home.left() == before + 3_333
    assert home.is_sound()
    response = nikki.answer(path, {f"says-{third.id}": refund})
    assert response.status_code == 422
    assert "More came back than was left of that payment" in nikki.text()
    nikki.open(f"/p/{home.pot_id}/spending/{spending_id}")
    assert "Money came back, the bank shows: £11.11" in nikki.text()


def test_money_back_for_what_is_not_in_the_plan_is_nobody_s_share(nikki: Phone, home: Home):
    spending_id = home.spend(3_333, "Paint", date(2026, 9, 7), line="none")
    nikki.upload(csv(("07/10/2026", "REFUND", "33.33")))
    (row,) = home.rows()

    nikki.answer_here(nikki.response.request.path, {f"says-{row.id}": f"refund:spending:{spending_id}"})

    assert home.in_account() == 0
    assert home.is_sound()


def test_what_is_not_care_money_moves_nothing(nikki: Phone, home: Home, taxi):
    path, row_id = taxi

    nikki.answer(path, {f"says-{row_id}": "not_ours"})

    assert "Not this care money" in nikki.text()
    assert home.in_account() == 0
    assert home.is_sound()


def test_a_day_outside_every_budget_year_is_said_beside_its_row(nikki: Phone, home: Home):
    nikki.upload(csv(("07/10/2020", "OLD TAXI", "-14.00")))
    (row,) = home.rows()

    response = nikki.answer_here(nikki.response.request.path, {f"says-{row.id}": "not_in_plan"})

    assert response.status_code == 422
    assert "This day is in none of your budget years" in nikki.text()
    assert home.rows()[0].id in response.text


@pytest.mark.parametrize(
    "answer",
    [
        "instalment:instalment:nothing", "owed:shift:nothing", "already:spending:nothing", "spending:nothing",
        "refund:spending:nothing", "already:", "made up", "<b>", "owed:" + "x" * 500, "not_ours:x", "client:\u2066",
    ],
)  # fmt: skip
def test_what_was_not_offered_is_not_taken(nikki: Phone, home: Home, taxi, answer: str):
    path, row_id = taxi

    response = nikki.answer(path, {f"says-{row_id}": answer})

    assert response.status_code == 422
    assert home.in_account() == 0


@pytest.mark.parametrize("name", ["says-", "says-\x00", "says-<b>", "says-" + "x" * 500, "same-nothing"])
def test_a_row_that_is_not_there_is_not_said(nikki_on_both: Phone, home_on_both: Home, name: str):
    nikki_on_both.upload(csv(TAXI))
    path = nikki_on_both.response.request.path
    fields = nikki_on_both.fields(path)

    response = nikki_on_both.client.post(path, data=fields | {name: "not_ours"})

    assert response.status_code == 422  # nothing that is there was said
    assert home_on_both.in_account() == 0


def test_a_zero_row_is_only_not_care_money(nikki: Phone, home: Home):
    nikki.upload(csv(("07/10/2026", "NOTICE", "0.00")))
    (row,) = home.rows()

    assert set(nikki.choices(f"says-{row.id}")) == {"", "not_ours"}
    assert nikki.answer_here(nikki.response.request.path, {f"says-{row.id}": "not_in_plan"}).status_code == 422


def test_the_bank_s_words_are_never_markup(nikki: Phone):
    nikki.upload(csv(("07/10/2026", "<script>x</script> =1+1 & 'y'", "-14.00")))
    path = nikki.response.request.path

    assert "<script>x" not in nikki.response.text
    nikki.answer_here(path, dict.fromkeys(nikki.questions(), "not_in_plan"))
    assert "<script>x" not in nikki.response.text
    assert "<script>x</script> =1+1 & 'y'" in nikki.text()
