"""Passkeys: the answer of a phone is believed only when everything in it is true."""

import json

import pytest
from authenticator import PRESENT, Authenticator
from sqlalchemy import select
from visiting import Clock, Visitor, add_person
from werkzeug.test import TestResponse

from app.persistence.database import db
from app.persistence.tables import Passkey

ASK, SIGN_IN = "/sign-in/passkey/options", "/sign-in/passkey"
ASK_TO_ADD, ADD = "/me/passkeys/options", "/me/passkeys"


def hand_in(visitor: Visitor, path: str, body: object = None, on: str = "/sign-in") -> TestResponse:
    return visitor.post(path, json={} if body is None else body, headers={"X-CSRFToken": visitor.token(on)})


def add(visitor: Visitor, phone: Authenticator, name: str = "My phone") -> TestResponse:
    options = hand_in(visitor, ASK_TO_ADD, on="/me").json
    return hand_in(visitor, ADD, {"name": name, "credential": phone.make(options)}, on="/me")


def come_in(visitor: Visitor, phone: Authenticator) -> TestResponse:
    return hand_in(visitor, SIGN_IN, phone.sign(hand_in(visitor, ASK).json))


def passkey(service) -> Passkey | None:
    with service.app_context():
        return db.session.scalars(select(Passkey)).first()


@pytest.fixture
def phone(as_nikki) -> Authenticator:
    """It is on Nikki's list."""
    made = Authenticator()
    assert add(as_nikki, made).status_code == 200
    return made


@pytest.fixture
def stranger(service, phone) -> Visitor:
    """A browser in which nobody is signed in; the phone can be used in it."""
    return service.test_client()


# --- adding one


def test_a_phone_is_added_and_named(service, as_nikki, nikki):
    phone = Authenticator()
    assert add(as_nikki, phone, " Mein ☎ ").json == {"saved": True}
    kept = passkey(service)
    assert (kept.name, kept.person_id, kept.credential_id, kept.sign_count) == ("Mein ☎", nikki, phone.id, 0)
    assert "Next time, sign in with this phone." in as_nikki.get("/me").text


def test_the_options_ask_for_a_phone_that_checks_who_holds_it_and_tell_it_no_address(as_nikki, nikki, phone):
    options = hand_in(as_nikki, ASK_TO_ADD, on="/me").json
    chosen = options["authenticatorSelection"]
    assert (chosen["residentKey"], chosen["userVerification"]) == ("required", "required")
    assert options["rp"]["id"] == "localhost"
    assert len(options["excludeCredentials"]) == 1
    assert phone.user_id == nikki.encode()
    assert "nikki@example.com" not in json.dumps(options)


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, None, 7, ["a"]])
def test_a_name_that_cannot_be_kept_is_asked_for_again(service, as_nikki, name):
    answer = add(as_nikki, Authenticator(), name)
    assert answer.status_code == 422
    assert answer.json["say"]
    assert passkey(service) is None


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "http://evil.example"},
        {"host": "evil.example"},
        {"flags": PRESENT},
        {"flags": 0},
    ],
)
def test_a_phone_that_lies_is_not_added(service, as_nikki, lie):
    assert add(as_nikki, Authenticator(**lie)).status_code == 400
    assert passkey(service) is None


def test_a_phone_stands_on_one_list_only(service, phone, sink):
    other = service.test_client()
    other.send("/sign-in", email="other@example.com")
    other.send("/sign-in/code", on="/sign-in/code", code=sink.code)
    assert add(other, phone).status_code == 409


def test_only_who_is_signed_in_can_add(visitor, service):
    options = hand_in(visitor, ASK).json | {"user": {"id": "AAAA"}}
    answer = hand_in(visitor, ADD, {"name": "x", "credential": Authenticator().make(options)})
    assert answer.status_code == 401
    assert hand_in(visitor, ASK_TO_ADD).status_code == 401
    assert passkey(service) is None


# --- coming in


def test_a_phone_lets_its_person_in_and_leads_to_where_they_were_going(service, phone):
    stranger = service.test_client()
    answer = come_in(stranger, phone)
    assert (answer.status_code, answer.json) == (200, {"url": "/"})
    assert "Nikki" in stranger.get("/me").text
    kept = passkey(service)
    assert kept.sign_count == 1
    assert kept.last_used_at is not None


def test_going_on_to_a_page(stranger, phone):
    options = hand_in(stranger, ASK, on="/sign-in?next=/me/name").json
    assert hand_in(stranger, SIGN_IN, phone.sign(options), on="/sign-in?next=/me/name").json == {"url": "/me/name"}


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "http://evil.example"},
        {"host": "evil.example"},
        {"flags": PRESENT},
        {"user_id": b""},
        {"id": b"of somebody else"},
        {"key": Authenticator().key},
    ],
)
def test_a_phone_that_lies_lets_nobody_in(stranger, phone, lie):
    for name, value in lie.items():
        setattr(phone, name, value)
    answer = come_in(stranger, phone)
    assert answer.status_code == 400
    assert answer.json["say"]
    assert not stranger.is_signed_in


def test_a_phone_that_says_it_is_somebody_elses_lets_nobody_in(service, stranger, phone):
    phone.user_id = add_person(service, "other@example.com", "Other").encode()
    assert come_in(stranger, phone).status_code == 400
    assert not stranger.is_signed_in


