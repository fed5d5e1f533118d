"""The page of who is part of a pot: everybody's role, since when, and what they may do."""

from datetime import UTC, datetime

import html5lib
import pytest
from factories import MadePot, end, grant, make_person, make_pot
from flask import Flask
from sqlalchemy import Engine

from app.domain.authority import WHO_MAY, Authority, Permission, Role
from app.people.pot_people import what_they_may
from app.pot.changes import name_contact

HTML = "{http://www.w3.org/1999/xhtml}"
NAMES = ("nikki", "fatima", "joan", "amina", "david", "sam")


@pytest.fixture
def person(sqlite_engine: Engine) -> dict[str, str]:
    return {name: make_person(sqlite_engine, name.title(), f"{name}@demo.example") for name in NAMES}


@pytest.fixture
def pot(sqlite_engine: Engine, person: dict[str, str]) -> MadePot:
    pot = make_pot(sqlite_engine, person["nikki"])
    pot.do(lambda act: name_contact(act, "go_to", person["fatima"]))
    return pot


def page_of(app: Flask, pot: MadePot, who: str):
    client = app.test_client()
    client.get(f"/demo/as/{who}")
    return client.get(f"/p/{pot.id}/people")


def rows(page, heading: str) -> list[str]:
    """What each row under a heading says, its parts one after the other."""
    main = next(html5lib.parse(page.text).iter(f"{HTML}main"))
    under = list(main)
    at = next(n for n, part in enumerate(under) if part.tag == f"{HTML}h2" and part.text == heading)
    found = []
    for item in under[at + 1].iter(f"{HTML}li"):
        parts = ("".join(part.itertext()) for part in item.find(f"{HTML}a").find(f"{HTML}div"))
        found.append(" ".join(" ".join(parts).split()))
    return found


def test_everybody_stands_there_with_role_day_and_what_they_may_do(app, pot, person):
    grant(pot, person["fatima"], Role.BROKER)
    grant(pot, person["amina"], Role.CARER)
    grant(pot, person["david"], Role.REVIEWER)
    grant(pot, person["joan"], Role.HELPER, valid_to=datetime(2026, 6, 1, 9, tzinfo=UTC))
    nikki, amina, david, fatima, joan = rows(page_of(app, pot, "nikki"), "Part of it now")
    assert nikki == "Nikki (you) The money is for you. Since 6 January 2025. Can see and do everything."
    assert amina == "Amina Carer. Since 10 February 2026. Can write down their own shifts. Cannot see the money."
    assert david.endswith("Can see only what is shared with them. Cannot see the money.")
    assert fatima.endswith("Can see totals and the plan, and write messages. Cannot see spending. The person to ask")
    assert "10 February 2026 to 1 June 2026" in joan
    assert joan.endswith(
        "Can see totals, spending, shifts, the plan and who is part of it, and record spending, write down shifts "
        "and write messages. Cannot approve shifts."
    )


def test_who_left_stands_apart_and_may_do_nothing(app, pot, person):
    left = grant(pot, person["amina"], Role.CARER)
    end(pot, left, person["amina"], Role.CARER, datetime(2026, 2, 10, 10, tzinfo=UTC))
    page = page_of(app, pot, "nikki")
    assert rows(page, "No longer part of it") == ["Amina Carer. 10 February 2026 to 10 February 2026."]
    assert not any("Amina" in row for row in rows(page, "Part of it now"))


def test_one_who_came_back_or_reviews_twice_is_one_row(app, pot, person):
    left = grant(pot, person["amina"], Role.CARER)
    end(pot, left, person["amina"], Role.CARER, datetime(2026, 2, 10, 10, tzinfo=UTC))
    grant(pot, person["amina"], Role.CARER)
    grant(pot, person["david"], Role.REVIEWER)
    grant(pot, person["david"], Role.REVIEWER)
    page = page_of(app, pot, "nikki")
    names = [row.split()[0] for row in rows(page, "Part of it now")]
    assert names == ["Nikki", "Amina", "David"]
    assert "No longer part of it" not in page.text


def test_alone_is_said(app, pot):
    assert "Nobody else is part of it yet." in page_of(app, pot, "nikki").text


def test_a_helper_sees_whose_it_is(app, pot, person):
    grant(pot, person["joan"], Role.HELPER)
    page = page_of(app, pot, "joan")
    first, second = rows(page, "Part of it now")
    assert first.startswith("Nikki The money is for them.")
    assert second.startswith("Joan (you) Helper.")


@pytest.mark.parametrize(
    ("who", "role", "code"),
    [("fatima", Role.BROKER, 403), ("amina", Role.CARER, 403), ("david", Role.REVIEWER, 403), ("sam", None, 404)],
)
def test_who_may_not_see_people_does_not(app, pot, person, who, role, code):
    if role:
        grant(pot, person[who], role)
    assert page_of(app, pot, who).status_code == code


def test_a_nasty_name_is_only_ever_text(app, pot, sqlite_engine):
    grant(pot, make_person(sqlite_engine, "<b onclick=x>Bob %(name)s", "bob@demo.example"), Role.CARER)
    page = page_of(app, pot, "nikki")
    assert "<b onclick" not in page.text
    assert any(row.startswith("<b onclick=x>Bob %(name)s Carer.") for row in rows(page, "Part of it now"))


def may(role):
    return Authority("a", "amina", role, datetime(2026, 2, 1, tzinfo=UTC), None).powers


def test_the_sentence_follows_the_one_table_of_who_may(app, monkeypatch):
    with app.test_request_context():
        monkeypatch.setitem(WHO_MAY, Role.CARER, frozenset({Permission.OPEN, Permission.SEE_PLAN}))
        assert what_they_may(may(Role.CARER)) == "Can see the plan. Cannot see the money."
        monkeypatch.setitem(WHO_MAY, Role.CARER, frozenset(Permission) - {Permission.SET_UP})
        assert "change who pays" not in what_they_may(may(Role.CARER))


def test_it_leads_to_the_shifts_where_somebody_works(app, pot, person):
    to_shifts = f'href="/p/{pot.id}/shifts"'
    assert to_shifts not in page_of(app, pot, "nikki").text
    grant(pot, person["amina"], Role.CARER)
    assert to_shifts in page_of(app, pot, "nikki").text
