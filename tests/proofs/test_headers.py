"""What every answer carries so that no other site and no script of others can act here; and who may send a form."""

import re
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from factories import NOW, grant, make_person, make_pot, promise
from flask import Flask
from flask.testing import FlaskClient
from phones import door_fields
from sqlalchemy import create_engine, func, select
from werkzeug.test import TestResponse

from app import create_app
from app.config import Settings
from app.domain.authority import Role
from app.persistence.database import db, prepare
from app.persistence.tables import Done
from app.web.assets import DIST, digest_of_style

TRUE = "the one of her session"
TLS = "https://onepot.example"
PAGES = (
    "/",
    "/sign-in",
    "/help",
    "/accessibility",
    "/healthz",
    "/session.json",
    "/no-such-page",
    "/me",
    "/sign-in/link/x",
)


@pytest.fixture
def service(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    """As in earnest: cookies for TLS only. Demo people can sign in, so that a test can."""
    app = create_app(
        Settings(
            database_url=sqlite_url, secret_key="a key that only tests have", demo=True, now=NOW.isoformat(),
            files=tmp_path, secure_cookies=True, smtp_url=None, mail_from="onepot@localhost", url=TLS,
        )
    )  # fmt: skip
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def acting(sqlite_url: str) -> dict[str, str]:
    """A pot, its holder `nikki`, and what a form of it carries."""
    engine = prepare(create_engine(sqlite_url))
    nikki = make_person(engine, email="nikki@demo.example")
    pot = make_pot(engine, nikki)
    promise(pot, nhs=100_000)
    grant(pot, make_person(engine, "Amina"), Role.CARER)
    engine.dispose()
    return {"pot": pot.id, "acting": pot.authority_id}


@pytest.fixture
def nikki(service: Flask, acting: dict[str, str]) -> FlaskClient:
    """At her phone."""
    assert acting
    client = service.test_client()
    assert client.get("/demo/as/nikki", base_url=TLS).status_code == 303
    return client


def policy(answer: TestResponse) -> dict[str, list[str]]:
    parts = (part.split() for part in answer.headers["Content-Security-Policy"].split(";") if part.strip())
    return {name: values for name, *values in parts}


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_is_guarded(nikki: FlaskClient, path: str):
    answer = nikki.get(path, base_url=TLS)
    allowed = policy(answer)
    assert allowed["default-src"] == ["'none'"]
    assert allowed["script-src"] == allowed["form-action"] == ["'self'"]
    assert allowed["style-src"] == ["'self'", digest_of_style()]
    assert allowed["frame-ancestors"] == allowed["base-uri"] == ["'none'"]
    assert not re.search(r"unsafe|\*|https?:", answer.headers["Content-Security-Policy"])
    assert int(re.search(r"max-age=(\d+)", answer.headers["Strict-Transport-Security"])[1]) >= 31_536_000
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"].upper() == "DENY"
    assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer", "strict-origin"}
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].replace(" ", "").split(","))
    assert "HX-Request" in answer.headers["Vary"]
    assert not {"Access-Control-Allow-Origin", "Server", "X-Powered-By"} & set(answer.headers.keys())


@pytest.mark.skipif(not DIST.exists(), reason="the assets are not built")
def test_the_one_style_that_stands_in_a_page_is_the_one_that_is_allowed(nikki: FlaskClient, acting: dict[str, str]):
    styles = re.findall(r"<style>(.*?)</style>", nikki.get(f"/p/{acting['pot']}/", base_url=TLS).text, re.DOTALL)
    assert [f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" for style in styles] == [
        digest_of_style()
    ]


