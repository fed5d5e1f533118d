"""How somebody sees pages: Easy Read, big buttons, fewer things, dark or light.

Chosen at an address each, before sign-in or after; kept in the account of whoever is signed in.
"""

from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, abort, g, redirect, request, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.web.access import public
from app.web.address import address
from app.web.identity import keep, signed_in
from app.web.words import back_here

EASY_READ, BIG_BUTTONS, FEWER_THINGS, DARK, LIGHT = "easy-read", "big-buttons", "fewer-things", "dark", "light"
MODES = (EASY_READ, BIG_BUTTONS, FEWER_THINGS, DARK, LIGHT)
INSTEAD_OF = {DARK: LIGHT, LIGHT: DARK}
TEMPLATES = Path(__file__).parent.parent / "templates"


def register(app: Flask) -> None:
    """Install the switches, and what pages need to know of them."""
    app.add_url_rule("/settings/<mode>", "mode", switch)
    app.context_processor(_for_pages)


@public
def switch(mode: str) -> Response:
    """Turn one on or off, and go back to where one was, on this site only."""
    if mode not in MODES:
        abort(404)
    if request.args.get("on", "1") == "1":
        turn_on(mode)
    else:
        _keep(chosen() - {mode})
    return redirect(back_here(), 303)


def turn_on(mode: str) -> None:
    """Turn a mode on, and whatever it takes the place of off."""
    _keep((chosen() - {INSTEAD_OF.get(mode, "")}) | {mode})


def _keep(modes: frozenset[str]) -> None:
    session["modes"] = ",".join(sorted(modes))
    person = signed_in()
    if person is not None:
        keep(person.id, modes=session["modes"])


def chosen() -> frozenset[str]:
    """The modes of this request."""
    return frozenset(session.get("modes", "").split(",")) & frozenset(MODES)


def template_for(template: str) -> str:
    """The Easy Read version of a page, where it is asked for and there is one."""
    easy = f"easy/{template}"
    return easy if EASY_READ in chosen() and easy in _easy_templates() else template


def offered() -> list[dict[str, Any]]:
    """Each mode in words, whether it is on, and the address that changes that."""
    words = {
        EASY_READ: (_("Easy Read"), _("Pictures and short words")),
        BIG_BUTTONS: (_("Big buttons"), _("Large words and large buttons")),
        FEWER_THINGS: (_("Fewer things"), _("Only what matters most")),
        DARK: (_("Dark"), _("Light words on a dark page")),
        LIGHT: (_("Light"), _("Dark words on a light page")),
    }
    on = chosen()
    return [
        {"words": said, "second": second, "on": mode in on, "href": way(mode, on=mode not in on)}
        for mode, (said, second) in words.items()
    ]


def way(mode: str, *, on: bool) -> str:
    """The address that turns a mode on or off and comes back."""
    back = "/" if request.method != "GET" else request.path if g.get("anybodys") else request.full_path.rstrip("?")
    return address("mode", mode=mode, on=int(on), back=back)


def _for_pages() -> dict[str, Any]:
    on = chosen()
    return {
        "page_big": BIG_BUTTONS in on or EASY_READ in on,
        "page_scheme": DARK if DARK in on else LIGHT if LIGHT in on else None,
        "easy": EASY_READ in on,
        "fewer": FEWER_THINGS in on,
        "mode_way": way,
    }


@cache
def _easy_templates() -> frozenset[str]:
    return frozenset(str(file.relative_to(TEMPLATES)) for file in (TEMPLATES / "easy").rglob("*.html"))
