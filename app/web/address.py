"""Addresses of pages: a wrapper, so that a page that is not there yet is not linked."""

import re
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request, url_for

from app.config import Misconfigured, Settings

_OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}
# Browsers drop tabs and line ends, and read a backslash as a slash: "/\t/x.example" is another site.
_ON_THIS_SITE = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f\x7f]{0,500}")


def address(endpoint: str, **values: Any) -> str:
    """The path of an endpoint; the pot of this request is filled in."""
    return url_for(endpoint, **_with_pot(endpoint, values))


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


def _with_pot(endpoint: str, values: dict[str, Any]) -> dict[str, Any]:
    pot_id = (request.view_args or {}).get("pot_id")
    if pot_id is None or "pot_id" in values:
        return values
    wants_pot = any("pot_id" in rule.arguments for rule in current_app.url_map.iter_rules(endpoint))
    return values | {"pot_id": pot_id} if wants_pot else values
