"""Who pays in: told, refused by law, told anew, ended; and each payment as it comes, late or in part."""

import pytest
from beginner import COUNCIL, NHS
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.persistence.database import db
from app.persistence.tables import Contribution, Funder, InstalmentRow

FROM_MARCH = {"first_on-day": "1", "first_on-month": "3", "first_on-year": "2026"}
YEAR = 960_000  # 12 x (780.00 + 20.00)


def instalments(phone):
    """The payments as they were last told: (step, by the person, due on, pence)."""
    with phone.app.app_context(), Session(db.engine) as session:
        rows = session.execute(select(InstalmentRow).order_by(InstalmentRow.n)).scalars()
        latest = {row.id: row for row in rows}
    return sorted((r.step, r.client, r.due_on, r.amount_pence) for r in latest.values())


def sound(phone):
    """The whole pot's figures; what is due is always the sum of the payments to come."""
    whole = phone.figures()["whole"]
    assert whole.due_pence == sum(pence for step, *_, pence in instalments(phone) if step == "expected")
    return whole


def payment(phone, where, words):
    """Open the payment of this day."""
    phone.open(where)
    phone.follow(words)


def test_so_much_each_time_is_exactly_so_much_each_time(begun):
    begun.add(COUNCIL | {"each": "333.33"}, came=0)
    told = instalments(begun)
    assert len(told) == 24
    assert {(client, pence) for _step, client, _on, pence in told} == {(False, 33_333), (True, 2_000)}
    assert begun.figures()["whole"].due_pence == 12 * (33_333 + 2_000)


@pytest.mark.parametrize(
    ("frequency", "first", "number"),
    [
        ("weekly", ("1", "4", "2025"), 53),
        ("four_weekly", ("1", "4", "2025"), 14),
        ("monthly", ("31", "5", "2025"), 11),
        ("quarterly", ("1", "4", "2025"), 4),
        ("once", ("31", "3", "2026"), 1),
        ("monthly", ("6", "1", "2024"), 12),
        ("four_weekly", ("31", "3", "2025"), 13),
    ],
)
def test_the_year_counts_the_days_due_within_it(begun, frequency, first, number):
    day, month, year = first
    letter = {"frequency": frequency, "first_on-day": day, "first_on-month": month, "first_on-year": year}
    begun.add(COUNCIL | letter | {"client_each": "", "each": "10"}, came=0)
    begun.open(f"{begun.pot}/begin")
    assert f"{number} payment" in begun.text
    assert begun.figures()["whole"].due_pence == number * 1_000
    assert str(instalments(begun)[0][2]) >= "2025-04-01"


@pytest.mark.parametrize(
    ("basis", "sentence"),
    [
        ("continuing_healthcare", "NHS care is free. Nobody can ask you to pay towards it."),
        ("joint_package", "NHS care is free. Nobody can ask you to pay towards it."),
        ("wheelchair", "NHS care is free. Nobody can ask you to pay towards it."),
        ("childrens_continuing_care", "NHS care is free. Nobody can ask you to pay towards it."),
        ("s117", "Aftercare under section 117 is free."),
        ("s117_council", "Aftercare under section 117 is free."),
        ("ehc_section_j", "Help in an education plan is free."),
    ],
)
def test_a_charge_on_money_that_the_law_keeps_free_is_refused_and_says_why(begun, basis, sentence):
    begun.open(f"{begun.pot}/contributions/new")
    letter = COUNCIL | {"legal_basis": basis, "client_each": "5"}
    answer = begun.send("/contributions", letter)
    assert answer.status_code == 422
    assert sentence in begun.error("client_each")
    assert {name: begun.typed(name) for name in ("funder", "each", "client_each", "reference")} == {
        name: letter[name] for name in ("funder", "each", "client_each", "reference")
    }
    assert instalments(begun) == []
    assert begun.send("/contributions", letter | {"client_each": "0"}).status_code == 200


@pytest.mark.parametrize("basis", ["care_act", "children_act", "carer"])
def test_a_charge_on_the_councils_money_is_taken(begun, basis):
    begun.add(COUNCIL | {"legal_basis": basis})
    assert begun.figures()["whole"].left_to_spend_pence == YEAR


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"funder": ""}, "funder", "Write who pays, as the letter says it"),
        ({"funder": "x" * 201}, "funder", "Write this in 200 letters or fewer"),
        ({"legal_basis": ""}, "legal_basis", "Choose what the money is for"),
        ({"legal_basis": "magic"}, "legal_basis", "Choose what the money is for"),
        ({"each": ""}, "each", "Enter how much comes each time"),
        ({"each": "12.555"}, "each", "Did you mean"),
        ({"each": "0"}, "each", "Enter an amount above zero"),
        ({"frequency": "daily"}, "frequency", "Choose how often it comes"),
        ({"first_on-day": "31"}, "first_on", "Enter a real day"),
        ({"first_on-year": "2026"}, "first_on", "Enter a day in your budget year, 1 April 2025 to 31 March 2026"),
        ({"frequency": "once", "first_on-year": "2024"}, "first_on", "Enter a day in your budget year"),
        ({"way_held": "mattress"}, "way_held", "Choose who keeps the money"),
        ({"client_each": "-3"}, "client_each", "without a minus sign"),
    ],
)
def test_what_is_not_clear_is_said_beside_the_field(begun, said, field, sentence):
    begun.open(f"{begun.pot}/contributions/new")
    letter = COUNCIL | said
    assert begun.send("/contributions", letter).status_code == 422
    assert sentence in begun.error(field)
    for name in ("funder", "each", "first_on-day", "first_on-month", "first_on-year", "client_each", "reference"):
        assert begun.typed(name) == letter[name]
    assert instalments(begun) == []


