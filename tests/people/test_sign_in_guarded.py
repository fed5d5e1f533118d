"""Signing in by mail: throttled, leaving nothing about, leading nowhere else."""

import sqlite3

import pytest
from visiting import Clock, Visitor, wrong

# --- throttled


def send_from(visitor: Visitor, network: str, email: str):
    return visitor.post(
        "/sign-in",
        data={"csrf_token": visitor.token(), "email": email},
        environ_base={"REMOTE_ADDR": network},
    )


def test_five_mails_an_hour_to_one_address_from_wherever(visitor, sink, clock: Clock):
    for last in range(5):
        assert send_from(visitor, f"192.0.2.{last}", "sam@example.com").status_code == 303
        clock.forward(minutes=1)
    answer = send_from(visitor, "192.0.2.9", "SAM@example.com")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == str(55 * 60)
    assert "Try again in 55 minutes." in answer.text
    assert len(sink.mails) == 5
    clock.forward(minutes=55)
    assert send_from(visitor, "192.0.2.9", "sam@example.com").status_code == 303


@pytest.mark.parametrize(
    ("first", "same", "other"),
    [("192.0.2.1", "192.0.2.1", "192.0.2.2"), ("2001:db8::1", "2001:db8::ffff:1", "2001:db8:0:1::1")],
)
def test_twenty_mails_an_hour_from_one_network(visitor, first, same, other):
    for number in range(20):
        assert send_from(visitor, first, f"sam{number}@example.com").status_code == 303
    assert send_from(visitor, same, "sam@example.com").status_code == 429
    assert send_from(visitor, other, "sam@example.com").status_code == 303


def test_twenty_tries_at_codes_in_a_quarter_of_an_hour_from_one_network(service, sink):
    for number in range(5):
        visitor = service.test_client()
        visitor.send("/sign-in", email=f"sam{number}@example.com")
        for _try in range(4):
            assert visitor.send("/sign-in/code", on="/sign-in/code", code=wrong(sink.code)).status_code == 422
    answer = visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) == 15 * 60
    assert not visitor.is_signed_in


# --- nothing left lying about


def test_the_database_holds_no_code_no_token_and_no_address_of_a_network(visitor, sink, sqlite_url):
    send_from(visitor, "192.0.2.77", "sam@example.com")
    dump = "\n".join(sqlite3.connect(sqlite_url.removeprefix("sqlite:///")).iterdump())
    assert "sam@example.com" in dump
    for secret in (sink.code, sink.link.rpartition("/")[2], "192.0.2.77"):
        assert secret not in dump


def test_logs_and_addresses_tell_nothing_of_the_person(visitor, sink, caplog):
    caplog.set_level("DEBUG", logger="onepot")
    caplog.set_level("DEBUG", logger="app")
    answer = visitor.send("/sign-in", email="sam@example.com")
    visitor.send("/sign-in/code", on="/sign-in/code", code=wrong(sink.code))
    assert "sam" not in answer.location
    assert "sam@" not in "".join(r.getMessage() for r in caplog.records if not r.name.startswith("mail"))


# --- other sites


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "evil.example",
        "/" + "a" * 5000,
        "",
    ],
)
@pytest.mark.usefixtures("nikki")
def test_after_sign_in_nobody_is_led_to_another_site(visitor, sink, elsewhere):
    visitor.get("/sign-in", query_string={"next": elsewhere})
    with visitor.session_transaction() as session:
        assert "next" not in session
    visitor.send("/sign-in", email="nikki@example.com")
    assert visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code).location == "/"


@pytest.mark.usefixtures("nikki")
def test_after_sign_in_one_is_where_one_was_going(visitor, sink):
    page = visitor.get("/me/name")
    assert page.location == "/sign-in?next=/me/name"
    token = visitor.token(page.location)
    visitor.post("/sign-in", data={"csrf_token": token, "email": "nikki@example.com"})
    assert visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code).location == "/me/name"


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/code", "/sign-in/link/x", "/sign-out", "/sign-in/passkey"])
def test_a_form_without_its_token_or_of_another_site_is_not_taken(visitor, sink, path):
    assert visitor.post(path, data={"email": "sam@example.com"}).status_code == 400
    foreign = {"Origin": "https://evil.example"}
    fields = {"csrf_token": visitor.token(), "email": "sam@example.com"}
    assert visitor.post(path, data=fields, headers=foreign).status_code == 403
    assert sink.mails == []
