"""The pages of shifts: what each person sees and does there, through the forms as they stand."""

import re
from datetime import UTC, datetime

import pytest
from household import LEFT
from phone import HTMX
from sqlalchemy import select

from app.care import changes
from app.domain.authority import Role
from app.persistence.tables import AuthorityRow, Sighting

NIGHT = {
    "worked_on__day": "2", "worked_on__month": "3", "worked_on__year": "2026",
    "starts": "10pm", "ends": "6", "next_day": "y", "amount": "120",
}  # fmt: skip
WAITS = {"owed": 0, "aside": 12_000, "spent": 0, "left": LEFT - 12_000, "wait": 1}
OWED = {"owed": 12_000, "aside": 0, "spent": 0, "left": LEFT - 12_000, "wait": 0}


def log_as(phone, household, who, **typed):
    theirs = phone(who)
    theirs.open(f"{household.page}/new")
    theirs.send("/shifts", **(NIGHT | typed))
    return theirs


def on_day(day, month, year=2026):
    return {"worked_on__day": str(day), "worked_on__month": str(month), "worked_on__year": str(year)}


# --- log


def test_a_carer_logs_a_night_and_it_waits(household, phone):
    aminas = log_as(phone, household, "amina", note="Quiet night.")
    assert aminas.response.status_code == 200
    text = aminas.text()
    assert "Saved. It waits to be approved." in text
    assert "You worked 8 hours" in text
    assert "Monday 2 March, 10 pm to 6 am." in text
    assert "8 hours at £15.00" in text
    assert "£120.00" in text
    assert "It waits for Nikki to approve it." in text
    assert "Quiet night." in text
    assert household.books() == WAITS
    assert household.last(household.only_shift()).carer_id == household.person["amina"]


def test_the_day_of_the_form_is_today_at_first(household, phone):
    aminas = phone("amina")
    aminas.open(f"{household.page}/new")
    fields = aminas.fields("/shifts")
    assert [fields[f"worked_on-{part}"] for part in ("day", "month", "year")] == ["3", "3", "2026"]


def test_a_logged_shift_is_undone_in_one_tap(household, phone):
    aminas = log_as(phone, household, "amina")
    assert aminas.offers("Undo")
    aminas.send("/withdrawal")
    assert "Taken back. It is kept in the history." in aminas.text()
    assert household.books()["wait"] == 0
    assert household.books()["left"] == LEFT


def test_the_holder_logs_for_a_carer_from_a_signed_sheet(household, phone):
    nikkis = log_as(phone, household, "nikki", carer=household.person["beth"], plan_line=household.pot.lines["support"])
    assert "Beth worked 8 hours" in nikkis.text()
    assert "From a signed sheet" in nikkis.text()
    assert household.last(household.only_shift()).carer_id == household.person["beth"]
    nikkis.send("/approval")
    assert household.books() == OWED


def test_a_helper_logs_and_sees_but_does_not_approve(household, phone):
    joans = log_as(phone, household, "joan", carer=household.person["beth"], plan_line=household.pot.lines["support"])
    assert "Beth worked 8 hours" in joans.text()
    assert not joans.offers("Approve")
    assert not joans.offers("This is not right")


def test_it_is_asked_who_worked(household, phone):
    nikkis = log_as(phone, household, "nikki")
    assert nikkis.response.status_code == 422
    assert nikkis.error_of("carer") == "Choose who worked"
    assert household.books()["wait"] == 0


@pytest.mark.parametrize("who", ["nikki", "joan", "fatima", "nobody"])
def test_only_a_carer_of_the_pot_can_have_worked(household, phone, who):
    nikkis = log_as(phone, household, "nikki", carer=household.person.get(who, "nobody"))
    assert nikkis.response.status_code == 422
    assert household.books()["wait"] == 0


def test_a_carer_logs_for_nobody_else_whatever_is_sent(household, phone):
    log_as(phone, household, "amina", carer=household.person["beth"], plan_line="none")
    shift = household.last(household.only_shift())
    assert shift.carer_id == household.person["amina"]


