"""Addresses, methods and bodies that no page of ours leads to: answered, and never with a 5xx."""

from collections import Counter
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from reading import CANARY, Page
from visiting_all import VISITOR, Street
from werkzeug.test import TestResponse

MEGABYTE = 1024 * 1024
ODD = {
    "nul": "%00",
    "nul within": "a%00b",
    "lone surrogate": "%ED%A0%80",
    "half a letter": "%FF%FE",
    "over 64 bit": "9223372036854775808",
    "below 64 bit": "-9223372036854775809",
    "five thousand digits": "9" * 5000,
    "override": quote("\u202eabc"),
    "markup": quote(f"<{CANARY}>"),
    "breaks out": quote(f'"><{CANARY}>'),
    "quotes": quote("' OR 1=1 --"),
    "path": "..%2f..%2fetc%2fpasswd",
    "line ends": "a%0d%0aSet-Cookie:%20x=y",
    "dots": "%2e%2e",
    "another's": "aaaaaaaaaaaaaaaaaaaa",
    "long": "x" * 8000,
    "template": quote("{{7*191}}"),
    "day and id": "2026-02-31_x",
    "day and nul": "2026-02-01_%00",
    "late day": "9999-12-31_zzz",
    "moment and nul": "2026-02-01T10:00:00%2B00:00_%00",
    "early moment": "0001-01-01T00:00:00%2B14:00_x",
}
QUERIES = ("before", "start", "like", "after", "next", "back", "page", "said", "seen")
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")
ON_POSTGRES = ("%00", "%ED", "9223")  # what it cannot keep, and what has no place in it
SHARES = pytest.mark.parametrize(
    ("on", "every"),
    [
        ("street", 6),
        pytest.param("street", 1, marks=pytest.mark.long),
        pytest.param("postgres_street", 6, marks=pytest.mark.postgres),
        pytest.param("postgres_street", 1, marks=[pytest.mark.postgres, pytest.mark.long]),
    ],
)


def _look(wrong: list[str], where: str, answer: TestResponse, answers: Counter) -> None:
    answers[answer.status_code] += 1
    if answer.status_code >= 500:
        wrong.append(f"{where} -> {answer.status_code}")
    elif answer.mimetype == "text/html" and (foreign := Page(answer.text).foreign):
        wrong.append(f"{where}: not escaped {foreign[:2]}")
    elif any("\n" in value or "x=y" in value for value in answer.headers.get_all("Set-Cookie")):
        wrong.append(f"{where}: a cookie of somebody else's making")


def _paths(street: Street, pot_id: str) -> list[str]:
    """Each address of ours with odd ids in it, one at a time; the first of the others is a real pot."""
    paths = []
    for rule in street.app.url_map.iter_rules():
        for name in rule.arguments:
            usual = {other: pot_id if other == "pot_id" else "x" for other in rule.arguments if other != name}
            for odd in ODD.values():
                path = rule.rule
                for argument, value in (usual | {name: odd}).items():
                    path = path.replace(f"<{argument}>", value).replace(f"<path:{argument}>", value)
                paths.append(path)
    return paths


@SHARES
def test_odd_ids_in_an_address_find_nothing(on: str, every: int, request: pytest.FixtureRequest):
    street: Street = request.getfixturevalue(on)
    client, wrong, answers = street.clients["nikki"], [], Counter()
    paths = _paths(street, street.a_page("nikki", "").split("/")[2])
    if on == "postgres_street":
        paths = [path for path in paths if any(odd in path for odd in ON_POSTGRES)]
    for number, path in enumerate(paths[::every]):
        for method in ("GET", METHODS[number % len(METHODS)]):
            _look(wrong, f"{method} {path[:90]}", client.open(path, method=method), answers)
        if client.get("/session.json").status_code == 401:
            client.get("/demo/as/nikki")
    _show(wrong, answers)


@SHARES
def test_odd_questions_in_an_address_break_no_page(on: str, every: int, request: pytest.FixtureRequest):
    street: Street = request.getfixturevalue(on)
    wrong, answers = [], Counter()
    odd = {label: value for label, value in ODD.items() if on == "street" or any(o in value for o in ON_POSTGRES)}
    for who in ("nikki", "amina", VISITOR):
        kinds = {street.endpoint_of(path): path.partition("?")[0] for path in street.walk(who)}
        tries = [(path, query, label) for path in kinds.values() for query in QUERIES for label in odd]
        for path, query, label in tries[:: every * 3 + 1]:
            answer = street.clients[who].get(f"{path}?{query}={odd[label]}")
            _look(wrong, f"{path}?{query}={label} as {who}", answer, answers)
    _show(wrong, answers)


