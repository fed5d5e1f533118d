"""Who lost every way in: a code, somebody who knows them, a day's wait that anybody of theirs can stop, and in."""

import html
import re
import sqlite3
from datetime import UTC, datetime

import pytest
from factories import end, grant
from sqlalchemy import select
from visiting import Clock, Visitor, add_person

from app.domain.authority import Role
from app.domain.coming_back import WEIGHTS, Weight
from app.persistence.database import db
from app.persistence.tables import AuthorityRow, Change, Notice
from app.persistence.verify import verify


def ask(visitor: Visitor) -> tuple[str, str]:
    """The page of a phone that asked, and the code that it shows."""
    place = visitor.send("/sign-in/stuck", on="/sign-in/stuck").location
    return place, code_on(visitor, place)


def code_on(visitor: Visitor, place: str) -> str:
    return "".join(re.search(r"Your code is (\d{4})\s(\d{4})", html.unescape(visitor.get(place).text)).groups())


def say(helper: Visitor, pot, code: str, who: str | None = None):
    page = f"/p/{pot.id}/people/stuck"
    return helper.change(page, page, who=pot.holder_id if who is None else who, code=code)


@pytest.fixture
def lost(service) -> Visitor:
    """Nikki’s new phone."""
    return service.test_client()


@pytest.fixture
def joan(come_in, pot) -> Visitor:
    """Who helps Nikki, at her own phone."""
    return come_in("joan@example.com")


@pytest.fixture
def asked(lost) -> tuple[str, str]:
    return ask(lost)


def test_a_helper_says_who_it_is_and_after_a_day_they_are_in(lost, joan, pot, sink, clock: Clock, asked):
    place, code = asked
    answer = say(joan, pot, f"{code[:4]} {code[4:]}")
    assert answer.status_code == 303
    assert "Nikki</bdi> can come in soon" in joan.get(answer.location).text
    assert "You can come in soon" in lost.get(place).text
    clock.forward(hours=23, minutes=59)
    assert lost.post(place, data={"csrf_token": lost.token()}).location == place
    assert not lost.is_signed_in
    clock.forward(minutes=1)
    assert "You can come in now" in lost.get(place).text
    answer = lost.send(place, on=place)
    assert (answer.status_code, answer.location) == (303, "/me/first-phone?again=1")
    assert lost.is_signed_in
    assert "nikki@example.com" in lost.get("/me").text


def test_it_lets_in_once(service, lost, joan, pot, clock: Clock, asked):
    place, code = asked
    say(joan, pot, code)
    clock.forward(hours=24)
    lost.send(place, on=place)
    thief: Visitor = service.test_client()
    assert thief.get(place).status_code == 410
    assert thief.post(place, data={"csrf_token": thief.token()}).status_code == 410
    assert not thief.is_signed_in


def test_the_way_in_is_open_for_three_days(lost, joan, pot, clock: Clock, asked):
    place, code = asked
    say(joan, pot, code)
    clock.forward(hours=24 + 72)
    assert lost.get(place).status_code == 410


def test_all_their_phones_and_their_mail_are_told_and_any_of_them_stops_it(
    as_nikki, lost, joan, pot, sink, clock: Clock, asked
):
    place, code = asked
    home = f"/p/{pot.id}/"
    before = as_nikki.get(home)
    assert "come in as you" not in before.text
    say(joan, pot, code)
    assert sink.recipients[-1] == ["nikki@example.com"]
    assert "Was it not you? Stop it:" in sink.text
    for path in (home, "/me", "/help", f"/p/{pot.id}/money"):
        assert "Somebody wants to come in as you" in as_nikki.get(path).text, path
    assert "come in as you" not in joan.get(home).text
    page = as_nikki.get("/me/coming-in").text
    assert "Joan" in page
    as_nikki.send("/me/coming-in", on="/me/coming-in")
    assert "Stopped. That phone cannot come in." in as_nikki.get("/me").text
    assert "come in as you" not in as_nikki.get(home).text
    assert "This was stopped" in lost.get(place).text
    clock.forward(hours=25)
    lost.post(place, data={"csrf_token": lost.token()})
    assert not lost.is_signed_in


