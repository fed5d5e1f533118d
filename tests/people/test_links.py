"""Carers without an account: a link bound to one phone, numbers that lock it, ended from the holder's page."""

import re
import sqlite3

import pytest
from flask import Flask
from sqlalchemy import select
from test_invitations import AMINA, invite
from visiting import Clock, Visitor

from app.people import pins
from app.persistence.database import db
from app.persistence.tables import Person, Shift

PHONE = AMINA | {"way": "phone"}
NUMBERS = "4071"


def path_of(nikki: Visitor, place: str) -> str:
    page = nikki.get(f"{place}/letter").text
    return re.search(r"https?://[^/<]+(/come-in/[A-Z2-9]{25})<", page)[1]


def join(visitor: Visitor, path: str, numbers: str = NUMBERS):
    return visitor.change(path, path, pin=numbers)


@pytest.fixture
def link(as_nikki, pot) -> str:
    """Where the invitation stands."""
    return invite(as_nikki, pot, **PHONE)


@pytest.fixture
def amina(service, as_nikki, link) -> Visitor:
    """At her phone, which the link has let in."""
    visitor: Visitor = service.test_client()
    assert join(visitor, path_of(as_nikki, link)).status_code == 303
    return visitor


def test_a_link_and_four_numbers_are_all_that_is_needed(service: Flask, as_nikki, pot, link):
    visitor: Visitor = service.test_client()
    path = path_of(as_nikki, link)
    page = visitor.get(path).text
    assert "You need no account and no email." in page
    answer = join(visitor, path)
    assert answer.location.startswith(f"/p/{pot.id}/?after=")
    assert visitor.get(f"/p/{pot.id}/shifts").status_code == 200
    with service.app_context():
        amina = db.session.scalars(select(Person).where(Person.name == "Amina")).one()
    assert amina.email is None


def test_they_log_a_shift_and_see_their_own(service, amina, as_nikki, pot):
    new = f"/p/{pot.id}/shifts/new"
    told = {"worked_on-day": "9", "worked_on-month": "2", "worked_on-year": "2026", "starts": "9:00", "ends": "11:00"}
    answer = amina.change(f"/p/{pot.id}/shifts", new, amount="30", **told)
    assert answer.status_code == 303, answer.text
    assert "You worked 2" in amina.get(answer.location).text.replace("\u00a0", " ")
    assert answer.location.partition("?")[0] in amina.get(f"/p/{pot.id}/shifts").text
    with service.app_context():
        shift = db.session.scalars(select(Shift)).one()
        assert db.session.get(Person, shift.carer_id).name == "Amina"
    assert amina.get(f"/p/{pot.id}/money").status_code == 403
    assert amina.get(f"/p/{pot.id}/people").status_code == 403


def test_it_is_bound_to_the_first_phone(service, as_nikki, amina, link):
    other: Visitor = service.test_client()
    code = as_nikki.get(link).text
    assert "said yes" in code
    assert as_nikki.get(f"{link}/letter").location == link
    assert not other.is_signed_in


def test_the_link_is_dead_once_it_was_used(service, as_nikki, link):
    path = path_of(as_nikki, link)
    join(service.test_client(), path)
    thief: Visitor = service.test_client()
    assert thief.get(path).status_code == 410
    assert thief.post(path, data={"csrf_token": thief.token(), "pin": NUMBERS}).status_code == 410
    assert not thief.is_signed_in


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ("", "Choose 4 to 6 numbers"),
        ("123", "Enter 4 to 6 numbers"),
        ("1234567", "Enter 4 to 6 numbers"),
        ("12ab", "Enter 4 to 6 numbers"),
        ("4 0 7 a", "Enter 4 to 6 numbers"),
        ("1111", "these would be guessed first"),
        ("1234", "these would be guessed first"),
        ("987654", "these would be guessed first"),
    ],
)
def test_numbers_that_would_not_lock_are_asked_for_again_and_not_shown(service, as_nikki, link, numbers, sentence):
    visitor: Visitor = service.test_client()
    path = path_of(as_nikki, link)
    answer = join(visitor, path, numbers)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not numbers or f'value="{numbers}"' not in answer.text
    assert not visitor.is_signed_in


@pytest.mark.parametrize("numbers", ["4071", "40 71", "٤٠٧١", "902817"])
def test_numbers_are_taken_as_people_type_them(service, as_nikki, link, numbers):
    assert join(service.test_client(), path_of(as_nikki, link), numbers).status_code == 303


# --- the lock


def test_after_an_hour_the_numbers_are_asked_for_and_lead_on(amina, pot, clock: Clock):
    shifts = f"/p/{pot.id}/shifts"
    clock.forward(minutes=59)
    assert amina.get(shifts).status_code == 200
    clock.forward(minutes=1)
    assert amina.get(shifts).location == f"/pin?next={shifts}"
    assert amina.get("/me").location == "/pin?next=/me"
    amina.get(f"/pin?next={shifts}")
    answer = amina.post("/pin", data={"csrf_token": amina.token(f"/pin?next={shifts}"), "pin": NUMBERS})
    assert answer.location == shifts
    assert amina.get(shifts).status_code == 200


