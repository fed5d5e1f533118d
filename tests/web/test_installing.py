"""Onepot as an app of the phone: its manifest, the ways in from the phone's menu, and photos from other apps."""

import io
import json
import re
import struct

import pytest
from factories import grant
from flask.testing import FlaskClient
from household import Household
from phone import Phone
from sqlalchemy import text

from app.domain.authority import Role
from app.persistence.database import db
from app.web.assets import DIST

needs_assets = pytest.mark.skipif(not DIST.exists(), reason="the assets are not built")
TELLING = re.compile(r"care|nhs|council|budget|disab|health|money", re.IGNORECASE)


def manifest_of(client: FlaskClient) -> dict:
    answer = client.get("/manifest.webmanifest")
    assert (answer.status_code, answer.mimetype) == (200, "application/manifest+json")
    return json.loads(answer.text)


# --- the manifest


def test_every_page_names_it_and_is_read_with_the_language_that_was_chosen(client):
    phone = Phone(client)
    phone.open("/sign-in")
    (link,) = [e for e in phone.page.all("link") if e.get("rel") == "manifest"]
    assert (link.get("href"), link.get("crossorigin")) == ("/manifest.webmanifest", "use-credentials")
    client.get("/language/cy")
    welsh = manifest_of(client)
    assert (welsh["lang"], welsh["dir"], welsh["shortcuts"][0]["name"]) == ("cy", "ltr", "Cofnodi gwariant")
    client.get("/language/x-rtl")
    assert manifest_of(client)["dir"] == "rtl"


def test_what_stands_on_the_screen_of_a_phone_tells_nobody_what_it_is(client):
    told = manifest_of(client)
    assert told["name"] == told["short_name"] == "Onepot"
    assert not TELLING.search(json.dumps([told["name"], told["id"], told["start_url"]]))
    assert "description" not in told


def test_it_opens_by_itself_at_the_first_page(client):
    told = manifest_of(client)
    assert (told["id"], told["start_url"], told["scope"], told["display"]) == ("/", "/", "/", "standalone")


@needs_assets
def test_its_icons_are_there_in_the_sizes_it_says(client):
    icons = manifest_of(client)["icons"]
    assert {(icon["purpose"], icon["sizes"]) for icon in icons} == {
        (purpose, size) for purpose in ("any", "maskable") for size in ("192x192", "512x512")
    }
    for icon in icons:
        with client.get(icon["src"]) as answer:
            assert answer.mimetype == "image/png"
            assert "immutable" in answer.headers["Cache-Control"]
            width, height = struct.unpack(">II", answer.data[16:24])
            assert icon["sizes"] == f"{width}x{height}"


def test_it_is_the_same_for_everybody(household, phone, client):
    assert manifest_of(phone("nikki").client) == manifest_of(client)


@needs_assets
@pytest.mark.browser
def test_a_browser_finds_nothing_wrong_with_it(page, live_server):
    page.goto(f"{live_server.url}/sign-in")
    asked = page.context.new_cdp_session(page)
    told = asked.send("Page.getAppManifest")
    assert (told["url"], told["errors"]) == (f"{live_server.url}/manifest.webmanifest", [])
    hinders = asked.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {fault["errorId"] for fault in hinders} <= {"in-incognito"}  # as every browser of a test is


# --- the ways in from the phone's menu


@pytest.fixture
def household(app, sqlite_engine, clock):
    household = Household.made(app, sqlite_engine, clock)
    household.agree("support", "Night support", nhs=2, council=1)
    return household


def test_the_shortcuts_lead_to_the_form_of_ones_only_pot(household, phone):
    record, shift = [shortcut["url"] for shortcut in manifest_of(phone("nikki").client)["shortcuts"]]
    nikki, amina = phone("nikki"), phone("amina")
    nikki.open(record)
    assert nikki.path == f"{household.home}/spending/new"
    amina.open(shift)
    assert amina.path == f"{household.home}/shifts/new"


def test_with_several_pots_one_is_asked_whose_it_is(app, household, sqlite_engine, clock, phone):
    other = Household.made(app, sqlite_engine, clock, {}, holder="rhys")
    grant(other.pot, household.person["joan"], Role.HELPER)
    joan = phone("joan")
    joan.open("/go/record?shared=1")
    assert joan.page.title.startswith("Whose pot is it?")
    ways = [link for link in joan.page.links() if "/spending/" in link]
    assert sorted(ways) == sorted(f"{one.home}/spending/new?shared=1" for one in (household, other))
    joan.open(ways[0])
    assert joan.page.form("/spending") is not None


@pytest.mark.parametrize("who", ["amina", "david", "fatima"])
def test_who_may_not_do_it_anywhere_is_led_to_their_first_page(household, phone, who):
    answer = phone(who).client.get("/go/record")
    assert (answer.status_code, answer.location) == (303, "/")


def test_a_visitor_signs_in_first_and_goes_on_from_there(household, client):
    answer = client.get("/go/record?shared=1")
    assert answer.location == "/sign-in?next=/go/record?shared%3D1"


def test_there_is_no_other_way_in(household, phone):
    assert phone("nikki").client.get("/go/approve").status_code == 404


# --- a photo from another app


def share(client: FlaskClient, **headers: str):
    photo = (io.BytesIO(b"\xff\xd8\xff"), "till.jpg", "image/jpeg")
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/share", data={"receipt": photo, "title": "Boots"}, headers=sent)


def written(app) -> dict[str, int]:
    with app.app_context():
        tables = db.metadata.tables if hasattr(db, "metadata") else {}
        names = tables or [
            row[0] for row in db.session.execute(text("SELECT name FROM sqlite_master WHERE type='table'"))
        ]
        return {name: db.session.execute(text(f"SELECT COUNT(*) FROM {name}")).scalar_one() for name in names}  # noqa: S608 - names of our tables


@pytest.mark.parametrize("who", ["nikki", None])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null", "Sec_Fetch_Site": "none"},
        {"Origin": "https://evil.example", "Sec_Fetch_Site": "cross-site"},
    ],
    ids=["old browser", "share sheet", "another site"],
)
def test_whoever_sends_it_nothing_is_kept_and_the_page_says_what_to_do(app, household, phone, who, headers):
    sender = phone(who)
    before = written(app)
    answer = share(sender.client, **headers)
    assert answer.status_code == 200
    assert "Choose the photo here" in answer.text
    assert "/go/record" in answer.text
    assert "till.jpg" not in answer.text
    assert written(app) == before


def test_a_photo_too_large_to_be_read_is_not_read(household, phone):
    answer = phone("nikki").client.post(
        "/share", data=b"x" * 13_000_000, content_type="multipart/form-data; boundary=x"
    )
    assert answer.status_code == 200


def test_the_same_words_are_there_when_the_page_is_opened_again(client):
    answer = Phone(client).open("/share")
    assert answer.status_code == 200


def test_no_other_address_takes_what_has_no_token(app):
    exempt = [name for name, view in app.view_functions.items() if hasattr(view, "from_other_apps")]
    assert exempt == ["share"]
