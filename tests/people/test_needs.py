"""How somebody needs to be told things: asked once, shared if they say so, obeyed, and asked again after a year."""

import re
from datetime import UTC, date, datetime

import pytest
from factories import grant, make_person, make_pot
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from app.domain.authority import Role
from app.domain.needs import Need, ask_again, needs_in, words_of
from app.persistence.tables import Person


@pytest.fixture
def pot(sqlite_engine):
    made = make_pot(sqlite_engine, make_person(sqlite_engine, "Nikki", "nikki@demo.example"))
    grant(made, make_person(sqlite_engine, "Joan", "joan@demo.example"), Role.HELPER)
    return made


def signed_in(app, who):
    client = app.test_client()
    client.get(f"/demo/as/{who}")
    return client


def tell(client, *needs, shared=True):
    (token,) = re.findall(r'name="csrf_token" value="([^"]+)"', client.get("/me/needs").text)
    told = {"csrf_token": token, "needs": [*needs]} | ({"shared": "y"} if shared else {})
    return client.post("/me/needs", data=told)


def test_what_is_told_is_shown_to_who_helps(app, pot):
    assert tell(signed_in(app, "nikki"), "bsl", "someone with me").status_code == 303
    page = signed_in(app, "joan").get(f"/p/{pot.id}/people").text
    assert "Needs: British Sign Language and Someone with me" in page


def test_what_is_not_shared_is_shown_to_nobody_else(app, pot):
    tell(signed_in(app, "nikki"), "bsl", shared=False)
    assert "British Sign Language" not in signed_in(app, "joan").get(f"/p/{pot.id}/people").text
    assert 'value="bsl" checked' in signed_in(app, "nikki").get("/me/needs").text


def test_pages_obey_at_once_and_on_every_phone(app, pot):
    tell(signed_in(app, "nikki"), "easy read", "large print")
    elsewhere = signed_in(app, "nikki").get("/help").text
    assert "data-big" in elsewhere
    assert "Without Easy Read" in elsewhere


def test_it_changes_the_people_page_of_everybody_even_where_nothing_else_changed(app, pot):
    joan = signed_in(app, "joan")
    first = joan.get(f"/p/{pot.id}/people")
    tell(signed_in(app, "nikki"), "audio")
    again = joan.get(f"/p/{pot.id}/people", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert "Read out loud" in again.text


def test_what_is_not_on_the_list_is_asked_again(app, pot):
    assert tell(signed_in(app, "nikki"), "shouting").status_code == 422


@given(st.frozensets(st.sampled_from(Need)))
def test_needs_are_kept_whole_and_in_the_order_of_the_question(needs):
    assert needs_in(words_of(needs)) == tuple(need for need in Need if need in needs)


@pytest.mark.parametrize(
    ("told_on", "today", "again"),
    [
        (None, date(2026, 3, 3), False),
        (date(2025, 3, 3), date(2026, 3, 2), False),
        (date(2025, 3, 3), date(2026, 3, 3), True),
        (date(2024, 2, 29), date(2025, 2, 28), True),
    ],
)
def test_it_is_asked_again_after_a_year(told_on, today, again):
    assert ask_again(told_on, today) is again


def test_the_page_says_so(app, pot, sqlite_engine):
    nikki = signed_in(app, "nikki")
    tell(nikki, "bsl")
    assert "Is this still right?" not in nikki.get("/me/needs").text
    with sqlite_engine.begin() as connection:
        connection.execute(update(Person).values(needs_told_at=datetime(2020, 1, 1, tzinfo=UTC)))
    assert "Is this still right?" in nikki.get("/me/needs").text
