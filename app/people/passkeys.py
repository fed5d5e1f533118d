"""Passkeys: what the script of a page asks for and hands in, as JSON.

The challenge lies in the session; that it is good once is kept in the database, because a cookie can be copied.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Response, flash, jsonify, request, session
from flask_babel import gettext as _
from webauthn.helpers import base64url_to_bytes
from werkzeug.datastructures import MultiDict

from app.clock import now
from app.people import credentials
from app.people.coming_in import come_in, myself_with_account
from app.people.credentials import Ceremony, NotTrue, TakenAlready
from app.people.forms import PasskeyForm
from app.people.throttle import Limit, TooMany, count_try, network
from app.persistence.database import db, writing
from app.web.access import for_signed_in, public
from app.web.address import origin

LONGEST_BODY = 64 * 1024
CHALLENGE_VALID = timedelta(minutes=10)
TRIES = 60
QUARTER = timedelta(minutes=15)


class NotTaken(Exception):
    """Answered with a sentence as JSON."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


@public
def options_to_sign_in() -> Response:
    """A challenge for whoever has a passkey here."""
    _body()
    return _challenge(credentials.options_to_sign_in(_host()))


@public
def sign_in_with_passkey() -> Response:
    """Let in whose passkey signed the challenge."""
    answer = _body()
    count_try(now(), Limit("passkey", network(), TRIES, QUARTER))
    ceremony = _ceremony()
    try:
        with writing(db.engine) as database:
            person_id = credentials.person_proven(database, answer, ceremony, now())
    except NotTrue as error:
        raise NotTaken(400, _("We do not know this phone. Get a link by email, then add this phone")) from error
    return jsonify({"url": come_in(person_id)})


@for_signed_in
def options_to_add() -> Response:
    """A challenge for a new passkey of mine."""
    _body()
    mine = credentials.of_person(db.session, myself_with_account().id)
    return _challenge(credentials.options_to_add(myself_with_account(), mine, _host()))


@for_signed_in
def add_passkey() -> Response:
    """Keep a new passkey of mine."""
    body = _body()
    name = body.get("name")
    form = PasskeyForm(MultiDict({"name": name if isinstance(name, str) else ""}))
    if not form.validate():
        raise NotTaken(422, str(form.name.errors[0]))
    ceremony = _ceremony()
    try:
        passkey = credentials.made(body.get("credential"), ceremony, myself_with_account().id, form.name.data, now())
        with writing(db.engine) as database:
            credentials.add(database, passkey)
    except NotTrue as error:
        raise NotTaken(400, _("That did not work. Try again")) from error
    except TakenAlready as error:
        raise NotTaken(409, _("This phone is on a list already")) from error
    flash(_("Saved. Next time, sign in with this phone."))
    return jsonify({"saved": True})


def not_taken(error: NotTaken) -> Response:
    """The sentence, for the script to show."""
    response = jsonify({"say": error.sentence})
    response.status_code = error.code
    return response


def _body() -> dict[str, Any]:
    """The JSON object that was sent: small, and of no other kind."""
    if request.mimetype != "application/json":
        raise NotTaken(415, _("That did not work. Try again"))
    if request.content_length is None:
        raise NotTaken(411, _("That did not work. Try again"))
    if request.content_length > LONGEST_BODY:
        raise NotTaken(413, _("That did not work. Try again"))
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError) as error:
        raise NotTaken(400, _("That did not work. Try again")) from error
    if not isinstance(body, dict):
        raise NotTaken(400, _("That did not work. Try again"))
    return body


def _challenge(options: dict[str, Any]) -> Response:
    session["challenge"] = {"text": options["challenge"], "at": now().timestamp()}
    return jsonify(options)


def _ceremony() -> Ceremony:
    """What the answer is checked against; the challenge is used up, whatever comes of it."""
    given = session.pop("challenge", None)
    too_long = NotTaken(400, _("That took too long. Try again"))
    if given is None or now() > datetime.fromtimestamp(given["at"], UTC) + CHALLENGE_VALID:
        raise too_long
    try:
        count_try(now(), Limit("challenge", given["text"], 1, CHALLENGE_VALID * 2))
    except TooMany as error:
        raise too_long from error
    return Ceremony(base64url_to_bytes(given["text"]), origin(), _host())


def _host() -> str:
    return urlsplit(origin()).hostname or ""
