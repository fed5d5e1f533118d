"""Everybody of the demo at their phones: what pages and forms each of them reaches, and how they send them."""

import shutil
import unicodedata
import uuid
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from reading import Field, Form, Page
from sqlalchemy import delete, func, select
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from app.persistence.database import db
from app.persistence.tables import Attempt, Done

PEOPLE = ("nikki", "amina", "joan", "ivy", "rhys", "fatima", "david", "ruth", "dele", "omar", "admin", "sam")
VISITOR = "a visitor"
OF_EACH = 5  # so many pages and forms of one kind: a shift that waits, is approved, is paid …
DOOR = {"change_id", "csrf_token", "form_version", "made_at", "acting"}
ENDS_THE_VISIT = {"people.sign_out", "people.be", "language", "mode"}
SAMPLE = Path(__file__).parents[1] / "data" / "bank" / "lloyds.csv"
SANE = {
    "starts": "1:00",
    "ends": "2:30",
    "email": "somebody@example.com",
    "code": "12345678",
    "client_each": "",
    "file": f"[lloyds.csv]{SAMPLE.read_text()}",
}
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Offered:
    """A form as somebody finds it on a page."""

    who: str
    page: str
    endpoint: str
    form: Form

    @property
    def told(self) -> list[str]:
        """The names of what a person says with it."""
        return [name for name in self.form.fields if name not in DOOR]

    def filled_in(self) -> dict[str, str]:
        """Everything that is asked for, as somebody might answer it, under a fresh id."""
        sent = self.form.as_shown()
        for name, box in self.form.fields.items():
            if not sent.get(name) and name not in DOOR and box.type not in {"hidden", "checkbox"}:
                sent[name] = box.offered[0] if box.offered else _likely(name, box)
        if "change_id" in sent:
            sent["change_id"] = str(uuid.uuid4())
        return sent