def test_a_page_that_a_phone_has_kept_is_not_the_same_while_somebody_may_come_in(
    as_nikki, joan, pot, clock: Clock, asked
):
    home = f"/p/{pot.id}/"
    tag = as_nikki.get(home).headers["ETag"]
    assert as_nikki.get(home, headers={"If-None-Match": tag}).status_code == 304
    say(joan, pot, asked[1])
    assert as_nikki.get(home, headers={"If-None-Match": tag}).status_code == 200


def test_the_mail_stops_it_without_signing_in(service, lost, joan, pot, sink, clock: Clock, asked):
    place, code = asked
    say(joan, pot, code)
    link = re.search(r"^https?://[^/]+(/sign-in/stop/\S+)$", sink.text, re.MULTILINE)[1]
    anybody: Visitor = service.test_client()
    assert "Was it not you?" in anybody.get(link).text  # looking stops nothing: mail scanners look
    assert "You can come in soon" in lost.get(place).text
    assert anybody.send(link, on=link).location == link
    assert "Stopped." in anybody.get(link).text
    clock.forward(hours=24)
    lost.post(place, data={"csrf_token": lost.token()})
    assert not lost.is_signed_in
    assert anybody.get(link[:-1]).status_code == 410
    assert anybody.get("/sign-in/stop/x").status_code == 410


def test_a_helper_takes_their_word_back(lost, joan, pot, asked):
    place, code = asked
    there = say(joan, pot, code).location.partition("?")[0]
    assert joan.change(f"{there}/undo", f"{there}?after={last_change(joan)}").status_code == 303
    assert "Your code is" in lost.get(place).text
    assert say(joan, pot, code).status_code == 303


def last_change(visitor: Visitor) -> str:
    with visitor.application.app_context():
        return db.session.scalars(select(Change.id).order_by(Change.received_at.desc(), Change.seq.desc())).first()


def test_everybody_around_the_pot_can_see_in_its_log_who_said_so(service, joan, pot, asked, sqlite_engine):
    say(joan, pot, asked[1])
    with service.app_context():
        made = db.session.scalars(select(Change).where(Change.name == "vouched")).one()
        assert made.person_id != pot.holder_id
        assert db.session.scalars(select(Notice.person_id).where(Notice.kind == "way_back")).all() == [pot.holder_id]
    with pot.session() as session:
        verify(session)


# --- whose word counts


@pytest.fixture
def joan_represents(monkeypatch, joan) -> Visitor:
    """As a deputy or an appointee would."""
    monkeypatch.setitem(WEIGHTS, Role.HELPER, Weight.REPRESENTATIVE)
    return joan


def test_a_representative_needs_a_second_person_who_is_none(joan_represents, service, lost, come_in, pot, asked):
    joan = joan_represents
    place, code = asked
    there = say(joan, pot, code).location
    assert "One more person has to say" in joan.get(there).text
    assert "One more person has to say so" in lost.get(place).text
    paul = add_person(service, "paul@example.com", "Paul")
    grant(pot, paul, Role.HELPER)
    say(come_in("paul@example.com"), pot, code)
    assert "One more person has to say so" in lost.get(place).text
    assert say(come_in("fatima@example.com"), pot, code).status_code == 303
    assert "You can come in soon" in lost.get(place).text


def test_a_word_counts_only_as_long_as_the_authority_behind_it(service, lost, joan, pot, clock: Clock, asked):
    place, code = asked
    say(joan, pot, code)
    with service.app_context():
        row = db.session.scalars(select(AuthorityRow).where(AuthorityRow.role == Role.HELPER)).one()
    end(pot, row.id, row.person_id, Role.HELPER, datetime(2026, 2, 10, 12, tzinfo=UTC))
    clock.forward(hours=24)
    lost.send(place, on=place)
    assert not lost.is_signed_in


