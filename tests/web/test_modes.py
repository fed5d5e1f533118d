"""How somebody sees pages: chosen before sign-in or after, kept in their account, and nobody else's."""

import re

import pytest
from household import Household
from sqlalchemy import select

from app.persistence.tables import Person


@pytest.fixture
def household(app, sqlite_engine, clock) -> Household:
    return Household.made(app, sqlite_engine, clock)


def modes_on(page: str) -> set[str]:
    (html,) = re.findall(r"<html[^>]*>", page)
    on = {"big-buttons"} if "data-big" in html else set()
    return on | set(re.findall(r'data-scheme="(\w+)"', html))


@pytest.mark.parametrize("mode", ["big-buttons", "dark", "light"])
def test_a_mode_is_turned_on_and_off_and_leads_back(client, mode):
    came = client.get(f"/settings/{mode}?on=1&back=/help?x=1")
    assert (came.status_code, came.location) == (303, "/help?x=1")
    assert modes_on(client.get("/help").text) == {mode}
    client.get(f"/settings/{mode}?on=0")
    assert modes_on(client.get("/help").text) == set()


def test_dark_takes_the_place_of_light(client):
    client.get("/settings/light")
    client.get("/settings/dark")
    assert modes_on(client.get("/help").text) == {"dark"}


def test_what_is_chosen_before_sign_in_stays_and_what_is_chosen_after_is_kept_in_the_account(household, phone):
    nobody = phone()
    nobody.client.get("/settings/big-buttons")
    nobody.client.get("/demo/as/nikki")
    assert modes_on(nobody.client.get("/help").text) == {"big-buttons"}
    nikki = phone("nikki")
    nikki.client.get("/settings/dark")
    elsewhere = phone("nikki")
    assert modes_on(elsewhere.client.get("/help").text) == {"dark"}


def test_the_next_person_on_the_phone_has_their_own(household, phone):
    nikki = phone("nikki")
    nikki.client.get("/settings/dark")
    nikki.client.get("/demo/as/amina")
    assert modes_on(nikki.client.get("/help").text) == set()


def test_a_mode_that_is_not_there_is_not_found(client):
    assert client.get("/settings/upside-down").status_code == 404


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_nobody_is_led_to_another_site(client, elsewhere):
    assert client.get("/settings/dark", query_string={"back": elsewhere}).location == "/"


def test_home_is_there_in_easy_read_with_the_same_figure(household, phone):
    household.agree("support", "Night support", nhs=2, council=1)
    nikki = phone("nikki")
    usual = re.findall(r'value="(\d+)" data-figure="left-to-spend"', nikki.client.get(household.home + "/").text)
    nikki.client.get("/settings/easy-read")
    easy = nikki.client.get(household.home + "/").text
    assert re.findall(r'value="(\d+)" data-figure="left-to-spend"', easy) == usual
    assert "We are still testing this page" in easy
    assert easy.count('class="easy-way"') >= 4


def test_the_account_keeps_it_in_words_that_are_no_secret(household, phone, sqlite_engine):
    phone("nikki").client.get("/settings/easy-read")
    with sqlite_engine.connect() as connection:
        assert "easy-read" in connection.execute(select(Person.modes)).scalars().all()