def test_a_carers_shift_is_for_the_line_of_their_last_one(household, phone):
    household.log(
        starts_at=datetime(2026, 2, 1, 9, tzinfo=UTC), ends_at=datetime(2026, 2, 1, 10, tzinfo=UTC), amount_pence=100
    )
    log_as(phone, household, "amina")
    assert household.shares("set_aside") == {"nhs": 8_067, "council": 4_033}


# --- the times


def test_an_end_before_the_start_asks_about_the_next_day_and_keeps_what_was_typed(household, phone):
    aminas = log_as(phone, household, "amina", starts="10.00 pm", ends="06:00", next_day="", amount="120,00", note="Ok")
    assert aminas.response.status_code == 422
    assert aminas.error_of("ends") == "Enter an end time after 10 pm. Did the shift end the next day?"
    kept = aminas.fields("/shifts")
    assert (kept["starts"], kept["ends"], kept["amount"], kept["note"]) == ("10.00 pm", "06:00", "120,00", "Ok")
    assert "next_day" not in kept
    aminas.send("/shifts", next_day="y")
    assert "You worked 8 hours" in aminas.text()
    assert household.books() == WAITS


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("starts", "", "Enter when it started, like 10 pm or 22:00"),
        ("ends", "", "Enter when it ended, like 6 am or 06:00"),
        ("starts", "late", "Enter a time, like 10 pm or 22:00"),
        ("ends", "25:00", "Enter a time, like 10 pm or 22:00"),
        ("amount", "", "Enter what was agreed for it, like 120.00"),
        ("amount", "1.250", "Enter pounds and pence, like 12.50. Did you mean £1.25 or £1,250.00?"),
        ("note", "a" * 5_001, "Write this in 5,000 letters or fewer"),
    ],
)
def test_what_is_typed_wrong_is_said_beside_its_field(household, phone, field, typed, sentence):
    aminas = log_as(phone, household, "amina", **{field: typed})
    assert aminas.response.status_code == 422
    assert aminas.error_of(field) == sentence
    assert aminas.fields("/shifts")[field] == typed
    assert household.books()["wait"] == 0


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        (on_day(4, 3), "worked_on", "Enter a day that is today or before"),
        (on_day(30, 2), "worked_on", "Enter a real day, like 27 3 2026"),
        (on_day(3, 3) | {"starts": "3 pm", "ends": "4 pm", "next_day": ""}, "starts", "Enter a time that has been"),
        (on_day(3, 3) | {"starts": "2 pm", "ends": "3 pm", "next_day": ""}, "ends", "Enter a time that has been"),
        (on_day(1, 3, 2025), "worked_on", "Enter a day from 1 April 2025 to 31 March 2027, when this money is for"),
    ],
)
def test_a_time_that_has_not_been_and_a_day_outside_the_years_are_refused(household, phone, typed, field, sentence):
    aminas = log_as(phone, household, "amina", **typed)
    assert aminas.response.status_code == 422
    assert aminas.error_of(field).replace("\u00a0", " ") == sentence
    assert household.books()["wait"] == 0


def test_a_time_that_the_clocks_went_over_is_refused_in_words(household, phone):
    household.clock.now = datetime(2026, 3, 30, 9, tzinfo=UTC)
    aminas = log_as(phone, household, "amina", **on_day(29, 3), starts="1:30 am", ends="7", next_day="")
    assert aminas.response.status_code == 422
    assert aminas.error_of("starts") == (
        "The clocks went forward: there was no 1:30 am. Enter a time before 1 am, or from 2 am on"
    )


def test_the_night_of_the_clocks_going_forward_is_an_hour_shorter(household, phone):
    household.clock.now = datetime(2026, 3, 30, 9, tzinfo=UTC)
    aminas = log_as(phone, household, "amina", **on_day(28, 3), starts="22:00", ends="07:00")
    assert "You worked 8 hours" in aminas.text()


def test_the_night_of_the_clocks_going_back_is_an_hour_longer(household, phone):
    household.clock.now = datetime(2026, 10, 26, 9, tzinfo=UTC)
    aminas = log_as(phone, household, "amina", **on_day(24, 10), starts="22:00", ends="07:00", amount="150")
    assert "You worked 10 hours" in aminas.text()