@pytest.mark.parametrize(
    ("name", "code"), [("nhs DEVON  integrated care board", "QJK"), ("Westshire Council", None), ("<b>Me</b>", None)]
)
def test_a_known_funder_is_known_by_its_code_and_any_other_name_is_as_good(begun, name, code):
    begun.add(COUNCIL | {"funder": name})
    with begun.app.app_context(), Session(db.engine) as session:
        assert session.execute(select(Funder.code)).scalar_one() == code
    assert "<b>Me" not in begun.open(f"{begun.pot}/contributions").text


def test_nothing_is_asked_of_payments_that_lie_ahead(begun):
    begun.open(f"{begun.pot}/contributions/new")
    begun.send("/contributions", COUNCIL | FROM_MARCH)
    assert begun.page.request.path == f"{begun.pot}/begin"


def test_what_has_not_come_is_late(begun):
    where = begun.add(COUNCIL | {"client_each": ""}, came=10)
    begun.open(where)
    assert "Not here yet 6 February 2026 Late £780.00" in begun.text
    begun.open("/")
    assert "1 payment has not come" in begun.text
    payment(begun, where, "6 February 2026")
    begun.send("/" + begun.page.request.path.rsplit("/", 1)[1], amount="780")
    assert "Saved. It came in." in begun.text
    assert sound(begun).received_pence == 11 * 78_000
    begun.undo()
    assert "It is still to come" in begun.text
    assert sound(begun).received_pence == 10 * 78_000


def test_the_rest_of_a_payment_stays_due(begun):
    where = begun.add(COUNCIL | {"client_each": ""}, came=10)
    payment(begun, where, "6 February 2026")
    begun.send("/" + begun.page.request.path.rsplit("/", 1)[1], amount="500")
    whole = sound(begun)
    assert (whole.received_pence, whole.due_pence) == (830_000, 106_000)
    begun.undo()
    whole = sound(begun)
    assert (whole.received_pence, whole.due_pence) == (780_000, 156_000)
    assert len([one for one in instalments(begun) if one[0] == "expected"]) == 2


def test_the_rest_that_came_too_is_not_due_again(begun):
    where = begun.add(COUNCIL | {"client_each": ""}, came=10)
    payment(begun, where, "6 February 2026")
    first = begun.page.request.path
    begun.send("/" + first.rsplit("/", 1)[1], amount="500")
    payment(begun, where, "6 February 2026")
    begun.send("/" + begun.page.request.path.rsplit("/", 1)[1], amount="280")
    assert sound(begun).received_pence == 858_000
    begun.open(first)
    begun.send("/not-come")
    whole = sound(begun)
    assert (whole.received_pence, whole.due_pence) == (808_000, 128_000)


def test_more_than_was_promised_is_there_to_spend_until_it_is_taken_back(begun):
    where = begun.add(COUNCIL | {"client_each": ""}, came=10)
    payment(begun, where, "6 February 2026")
    begun.send("/" + begun.page.request.path.rsplit("/", 1)[1], amount="1,000")
    assert sound(begun).left_to_spend_pence == 936_000 + 22_000
    begun.undo()
    assert sound(begun).left_to_spend_pence == 936_000


def test_a_payment_cannot_come_in_tomorrow_or_twice(begun):
    where = begun.add(COUNCIL | {"client_each": ""}, came=10)
    payment(begun, where, "6 February 2026")
    form, path = begun.page, "/" + begun.page.request.path.rsplit("/", 1)[1]
    answer = begun.send(path, {"received_on-day": "11", "received_on-month": "2", "received_on-year": "2026"})
    assert answer.status_code == 422
    assert begun.error("received_on") == "Enter a day that is today or before"
    begun.send(path, {"received_on-day": "9"})
    begun.page = form
    assert begun.send(path, change_id="6c1e2f0a-0000-4000-8000-000000000003").status_code == 409
    assert sound(begun).received_pence == 11 * 78_000


def test_the_list_of_past_payments_takes_only_its_own(begun):
    begun.open(f"{begun.pot}/contributions/new")
    begun.send("/contributions", COUNCIL)
    form = begun.page
    assert begun.send("/arrived", came=["elsewhere"]).status_code == 422
    assert "This list has changed" in begun.error("came")
    begun.page = form
    begun.send("/arrived")
    begun.page = form
    assert begun.send("/arrived", change_id="6c1e2f0a-0000-4000-8000-000000000004").status_code == 422
    assert sound(begun).received_pence == 11 * 80_000


