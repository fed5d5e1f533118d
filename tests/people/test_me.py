"""A person's own page."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select
from visiting import add_person

from app.persistence.database import db, writing
from app.persistence.tables import Passkey, Person, UserSession


def add_passkey(service, person_id: str, name: str, credential_id: bytes = b"one") -> None:
    row = {
        "credential_id": credential_id,
        "person_id": person_id,
        "public_key": b"key",
        "sign_count": 0,
        "transports": "[]",
        "backed_up": False,
        "name": name,
        "created_at": datetime(2026, 2, 1, 12, tzinfo=UTC),
        "last_used_at": None,
    }
    with service.app_context(), writing(db.engine) as database:
        database.execute(insert(Passkey), [row])


def passkeys(service) -> list[str]:
    with service.app_context():
        return list(db.session.scalars(select(Passkey.name)))


def remove_address(page: str) -> str:
    return next(part.split('"')[0] for part in page.split('href="') if "/remove" in part[:80])


def test_it_shows_name_address_and_phones(service, as_nikki, nikki):
    assert "None yet. You come in by email." in as_nikki.get("/me").text
    add_passkey(service, nikki, "<b>My phone</b>")
    page = as_nikki.get("/me").text
    assert "nikki@example.com" in page
    assert "&lt;b&gt;My phone&lt;/b&gt;" in page
    assert "<b>My phone" not in page
    assert "Added on" in page


def test_a_name_is_changed_and_shown(as_nikki):
    answer = as_nikki.send("/me/name", on="/me/name", name="  Nikki\x00 O’Neil ")
    assert (answer.status_code, answer.location) == (303, "/me")
    assert "Nikki O’Neil" in as_nikki.get("/me").text


@pytest.mark.parametrize(("typed", "sentence"), [("", "Enter your name"), ("x" * 201, "200 letters or fewer")])
def test_a_name_that_cannot_be_kept_is_asked_for_again_as_it_was_typed(as_nikki, typed, sentence):
    answer = as_nikki.send("/me/name", on="/me/name", name=typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{typed}"' in answer.text


def test_a_language_is_kept_for_the_next_sign_in(service, as_nikki, sink):
    as_nikki.send("/me", on="/me", language="cy")
    assert '<html lang="cy"' in as_nikki.get("/me").text
    elsewhere = service.test_client()
    elsewhere.send("/sign-in", email="nikki@example.com")
    elsewhere.send("/sign-in/code", on="/sign-in/code", code=sink.code)
    assert '<html lang="cy"' in elsewhere.get("/me").text


@pytest.mark.parametrize("language", ["", "xx", "x-rtl"])
def test_a_language_that_is_not_there_is_not_taken(service, as_nikki, nikki, language):
    assert as_nikki.send("/me", on="/me", language=language).status_code == 422
    with service.app_context():
        assert db.session.get(Person, nikki).language == "en"


def test_a_phone_is_taken_off_after_a_page_that_asks(service, as_nikki, nikki):
    add_passkey(service, nikki, "Old phone")
    address = remove_address(as_nikki.get("/me").text)
    assert "off your list?" in as_nikki.get(address).text
    assert passkeys(service) == ["Old phone"]
    assert as_nikki.send(address, on=address).location == "/me"
    assert passkeys(service) == []
    assert "Taken off your list." in as_nikki.get("/me").text


def test_somebody_elses_phone_is_not_found(service, as_nikki, nikki, sink):
    add_passkey(service, nikki, "Nikki’s phone")
    address = remove_address(as_nikki.get("/me").text)
    other = service.test_client()
    other.send("/sign-in", email="other@example.com")
    other.send("/sign-in/code", on="/sign-in/code", code=sink.code)
    assert other.get(address).status_code == 404
    other.send(address, on="/me")
    assert passkeys(service) == ["Nikki’s phone"]


def test_the_only_way_in_stays(service, visitor):
    ivy = add_person(service, None, "Ivy")
    add_passkey(service, ivy, "Ivy’s phone")
    with visitor.session_transaction() as session:
        session["_user_id"] = "secret"
    row = {
        "secret_hash": "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
        "person_id": ivy,
        "device": "",
        "created_at": datetime(2026, 2, 1, tzinfo=UTC),
        "ended_at": None,
    }
    with service.app_context(), writing(db.engine) as database:
        database.execute(insert(UserSession), [row])
    address = remove_address(visitor.get("/me").text)
    assert "This is your only way in." in visitor.get(address).text
    visitor.send(address, on="/me")
    assert passkeys(service) == ["Ivy’s phone"]


@pytest.mark.parametrize("path", ["/me", "/me/name", "/me/first-name", "/me/first-phone", "/me/passkeys/x/remove"])
def test_who_is_not_signed_in_is_asked_to(visitor, path):
    assert visitor.get(path).location == f"/sign-in?next={path}"