@pytest.mark.parametrize(("who", "status"), [("carl", 403), ("david", 403), ("sam", 404)])
def test_who_may_not_say_it(service, come_in, pot, who, status):
    person = add_person(service, f"{who}@example.com", who.title())
    if who != "sam":
        grant(pot, person, {"carl": Role.CARER, "david": Role.REVIEWER}[who])
    visitor = come_in(f"{who}@example.com")
    assert visitor.get(f"/p/{pot.id}/people/stuck").status_code == status


def test_the_holder_says_it_for_those_around_them(as_nikki, service, lost, pot, clock: Clock, asked):
    carl = add_person(service, "carl@example.com", "Carl")
    grant(pot, carl, Role.CARER)
    assert say(as_nikki, pot, asked[1], carl).status_code == 303
    clock.forward(hours=24)
    lost.send(asked[0], on=asked[0])
    assert "carl@example.com" in lost.get("/me").text


def test_of_somebody_with_neither_phone_nor_address_two_have_to_say_it(
    service, lost, come_in, as_nikki, joan, pot, asked
):
    ivy = add_person(service, None, "Ivy")
    grant(pot, ivy, Role.CARER)
    place, code = asked
    say(joan, pot, code, ivy)
    assert "One more person has to say so" in lost.get(place).text
    say(as_nikki, pot, code, ivy)
    assert "You can come in soon" in lost.get(place).text


# --- what is typed


def test_nobody_is_let_in_by_a_code_that_no_phone_shows(joan, pot):
    answer = say(joan, pot, "12345678")
    assert answer.status_code == 422
    assert "No phone shows this code now" in answer.text
    assert 'value="12345678"' in answer.text


@pytest.mark.parametrize(("who", "code", "sentence"), [
    ("", "12345678", "Choose who cannot come in"),
    ("x" * 20, "12345678", "Choose who cannot come in"),
    (None, "1234", "Enter the 8 numbers from their phone"),
    (None, "", "Enter the 8 numbers from their phone"),
])  # fmt: skip
def test_what_is_missing_is_asked_for_beside_its_field(joan, pot, who, code, sentence):
    answer = say(joan, pot, code, who)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_who_says_it_is_not_among_those_who_cannot_come_in(joan, pot):
    page = joan.get(f"/p/{pot.id}/people/stuck").text
    assert page.count('type="radio"') == 2
    assert "Joan" not in page.split("<form")[1].split("</form>")[0]


def test_one_code_is_of_one_person(service, joan, come_in, as_nikki, pot, asked, lost):
    carl = add_person(service, "carl@example.com", "Carl")
    grant(pot, carl, Role.CARER)
    say(joan, pot, asked[1])
    answer = say(as_nikki, pot, asked[1], carl)
    assert answer.status_code == 422
    assert "No phone shows this code now" in answer.text


def test_a_code_is_good_for_a_day(lost, joan, pot, clock: Clock, asked):
    place, code = asked
    clock.forward(hours=24)
    assert lost.get(place).status_code == 410
    joan_again = say(joan, pot, code)
    assert joan_again.status_code == 422


def test_five_tries_in_a_quarter_of_an_hour(joan, pot, clock: Clock, asked):
    for number in range(5):
        assert say(joan, pot, f"1234567{number}").status_code == 422
    assert say(joan, pot, asked[1]).status_code == 429
    clock.forward(minutes=15)
    assert say(joan, pot, asked[1]).status_code == 303


def test_ten_codes_an_hour_from_one_network(lost):
    for _ask in range(10):
        assert lost.post("/sign-in/stuck", data={"csrf_token": lost.token()}).status_code == 303
    assert lost.post("/sign-in/stuck", data={"csrf_token": lost.token()}).status_code == 429


def test_who_asked_already_is_led_to_where_it_stands(lost, asked):
    assert lost.get("/sign-in/stuck").location == asked[0]


def test_the_database_holds_neither_code_nor_link(lost, joan, pot, asked, sqlite_url):
    place, code = asked
    say(joan, pot, code)
    dump = "\n".join(sqlite3.connect(sqlite_url.removeprefix("sqlite:///")).iterdump())
    assert place.rpartition("/")[2] not in dump
    assert f"'{code}'" not in dump
