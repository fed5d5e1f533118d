"""Every kind of page that Nikki reaches by links: what it asks of the database, and how many bytes it is."""

import re
import sqlite3
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy import event

from app import create_app
from app.config import settings_from
from app.persistence.database import db
from bench.fill import settings
from bench.visitor import COMPRESSED

OF_EACH = 5
STAYS = ("/language/", "/settings/", "/demo/as/", "/static/")
NO_QUESTION = ("PRAGMA", "BEGIN", "COMMIT", "ROLLBACK", "--")


@dataclass(frozen=True, slots=True)
class Page:
    """One page."""

    kind: str
    path: str
    queries: int
    compressed_bytes: int


def pages(database: Path) -> list[Page]:
    """Up to five of each kind."""
    app = create_app(settings_from(settings(database)))
    client = app.test_client()
    way, known, of_kind, found = deque(["/"]), {"/"}, Counter[str](), []
    with _counting(app) as asked:
        client.get("/demo/as/nikki")
        while way:
            path = way.popleft()
            kind = app.url_map.bind("localhost").match(urlsplit(path).path, method="GET")[0]
            if of_kind[kind] >= OF_EACH:
                continue
            of_kind[kind] += 1
            asked.clear()
            answer = client.get(path, headers=COMPRESSED)
            size, questions = len(answer.data), len(asked)
            drawn = answer.status_code == 200 and answer.mimetype == "text/html"
            plain = client.get(path).text if drawn else f'href="{answer.location}"'
            if drawn:
                found.append(Page(kind, path, questions, size))
            links = re.findall(r'href="(/[^"#]*)', plain)
            fresh = [link for link in dict.fromkeys(links) if link not in known and not link.startswith(STAYS)]
            known.update(fresh)
            way.extend(fresh)
    return found


@contextmanager
def _counting(app: Flask) -> Iterator[list[str]]:
    """Every statement as SQLite itself runs it, whatever way it came."""
    asked: list[str] = []

    def trace(statement: str) -> None:
        if not statement.startswith(NO_QUESTION):
            asked.append(statement)

    def listen(connection: sqlite3.Connection, _record: object) -> None:
        connection.set_trace_callback(trace)

    with app.app_context():
        engine = db.engine
    # Outside the app's context: inside it, one request would find what another has remembered.
    event.listen(engine, "connect", listen)
    yield asked
    engine.dispose()
