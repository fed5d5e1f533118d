"""A session begins under a new secret and ends for good."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from werkzeug.http import parse_cookie


def cookie(visitor, name="onepot"):
    found = visitor.get_cookie(name)
    return found.value if found else None


@pytest.mark.usefixtures("nikki")
def test_a_cookie_from_before_sign_in_lets_nobody_in(service, visitor, sink):
    visitor.send("/sign-in", email="nikki@example.com")
    visitor.get("/sign-in/code")
    before = cookie(visitor, "onepot_before")
    visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code)
    assert visitor.is_signed_in
    for name in ("onepot", "onepot_before"):
        thief = service.test_client()
        thief.set_cookie(name, before)
        assert not thief.is_signed_in


@pytest.mark.usefixtures("nikki")
def test_an_answer_on_its_way_signs_nobody_out_who_signs_in_meanwhile(service, visitor, sink):
    visitor.send("/sign-in", email="nikki@example.com")
    slow = service.test_client()
    slow.set_cookie("onepot_before", cookie(visitor, "onepot_before"))
    late = slow.post("/sign-in/passkey/options", json={}, headers={"X-CSRFToken": slow.token()})
    visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code)
    sets = [parse_cookie(header.partition(";")[0]) for header in late.headers.getlist("Set-Cookie")]
    assert sets
    for one in sets:
        for name, value in one.items():
            visitor.set_cookie(name, value)
    assert visitor.is_signed_in


@pytest.mark.usefixtures("nikki")
def test_one_of_the_two_cookies_is_there_at_a_time(visitor, sink):
    visitor.send("/sign-in", email="nikki@example.com")
    assert (cookie(visitor), bool(cookie(visitor, "onepot_before"))) == (None, True)
    visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code)
    assert (bool(cookie(visitor)), cookie(visitor, "onepot_before")) == (True, None)
    visitor.send("/sign-out", on="/me")
    assert cookie(visitor) is None


@pytest.mark.usefixtures("nikki")
def test_nothing_of_the_session_before_is_kept(visitor, sink):
    visitor.send("/sign-in", email="nikki@example.com")
    visitor.get("/sign-in/code")
    with visitor.session_transaction() as session:
        before = dict(session)
    visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code)
    with visitor.session_transaction() as session:
        after = dict(session)
    assert "code_id" in before
    assert not {"code_id", "challenge"} & set(after)
    assert after["csrf_token"] != before["csrf_token"]


def test_a_copied_cookie_is_dead_after_sign_out(service, as_nikki):
    thief = service.test_client()
    thief.set_cookie("onepot", cookie(as_nikki))
    assert thief.is_signed_in
    answer = as_nikki.send("/sign-out", on="/me")
    assert (answer.status_code, answer.location) == (303, "/signed-out")
    page = as_nikki.get("/signed-out").text
    assert "You are signed out." in page
    assert "What you saved is safe." in page
    assert not as_nikki.is_signed_in
    assert not thief.is_signed_in
    assert thief.get("/me").location == "/sign-in?next=/me"


def test_signing_in_again_ends_the_session_before(service, as_nikki, sink):
    thief = service.test_client()
    thief.set_cookie("onepot", cookie(as_nikki))
    other = service.test_client()
    other.send("/sign-in", email="nikki@example.com")
    as_nikki.send(sink.link, on=sink.link)
    assert as_nikki.is_signed_in
    assert not thief.is_signed_in


def test_signing_out_on_one_phone_leaves_the_other_signed_in(service, as_nikki, sink):
    other = service.test_client()
    other.send("/sign-in", email="nikki@example.com")
    other.send("/sign-in/code", on="/sign-in/code", code=sink.code)
    other.send("/sign-out", on="/me")
    assert as_nikki.is_signed_in


def test_a_link_alone_signs_nobody_out(as_nikki):
    assert as_nikki.get("/sign-out").status_code == 405
    assert as_nikki.get("/signed-out").location == "/"
    assert as_nikki.is_signed_in


def test_who_is_signed_in_is_not_asked_to_sign_in(as_nikki):
    assert as_nikki.get("/sign-in?next=/me/name").location == "/me/name"
    assert as_nikki.get("/sign-in").location == "/"


def test_the_database_holds_no_secret_of_a_session(as_nikki, sqlite_url):
    with as_nikki.session_transaction() as session:
        secret = session["_user_id"]
    dump = "\n".join(sqlite3.connect(sqlite_url.removeprefix("sqlite:///")).iterdump())
    assert secret not in dump


@pytest.mark.usefixtures("nikki")
def test_what_a_browser_calls_itself_cannot_hurt(service, sink):
    visitor = service.test_client()
    visitor.environ_base["HTTP_USER_AGENT"] = "x\x00\x1b" * 500
    visitor.send("/sign-in", email="nikki@example.com")
    assert visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code).status_code == 303


def test_a_browser_that_was_closed_is_still_signed_in_for_ninety_days(as_nikki):
    kept = as_nikki.get_cookie("onepot")
    assert timedelta(days=89) < kept.expires - datetime.now(UTC) <= timedelta(days=90)
    assert kept.http_only
    assert kept.same_site == "Lax"


def test_who_comes_back_is_given_another_ninety_days_once_a_day(as_nikki):
    assert "Set-Cookie" not in as_nikki.get("/me").headers
    with time_machine.travel(datetime.now(UTC) + timedelta(days=1, minutes=1)):
        assert "Expires=" in as_nikki.get("/me").headers["Set-Cookie"]
