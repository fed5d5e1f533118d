"""Where somebody is signed in: seen from any phone, and ended from another."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update
from visiting import Clock, Visitor

from app.people.device_words import in_words
from app.persistence.database import db, writing
from app.persistence.tables import UserSession

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
)
TABLET = "Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) AppleWebKit/605.1.15 Version/17.4 Mobile/15E148 Safari/604.1"


def come_in(service, sink, agent: str = TABLET, email: str = "nikki@example.com") -> Visitor:
    """One more phone, signed in by mail."""
    visitor: Visitor = service.test_client()
    visitor.environ_base["HTTP_USER_AGENT"] = agent
    visitor.send("/sign-in", email=email)
    assert visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code).status_code == 303
    return visitor


def devices(page: str) -> list[str]:
    return [
        part.split('"')[0]
        for part in page.split('href="')
        if part.startswith("/me/devices/") and "others" not in part[:30]
    ]


@pytest.fixture
def tablet(service, as_nikki, sink) -> Visitor:
    """Her tablet, beside her phone."""
    return come_in(service, sink)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Chrome on Android"),
        (TABLET, "Safari on iPad"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 CriOS/130.0 Mobile Safari/604.1", "Chrome on iPhone"),
        ("curl/8", "A phone or computer"),
        ("", "A phone or computer"),
    ],
)
def test_a_phone_is_told_in_words(app, agent, words):
    with app.test_request_context():
        assert in_words(agent) == words


def test_each_one_stands_there_with_since_when_and_when_it_was_used_last(as_nikki, tablet, clock: Clock):
    clock.forward(days=3)
    page = as_nikki.get("/me").text
    assert page.count("This one") == 1
    assert "Safari on iPad" in page
    assert 'Last used on <bdi><time datetime="2026-02-10">' in page
    assert "Last used today." in page
    tablet.get("/me")
    assert as_nikki.get("/me").text.count("Last used today.") == 2


def test_when_it_was_used_is_written_once_a_day(service, as_nikki, clock: Clock):
    clock.forward(days=1)
    for _visit in range(3):
        as_nikki.get("/me")
    with service.app_context():
        assert db.session.scalars(select(UserSession.seen_on)).one() == clock.now.date()


def test_one_is_signed_out_from_another_after_a_page_that_says_what_happens(as_nikki, tablet):
    (address,) = devices(as_nikki.get("/me").text)
    asked = as_nikki.get(address).text
    assert "Safari on iPad" in asked
    assert "Something that waits there to be sent is lost." in asked
    assert tablet.is_signed_in
    assert as_nikki.send(address, on=address).location == "/me"
    assert not tablet.is_signed_in
    assert tablet.get("/me").location == "/sign-in?next=/me"
    assert tablet.get("/session.json").json["ended"] == as_nikki.get("/session.json").json["person"]
    page = as_nikki.get("/me").text
    assert "Signed out there." in page
    assert "Safari on iPad" not in page
    assert as_nikki.get(address).status_code == 404


def test_all_the_others_at_once(service, as_nikki, tablet, sink):
    third = come_in(service, sink, PHONE)
    assert "Sign out everywhere else" in as_nikki.get("/me").text
    page = as_nikki.get("/me/devices/others").text
    assert "Safari on iPad" in page
    assert "Chrome on Android" in page
    as_nikki.send("/me/devices/others", on="/me/devices/others")
    assert as_nikki.is_signed_in
    assert not tablet.is_signed_in
    assert not third.is_signed_in
    assert "You are signed in only here now." in as_nikki.get("/me").text


def test_where_there_is_only_one_nothing_is_offered(as_nikki):
    assert "Sign out everywhere else" not in as_nikki.get("/me").text
    assert "You are signed in only here." in as_nikki.get("/me/devices/others").text


def test_a_copied_cookie_is_dead_once_its_phone_is_signed_out_elsewhere(service, as_nikki, tablet):
    thief = service.test_client()
    thief.set_cookie("onepot", tablet.get_cookie("onepot").value)
    assert thief.is_signed_in
    as_nikki.send("/me/devices/others", on="/me/devices/others")
    assert not thief.is_signed_in


def test_nobody_ends_anothers(service, as_nikki, tablet, sink):
    (address,) = devices(as_nikki.get("/me").text)
    other = come_in(service, sink, email="other@example.com")
    assert other.get(address).status_code == 404
    other.send(address, on="/me")
    other.send("/me/devices/others", on="/me")
    assert tablet.is_signed_in
    assert as_nikki.is_signed_in


def test_this_one_is_not_ended_by_its_own_page(service, as_nikki, tablet):
    (of_this,) = devices(tablet.get("/me").text)  # as the tablet sees it
    assert "To sign out here" in as_nikki.get(of_this).text
    as_nikki.send(of_this, on="/me")
    assert as_nikki.is_signed_in


def test_a_cookie_that_lay_still_for_ninety_days_stands_there_no_more(service, as_nikki, tablet):
    long_ago = datetime(2025, 11, 1, tzinfo=UTC)
    with service.app_context(), writing(db.engine) as database:
        still = update(UserSession).where(UserSession.device == TABLET)
        database.execute(still.values(created_at=long_ago, seen_on=long_ago.date()))
    assert "Safari on iPad" not in as_nikki.get("/me").text


def test_the_database_holds_nothing_but_the_day(service, as_nikki):
    with service.app_context():
        row = db.session.scalars(select(UserSession)).one()
    assert row.seen_on == row.created_at.date()