@pytest.mark.parametrize(("which", "long"), [("first", "6 hours and 30 minutes"), ("second", "5 hours and 30 minutes")])
def test_a_time_that_came_twice_is_asked_about(household, phone, which, long):
    household.clock.now = datetime(2026, 10, 26, 9, tzinfo=UTC)
    aminas = log_as(phone, household, "amina", **on_day(25, 10), starts="1:30 am", ends="7", next_day="")
    assert aminas.response.status_code == 422
    assert aminas.error_of("starts_which") == (
        "The clocks went back: 1:30 am came twice that night. Choose the first or the second"
    )
    aminas.send("/shifts", starts_which=which)
    assert f"You worked {long}" in aminas.text()
    aminas.open(f"{household.page}/{household.only_shift()}/change")
    assert aminas.fields("/change")["starts_which"] == which


def test_a_shift_over_a_day_long_and_one_at_the_same_time_are_saved_and_said(household, phone):
    household.log()
    aminas = log_as(phone, household, "amina", **on_day(1, 3), starts="9 pm", ends="11 pm", amount="500")
    text = aminas.text()
    assert "You worked 26 hours" in text
    assert "Sunday 1 March, 9 pm, to Monday 2 March, 11 pm." in text
    assert "This is longer than 24 hours. Check the times." in text
    assert "You have another shift at the same time: Mon 2 Mar, 10 pm to 6 am" in text
    assert household.books()["wait"] == 2


def test_shifts_that_only_touch_and_those_of_others_are_not_at_the_same_time(household, phone):
    household.log(starts_at=datetime(2026, 3, 2, 20, tzinfo=UTC), ends_at=datetime(2026, 3, 2, 22, tzinfo=UTC))
    household.log("beth")
    aminas = log_as(phone, household, "amina")
    assert "at the same time" not in aminas.text()


# --- approve


def test_the_holder_sees_who_worked_when_and_who_pays_and_approves(household, phone):
    shift = household.log()
    nikkis = phone("nikki")
    nikkis.open(f"{household.page}/{shift}")
    text = nikkis.text()
    assert "Amina worked 8 hours" in text
    assert "Monday 2 March, 10 pm to 6 am." in text
    assert "Quiet night." in text
    assert "Amina, 3 March, 2:10 pm" in text
    assert nikkis.sums() == {
        "8 hours at £15.00": "£120.00",
        "NHS pays": "£80.00",
        "The council pays": "£40.00",
        "Part of the plan": "Night support",
    }
    nikkis.send("/approval")
    assert "Approved." in nikkis.text()
    assert nikkis.offers("Undo")
    assert household.books() == OWED
    nikkis.send("/approval/withdrawal")
    assert "It waits to be approved again." in nikkis.text()
    assert household.books() == WAITS


def test_a_shift_stays_on_its_line_when_that_has_ended(household, phone):
    shift = household.log()
    nikkis = phone("nikki")
    nikkis.open(f"{household.home}/plan/lines/{household.pot.lines['support']}")
    nikkis.send("/end")
    nikkis.open(f"{household.page}/{shift}")
    assert nikkis.sums()["Part of the plan"] == "Night support"
    nikkis.follow("Change it")
    nikkis.send("/change", amount="90.00")
    assert nikkis.sums()["Part of the plan"] == "Night support"


def test_what_is_approved_is_what_the_page_showed(household, phone):
    shift = household.log()
    nikkis = phone("nikki")
    nikkis.open(f"{household.page}/{shift}")
    dearer = household.worked(amount_pence=99_900)
    household.act("amina", lambda act: changes.change_shift(act, shift, dearer))
    nikkis.send("/approval")
    assert nikkis.response.status_code == 409
    assert "Amina changed this on 3 March, 2:10 pm. Look at it again first." in nikkis.text().replace(
        "\u2068", ""
    ).replace("\u2069", "")
    assert household.books()["owed"] == 0


