"""Who looked: kept once a day, shown to the holder, and never in anybody's way."""

import sqlite3
import time
from datetime import date

import pytest
from sqlalchemy import select

from app.activity.present import looked_at
from app.domain.authority import Permission
from app.persistence.database import Busy, db
from app.persistence.looking import keep_look
from app.persistence.tables import Looked
from app.web.access import PUBLIC, SIGNED_IN, declared_by
from app.web.looked import kind_of


def look(one, path: str, **headers: str) -> int:
    """Open a page, to its end: what is kept is kept once the page is sent."""
    with one.client.get(path, headers=headers) as answer:
        return answer.status_code


def kept(home) -> set[tuple[str, str, date]]:
    names = {person_id: name for name, person_id in home.person.items()}
    with home.pot.session() as session:
        rows = session.execute(select(Looked.person_id, Looked.kind, Looked.day).where(Looked.pot_id == home.pot.id))
        return {(names[person_id], kind, day) for person_id, kind, day in rows}


TODAY = date(2026, 3, 3)


def test_a_broker_who_looks_at_the_plan_is_seen_by_the_holder(home, phone):
    assert look(phone("fatima"), f"{home.home}/plan") == 200
    assert kept(home) == {("fatima", "plan", TODAY)}
    jason = phone("jason")
    jason.open(home.activity)
    assert "Looked at the plan Fatima, as broker, 3 March" in jason.looks()
    jason.follow("See all who looked")
    assert "Looked at the plan Fatima, as broker, 3 March" in jason.looks()


def test_who_acts_for_somebody_is_seen_too_and_sees_who_looked(home, phone):
    look(phone("nora"), f"{home.home}/money")
    ruth = phone("ruth")
    ruth.open(home.activity)
    assert "Looked at where the money comes from Nora, for Jason, as appointee, 3 March" in ruth.looks()


def test_a_day_of_one_person_is_one_row(home, phone):
    fatima = phone("fatima")
    for path in ("/", "/plan", "/messages", "/plan"):
        look(fatima, home.home + path)
    jason = phone("jason")
    jason.open(f"{home.activity}/looked")
    assert "Looked at the first page, the messages and the plan Fatima, as broker, 3 March" in jason.looks()


def test_once_a_day_for_each_kind_of_page(home, phone, clock):
    fatima = phone("fatima")
    for _turn in range(3):
        look(fatima, f"{home.home}/plan")
        look(fatima, f"{home.home}/plan/lines/{home.pot.lines['out']}")
    clock.forward(days=1)
    look(fatima, f"{home.home}/plan")
    assert kept(home) == {("fatima", "plan", TODAY), ("fatima", "plan", date(2026, 3, 4))}


def test_a_page_that_was_answered_as_unchanged_was_looked_at(home, phone, app):
    fatima = phone("fatima")
    with fatima.client.get(f"{home.home}/plan") as first:
        tag = first.headers["ETag"]
    with db_of(app) as session:
        session.execute(Looked.__table__.delete())
        session.commit()
    app.extensions["looked"]._looks.clear()
    assert look(fatima, f"{home.home}/plan", **{"If-None-Match": tag}) == 304
    assert kept(home) == {("fatima", "plan", TODAY)}


def db_of(app):
    with app.app_context():
        return db.sessionmaker()


@pytest.mark.parametrize(
    ("who", "path", "headers"),
    [
        ("jason", "/plan", {}),  # their own
        ("amina", "/shifts", {}),  # their own work
        ("amina", "/activity", {}),  # what they did themselves
        ("fatima", "/activity", {}),
        ("fatima", "/spending", {}),  # refused: nothing was seen
        ("ruth", "/spending/new", {"X-Warm": "1"}),  # a phone that makes its forms ready
    ],
)
def test_what_is_no_look(home, phone, who, path, headers):
    look(phone(who), home.home + path, **headers)
    assert kept(home) == set()


def test_who_is_not_the_holder_is_not_told_who_looked(home, phone):
    look(phone("fatima"), f"{home.home}/plan")
    for who in ("amina", "joan", "fatima", "david", "una"):
        one = phone(who)
        one.open(home.activity)
        assert "Looked" not in one.page.text
        assert one.client.get(f"{home.activity}/looked").status_code == 403


def test_while_somebody_writes_the_page_comes_at_once_and_the_look_is_kept_at_the_next(home, phone, app):
    fatima = phone("fatima")
    path = app.config["SQLALCHEMY_ENGINES"]["default"]["url"].removeprefix("sqlite:///")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    begun = time.monotonic()
    assert look(fatima, f"{home.home}/plan") == 200
    assert time.monotonic() - begun < 2  # a writer waits for five seconds
    assert kept(home) == set()
    other.execute("ROLLBACK")
    other.close()
    look(fatima, f"{home.home}/plan")
    assert kept(home) == {("fatima", "plan", TODAY)}


def test_it_waits_for_nobody_on_either_database(app_on_both, database_url, engine, clock):
    from jasons import move_in  # noqa: PLC0415 - on both databases

    home = move_in(app_on_both, engine, clock)
    row = {
        "pot_id": home.pot.id, "person_id": home.person["fatima"], "kind": "plan", "day": TODAY,
        "authority_id": home.authority["fatima"],
    }  # fmt: skip
    keep_look(engine, row)
    keep_look(engine, row)
    assert kept(home) == {("fatima", "plan", TODAY)}
    busy = []

    def hold(act):
        act.session.get(type(act.pot), act.pot.id)
        begun = time.monotonic()
        try:
            keep_look(engine, row | {"kind": "money"})
        except Busy:
            busy.append(True)
        assert time.monotonic() - begun < 1

    home.act("jason", hold)
    assert busy or engine.dialect.name == "postgresql"


def test_looks_of_many_days_come_in_pages(home, phone, clock):
    fatima = phone("fatima")
    for _day in range(20):
        look(fatima, f"{home.home}/plan")
        clock.forward(days=1)
    jason = phone("jason")
    jason.open(f"{home.activity}/looked")
    assert len(jason.looks()) == 14
    jason.follow("Show older ones")
    assert len(jason.looks()) == 6
    assert not jason.offers("Show older ones")


def test_every_page_of_a_pot_is_of_a_kind_that_has_words(app):
    with app.test_request_context():
        views = app.view_functions
        of_a_pot = [
            rule.endpoint
            for rule in app.url_map.iter_rules()
            if "GET" in rule.methods and declared_by(views[rule.endpoint]) not in {PUBLIC, SIGNED_IN}
        ]
        assert {kind_of(endpoint) for endpoint in of_a_pot} <= looked_at().keys()
        assert Permission.SEE_ACTIVITY in declared_by(views["activity.looked"])