def test_a_new_letter_replaces_what_is_to_come_and_keeps_what_came(begun):
    """10 of 12 came; from 1 March it is 900.00 (and 25.00) a month: the late February payment stays due."""
    where = begun.add(COUNCIL, came=20)
    begun.open(where)
    begun.follow("There is a new letter")
    begun.send("/change", FROM_MARCH | {"each": "900", "client_each": "25", "reference": "AB/2"})
    assert "Changed." in begun.text
    assert "Written down" in begun.text
    assert "AB/1" in begun.text
    assert "AB/2" in begun.text
    whole = sound(begun)
    assert (whole.received_pence, whole.due_pence) == (800_000, 80_000 + 92_500)
    begun.undo()
    assert "Put back" in begun.text
    assert sound(begun).left_to_spend_pence == YEAR
    begun.open(where)
    assert not begun.offers("/put-back")


def test_a_lower_amount_lowers_what_is_left(begun):
    where = begun.add(COUNCIL | {"client_each": ""})
    begun.open(where + "/change")
    begun.send("/change", FROM_MARCH | {"each": "700", "frequency": "weekly"})
    assert sound(begun).left_to_spend_pence == 11 * 78_000 + 5 * 70_000
    with begun.app.app_context(), Session(db.engine) as session:
        told = session.execute(select(Contribution).order_by(Contribution.n)).scalars().all()
    assert [(c.step, c.amount_pence) for c in told] == [("promised", 936_000), ("changed", 858_000 + 350_000)]


def test_a_new_letter_cannot_reach_behind_what_came_in(begun):
    where = begun.add(COUNCIL)
    begun.open(where + "/change")
    said = {"each": "900", "first_on-day": "6", "first_on-month": "2", "first_on-year": "2026"}
    assert begun.send("/change", said).status_code == 422
    assert "The payment due on 6 February 2026 came in. Enter a day after it" in begun.error("first_on")
    assert begun.typed("each") == "900"


def test_a_new_letter_cannot_charge_for_what_is_free(begun):
    where = begun.add(NHS)
    begun.open(where + "/change")
    assert begun.send("/change", FROM_MARCH | {"each": "400", "client_each": "1"}).status_code == 422
    assert "NHS care is free" in begun.error("client_each")


def test_of_two_letters_at_once_the_second_is_asked_to_look(begun):
    where = begun.add(COUNCIL)
    begun.open(where + "/change")
    form = begun.page
    begun.send("/change", FROM_MARCH | {"each": "900"})
    begun.page = form
    again = FROM_MARCH | {"each": "800", "change_id": "6c1e2f0a-0000-4000-8000-000000000005"}
    assert begun.send("/change", again).status_code == 409


def test_a_letter_under_which_money_came_cannot_be_undone(begun):
    where = begun.add(COUNCIL | {"client_each": ""}, came=0)
    begun.open(where + "/change")
    said = {"each": "900", "first_on-day": "1", "first_on-month": "2", "first_on-year": "2026"}
    begun.send("/change", said)
    undo = begun.page
    payment(begun, where, "1 February 2026")
    begun.send("/" + begun.page.request.path.rsplit("/", 1)[1])
    begun.page = undo
    assert begun.undo().status_code == 409
    sound(begun)


def test_money_that_stops_is_not_counted_on_and_can_go_on_after_all(begun):
    where = begun.add(COUNCIL)
    begun.open(where)
    begun.follow("This money stops")
    last = {"last_on-day": "28", "last_on-month": "2", "last_on-year": "2026"}
    begun.send("/end", last)
    assert "This money has ended" in begun.text
    assert sound(begun).left_to_spend_pence == YEAR - 80_000
    begun.open(f"{begun.pot}/contributions")
    assert "Ended" in begun.text
    begun.open(f"{begun.pot}/money")
    assert "Westshire Council" in begun.text
    begun.open(where)
    begun.send("/put-back")
    assert sound(begun).left_to_spend_pence == YEAR
    assert "This money has ended" not in begun.text


def test_the_last_day_lies_in_the_year(begun):
    where = begun.add(COUNCIL)
    begun.open(where + "/end")
    last = {"last_on-day": "1", "last_on-month": "4", "last_on-year": "2026"}
    assert begun.send("/end", last).status_code == 422
    assert "Enter a day in your budget year" in begun.error("last_on")


def test_an_ended_one_is_not_told_anew(begun):
    where = begun.add(COUNCIL)
    begun.open(where + "/end")
    form = begun.page
    begun.send("/end")
    begun.page = form
    assert begun.send("/end", change_id="6c1e2f0a-0000-4000-8000-000000000006").status_code == 409
    begun.open(where)
    assert not begun.has_link("There is a new letter")


@pytest.mark.parametrize("page", ["", "/change", "/end", "/arrived", "/payments/nothing"])
def test_what_is_not_there_is_not_found(begun, page):
    pot = begun.pot
    where = begun.add(COUNCIL)
    assert begun.client.get(f"{pot}/contributions/nothing{page}").status_code == 404
    if page == "/payments/nothing":
        assert begun.client.get(f"{where}{page}").status_code == 404