def test_who_comes_second_reads_who_was_first(household, phone):
    shift = household.log()
    nikkis, again = phone("nikki"), phone("nikki")
    for one in (nikkis, again):
        one.open(f"{household.page}/{shift}")
    nikkis.send("/approval")
    again.send("/approval")
    assert again.response.status_code == 409
    assert "\u2068Nikki\u2069 approved this on 3 March, 2:10 pm" in again.text()
    assert household.books() == OWED


@pytest.mark.parametrize("step", ["approval", "approval/withdrawal", "return"])
def test_a_holder_who_worked_it_reads_that_someone_else_approves(household, phone, step):
    with household.pot.session() as session:
        nikki = household.person["nikki"]
        assert session.scalar(select(AuthorityRow.role).where(AuthorityRow.person_id == nikki)) == Role.HOLDER
    shift = household.log("nikki")
    other = household.log("beth")
    nikkis = phone("nikki")
    nikkis.open(f"{household.page}/{shift}")
    assert not nikkis.offers("Approve")
    assert "Someone else approves your own work." in nikkis.text()
    fields = phone_fields(nikkis, household, other)
    answer = nikkis.client.post(f"{household.page}/{shift}/{step}", data=fields)
    assert answer.status_code == 403
    assert "You worked this shift, so you cannot approve it. Nothing was changed." in answer.text
    assert household.steps(shift) == ["logged"]


@pytest.mark.parametrize("step", ["approval", "approval/withdrawal", "return", "payment", "payment/withdrawal"])
@pytest.mark.parametrize("who", ["amina", "beth", "joan", "fatima", "david"])
def test_only_the_holder_approves_sends_back_and_pays(household, phone, who, step):
    shift = household.log()
    theirs = phone(who)
    home = theirs.open(f"{household.page}/new" if who in {"amina", "beth", "joan"} else f"/p/{household.pot.id}/")
    assert home.status_code == 200
    fields = theirs.fields("/shifts") if who in {"amina", "beth", "joan"} else {"change_id": "x"}
    answer = theirs.client.post(f"{household.page}/{shift}/{step}", data=fields)
    assert answer.status_code in {400, 403}
    if who in {"amina", "beth", "joan"}:
        assert answer.status_code == 403
    assert household.steps(shift) == ["logged"]


def phone_fields(theirs, household, shift):
    """The hidden fields of an approval, as its page has them."""
    theirs.open(f"{household.page}/{shift}")
    return theirs.fields("/approval")


# --- not right


def test_this_is_not_right_goes_back_in_words_and_comes_again(household, phone):
    shift = household.log()
    nikkis = phone("nikki")
    nikkis.open(f"{household.page}/{shift}/return")
    for offered in ("Time", "Day", "Pay", "Amina did not come", "Something else"):
        assert offered in nikkis.text()
    nikkis.send("/return", why="time", words="I think it was 9.")
    assert "Sent back with your words." in nikkis.text()
    assert household.books()["left"] == LEFT
    aminas = phone("amina")
    aminas.open(f"{household.page}/{shift}")
    assert "Nikki asks: Is the time right? I think it was 9." in aminas.text()
    assert aminas.offers("Change it and send it again")
    aminas.open(f"{household.page}/{shift}/change")
    kept = aminas.fields("/change")
    assert (kept["starts"], kept["ends"], kept["next_day"], kept["amount"]) == ("10 pm", "6 am", "y", "120.00")
    assert kept["note"] == "Quiet night."
    aminas.send("/change", starts="9 pm", amount="135")
    assert "You worked 9 hours" in aminas.text()
    assert household.steps(shift) == ["logged", "returned", "changed"]
    assert household.books() == WAITS | {"aside": 13_500, "left": LEFT - 13_500}


@pytest.mark.parametrize("why", ["", "nonsense"])
def test_it_is_asked_what_is_not_right(household, phone, why):
    shift = household.log()
    nikkis = phone("nikki")
    nikkis.open(f"{household.page}/{shift}/return")
    nikkis.send("/return", why=why, words="Hm")
    assert nikkis.response.status_code == 422
    assert nikkis.error_of("why") == "Choose what is not right"
    assert nikkis.fields("/return")["words"] == "Hm"
    assert household.books() == WAITS