def test_a_counter_that_does_not_move_on_betrays_a_copy(service, stranger, phone):
    assert come_in(stranger, phone).status_code == 200
    phone.count = 0
    copy = service.test_client()
    assert come_in(copy, phone).status_code == 400
    assert not copy.is_signed_in


def test_a_challenge_is_good_once_even_when_the_cookie_is_copied(service, stranger, phone):
    options = hand_in(stranger, ASK).json
    thief = service.test_client()
    thief.set_cookie("onepot_before", stranger.get_cookie("onepot_before").value)
    assert hand_in(stranger, SIGN_IN, phone.sign(options)).status_code == 200
    assert hand_in(thief, SIGN_IN, phone.sign(options)).status_code == 400
    assert not thief.is_signed_in


def test_a_challenge_of_another_browser_is_not_taken(service, stranger, phone):
    options = hand_in(stranger, ASK).json
    other = service.test_client()
    hand_in(other, ASK)
    assert hand_in(other, SIGN_IN, phone.sign(options)).status_code == 400


def test_without_a_challenge_there_is_no_way_in(stranger, phone):
    assert hand_in(stranger, SIGN_IN, phone.sign({"challenge": ""})).status_code == 400


@pytest.mark.parametrize(("minutes", "status"), [(10, 200), (11, 400)])
def test_a_challenge_is_good_for_ten_minutes(stranger, phone, clock: Clock, minutes, status):
    options = hand_in(stranger, ASK).json
    clock.forward(minutes=minutes)
    assert hand_in(stranger, SIGN_IN, phone.sign(options)).status_code == status


def test_a_new_session_begins(service, stranger, phone):
    stranger.get("/sign-in")
    before = stranger.get_cookie("onepot_before").value
    come_in(stranger, phone)
    for name in ("onepot", "onepot_before"):
        thief = service.test_client()
        thief.set_cookie(name, before)
        assert not thief.is_signed_in


def test_sixty_tries_in_a_quarter_of_an_hour_from_one_network(visitor):
    answers = {hand_in(visitor, SIGN_IN).status_code for _try in range(60)}
    assert answers == {400}
    answer = hand_in(visitor, SIGN_IN)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "Try again in" in answer.json["say"]


# --- JSON made to hurt

DEEP = "[" * 20000 + "]" * 20000


@pytest.mark.parametrize("path", [ASK, SIGN_IN, ASK_TO_ADD, ADD])
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 411),
        (b"{", 400),
        (b"[]", 400),
        (b"null", 400),
        (b"\xff\xfe", 400),
        (DEEP.encode(), 400),
        (('{"id":' + DEEP + "}").encode(), 400),
        (b'{"a":' + b"9" * 5000 + b"}", 400),
        (b'{"a":"' + b"x" * 70000 + b'"}', 413),
    ],
)
def test_what_is_no_small_json_object_is_refused_in_words(as_nikki, path, body, status):
    headers = {"X-CSRFToken": as_nikki.token("/me")}
    answer = as_nikki.post(path, data=body, content_type="application/json", headers=headers)
    assert answer.status_code == status
    assert answer.json["say"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_only_json_is_taken(as_nikki, kind):
    headers = {"X-CSRFToken": as_nikki.token("/me")}
    assert as_nikki.post(ADD, data=b"{}", content_type=kind, headers=headers).status_code == 415


def test_a_body_without_its_token_is_not_taken(as_nikki):
    assert as_nikki.post(ADD, json={}).status_code == 400
    assert as_nikki.post(ADD, json={}).json is None


NASTY = [None, 7, "", "\x00", "=" * 50, "\ud800", "é", [], [[]], {}, {"a": 1}, "AAAA", "A" * 30000, True, 1e308]


@pytest.mark.parametrize(
    "where", ["id", "rawId", "type", "response", "clientDataJSON", "authenticatorData", "signature", "userHandle"]
)
def test_nasty_values_let_nobody_in(stranger, phone, where):
    for nasty in NASTY:
        answer = phone.sign(hand_in(stranger, ASK).json)
        replaced(answer, where, nasty)
        if where == "rawId":
            answer["id"] = nasty
        assert hand_in(stranger, SIGN_IN, answer).status_code == 400, nasty
        assert not stranger.is_signed_in


@pytest.mark.parametrize(
    "where", ["id", "rawId", "type", "response", "clientDataJSON", "attestationObject", "credential"]
)
def test_nasty_values_are_not_added(service, as_nikki, where):
    for nasty in NASTY:
        made = Authenticator().make(hand_in(as_nikki, ASK_TO_ADD, on="/me").json)
        replaced(made, where, nasty)
        body = {"name": "x", "credential": nasty if where == "credential" else made}
        assert hand_in(as_nikki, ADD, body, on="/me").status_code == 400, nasty
        assert passkey(service) is None


def test_how_a_phone_was_reached_is_only_a_hint(service, as_nikki):
    for transports in [*NASTY, ["internal", "usb", "x"]]:
        made = Authenticator().make(hand_in(as_nikki, ASK_TO_ADD, on="/me").json)
        made["response"]["transports"] = transports
        answer = hand_in(as_nikki, ADD, {"name": "x", "credential": made}, on="/me")
        assert answer.status_code in {200, 400}, transports
    with service.app_context():
        kept = {json.dumps(json.loads(text)) for text in db.session.scalars(select(Passkey.transports))}
    assert kept == {"[]", '["internal", "usb"]'}


def replaced(answer: dict, where: str, nasty: object) -> None:
    holder = answer if where in answer else answer["response"]
    holder[where] = nasty