def test_nothing_is_sent_from_a_locked_phone(service, amina, pot, clock: Clock):
    form = amina.fields(f"/p/{pot.id}/shifts/new", f"/p/{pot.id}/shifts")
    clock.forward(hours=1)
    answer = amina.post(f"/p/{pot.id}/shifts", data=form | {"starts": "9:00", "ends": "11:00", "amount": "30"})
    assert answer.status_code == 401
    assert "What you wrote is here." in answer.text
    waiting = amina.post(f"/p/{pot.id}/shifts", data=form, headers={"X-Outbox": "1"})
    assert waiting.status_code == 401
    with service.app_context():
        assert db.session.scalars(select(Shift)).all() == []


def test_wrong_numbers_five_times_in_a_quarter_of_an_hour_and_twenty_times_a_day(amina, clock: Clock):
    clock.forward(hours=1)
    tries = 0
    while tries < 20:
        for _try in range(5):
            assert amina.send("/pin", on="/pin", pin="9999").status_code == 422
            tries += 1
        assert amina.send("/pin", on="/pin", pin=NUMBERS).status_code == 429
        clock.forward(minutes=15)
    assert amina.send("/pin", on="/pin", pin=NUMBERS).status_code == 429
    clock.forward(hours=24)
    assert amina.send("/pin", on="/pin", pin=NUMBERS).status_code == 303


def test_the_name_and_the_numbers_are_changed_only_just_after_they_were_given(amina, clock: Clock):
    clock.forward(minutes=5)
    assert amina.get("/me").status_code == 200
    for path in ("/me/name", "/me/pin"):
        assert amina.get(path).location == f"/pin?next={path}"
    amina.send("/pin", on="/pin", pin=NUMBERS)
    assert amina.get("/me/name").status_code == 200
    assert amina.send("/me/pin", on="/me/pin", pin="1212", new="902817").status_code == 422
    assert amina.send("/me/pin", on="/me/pin", pin=NUMBERS, new="902817").location == "/me"
    clock.forward(hours=1)
    assert amina.send("/pin", on="/pin", pin=NUMBERS).status_code == 422
    assert amina.send("/pin", on="/pin", pin="902817").status_code == 303


def test_the_numbers_are_kept_slowly_hashed_and_keyed(amina, sqlite_url, service):
    dump = "\n".join(sqlite3.connect(sqlite_url.removeprefix("sqlite:///")).iterdump())
    assert NUMBERS not in re.findall(r"'([^']*)'", dump)
    with service.app_context():
        one, other = pins.hashed(NUMBERS), pins.hashed(NUMBERS)
    assert one.hash != other.hash


def test_who_has_an_account_is_never_asked(as_nikki, clock: Clock):
    clock.forward(days=30)
    assert as_nikki.get("/me").status_code == 200
    assert as_nikki.get("/pin").location == "/"
    assert as_nikki.get("/me/pin").location == "/me"


def test_a_phone_that_came_by_a_link_gets_no_other_way_in(amina):
    page = amina.get("/me").text
    assert "Add this phone or computer" not in page
    assert "Recovery codes" not in page
    assert amina.get("/me/recovery-codes").status_code == 403
    token = amina.token("/me")
    answer = amina.post("/me/passkeys/options", json={}, headers={"X-CSRFToken": token})
    assert answer.status_code == 403


# --- ended, and given anew


def test_the_holder_ends_it_and_the_phone_is_out_at_its_next_request(amina, as_nikki, pot, link):
    assert "Links on phones" in as_nikki.get(f"/p/{pot.id}/people").text
    assert as_nikki.change(f"{link}/end", link).status_code == 303
    assert not amina.is_signed_in
    assert amina.get(f"/p/{pot.id}/shifts").location.startswith("/sign-in")
    assert "ended" in amina.get("/session.json").json
    assert "has ended" in as_nikki.get(link).text
    assert "Links on phones" not in as_nikki.get(f"/p/{pot.id}/people").text


def test_a_new_link_is_for_the_same_person_and_the_phone_before_is_out_at_once(service, amina, as_nikki, pot, link):
    assert as_nikki.change(f"{link}/again", link).status_code == 303
    assert not amina.is_signed_in
    new_phone: Visitor = service.test_client()
    answer = join(new_phone, path_of(as_nikki, link), "902817")
    assert answer.status_code == 303
    with service.app_context():
        assert len(db.session.scalars(select(Person).where(Person.name == "Amina")).all()) == 1
    assert new_phone.get(f"/p/{pot.id}/shifts").status_code == 200
    assert as_nikki.get(f"/p/{pot.id}/people").text.count("Amina") == 2  # among the people, and among the links


def test_the_end_of_a_link_leaves_others_alone(service, amina, as_nikki, pot, link):
    beths = invite(as_nikki, pot, **PHONE | {"name": "Beth"})
    beth: Visitor = service.test_client()
    join(beth, path_of(as_nikki, beths))
    as_nikki.change(f"{link}/end", link)
    assert beth.is_signed_in
    assert as_nikki.is_signed_in