def test_a_change_of_what_was_changed_meanwhile_is_not_taken(household, phone):
    shift = household.log()
    aminas = phone("amina")
    aminas.open(f"{household.page}/{shift}/change")
    told = household.worked(amount_pence=9_000)
    household.act("nikki", lambda act: changes.change_shift(act, shift, told))
    aminas.send("/change", amount="150")
    assert aminas.response.status_code == 409
    assert household.last(shift).amount_pence == 9_000


def test_a_change_by_the_holder_is_marked_and_waits_again(household, phone):
    shift = household.log()
    nikkis = phone("nikki")
    nikkis.open(f"{household.page}/{shift}/change")
    nikkis.send("/change", amount="90", plan_line="none")
    text = nikkis.text()
    assert "From a signed sheet" in text
    assert "Not agreed yet" in text
    assert household.shares("set_aside") == {"none": 9_000}
    assert household.last(shift).carer_id == household.person["amina"]


# --- pay


def test_a_shift_is_marked_as_paid_on_a_day_and_not_paid_after_all(household, phone):
    shift = household.log()
    household.act("nikki", lambda act: changes.approve(act, shift))
    nikkis = phone("nikki")
    nikkis.open(f"{household.page}/{shift}")
    assert nikkis.offers("Mark as paid")
    nikkis.open(f"{household.page}/{shift}/payment")
    nikkis.send("/payment", paid_on__day="1")
    assert "Marked as paid." in nikkis.text()
    assert nikkis.sums()["Paid on"] == "1 March 2026"
    assert household.books() == {"owed": 0, "aside": 0, "spent": 12_000, "left": LEFT - 12_000, "wait": 0}
    nikkis.send("/payment/withdrawal")
    assert household.books() == OWED


def test_a_day_to_come_is_no_day_of_payment(household, phone):
    shift = household.log()
    household.act("nikki", lambda act: changes.approve(act, shift))
    nikkis = phone("nikki")
    nikkis.open(f"{household.page}/{shift}/payment")
    nikkis.send("/payment", paid_on__day="4")
    assert nikkis.response.status_code == 422
    assert nikkis.error_of("paid_on") == "Enter a day that is today or before"
    assert household.books() == OWED


def test_what_a_bank_statement_shows_as_paid_is_changed_there(household, phone):
    shift = household.log()
    household.act("nikki", lambda act: changes.approve(act, shift))
    household.act("nikki", lambda act: changes.pay(act, shift, household.clock.now.date()))

    def sighted(act):
        act.write(
            Sighting(
                id="row", n=0, says="owed", source=f"shift:{shift}", amount_pence=-12_000,
                booked_on=household.clock.now.date(),
            )
        )  # fmt: skip

    household.act("nikki", sighted)
    nikkis = phone("nikki")
    nikkis.open(f"{household.page}/{shift}")
    nikkis.send("/payment/withdrawal")
    assert nikkis.response.status_code == 409
    assert "A bank statement shows this payment. Change it there." in nikkis.text()
    assert household.books()["spent"] == 12_000


# --- what a carer sees


def test_a_carer_sees_their_own_shifts_and_no_other_money(household, phone):
    hers = household.log(amount_pence=11_111)
    other = household.log("beth", amount_pence=98_765, note="Private to Beth")
    household.act("nikki", lambda act: changes.approve(act, hers))
    household.act("nikki", lambda act: changes.approve(act, other))
    canaries = {
        "987.65",
        "Beth",
        "10,000.00",
        "7,000.00",
        "74.07",
        "37.04",
        "NHS",
        "council",
        "Night support",
        "data-figure",
    }
    aminas = phone("amina")
    for path in ("", "/new", f"/{hers}"):
        page = aminas.open(household.page + path)
        assert page.status_code == 200
        text = re.sub(r"/static/\S+", "", page.text)  # the names of files are made of letters by chance
        assert not [canary for canary in canaries if canary in text], path
    assert "111.11" in aminas.open(household.page).text
    for path in (f"/{other}", f"/{other}/change"):
        assert aminas.open(household.page + path).status_code == 404


