"""Addresses of pages: a wrapper, so that a page that is not there yet is not linked."""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.routing import Map

from app.config import Misconfigured, Settings

_OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}
# Browsers drop tabs and line ends, and read a backslash as a slash: "/\t/x.example" is another site.
_ON_THIS_SITE = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f\x7f]{0,500}")


def address(endpoint: str, **values: Any) -> str:
    """The path of an endpoint; the pot of this request is filled in."""
    pot_id = (request.view_args or {}).get("pot_id")
    kept = tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in values.items())
    return _path(current_app.url_map, request.script_root, endpoint, pot_id, kept)


def known(endpoint: str) -> bool:
    """Whether there is such a page."""
    return endpoint in current_app.view_functions


def on_this_site(wanted: str | None) -> str | None:
    """The path where somebody wants to go, if no browser reads it as another site."""
    return wanted if wanted and _ON_THIS_SITE.fullmatch(wanted) else None


def origin() -> str:
    """Where the service stands, like "https://onepot.example": what mails link to, what passkeys are made for.

    It is set by the operator, because a stranger can send any Host; one's own machine need not be set.
    Raises Misconfigured.
    """
    settings: Settings = current_app.extensions["settings"]
    if settings.url:
        return settings.url.rstrip("/")
    if current_app.config["DEMO"] or urlsplit(request.host_url).hostname in _OWN_MACHINE:
        return request.host_url.rstrip("/")
    message = "Set ONEPOT_URL to the address of the service, like https://onepot.example"
    raise Misconfigured(message)


@lru_cache(maxsize=4096)
def _path(url_map: Map, root: str, endpoint: str, pot_id: str | None, values: tuple[tuple[str, Any], ...]) -> str:
    """Kept, because a page has thirty addresses, the same at every request."""
    told = dict(values)
    if pot_id is not None and any("pot_id" in rule.arguments for rule in url_map.iter_rules(endpoint)):
        told = {"pot_id": pot_id, **told}
    return url_map.bind("", root).build(endpoint, told)
