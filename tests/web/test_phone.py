"""What the server says to the phone: which pages it may keep, who is there, and pages that belong to nobody."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from household import Clock, Household
from phone import HTMX, OUTBOX, Phone
from sqlalchemy import update

from app.persistence.database import db, writing
from app.persistence.tables import UserSession

PAYMENT = {"what_for": "Taxi", "amount": "14", "spent_on__day": "9", "spent_on__month": "2", "spent_on__year": "2026"}


@pytest.fixture
def household(app: Flask, sqlite_engine) -> Household:
    made = Household.made(app, sqlite_engine, Clock(datetime(2026, 2, 10, 10, tzinfo=UTC)))
    made.agree("help", "Personal assistants", nhs=2, council=1)
    return made


def kept_of(phone: Phone, path: str) -> str | None:
    return phone.open(path).headers.get("X-Keep")


def test_reading_pages_and_forms_may_be_kept_and_nothing_else(household: Household, phone):
    nikki, home = phone("nikki"), household.home
    kept = {path: kept_of(nikki, home + path) for path in ("/", "/money", "/spending", "/shifts", "/people", "/plan")}
    assert kept == {
        "/": "page",
        "/money": "page",
        "/spending": "page",
        "/shifts": "page",
        "/people": None,
        "/plan": None,
    }
    forms = {path: kept_of(nikki, home + path) for path in ("/spending/new", "/shifts/new", "/messages")}
    assert set(forms.values()) == {"form"}
    assert kept_of(nikki, f"{home}/spending?before=2026-01-01_x") is None  # a part of a list
    assert kept_of(nikki, f"{home}/?after=x") is None  # what was just done is said once
    assert nikki.client.get(f"{home}/", headers=HTMX).headers.get("X-Keep") is None


def test_nothing_is_kept_of_a_reviewer_of_lists_and_of_who_runs_the_service(household: Household, phone):
    assert kept_of(phone("david"), f"{household.home}/") is None
    assert kept_of(phone("fatima"), "/") is not None  # her one client's page; the list itself:
    assert "X-Keep" not in phone("nikki").client.get("/").headers


def test_the_key_is_the_one_of_the_page_and_tells_nobody_who_it_is(household: Household, phone):
    nikki = phone("nikki")
    key = nikki.open(f"{household.home}/").headers["X-User-Key"]
    assert nikki.page.all("body")[0].get("data-person") == key
    assert key != phone("joan").open("/me").headers["X-User-Key"]
    assert household.person["nikki"] not in key
    assert phone().open("/help").headers["X-User-Key"] == "none"


@pytest.mark.parametrize("path", ["/outbox", "/outbox?lang=cy", "/sw.js"])
def test_what_belongs_to_nobody_is_the_same_for_everybody(household: Household, phone, path: str):
    nikki, nobody = phone("nikki"), phone()
    hers = nikki.client.get(path, headers={"Accept-Language": "en"})
    theirs = nobody.client.get(path, headers={"Accept-Language": "en"})
    assert hers.status_code == 200
    assert hers.data == theirs.data
    assert "X-User-Key" not in hers.headers
    assert b"Nikki" not in hers.data
    assert "Set-Cookie" not in theirs.headers


def test_the_worker_is_asked_for_anew_each_time(client):
    worker = client.get("/sw.js")
    assert worker.headers["Cache-Control"] == "no-cache"
    assert worker.mimetype == "text/javascript"
    again = client.get("/sw.js", headers={"If-None-Match": worker.headers["ETag"]})
    assert again.status_code == 304


def test_a_session_that_was_ended_is_told_from_one_that_is_not_there(app: Flask, household: Household, phone):
    nikki = phone("nikki")
    key = nikki.client.get("/session.json").json["person"]
    assert phone().client.get("/session.json").json == {"person": None}
    with app.app_context(), writing(db.engine) as session:
        session.execute(update(UserSession).values(ended_at=household.clock.now))
    answer = nikki.client.get("/session.json")
    assert (answer.status_code, answer.json) == (401, {"person": None, "ended": key})


@pytest.mark.parametrize(("told", "cleared"), [({}, '"cache"'), ({"wipe": "1"}, '"cache", "storage"')])
def test_signing_out_clears_the_browser(household: Household, phone, told: dict[str, str], cleared: str):
    nikki = phone("nikki")
    nikki.open("/me")
    form = nikki.fields("/sign-out") | told
    answer = nikki.client.post("/sign-out", data=form)
    assert answer.headers["Clear-Site-Data"] == cleared
    assert nikki.client.get("/session.json").status_code == 401


def test_the_outbox_is_told_the_page_as_well_when_a_page_asks(household: Household, phone):
    nikki = phone("nikki")
    nikki.open(f"{household.home}/spending/new")
    answer = nikki.send("/spending", OUTBOX | HTMX, **PAYMENT).json
    assert "You have" in answer["page"]
    assert "Undo" in answer["page"]
    nikki.open(f"{household.home}/spending/new")
    refused = nikki.send("/spending", OUTBOX | HTMX, **PAYMENT | {"amount": ""})
    assert refused.status_code == 422
    assert "There is a problem" in refused.json["page"]
    assert refused.json["errors"] == {"amount": "Enter how much it was, like 12.50"}


def test_a_token_of_another_session_is_told_apart_from_what_is_not_allowed(household: Household, phone):
    nikki = phone("nikki")
    nikki.open(f"{household.home}/spending/new")
    told = nikki.fields("/spending") | {"csrf_token": "old"}
    answer = nikki.post(f"{household.home}/spending", told, OUTBOX)
    assert (answer.status_code, answer.json["stale"]) == (403, True)


def test_a_phone_that_makes_its_forms_ready_has_read_nothing(household: Household, phone):
    nikki, fatima = phone("nikki"), phone("fatima")
    nikki.open(f"{household.home}/messages")
    nikki.send("/messages", body="Can you call me?")
    fatima.client.get(f"{household.home}/messages", headers={"X-Warm": "1"})
    nikki.open(f"{household.home}/messages")
    assert nikki.offers("Take it back")
    fatima.open(f"{household.home}/messages")
    nikki.open(f"{household.home}/messages")
    assert not nikki.offers("Take it back")
