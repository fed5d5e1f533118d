"""Pages answered as unchanged: whatever changes what a page shows changes its tag, and nobody gets another's 304."""

from datetime import UTC, datetime, timedelta

import pytest
from factories import NOW, MadePot, grant
from reading import Page
from sqlalchemy import select
from visiting_all import Street
from werkzeug.test import TestResponse

from app.domain.authority import Role
from app.persistence.database import db
from app.persistence.tables import AuthorityRow, Person
from app.web.unchanged import Kept

WATCHERS = ("nikki", "amina", "joan", "fatima")
READING = {
    "care.shifts", "people.people", "plan.plan", "pot.contributions", "pot.figure", "pot.home", "pot.money",
    "spending.index",
}  # fmt: skip
COMPRESSED = {"Accept-Encoding": "gzip, br"}


def declared(street: Street) -> set[str]:
    views = street.app.view_functions.items()
    return {endpoint for endpoint, view in views if getattr(view, "may_be_unchanged", False)}


def drawn_anew(street: Street, who: str, path: str, headers: dict[str, str] | None = None) -> TestResponse:
    """A page as it is drawn now, not as it was kept."""
    street.app.extensions["kept pages"] = Kept()
    return street.clients[who].get(path, headers=headers)


def reading_pages(street: Street) -> list[tuple[str, str]]:
    """(who, path) of every reading page of the watchers: one of each kind."""
    found = []
    for who in WATCHERS:
        kinds = set()
        for path in street.walk(who):
            endpoint = street.endpoint_of(path)
            if endpoint in READING and endpoint not in kinds and street.clients[who].get(path).status_code == 200:
                kinds.add(endpoint)
                found.append((who, path))
    return found


def look(street: Street, pages: list[tuple[str, str]]) -> dict[tuple[str, str], tuple[str | None, str]]:
    """The tag and the body of each page."""
    answers = {page: drawn_anew(street, *page) for page in pages}
    return {page: (answer.headers.get("ETag"), answer.text) for page, answer in answers.items()}


def stale(before: dict, after: dict) -> list[tuple[str, str]]:
    """Pages that look different under the same tag."""
    return [page for page in before if before[page][1] != after[page][1] and before[page][0] == after[page][0]]


@pytest.fixture
def pages(street: Street) -> list[tuple[str, str]]:
    return reading_pages(street)


def test_only_reading_pages_may_be_answered_so(street: Street, pages):
    assert declared(street) == READING
    assert {street.endpoint_of(path) for _who, path in pages} == READING
    for who in WATCHERS:
        for path, page in street.walk(who).items():
            answer = drawn_anew(street, who, path)
            tagged = answer.headers.get("ETag") is not None
            assert tagged == (answer.status_code == 200 and street.endpoint_of(path) in READING), path
            assert not (tagged and page.forms), path


def test_a_page_that_is_there_already_is_not_sent_again(street: Street, pages):
    for who, path in pages:
        first = drawn_anew(street, who, path)
        tag = first.headers["ETag"]
        assert tag.startswith('W/"')
        for headers in ({}, COMPRESSED):
            compressed = drawn_anew(street, who, path, headers)
            assert compressed.headers["ETag"] == tag
            for told in (tag, tag.removeprefix("W/"), f'"another", {tag}'):
                again = street.clients[who].get(path, headers=headers | {"If-None-Match": told})
                assert (again.status_code, again.data) == (304, b"")
                assert again.headers["ETag"] == tag
                for name in ("Cache-Control", "X-User-Key", "Content-Security-Policy"):
                    assert again.headers[name] == first.headers[name]
                assert set(again.headers["Vary"].split(", ")) == {"HX-Request", "Cookie", "Accept-Encoding"}


def test_a_page_that_was_kept_is_the_page_that_was_drawn(street: Street, pages):
    for who, path in pages:
        for headers in ({}, COMPRESSED):
            first = drawn_anew(street, who, path, headers)
            again = street.clients[who].get(path, headers=headers)
            assert again.data == first.data
            assert {**again.headers, "Date": ""} == {**first.headers, "Date": ""}


def test_whatever_form_is_sent_no_page_looks_different_under_the_same_tag(street: Street, pages):
    before = look(street, pages)
    assert look(street, pages) == before
    kinds, looked_different = set(), set()
    for offered in street.forms():
        street.send(offered, offered.filled_in())
        after = look(street, pages)
        assert stale(before, after) == [], offered.endpoint
        kinds.add(offered.endpoint)
        looked_different |= {page for page in before if before[page][1] != after[page][1]}
        street.as_it_was()
    assert len(kinds) > 30
    assert {street.endpoint_of(path) for _who, path in looked_different} >= READING - {"people.people"}


@pytest.mark.parametrize(("writer", "reader"), [("fatima", "nikki"), ("nikki", "fatima")])
def test_reading_a_message_is_no_change_of_the_pot_and_changes_the_tag(street: Street, writer: str, reader: str):
    home = street.a_page("nikki", "/")
    thread = f"{home}messages"
    form = next(f for f in Page(street.clients[writer].get(thread).text).forms if f.action.endswith("/messages"))
    assert street.clients[writer].post(thread, data=form.as_shown() | {"body": "New"}).status_code == 303
    both = [(writer, home), (reader, home)]
    before = look(street, both)
    street.clients[reader].get(thread)
    after = look(street, both)
    assert stale(before, after) == []
    assert before[reader, home] != after[reader, home]
    assert before[writer, home] == after[writer, home]


