"""The page of one person of a pot, and what can be done there: ended, kept, given more or less, switched on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from household import Clock
from phone import HTMX, Phone, plain
from registering import ALL, Registered, queries_of, registered
from sqlalchemy import Engine

from app.domain.authority import WHO_MAY, Permission, Role
from app.people import register_changes as register
from app.people.register_queries import TO_THINK_AGAIN


@pytest.fixture
def home(app: Flask, sqlite_engine: Engine, clock: Clock) -> Registered:
    return registered(app, sqlite_engine, clock)


@pytest.fixture
def jason(home: Registered, phone) -> Phone:
    return phone("jason")


def sees(phone: Phone, *words: str) -> None:
    text = plain(" ".join(phone.page.by_id("main").itertext()))
    text = " ".join(text.split()).replace(" .", ".").replace(" :", ":").replace(" ,", ",")
    for each in words:
        assert each in text, f"{each!r} is not on {phone.path}: {text}"


# --- what it says


def test_a_row_of_the_list_leads_to_the_page(home, jason):
    home.joins("joan")
    jason.open(f"{home.home}/people")
    jason.follow("J Joan")
    assert jason.path == home.of("joan")
    sees(jason, "Helper. Since 10 February 2026.", "Can see totals", "Cannot approve shifts.")


def test_an_appointee_is_told_plainly_that_it_covers_benefits_only(home, jason, phone):
    home.joins("ruth", reference="DWP 123")
    jason.open(home.of("ruth"))
    sees(
        jason,
        "This covers benefits only, until NHS Westshire and Westshire Council accept it.",
        "A letter from the DWP (about benefits only)",
        "DWP 123",
        "NHS Westshire: not accepted yet",
        "Can see who is part of it.",
    )
    ruth = phone("ruth")
    ruth.open(f"{home.home}/people/me")
    sees(ruth, "Ruth (you)", "This covers benefits only")


def test_once_the_funders_have_accepted_it_says_when(home, jason):
    home.joins("ruth")
    home.joins("david")
    home.accepted("ruth")
    jason.open(home.of("ruth"))
    sees(jason, "NHS Westshire: accepted on 10 February 2026", "Money and care", "They cannot remove Jason,")
    assert "benefits only, until" not in jason.text()


def test_a_parents_page_says_what_ends_it(home, jason):
    home.joins("leila", born_on=date(2017, 5, 4))
    jason.open(home.of("leila"))
    sees(jason, "10 February 2026 to 3 May 2035", "It ends by itself on the 18th birthday.", "A birth certificate")


def test_a_reference_is_for_those_whom_it_concerns(home, phone):
    home.joins("maria", reference="COP 998877")
    home.joins("joan")
    joan, maria = phone("joan"), phone("maria")
    joan.open(home.of("maria"))
    sees(joan, "An order of the Court of Protection")
    assert "COP 998877" not in joan.text()
    maria.open(f"{home.home}/people/me")
    sees(maria, "COP 998877")


def test_a_team_leaders_limit_and_a_reviewers_funder_stand_there(home, jason):
    home.joins("dele")
    home.joins("david", funder_id=home.funders()["council"])
    jason.open(home.of("dele"))
    sees(jason, "up to £15.00 an hour")
    jason.open(home.of("david"))
    sees(jason, "Reviewer for a funder: Westshire Council.")


def test_who_has_two_roles_finds_the_other_one(home, jason):
    home.joins("joan")
    helper = home.of("joan")
    home.joins("joan", role=Role.CARER)
    jason.open(home.of("joan"))
    jason.follow("Helper")
    assert jason.path == helper


@pytest.mark.parametrize("who", sorted(ALL))
def test_everybody_sees_their_own(home, phone, who):
    home.joins(who)
    own = phone(who)
    assert own.open(f"{home.home}/people/me").status_code == 200
    sees(own, f"{who.title()} (you)")
    assert own.link("Leave") == home.of(who, "/end")


def test_a_page_asks_the_database_little(home, jason):
    home.joins("ruth")
    home.joins("fatima")
    for path in (home.of("ruth"), home.of("fatima", "/powers"), home.of("ruth", "/end"), f"{home.home}/people/me"):
        assert 0 < queries_of(jason, path) <= 5


# --- ending


def test_ended_after_a_check_page_is_dead_at_the_next_request(home, jason, phone):
    home.joins("joan")
    joan = phone("joan")
    assert joan.open(home.home + "/").status_code == 200
    jason.open(home.of("joan"))
    jason.follow("End what they may do")
    sees(jason, "End what Joan may do?", "See what was paid for, with the receipts", "For 24 hours")
    jason.send("/end")
    sees(jason, "Ended. They can do nothing here any more.", "No longer part of it.", "Jason said so on 10 February")
    assert joan.open(home.home + "/").status_code == 404
    assert home.told("joan") == ["authority"]


def test_undo_at_once(home, jason, phone):
    home.joins("joan")
    joan = phone("joan")
    jason.open(home.of("joan", "/end"))
    jason.send("/end")
    jason.send("/undo")
    sees(jason, "Done. It is as it was before.")
    assert joan.open(home.home + "/").status_code == 200


def test_for_24_hours_they_can_be_kept_and_not_longer(home, jason, phone):
    home.joins("joan")
    home.act("jason", lambda _act: None)
    jason.open(home.of("joan", "/end"))
    jason.send("/end")
    home.clock.now += TO_THINK_AGAIN - timedelta(minutes=1)
    jason.open(home.of("joan"))
    fields = jason.fields("/keep")
    jason.send("/keep")
    sees(jason, "Kept. It is as it was before.")
    jason.open(home.of("joan", "/end"))
    jason.send("/end")
    home.clock.now += TO_THINK_AGAIN
    jason.open(home.of("joan"))
    assert jason.page.forms("/keep") == []
    late = jason.client.post(home.of("joan", "/keep"), data=fields | {"change_id": NEW})
    assert late.status_code == 409


NEW = "7d444840-9dc0-11d1-b245-5ffdce74fad2"


def test_the_second_to_end_reads_who_was_first(home, jason, phone):
    home.joins("joan")
    home.joins("leila")
    leila = phone("leila")
    leila.open(home.of("joan", "/end"))
    jason.open(home.of("joan", "/end"))
    jason.send("/end")
    leila.send("/end")
    assert leila.response.status_code == 409
    sees(leila, "Jason changed this on 10 February, 10:00 am")


def test_who_acts_for_the_holder_is_told_that_they_will_see_it(home, phone):
    home.joins("leila")
    home.joins("joan")
    leila = phone("leila")
    leila.open(home.of("joan", "/end"))
    sees(leila, "You are doing this for Jason. They will see it.", "End it for Jason")
    leila.send("/end")
    sees(leila, "Ended.")
    assert "authority" in home.told("jason")


@pytest.mark.parametrize("headers", [None, HTMX])
def test_everybody_may_leave_and_the_holder_may_keep_them(home, jason, phone, headers):
    home.joins("kofi")
    kofi = phone("kofi")
    kofi.open(f"{home.home}/people/me")
    kofi.follow("Leave")
    fields = kofi.fields("/end")
    answer = kofi.client.post(home.of("kofi", "/end"), data=fields, headers=headers)
    if headers:
        assert answer.headers["HX-Redirect"].startswith("/left")
    else:
        assert answer.location.startswith("/left")
    kofi.open("/left")
    sees(kofi, "You have left.")
    assert kofi.open(home.home + "/").status_code == 404
    jason.open(home.of("kofi"))
    jason.send("/keep")
    assert kofi.open(home.home + "/").status_code == 200


# --- what a helper or broker may do


def test_item_by_item(home, jason, phone):
    home.joins("joan")
    joan = phone("joan")
    jason.open(home.of("joan"))
    jason.follow("Change what they may do")
    told = fields_with(jason, "/powers", "may", [Permission.SEE_TOTALS, Permission.MESSAGE])
    jason.post(home.of("joan", "/powers"), told)
    sees(jason, "Saved. It counts from now on.", "Can see totals, and write messages.")
    assert joan.open(home.home + "/spending").status_code == 403
    assert joan.open(home.home + "/messages").status_code == 200
    jason.send("/undo")
    assert joan.open(home.home + "/spending").status_code == 200


def test_all_ticked_is_the_whole_role(home, jason):
    home.joins("fatima", given=frozenset())
    jason.open(home.of("fatima", "/powers"))
    items = [one for one in WHO_MAY[Role.BROKER] if one is not Permission.OPEN]
    jason.post(home.of("fatima", "/powers"), fields_with(jason, "/powers", "may", items))
    assert home.row("fatima").given is None


def test_a_brokers_time_ends_by_itself(home, jason, phone):
    home.joins("fatima")
    fatima = phone("fatima")
    jason.open(home.of("fatima", "/powers"))
    jason.send("/powers", until__day="10", until__month="3", until__year="2026")
    sees(jason, "10 February 2026 to 10 March 2026", "It ends by itself on that day.")
    home.clock.now = datetime(2026, 3, 10, 23, 59, tzinfo=UTC)
    assert fatima.open(home.home + "/").status_code == 200
    home.clock.now = datetime(2026, 3, 11, tzinfo=UTC)
    assert fatima.open(home.home + "/").status_code == 404


def test_a_day_that_has_passed_is_said_beside_its_field_and_everything_typed_stays(home, jason):
    home.joins("joan")
    jason.open(home.of("joan", "/powers"))
    told = fields_with(jason, "/powers", "may", [Permission.MESSAGE])
    jason.post(home.of("joan", "/powers"), told | {"until-day": "1", "until-month": "2", "until-year": "2026"})
    assert jason.response.status_code == 422
    assert jason.error_of("until") == "Enter a day that is today or later"
    ticked = [
        box.get("value")
        for box in jason.page.all("input")
        if box.get("name") == "may" and box.get("checked") is not None
    ]
    assert ticked == ["message"]
    assert jason.fields("/powers")["until-day"] == "1"


def test_what_the_role_has_not_got_cannot_be_given(home, jason):
    home.joins("joan")
    jason.open(home.of("joan", "/powers"))
    jason.post(home.of("joan", "/powers"), fields_with(jason, "/powers", "may", [Permission.PAY]))
    assert jason.response.status_code == 422
    assert home.rows("joan") == 1


def test_a_page_that_was_overtaken_decides_nothing(home, jason, phone):
    home.joins("joan")
    jason.open(home.of("joan", "/powers"))
    fields = fields_with(jason, "/powers", "may", [Permission.MESSAGE])
    home.act("jason", lambda act: register.again(act, home.authority["joan"], given=""))
    jason.post(home.of("joan", "/powers"), fields)
    assert jason.response.status_code == 409
    assert home.row("joan").given == ""


def test_a_team_leaders_limit(home, jason):
    home.joins("dele")
    jason.open(home.of("dele"))
    jason.follow("Change what they may do")
    jason.send("/powers", limit="16.50")
    sees(jason, "up to £16.50 an hour")
    jason.open(home.of("dele", "/powers"))
    assert jason.fields("/powers")["limit"] == "16.50"
    jason.send("/powers", limit="sixteen")
    assert jason.response.status_code == 422
    assert jason.fields("/powers")["limit"] == "sixteen"
    jason.send("/powers", limit="")
    sees(jason, "at any rate")


# --- switched on for a while


def set_in_advance(jason: Phone, home: Registered, *permissions: Permission, days: str = "7") -> None:
    jason.open(home.of("joan", "/sometimes"))
    told = fields_with(jason, "/sometimes", "may", list(permissions)) | {"days": days}
    jason.post(home.of("joan", "/sometimes"), told)


def test_what_is_set_in_advance_counts_only_while_it_is_on_and_goes_off_by_itself(home, jason, phone):
    home.joins("joan", given=frozenset({Permission.MESSAGE}))
    joan = phone("joan")
    set_in_advance(jason, home, Permission.SEE_SPENDING, Permission.RECORD)
    sees(jason, "When it is switched on, also", "Record spending", "For 7 days.")
    assert joan.open(home.home + "/spending").status_code == 403
    jason.send("/on")
    sees(jason, "Switched on.", "More is switched on until 17 February, 10:00 am.")
    assert joan.open(home.home + "/spending").status_code == 200
    home.clock.now += timedelta(days=7, microseconds=-1)
    assert joan.open(home.home + "/spending").status_code == 200
    home.clock.now += timedelta(microseconds=1)
    assert joan.open(home.home + "/spending").status_code == 403


def test_it_is_switched_off_by_the_holder_or_the_helper_and_on_by_the_holder_alone(home, jason, phone):
    home.joins("joan", when_on=frozenset({Permission.PAY}), on_days=7)
    joan = phone("joan")
    joan.open(f"{home.home}/people/me")
    assert joan.page.forms("/on") == []
    refused = joan.client.post(home.of("joan", "/on"), data=door(joan) | {"acting": home.authority["joan"]})
    assert refused.status_code == 403
    jason.open(home.of("joan"))
    jason.send("/on")
    joan.open(f"{home.home}/people/me")
    joan.send("/off")
    sees(joan, "Switched off.")
    assert home.row("joan").on_until is None
    assert "authority" in home.told("jason")


def test_everybody_sees_on_their_first_page_that_it_is_on_and_until_when(home, jason, phone):
    for who in ("joan", "kofi", "dele", "omar", "david", "ruth", "fatima", "leila"):
        home.joins(who, **({"when_on": frozenset({Permission.PAY}), "on_days": 7} if who == "joan" else {}))
    phones = {who: phone(who) for who in ("kofi", "dele", "omar", "david", "ruth", "fatima", "leila", "joan")}
    jason.open(f"{home.home}/")
    assert "may do more here" not in jason.text()
    jason.open(home.of("joan"))
    jason.send("/on")
    for who, each in (phones | {"jason": jason}).items():
        each.open(f"{home.home}/")
        sees(each, f"{'You' if who == 'joan' else 'Joan'} may do more here until 17 February, 10:00 am.")
    jason.follow("Look at it")
    assert jason.path == home.of("joan")
    jason.send("/off")
    for each in (*phones.values(), jason):
        each.open(f"{home.home}/")
        assert "may do more here" not in each.text()


def test_first_pages_cost_no_more_than_one_question_more_while_it_is_on(home, jason, phone):
    home.joins("joan", when_on=frozenset({Permission.PAY}), on_days=7)
    before = queries_of(jason, f"{home.home}/")
    jason.open(home.of("joan"))
    jason.send("/on")
    assert queries_of(jason, f"{home.home}/") == before + 1 <= 5


def test_nothing_that_sets_up_the_pot_can_be_switched_on(home, jason):
    home.joins("joan")
    for permission in (Permission.SET_UP, Permission.MANAGE_PEOPLE, Permission.ACCEPT, Permission.RECORD):
        set_in_advance(jason, home, permission)
        assert jason.response.status_code == 422, permission


def test_nothing_ticked_takes_it_away(home, jason):
    home.joins("joan", when_on=frozenset({Permission.PAY}), on_days=7)
    jason.open(home.of("joan"))
    jason.send("/on")
    set_in_advance(jason, home)
    assert (home.row("joan").when_on, home.row("joan").on_until) == (None, None)


# --- a broker's conflicts


def test_a_broker_says_what_might_sway_them(home, jason, phone):
    home.joins("fatima")
    fatima = phone("fatima")
    fatima.open(f"{home.home}/people/me")
    sees(fatima, "What might sway you", "Nothing is said yet.")
    fatima.follow("Say it")
    fatima.send("/conflicts", conflicts="")
    assert fatima.response.status_code == 422
    fatima.send("/conflicts", conflicts="My sister runs <b>Bright Days</b>.")
    sees(fatima, "Saved.", "My sister runs <b>Bright Days</b>.")
    jason.open(home.of("fatima"))
    sees(jason, "What might sway them", "My sister runs <b>Bright Days</b>.")
    assert "authority" in home.told("jason")


def test_only_a_broker_says_it(home, phone):
    home.joins("joan")
    joan = phone("joan")
    assert joan.open(f"{home.home}/people/me/conflicts").status_code == 403
    sees(joan, "A broker says this about themselves.")


# --- refused, explained, kept


REFUSALS = [
    ("leila", "jason", "Nobody can end or change what Jason may do. The money is for them."),
    ("leila", "ruth", "Ruth is there for Jason whatever you decide. You cannot change that."),
    ("leila", "omar", "Omar is there for Jason whatever you decide. You cannot change that."),
    ("leila", "david", "David is there for Jason whatever you decide. You cannot change that."),
    ("joan", "kofi", "Only Jason, and who acts for them in all things, can change that."),
    ("jason", "david", "David is here for somebody else: you cannot end or change that here."),
]


@pytest.mark.parametrize(("who", "about", "why"), REFUSALS)
def test_a_refusal_is_explained_and_kept(home, phone, who, about, why):
    for name in {who, about} - {"jason"}:
        home.joins(name)
    actor = phone(who)
    actor.open(home.of(about))
    assert actor.link("End what they may do") is None
    assert actor.open(home.of(about, "/end")).status_code == 403
    sees(actor, why)
    answer = actor.client.post(home.of(about, "/end"), data=door(actor) | {"acting": home.authority[who]})
    assert answer.status_code == 403
    assert "refused.people.end_it" in home.log()


def door(phone: Phone) -> dict[str, str]:
    """What any form carries."""
    token = phone.client.get("/session.json").json["csrf_token"]
    return {"csrf_token": token, "change_id": NEW, "form_version": "1", "made_at": "2026-03-03T14:00:00+00:00"}


def fields_with(phone: Phone, action: str, name: str, values: list) -> dict:
    """The form of the page with these boxes ticked and no others."""
    return phone.fields(action) | {name: [str(value) for value in values]}