def test_an_answer_of_each_kind_is_guarded(nikki: FlaskClient, acting: dict[str, str]):
    """Refusals too: a page that is not there, one that is not allowed, a form that is not taken, too large a body."""
    pot = acting["pot"]
    for answer, status in (
        (nikki.get(f"/p/{pot}/", base_url=TLS), 200),
        (nikki.get("/p/aaaaaaaaaaaaaaaaaaaa/", base_url=TLS), 404),
        (nikki.post(f"/p/{pot}/spending", base_url=TLS), 400),
        (nikki.post(f"/p/{pot}/spending", data=b"x" * 13_000_000, base_url=TLS), 413),
        (nikki.put("/me", base_url=TLS), 405),
    ):
        assert answer.status_code == status
        assert policy(answer)["default-src"] == ["'none'"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.usefixtures("acting")
def test_the_cookie_is_for_this_site_and_tls_alone(service: Flask):
    cookies = service.test_client().get("/demo/as/nikki", base_url=TLS).headers.getlist("Set-Cookie")
    assert len(cookies) == 2  # the one from before sign-in is taken off
    for cookie in cookies:
        name_and_value, *flags = [part.strip() for part in cookie.split(";")]
        assert name_and_value.startswith("__Host-")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(flags)
        assert not [flag for flag in flags if flag.startswith("Domain")]


@pytest.mark.usefixtures("acting")
@pytest.mark.parametrize(("scheme", "secure"), [("https", 1), ("http", 0)])
def test_a_demos_cookie_that_was_given_over_tls_stays_there(app: Flask, scheme: str, secure: int):
    cookie = app.test_client().get("/demo/as/nikki", base_url=f"{scheme}://localhost").headers["Set-Cookie"]
    assert cookie.count("; Secure") == secure


def test_who_only_looks_is_given_no_cookie(service: Flask):
    assert "Set-Cookie" not in service.test_client().get("/help", base_url=TLS).headers


@pytest.mark.skipif(not DIST.exists(), reason="the assets are not built")
def test_files_are_guarded_and_set_no_cookie(service: Flask):
    files = [file for file in DIST.iterdir() if file.suffix in {".js", ".css"}]
    assert files
    for file in files:
        answer = service.test_client().get(f"/static/dist/{file.name}", base_url=TLS)
        assert answer.status_code == 200
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "max-age=63072000" in answer.headers["Strict-Transport-Security"]
        assert "Set-Cookie" not in answer.headers
        answer.close()


def test_pages_ask_nobody_else_for_anything(nikki: FlaskClient, acting: dict[str, str]):
    for path in (f"/p/{acting['pot']}/", f"/p/{acting['pot']}/spending/new", "/sign-in", "/help"):
        page = nikki.get(path, base_url=TLS).text
        assert not re.findall(r"""(?:src|href|action)=["']?(?:https?:)?//(?!onepot\.example)""", page)


# --- who may send a form


@pytest.fixture
def send(service: Flask, nikki: FlaskClient, acting: dict[str, str]):
    """Send a payment with these headers and this token; the answer, and how many changes there are more."""

    def count() -> int:
        with service.app_context():
            return db.session.execute(select(func.count()).select_from(Done)).scalar_one()

    def do(token: str | None = TRUE, path: str | None = None, **headers: str) -> tuple[TestResponse, int]:
        before = count()
        fields = door_fields(acting["acting"]) | {"what_for": "Taxi", "amount": "12.50", "spent_on": "2026-02-09"}
        if token:
            true = nikki.get("/session.json", base_url=TLS).json["csrf_token"]
            fields["csrf_token"] = true if token == TRUE else token
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = nikki.post(path or f"/p/{acting['pot']}/spending", data=fields, headers=sent, base_url=TLS)
        return answer, count() - before

    return do


def test_a_form_of_ours_is_taken(send):
    answer, more = send(Origin=TLS, Sec_Fetch_Site="same-origin")
    assert (answer.status_code, more) == (303, 1)


def test_an_old_browser_that_says_nothing_of_itself_is_taken_by_its_token(send):
    answer, more = send()
    assert (answer.status_code, more) == (303, 1)


def test_htmx_sends_the_token_of_the_form_and_is_taken(send):
    answer, more = send(HX_Request="true", Origin=TLS, Sec_Fetch_Site="same-origin")
    assert (answer.status_code, more) == (200, 1)
    assert "HX-Push-Url" in answer.headers


@pytest.mark.parametrize("token", [None, "", "wrong", "a.b.c"])
@pytest.mark.parametrize("shape", [{}, {"HX_Request": "true"}, {"X_Outbox": "1"}])
def test_without_its_token_a_form_is_refused(send, token: str | None, shape: dict[str, str]):
    answer, more = send(token=token, **shape)
    assert (answer.status_code, more) == (403 if "X_Outbox" in shape else 400, 0)


def test_what_was_typed_is_not_lost_when_the_token_is_of_another_session(send):
    answer, _more = send(token="wrong")
    assert "Taxi" in answer.text
    assert 'name="amount" value="12.50"' in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "http://onepot.example"},
        {"Origin": "https://onepot.example.evil.example"},
        {"Origin": "https://onepot.example:8443"},
        {"Origin": "null"},
        {"Origin": "https://["},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Origin": TLS, "Sec_Fetch_Site": "cross-site"},
        {"Origin": "https://evil.example", "Sec_Fetch_Site": "same-origin"},
    ],
)
@pytest.mark.parametrize("shape", [{}, {"HX_Request": "true"}, {"X_Outbox": "1"}])
def test_a_form_of_another_site_is_refused_whatever_its_token(send, headers: dict[str, str], shape: dict[str, str]):
    answer, more = send(**headers, **shape)
    assert (answer.status_code, more) == (403, 0)


@pytest.mark.parametrize("path", ["/sign-out", "/me/name", "/sign-in", "/demo/as/nikki"])
def test_no_other_site_can_sign_anybody_in_or_out(send, path: str):
    answer, _more = send(path=path, Origin="https://evil.example", Sec_Fetch_Site="cross-site")
    assert answer.status_code == 403