def test_another_name_is_no_change_of_the_pot_and_changes_the_tag_of_all_around(street: Street, pages):
    before = look(street, pages)
    form = next(form for form in street.walk("amina")["/me/name"].forms if form.action.endswith("/me/name"))
    street.clients["amina"].post("/me/name", data=form.as_shown() | {"name": "Amina Newly Named"})
    after = look(street, pages)
    assert stale(before, after) == []
    for kind in ("people.people", "care.shifts"):
        page = next(page for page in pages if page[0] == "nikki" and street.endpoint_of(page[1]) == kind)
        assert "Amina Newly Named" in after[page][1]


def test_an_authority_that_ends_by_itself_changes_the_tag_of_all_around(street: Street, pages):
    """Nobody does anything: its time is over in the middle of an hour."""
    nikkis = street.a_page("nikki", "/").split("/")[2]
    with street.app.app_context():
        found = select(AuthorityRow.person_id, AuthorityRow.id).where(AuthorityRow.pot_id == nikkis)
        holder, authority = db.session.execute(found.where(AuthorityRow.role == Role.HOLDER)).one()
        sam = db.session.scalars(select(Person.id).where(Person.email == "sam@demo.example")).one()
        grant(MadePot(db.engine, nikkis, holder, authority), sam, Role.HELPER, valid_to=NOW + timedelta(minutes=5))
    before = look(street, pages)
    street.app.extensions["clock"] = lambda: NOW + timedelta(minutes=6)
    after = look(street, pages)
    assert stale(before, after) == []
    people = next(page for page in pages if page[0] == "nikki" and street.endpoint_of(page[1]) == "people.people")
    assert before[people][1] != after[people][1]


@pytest.mark.parametrize("later", [timedelta(hours=1), timedelta(days=1), timedelta(days=50)])
def test_another_hour_is_another_tag(street: Street, pages, later: timedelta):
    before = look(street, pages)
    at = street.app.extensions["clock"]() + later
    street.app.extensions["clock"] = lambda: at
    after = look(street, pages)
    assert all(after[page][0] != before[page][0] for page in pages)


def test_the_hour_is_londons(street: Street):
    home = street.a_page("nikki", "/")
    tags = {}
    for minute in (0, 59, 60):  # from 23:00 UTC in summer, when London's day has begun
        at = datetime(2026, 6, 1, 23, tzinfo=UTC) + timedelta(minutes=minute)
        street.app.extensions["clock"] = lambda at=at: at
        tags[minute] = street.clients["nikki"].get(home).headers["ETag"]
    assert tags[0] == tags[59] != tags[60]


def test_another_language_is_another_tag(street: Street, pages):
    before = look(street, pages)
    for who in WATCHERS:
        street.clients[who].get("/language/cy")
    after = look(street, pages)
    assert all(after[page][0] != before[page][0] for page in pages)
    assert all(after[page][1] != before[page][1] for page in pages)


def test_a_tag_is_of_one_person_and_one_session(street: Street, pages):
    other_phone = street.app.test_client()
    for who, path in pages:
        tag = street.clients[who].get(path).headers["ETag"]
        for other in WATCHERS:
            answer = street.clients[other].get(path, headers={"If-None-Match": tag})
            assert (answer.status_code == 304) == (other == who), (who, other, path)
        other_phone.get(f"/demo/as/{who}")
        assert other_phone.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_after_sign_out_nothing_is_answered_as_unchanged(street: Street):
    nikki, home = street.clients["nikki"], street.a_page("nikki", "/")
    tag = nikki.get(home).headers["ETag"]
    with nikki.session_transaction() as kept:
        cookie = dict(kept)
    form = next(form for form in street.walk("nikki")["/me"].forms if form.action == "/sign-out")
    nikki.post("/sign-out", data=form.as_shown())
    with nikki.session_transaction() as copied:
        copied.update(cookie)
    assert nikki.get(home, headers={"If-None-Match": tag}).status_code == 303


def test_news_pieces_and_forms_are_never_answered_as_unchanged(street: Street):
    home = street.a_page("nikki", "/")
    tag = street.clients["nikki"].get(home).headers["ETag"]
    for path, headers in ((f"{home}?after=something", {}), (home, {"HX-Request": "true"})):
        answer = street.clients["nikki"].get(path, headers=headers | {"If-None-Match": tag})
        assert answer.status_code == 200
        assert "ETag" not in answer.headers


def test_the_last_two_hundred_pages_are_kept(street: Street):
    home = street.a_page("nikki", "/")
    kept = street.app.extensions["kept pages"] = Kept()
    for number in range(220):
        assert street.clients["nikki"].get(f"{home}?number={number}").status_code == 200
    assert len(kept._pages) == 200
