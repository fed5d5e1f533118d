"""Who and what a sign-in test needs: a browser without scripts, a mail server, a clock."""

import html
import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert
from werkzeug.test import TestResponse

from app.persistence.database import db, writing
from app.persistence.tables import Person
from app.persistence.tables.base import new_id


class Sink:
    """A mail server that keeps what it is sent."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.url = ""

    def handler(self) -> object:
        """What aiosmtpd calls: an object of its own, because it reads every property of it."""
        sink = self

        class Handler:
            async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802
                sink.mails.append(message_from_bytes(envelope.content, policy=policy.default))
                sink.recipients.append(envelope.rcpt_tos)
                return "250 OK"

        return Handler()

    @property
    def text(self) -> str:
        return self.mails[-1].get_content().replace("\r\n", "\n")

    @property
    def code(self) -> str:
        return re.search(r"^(\d{4}) (\d{4})$", self.text, re.MULTILINE).expand(r"\1\2")

    @property
    def link(self) -> str:
        return re.search(r"^https?://[^/]+(/sign-in/link/\S+)$", self.text, re.MULTILINE)[1]


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 2, 10, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: int) -> None:
        self.now += timedelta(**by)


class Visitor(FlaskClient):
    """A browser without scripts: it sends the forms of pages it has opened."""

    def send(self, path: str, on: str = "/sign-in", **fields: str) -> TestResponse:
        return self.post(path, data={"csrf_token": self.token(on), **fields})

    def token(self, on: str = "/sign-in") -> str:
        page = self.get(on).text
        return re.search(r'name="csrf_token" value="([^"]+)"', page)[1]

    def fields(self, on: str, action: str = "") -> dict[str, str]:
        """What the form of a page that goes to an address holds already."""
        page = self.get(on).text
        form = next(part for part in page.split("<form")[1:] if f'action="{action}' in part).split("</form>")[0]
        return {
            html.unescape(name): html.unescape(value)
            for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
        }

    def change(self, path: str, on: str, **typed: str) -> TestResponse:
        """Send the form of a change, with what is typed."""
        return self.post(path, data=self.fields(on, path) | typed)

    @property
    def is_signed_in(self) -> bool:
        return self.get("/session.json").status_code == 200


def add_person(app: Flask, email: str | None, name: str = "Nikki", language: str = "en") -> str:
    """A person who is there already: their id."""
    person = {
        "id": new_id(),
        "email": email,
        "name": name,
        "language": language,
        "runs_service": False,
        "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    }
    with app.app_context(), writing(db.engine) as database:
        database.execute(insert(Person), [person])
    return person["id"]


def wrong(code: str) -> str:
    """A code like it that was not sent."""
    return code[:-1] + str((int(code[-1]) + 1) % 10)
