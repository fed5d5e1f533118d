"""A service that sends real mail to a server of this machine, with a clock that a test moves."""

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from browsing import Authenticator, sign_in_by_mail
from factories import MadePot, grant, make_pot
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import Engine
from visiting import Clock, Sink, Visitor, add_person
from werkzeug.serving import make_server

from app import create_app
from app.config import Settings
from app.domain.authority import Role
from app.persistence.database import db


@pytest.fixture
def sink() -> Iterator[Sink]:
    sink = Sink()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(sink.handler(), hostname="127.0.0.1", port=port)
    server.start()
    sink.url = f"smtp://127.0.0.1:{port}"
    yield sink
    server.stop()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service(sqlite_url: str, tmp_path: Path, sink: Sink, clock: Clock) -> Iterator[Flask]:
    """Not a demo."""
    app = create_app(
        Settings(
            database_url=sqlite_url,
            secret_key="a key that only tests have",
            demo=False,
            now=None,
            files=tmp_path / "files",
            secure_cookies=False,
            smtp_url=sink.url,
            mail_from="onepot@service.example",
        )
    )
    app.extensions["clock"] = clock
    app.test_client_class = Visitor
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def visitor(service: Flask) -> Visitor:
    return service.test_client()


@pytest.fixture
def nikki(service: Flask) -> str:
    """Her id."""
    return add_person(service, "nikki@example.com")


@pytest.fixture
def as_nikki(visitor: Visitor, nikki: str, sink: Sink) -> Visitor:
    """Her phone, signed in by mail."""
    visitor.send("/sign-in", email="nikki@example.com")
    assert visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code).status_code == 303
    return visitor


@pytest.fixture
def come_in(service: Flask, sink: Sink) -> Callable[[str], Visitor]:
    """One more browser, in which somebody signs in by mail."""

    def signed_in(email: str) -> Visitor:
        visitor: Visitor = service.test_client()
        visitor.send("/sign-in", email=email)
        assert visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code).status_code == 303
        return visitor

    return signed_in


@pytest.fixture
def pot(service: Flask, sqlite_engine: Engine, nikki: str) -> MadePot:
    """Nikki's pot, with Joan who helps and Fatima who is her broker."""
    pot = make_pot(sqlite_engine, nikki)
    for email, role in (("joan", Role.HELPER), ("fatima", Role.BROKER)):
        grant(pot, add_person(service, f"{email}@example.com", email.title()), role)
    return pot


# --- in a browser


@pytest.fixture
def site(service: Flask) -> Iterator[str]:
    """`localhost`, because passkeys are made for a name and not for a number."""
    server = make_server("localhost", 0, service, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def phone(page: Page) -> Authenticator:
    """The browser's authenticator."""
    return Authenticator.of(page)


@pytest.fixture
def at_home(nikki: str, page: Page, site: str, phone: Authenticator, sink: Sink) -> Page:
    """Nikki signed in by mail, on her page."""
    phone.present(there=False)
    sign_in_by_mail(page, site, lambda: sink.code)
    expect(page.get_by_role("heading", name="Nikki")).to_be_visible()
    phone.present(there=True)
    return page
