"""Pages that have not changed: named by a tag that covers all they show, and answered with 304 and nothing else.

A route says of itself that it may be answered so (`@may_be_unchanged`); by default none is. The tag is worked out
before the view runs, from what letting the person in has read already. What it covers is told in
docs/decisions/0010-unchanged-pages.md.
"""

import hashlib
import hmac
from collections import OrderedDict
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request, session

from app.clock import now
from app.domain.year import london_time
from app.web.access import Access
from app.web.answers import wants_fragment
from app.web.words import language

View = TypeVar("View")

APP = Path(__file__).parent.parent
PAGES_KEPT = 200  # in each process: a megabyte or two
OF_THE_BODY = ("Content-Type", "Content-Encoding")
RELEASE = ("**/*.py", "templates/**/*.html", "static/dist/manifest.json", "../i18n/*/LC_MESSAGES/*.mo")


def may_be_unchanged(view: View) -> View:
    """This page shows nothing but what the tag covers: a page of a pot, for reading."""
    view.may_be_unchanged = True  # type: ignore[attr-defined]
    return view


def keep_pages(app: Flask) -> None:
    """Keep the last pages that were drawn, each for the session that saw it. Called first: it keeps them compressed."""
    app.extensions["kept pages"] = Kept()
    app.after_request(keep)


def register(app: Flask) -> None:
    """Install the question before the view, after access was granted, and the tag on the answer."""
    app.before_request(answer_unchanged)
    app.after_request(put_tag)


def answer_unchanged() -> Response | None:
    """304 where the phone has this very page."""
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "may_be_unchanged", False) or request.method not in {"GET", "HEAD"} or wants_fragment():
        return None
    if "after" in request.args:  # it says what was just done, and how to take it back
        return None
    g.tag = _tag(g.access)
    if request.if_none_match.contains_weak(g.tag):
        return Response(status=304)
    return _kept().get((g.tag, request.headers.get("Accept-Encoding")))


def put_tag(response: Response) -> Response:
    """A page that was drawn without any form is named; a 304 names the page that stands."""
    if "tag" in g and response.status_code in {200, 304} and "has_form" not in g:
        response.set_etag(g.tag, weak=True)
    return response


class Kept:
    """The last pages of this process, under their tags: drawn again only when something has changed.

    A tag holds session and person, so that a page is only ever found by the one who saw it, let in anew.
    """

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[str, str | None], tuple[bytes, dict[str, str]]] = OrderedDict()

    def get(self, key: tuple[str, str | None]) -> Response | None:
        """The page as an answer, if it is there."""
        found = self._pages.get(key)
        if found is None:
            return None
        self._pages.move_to_end(key)
        g.kept = True
        return Response(found[0], headers=found[1])

    def put(self, key: tuple[str, str | None], response: Response) -> None:
        """Keep a page; the one that was not asked for longest goes."""
        headers = {name: response.headers[name] for name in OF_THE_BODY if name in response.headers}
        self._pages[key] = response.get_data(), headers
        if len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)


def keep(response: Response) -> Response:
    """Keep a page that has its tag."""
    drawn = response.status_code == 200 and request.method == "GET" and "kept" not in g
    if drawn and "ETag" in response.headers and "tag" in g:
        _kept().put((g.tag, request.headers.get("Accept-Encoding")), response)
    return response


def _kept() -> Kept:
    kept: Kept = current_app.extensions["kept pages"]
    return kept


def _tag(access: Access) -> str:
    """All that the page is made of, in one digest."""
    at = london_time(now())
    told: list[Any] = [
        release(), access.rests_on, access.authority.on, sorted(session.items()), language(), request.full_path,
        at.date(), at.hour,
    ]  # fmt: skip
    key = str(current_app.secret_key).encode()
    return hmac.new(key, repr(told).encode(), hashlib.sha256).hexdigest()[:32]


@cache
def release() -> str:
    """A digest of the code, the templates, the words and the names of the built files."""
    digest = hashlib.sha256()
    for pattern in RELEASE:
        for file in sorted(APP.glob(pattern)):
            digest.update(file.read_bytes())
    return digest.hexdigest()
