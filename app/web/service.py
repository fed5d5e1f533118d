"""Small addresses of the service itself."""

from datetime import date

from flask import Flask, Response, current_app, jsonify, make_response
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select, text

from app.config import Settings
from app.persistence.database import db
from app.persistence.tables import Pot
from app.web import answers
from app.web.access import public
from app.web.identity import signed_in, whose_was_ended

TESTED_ON = date(2026, 11, 22)  # when what /accessibility says was last seen to be true


def register(app: Flask) -> None:
    """Install them."""
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/session.json", "session_json", session_json)
    app.add_url_rule("/help", "help", help_page)
    app.add_url_rule("/accessibility", "accessibility", accessibility)


@public
def healthz() -> Response:
    """200 and `ok` when database and books answer."""
    db.session.execute(text("SELECT 1"))
    db.session.execute(select(Pot.version).limit(1)).first()
    return make_response("ok", 200, {"Content-Type": "text/plain; charset=utf-8"})


@public
def session_json() -> Response:
    """Who is signed in, as an opaque key, and a fresh CSRF token; 401 when nobody is.

    `ended`: whose session it was, when the one of this very cookie was ended: nothing of theirs may stay on the phone.
    """
    person = signed_in()
    if person is None:
        ended = whose_was_ended()
        return make_response({"person": None} | ({"ended": ended} if ended else {}), 401)
    return jsonify({"person": person.key, "csrf_token": generate_csrf()})


@public
def help_page() -> str:
    """Whom to ask, and what to do when it is urgent."""
    return answers.page("help.html", contact=_contact())


@public
def accessibility() -> str:
    """What works for whom, what does not yet, how that is known, and whom to tell."""
    return answers.page("accessibility.html", tested_on=TESTED_ON, contact=_contact())


def _contact() -> str | None:
    settings: Settings = current_app.extensions["settings"]
    return settings.contact