def _show(wrong: list[str], answers: Counter) -> None:
    print(f"\n{sum(answers.values())} tries: {dict(answers)}")  # noqa: T201 - the figures of the run
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong[:40])


def test_each_method_is_answered_on_each_address(street: Street):
    for path in ("/healthz", "/", "/me", "/sign-in", "/sign-out", "/no-such-page", "/static/dist/x"):
        for who in (VISITOR, "nikki"):
            for method in (*METHODS, "PROPFIND", "TRACE", "WEIRD"):
                assert street.clients[who].open(path, method=method).status_code < 500, (path, who, method)


TAKE_BODIES = (
    "/sign-in",
    "/sign-in/code",
    "/sign-in/passkey",
    "/sign-in/passkey/options",
    "/me/passkeys",
    "/me/passkeys/options",
    "/me/name",
)
PART = b'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n'
DEEP = b"[" * 100_000 + b"]" * 100_000
BODIES = {
    "deep lists": ("application/json", DEEP),
    "deep objects": ("application/json", b'{"a":' * 50_000 + b"1" + b"}" * 50_000),
    "huge number": ("application/json", b"9" * 100_000),
    "no object": ("application/json", b'["x"]'),
    "null": ("application/json", b"null"),
    "broken": ("application/json", b'{"id": '),
    "lone surrogate": ("application/json", b'{"id": "\\ud800", "rawId": "\\ud800", "response": {}}'),
    "nul": ("application/json", b'{"id": "\\u0000", "rawId": "AA", "type": "public-key", "response": {}}'),
    "numbers for words": ("application/json", b'{"id": 1e400, "rawId": 9223372036854775808, "response": 7}'),
    "not utf-8": ("application/json", b"\xff\xfe{}"),
    "other charset": ("application/x-www-form-urlencoded; charset=utf-16", b"a=b"),
    "no such charset": ("application/x-www-form-urlencoded; charset=\xff", b"a=b"),
    "five megabytes": ("application/x-www-form-urlencoded", b"what_for=" + b"x" * 5 * MEGABYTE),
    "thirteen megabytes": ("application/x-www-form-urlencoded", b"what_for=" + b"x" * 13 * MEGABYTE),
    "many fields": ("application/x-www-form-urlencoded", b"&".join(b"f%d=x" % n for n in range(20_000))),
    "one field often": ("application/x-www-form-urlencoded", b"what_for=x&" * 20_000),
    "three thousand parts": ("multipart/form-data; boundary=b", PART * 3000 + b"--b--\r\n"),
    "no boundary": ("multipart/form-data", b"--b\r\n"),
    "never ends": ("multipart/form-data; boundary=b", PART),
    "long heads": ("multipart/form-data; boundary=b", b"--b\r\n" + b"X: y\r\n" * 100_000),
    "plain": ("text/plain", b"hello"),
    "nothing": ("", b""),
}


def test_no_body_breaks_anything(street: Street):
    """Too many tries to sign in are counted elsewhere; here each is as if it were the first."""
    shapes = [{}, {"X-Outbox": "1", "Accept": "application/json"}, {"HX-Request": "true"}]
    own = [street.a_page("nikki", page) for page in ("/spending", "/shifts", "/statements")]
    for who in ("nikki", VISITOR):
        client = street.clients[who]
        token = (client.get("/session.json").json or {}).get("csrf_token") or _token_of_a_page(client)
        for number, (label, (content_type, body)) in enumerate(BODIES.items()):
            for path in (*TAKE_BODIES, *own):
                headers = shapes[number % 3] | {"X-CSRFToken": token}
                answer = client.post(path, data=body, content_type=content_type, headers=headers)
                assert answer.status_code < 500, (who, path, label)
                assert answer.status_code != 303 or "sign-in" in answer.location, (who, path, label)
            street.forget_tries()


def test_the_outbox_is_told_of_a_body_that_is_too_large(street: Street):
    answer = street.clients["nikki"].post(
        street.a_page("nikki", "/spending"),
        data=BODIES["thirteen megabytes"][1],
        content_type="application/x-www-form-urlencoded",
        headers={"X-Outbox": "1"},
    )
    assert (answer.status_code, answer.json["status"]) == (413, "refused")


def _token_of_a_page(client: FlaskClient) -> str:
    return Page(client.get("/sign-in").text).forms[0].fields["csrf_token"].shown
