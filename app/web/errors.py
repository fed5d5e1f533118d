"""When something cannot be shown or done: in words, never a bare code."""

import logging
import traceback

from flask import Flask, Response, current_app, g, make_response, redirect, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, NotFound

from app.persistence.commit import NotTheirs
from app.persistence.database import Busy, db, is_busy
from app.web import answers, claims, refusals
from app.web.access import PUBLIC, declared_by
from app.web.address import address
from app.web.identity import signed_in

log = logging.getLogger("onepot")
_DOOR_BUT_ID = {"csrf_token", "made_at", "form_version", "acting"}


def register(app: Flask) -> None:
    """Install the pages."""
    app.register_error_handler(401, signed_out)
    app.register_error_handler(CSRFError, stale)
    app.register_error_handler(Busy, busy)
    app.register_error_handler(DBAPIError, database)
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(NotTheirs, not_theirs)
    app.register_error_handler(Exception, broken)


def signed_out(_error: HTTPException) -> Response:
    """Signed out: a page is asked for again after sign-in, what was typed is kept."""
    if answers.wants_json():
        return answers.refused(401, "errors/signed_out.html")
    if request.method == "GET":
        target = request.full_path.rstrip("?")
        return make_response(redirect(address("people.sign_in", next=target if target != "/" else None), 303))
    return answers.refused(401, "errors/signed_out.html", sent=_sent(), files=answers.sent_files())


def stale(_error: CSRFError) -> Response:
    """The page was opened in another session: what was typed is there to be sent again."""
    if answers.wants_json():
        public = declared_by(current_app.view_functions.get(request.endpoint or "")) == PUBLIC
        return answers.stale(403 if public or signed_in() else 401)
    return answers.refused(400, "errors/send_again.html", sent=_sent(), files=answers.sent_files())


def busy(_error: Exception) -> Response:
    """Another write held the books for too long: nothing is lost, try again."""
    db.session.rollback()
    response = answers.refused(503, "errors/broken.html", busy=True)
    response.headers["Retry-After"] = "2"
    return response


def database(error: DBAPIError) -> Response:
    """The database asks to try again, or it is broken."""
    return busy(error) if is_busy(error) else broken(error)


def refused(error: HTTPException) -> Response:
    """Not found, not allowed, too large and the like."""
    code = error.code or 500
    if code in {301, 302, 303, 307, 308}:
        return make_response(error.get_response())
    template = {403: "errors/not_allowed.html", 404: "errors/not_found.html"}.get(
        code, "errors/not_understood.html" if code < 500 else "errors/broken.html"
    )
    if code == 403 and "access" in g:
        if request.method == "POST":
            refusals.keep(g.access)
        return answers.refused(403, template, why=refusals.explain(g.access))
    if code == 404:
        g.pop("access", None)  # the same page, with no name, whether or not there is such a thing
    return answers.refused(code, template)


def not_theirs(_error: NotTheirs) -> Response:
    """No such pot for this person: as if there were none, but for what they wrote while it was."""
    try:
        return claims.instead() or refused(NotFound())
    except Busy as error:  # nobody looks after what is raised in here
        return busy(error)


def broken(error: Exception) -> Response:
    """Our fault. The log names the kind of error and the route, and nothing of the person."""
    log.error("%s at %s\n%s", type(error).__name__, request.endpoint, _frames(error))
    db.session.rollback()
    g.pop("access", None)
    g.broken = True
    return answers.refused(500, "errors/broken.html")


def _frames(error: BaseException | None) -> str:
    """Where it broke, and what it came from. Messages are left out: they may quote what a person wrote."""
    told = []
    while error is not None:
        told += [*traceback.format_tb(error.__traceback__), f"{type(error).__name__}\n"]
        error = error.__cause__ or error.__context__
    return "".join(told)


def _sent() -> list[tuple[str, str]]:
    return [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