@pytest.mark.parametrize("step", ["change", "withdrawal"])
def test_a_carer_changes_nothing_of_another(household, phone, step):
    household.log("amina")
    other = household.log("beth")
    aminas = phone("amina")
    aminas.open(f"{household.page}/new")
    fields = aminas.fields("/shifts") | {name.replace("__", "-"): value for name, value in NIGHT.items()}
    answer = aminas.client.post(f"{household.page}/{other}/{step}", data=fields | {"seen": "0"})
    assert answer.status_code == 404
    assert household.steps(other) == ["logged"]


def test_a_carer_who_changes_the_line_of_their_shift_changes_nothing_of_it(household, phone):
    shift = household.log()
    aminas = phone("amina")
    aminas.open(f"{household.page}/{shift}/change")
    aminas.send("/change", plan_line="none")
    assert household.shares("set_aside") == {"nhs": 8_000, "council": 4_000}


@pytest.mark.parametrize("who", ["fatima", "david"])
def test_broker_and_reviewer_see_no_shifts(household, phone, who):
    shift = household.log()
    theirs = phone(who)
    for path in ("", "/new", f"/{shift}"):
        assert theirs.open(household.page + path).status_code == 403


def test_a_shift_of_another_pot_is_not_found(household, phone):
    assert phone("nikki").open(f"{household.page}/nosuchshift").status_code == 404


# --- the list


def test_those_to_approve_come_first_then_the_others_by_day(household, phone):
    early = household.log(
        "beth", starts_at=datetime(2026, 2, 1, 9, tzinfo=UTC), ends_at=datetime(2026, 2, 1, 10, tzinfo=UTC)
    )
    late = household.log()
    household.act("nikki", lambda act: changes.approve(act, late))
    page = phone("nikki").open(household.page).text
    assert page.index("To approve") < page.index(early) < page.index("Before") < page.index(late)
    household.act("nikki", lambda act: changes.unapprove(act, late))
    page = phone("nikki").open(household.page).text
    assert page.index(early) < page.index(late)
    assert "Before" not in page


def test_a_long_list_comes_a_page_at_a_time(household, phone):
    told = []
    for hour in range(32):
        at = datetime(2026, 2, 1 + hour // 2, 9 + hour % 2, tzinfo=UTC)
        told.append(household.log(starts_at=at, ends_at=at.replace(minute=30), amount_pence=100))
    aminas = phone("amina")
    first = aminas.open(household.page).text
    assert [shift for shift in told if f'/{shift}"' in first] == told[2:]
    older = first.partition("?before=")[2].partition('"')[0]
    second = aminas.open(f"{household.page}?before={older}").text
    assert [shift for shift in told if f'/{shift}"' in second] == told[:2]
    assert "Show older ones" not in second


def test_a_list_from_nowhere_begins_at_the_beginning(household, phone):
    shift = household.log()
    for before in ("x", "2026-03-02_", "9" * 40 + "_a"):
        assert shift in phone("nikki").open(f"{household.page}?before={before}").text


def test_no_shifts_yet_is_said(household, phone):
    nikkis = phone("nikki")
    nikkis.open(household.page)
    assert "No shifts yet." in nikkis.text()
    assert nikkis.offers("Log a shift")


# --- shapes of the answer


def test_htmx_gets_the_page_that_follows_at_once(household, phone):
    shift = household.log()
    nikkis = phone("nikki")
    nikkis.open(f"{household.page}/{shift}")
    answer = nikkis.send("/approval", headers=HTMX)
    assert answer.status_code == 200
    assert answer.headers["HX-Push-Url"].startswith(f"{household.page}/{shift}?after=")
    assert "<html" not in answer.text
    assert "Approved." in answer.text


def test_what_people_wrote_is_only_ever_words(household, phone):
    shift = household.log(note='<script>alert("x")</script>')
    nikkis = phone("nikki")
    page = nikkis.open(f"{household.page}/{shift}").text
    assert "<script>alert" not in page
    assert '<script>alert("x")</script>' in nikkis.text()
