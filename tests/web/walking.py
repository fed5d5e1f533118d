"""Walks through everything that somebody reaches by links, and counts what each page asks of the database."""

from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask
from phone import Page, Phone
from sqlalchemy import event
from werkzeug.test import TestResponse

from app.persistence.database import db

STAYS = ("/language/", "/settings/", "/demo/as/", "/static/")  # the others lead out of this visit, or are no pages
NO_QUESTION = ("PRAGMA", "BEGIN", "ROLLBACK", "COMMIT")


@dataclass(frozen=True)
class Seen:
    """A page on the way."""

    path: str
    endpoint: str
    response: TestResponse
    page: Page
    queries: int


def walk(app: Flask, who: str | None, language: str = "en", of_each: int = 1_000) -> list[Seen]:
    """Every page that somebody reaches from the first one, up to so many of each kind: all are sound, none missing."""
    phone = Phone(app.test_client(), who)
    phone.client.get(f"/language/{language}")
    way, known, of_kind, seen = deque(["/"]), {"/"}, Counter[str](), []
    while way:
        path = way.popleft()
        endpoint = app.url_map.bind("localhost").match(urlsplit(path).path, method="GET")[0]
        if of_kind[endpoint] >= of_each:
            continue
        of_kind[endpoint] += 1
        with counted(app) as asked:
            response = phone.open(path)
        assert response.status_code == 200, f"{response.status_code} at {path} for {who}"
        if response.mimetype != "text/html":
            continue
        endpoint = app.url_map.bind("localhost").match(phone.path, method="GET")[0]
        queries = asked[-1] if response.history else asked[0]
        seen.append(Seen(path, endpoint, response, phone.page, queries))
        fresh = [link for link in seen[-1].page.links() if link.startswith("/") and not link.startswith(STAYS)]
        way.extend(link for link in dict.fromkeys(fresh) if link not in known)
        known.update(fresh)
    return seen


@contextmanager
def counted(app: Flask) -> Iterator[list[int]]:
    """How many questions each request asks the database, in their order."""
    asked: list[int] = []

    def ask(_connection, _cursor, statement: str, *_more: object) -> None:
        asked[-1] += not statement.startswith(NO_QUESTION)

    def begin() -> None:
        asked.append(0)

    with app.app_context():
        engine = db.engine
    before = app.before_request_funcs.setdefault(None, [])
    before.insert(0, begin)
    event.listen(engine, "before_cursor_execute", ask)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", ask)
        before.remove(begin)