@dataclass
class Street:
    """The demo's people, each signed in at a client of their own, and a way back to how all was at first."""

    app: Flask
    clients: dict[str, FlaskClient] = field(default_factory=dict)
    first_state: Path | None = None
    tries: int = 0
    answers: Counter[int] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def move_in(self) -> None:
        """Sign everybody in."""
        for who in PEOPLE:
            client = self.app.test_client()
            assert client.get(f"/demo/as/{who}").status_code == 303
            self.clients[who] = client
        self.clients[VISITOR] = self.app.test_client()
        self._begin_things()
        if self._file:
            self._close()
            self.first_state = self._file.with_suffix(".first")
            shutil.copyfile(self._file, self.first_state)

    def _begin_things(self) -> None:
        """What must be begun for a form to be there: a code is mailed, a bank's file is read."""
        for who, page, typed in (
            (VISITOR, "/sign-in", {"email": "somebody@example.com"}),
            ("nikki", self.a_page("nikki", "/statements"), {"file": f"[lloyds.csv]{SAMPLE.read_text()}"}),
        ):
            form = Page(self.clients[who].get(page).text).forms[0]
            offered = Offered(who, page, "", form)
            answer = self.send(offered, offered.filled_in() | typed)
            assert answer.status_code == 303, answer.text

    def a_page(self, who: str, below: str) -> str:
        """A page of the person's own pot."""
        return f"{self.clients[who].get('/').location}{below.removeprefix('/')}"

    def as_it_was(self) -> None:
        """On SQLite: nothing has happened since everybody signed in. On PostgreSQL things go on."""
        if self.first_state:
            self._close()
            for part in ("-wal", "-shm"):
                Path(f"{self._file}{part}").unlink(missing_ok=True)
            shutil.copyfile(self.first_state, self._file)

    def forget_tries(self) -> None:
        """Signing in is not throttled here: that is a proof of its own."""
        with self.app.app_context():
            db.session.execute(delete(Attempt))
            db.session.commit()

    def count_done(self) -> int:
        with self.app.app_context():
            return db.session.execute(select(func.count()).select_from(Done)).scalar_one()

    def endpoint_of(self, path: str, method: str = "GET") -> str:
        """Which of our pages an address is; empty for none."""
        try:
            return self.app.url_map.bind("localhost").match(urlsplit(path).path, method=method)[0]
        except HTTPException:
            return ""

    def walk(self, who: str) -> dict[str, Page]:
        """Every kind of page that somebody reaches from the first one by links, some of each kind."""
        return {path: page for path, _answer, page in self.visit(who) if page}

    def visit(self, who: str) -> Iterator[tuple[str, TestResponse, Page | None]]:
        """The same as they are answered, with the files that links lead to: those are no pages."""
        client, seen, of_kind = self.clients[who], set(), Counter()
        to_see = deque(["/", "/help", "/sign-in", "/sign-in/code", "/demo"])
        while to_see:
            path = to_see.popleft()
            endpoint = self.endpoint_of(path)
            if path in seen or endpoint in ENDS_THE_VISIT | {"", "static"} or of_kind[endpoint] >= OF_EACH:
                continue
            of_kind[endpoint] += 1
            seen.add(path)
            answer = client.get(path)
            assert answer.status_code < 500, f"{answer.status_code} at {path} for {who}"
            page = Page(answer.text) if answer.mimetype in {"text/html", "text/plain"} else None
            yield path, answer, page
            if page:
                ways = [answer.location] if answer.location else page.links
                to_see.extend(way.partition("#")[0] for way in ways if way.startswith("/"))

    def forms(self) -> list[Offered]:
        """Every form, some of each kind for whoever reaches it first, one of each kind for the others."""
        found: list[Offered] = []
        of_kind: Counter[tuple[object, ...]] = Counter()
        for who in self.clients:
            mine: Counter[tuple[object, ...]] = Counter()
            for path, page in self.walk(who).items():
                for form in page.forms:
                    endpoint = self.endpoint_of(form.action or path, "POST")
                    kind = (endpoint, *sorted(form.fields))
                    if endpoint in ENDS_THE_VISIT or mine[kind] or of_kind[kind] >= 2:
                        continue
                    mine[kind] += 1
                    of_kind[kind] += 1
                    found.append(Offered(who, path, endpoint, form))
        return found

    def forms_on(self, who: str, below: str) -> list[Offered]:
        """The forms of one page of the person's own pot."""
        path = self.a_page(who, below)
        page = Page(self.clients[who].get(path).text)
        return [Offered(who, path, self.endpoint_of(form.action, "POST"), form) for form in page.forms]

    def send(
        self, offered: Offered, sent: dict[str, str] | Pairs, headers: dict[str, str] | None = None
    ) -> TestResponse:
        """Send a form as a browser does, with what no browser would put into it."""
        self.tries += 1
        pairs = list(sent.items()) if isinstance(sent, dict) else sent
        content_type, body = _multipart(pairs) if offered.form.files else _urlencoded(pairs)
        answer = self.clients[offered.who].post(
            offered.form.action or offered.page, data=body, content_type=content_type, headers=headers
        )
        self.answers[answer.status_code] += 1
        if answer.status_code >= 500:
            self.broken.append(f"{offered.endpoint} as {offered.who} -> {answer.status_code}: {str(pairs)[:300]}")
        if answer.status_code == 429:
            self.forget_tries()
        return answer

    @property
    def _file(self) -> Path | None:
        url = self.app.extensions["settings"].database_url
        return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None

    def _close(self) -> None:
        with self.app.app_context():
            db.engine.dispose()


def _likely(name: str, box: Field) -> str:
    day = {"day": "1", "month": "2", "year": "2026"}.get(name.rpartition("-")[2])
    return day or SANE.get(name, "12.50" if box.decimal else "Some words")


def readable(text: str) -> str:
    """What of a text can be read: no signs that no keyboard makes, and white space as one space."""
    return " ".join("".join(s for s in text if s in "\n\t" or unicodedata.category(s) != "Cc").split())


def _urlencoded(pairs: Iterable[tuple[str, str]]) -> tuple[str, bytes]:
    body = urlencode(list(pairs), encoding="utf-8", errors="surrogatepass")
    return "application/x-www-form-urlencoded", body.encode()


def _multipart(pairs: Iterable[tuple[str, str]]) -> tuple[str, bytes]:
    """A value that starts with a file's name in square brackets is sent as that file."""
    body = b""
    for name, value in pairs:
        head, content = f'--between\r\nContent-Disposition: form-data; name="{name}"', value
        if value.startswith("[") and "]" in value:
            file, _sep, content = value[1:].partition("]")
            head += f'; filename="{file}"\r\nContent-Type: text/csv'
        body += f"{head}\r\n\r\n{content}\r\n".encode("utf-8", "surrogatepass")
    return "multipart/form-data; boundary=between", body + b"--between--\r\n"
