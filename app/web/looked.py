"""Who looked: everybody but the holder, and but workers at their shifts, is seen when they look at a pot.

Kept after the page is on its way, also when the page was answered as unchanged, and never instead of it: while
somebody else writes it is left, and kept at the next look.
"""

import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from flask import Flask, Response, current_app, g, request
from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from app.clock import now
from app.domain.authority import WORKERS, Permission
from app.domain.year import london_day
from app.persistence.database import Busy, db
from app.persistence.looking import keep_look
from app.web.access import Access

log = logging.getLogger("onepot")

MOST_KNOWN = 20_000  # looks of today that a process remembers, so that it need not ask
FRONT_PAGES = {"pot.home", "pot.acting"}
MONEY = "money"  # the pages of the slice `pot` behind the first one


def register(app: Flask) -> None:
    """Install it."""
    app.extensions["looked"] = Known()
    app.after_request(notice)


class Known:
    """What is kept of today already."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._looks: set[tuple[Any, ...]] = set()

    def has(self, look: Mapping[str, Any]) -> bool:
        """Whether this was kept before by this process."""
        if look["day"] != self._day or len(self._looks) > MOST_KNOWN:
            self._day, self._looks = look["day"], set()
        return _key(look) in self._looks

    def add(self, look: Mapping[str, Any]) -> None:
        """Remember it."""
        self._looks.add(_key(look))


def notice(response: Response) -> Response:
    """Keep the look once the page is sent."""
    access: Access | None = g.get("access")
    if access is None or request.method != "GET" or response.status_code not in {200, 304}:
        return response
    kind = kind_of(request.endpoint or "")
    if not is_seen(access, kind) or "X-Warm" in request.headers:  # a phone that makes its forms ready looks at nothing
        return response
    look = {
        "pot_id": access.pot.id, "person_id": access.person.id, "kind": kind, "day": london_day(now()),
        "authority_id": access.authority.id,
    }  # fmt: skip
    known: Known = current_app.extensions["looked"]
    if not known.has(look):
        engine = db.engine  # by then the request is over
        response.call_on_close(lambda: _keep(engine, known, look))
    return response


def kind_of(endpoint: str) -> str:
    """Which kind of page it is: the slice that it is of."""
    if endpoint in FRONT_PAGES:
        return "home"
    slice_of = endpoint.partition(".")[0]
    return MONEY if slice_of == "pot" else slice_of


def is_seen(access: Access, kind: str) -> bool:
    """Whether it is kept that this person looks. Somebody's own work, and what they did themselves, is their own."""
    if access.own or (access.authority.role in WORKERS and kind in {"care", "home"}):
        return False
    return kind != "activity" or access.may(Permission.SEE_ACTIVITY)


def _keep(engine: Engine, known: Known, look: Mapping[str, Any]) -> None:
    with suppress(Busy):
        try:
            keep_look(engine, look)
        except DBAPIError as error:  # the page is there: a full disk must not take it away
            log.error("%s while it was kept who looked", type(error).__name__)  # noqa: TRY400 - nothing of a person
            return
        known.add(look)


def _key(look: Mapping[str, Any]) -> tuple[Any, ...]:
    return look["pot_id"], look["person_id"], look["kind"]
