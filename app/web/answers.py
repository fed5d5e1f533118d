"""One answer in three shapes: a page, a piece of it for HTMX, JSON for the outbox."""

import hashlib
import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from flask import Response, abort, current_app, g, jsonify, make_response, redirect, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException

from app.clock import now
from app.domain.authority import Permission
from app.domain.money import pounds
from app.domain.year import london_day
from app.persistence.commit import Outcome
from app.persistence.database import db
from app.persistence.figures import figures_of
from app.web import modes
from app.web.access import Access
from app.web.address import address
from app.web.forms import ChangeForm

Redraw = Callable[[ChangeForm], Response | str]


def wants_fragment() -> bool:
    """Whether HTMX asks for a piece to put into the page that is there."""
    whole_page = ("HX-Boosted", "HX-History-Restore-Request")
    return "HX-Request" in request.headers and not any(n in request.headers for n in whole_page)


def wants_json() -> bool:
    """Whether the outbox asks."""
    return request.headers.get("X-Outbox") == "1"


def page(template: str, **context: Any) -> str:
    """Draw a page: whole, or for HTMX only its inside (the same template either way)."""
    layout = "fragment.html" if wants_fragment() else "layout.html"
    return render_template(modes.template_for(template), layout=layout, **context)


def page_from() -> tuple[date, str] | None:
    """From where a long list goes on (`?before=2026-03-03_id`): the day and id of the last one shown."""
    day, _sep, row_id = request.args.get("before", "").partition("_")
    try:
        return date.fromisoformat(day), row_id
    except ValueError:
        return None


def done(
    outcome: Outcome,
    says: Any,  # noqa: ANN401 - lazy text
    access: Access | None,
    undo: str | None,
    *,
    claimed: bool = False,
) -> Response:
    """What was saved, where it leads, and the address that takes it back. `claimed`: it waits for the holder."""
    g.after_change = outcome.change
    of_a_pot = _is_of_a_pot(outcome.then.endpoint)
    url = address(outcome.then.endpoint, **outcome.then.values, **({"after": outcome.change} if of_a_pot else {}))
    if wants_json() and claimed:
        return _json("already done" if outcome.earlier else "claimed", url=url, say=str(says), claimed=True)
    if wants_json():
        status = "already done" if outcome.earlier else "done"
        draws = wants_fragment() and of_a_pot
        drawn = {"page": _drawn(outcome, access).get_data(as_text=True)} if draws and access else {}
        undo = undo if access else None
        return _json(status, url=url, say=str(says), undo=undo, **_figures(access), **drawn)
    if wants_fragment() and access is not None:
        if not of_a_pot:
            return Response(headers={"HX-Redirect": url})  # another frame: the browser goes there itself
        response = _drawn(outcome, access)
        response.headers["HX-Push-Url"] = url
        return response
    return make_response(redirect(url, 303))


def not_taken(form: ChangeForm, redraw: Redraw) -> Response:
    """The form again, with a sentence beside each field that needs one and everything typed."""
    if wants_json():
        errors = {name or "form": str(said[0]) for name, said in form.errors.items()}
        drawn = {"page": make_response(redraw(form)).get_data(as_text=True)} if wants_fragment() else {}
        return _refusal(422, errors=errors, **drawn)
    response = make_response(redraw(form))
    response.status_code = 422
    return response


def already_decided(sentence: str) -> Response:
    """Somebody was first."""
    if wants_json():
        plain = sentence.striptags() if isinstance(sentence, Markup) else sentence
        return _refusal(409, say=plain)
    return make_response(page("errors/decided.html", sentence=sentence), 409)


def same_id_other_content(outcome: Outcome, says: Any) -> Response:  # noqa: ANN401 - lazy text
    """The id was used for something else: both are shown, and the person chooses."""
    url = address(outcome.then.endpoint, **outcome.then.values)
    if wants_json():
        return _refusal(409, say=_("This was saved before with other words"), url=url)
    sent = [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]
    context = {"saved_url": url, "says": says, "sent": sent, "files": sent_files(), "fresh_id": str(uuid.uuid4())}
    return make_response(page("errors/two_versions.html", **context), 409)


def refused(code: int, template: str, **context: Any) -> Response:
    """An error page, or its JSON for the outbox."""
    if wants_json():
        return _refusal(code, say=_why(code))
    return make_response(page(template, **context), code)


def stale(code: int) -> Response:
    """The outbox sent a token of another session: with a fresh one it is taken."""
    return _refusal(code, stale=True)


def uuid_in(text: str | None) -> str | None:
    """The change id that the phone made, written in the one way in which it is kept; None when it is no UUID."""
    try:
        return str(uuid.UUID(text or ""))
    except ValueError:
        return None


def uuid_or_400(text: str | None) -> str:
    """The same, where there must be one."""
    return uuid_in(text) or abort(400)


def moment_in(text: str | None) -> str | None:
    """The phone's time of the change, with its offset: a claim, kept as it was said; None when it is no such time."""
    try:
        moment = datetime.fromisoformat((text or "")[:40])
    except ValueError:
        return None
    return moment.isoformat() if moment.tzinfo is not None else None


def moment_or_400(text: str | None) -> str:
    """The same, where there must be one."""
    return moment_in(text) or abort(400)


def digest_of(file: FileStorage) -> str:
    """A digest of a file that was sent, so that the same photo sent again is the same change."""
    file.stream.seek(0)  # somebody may have read it already
    digest = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]
    file.stream.seek(0)
    return digest


def sent_files() -> list[str]:
    """The fields in which files were sent: a browser must be asked for them again."""
    return [name for name in request.files if any(file.filename for file in request.files.getlist(name))]


def _is_of_a_pot(endpoint: str) -> bool:
    return any("pot_id" in rule.arguments for rule in current_app.url_map.iter_rules(endpoint))


def _drawn(outcome: Outcome, access: Access) -> Response:
    """The page that a change leads to, here and now: the figure is there after one request."""
    view = current_app.view_functions[outcome.then.endpoint]
    return make_response(view(**{"pot_id": access.pot.id, **outcome.then.values}))


def _figures(access: Access | None) -> Mapping[str, Mapping[str, Any]]:
    """The new figures in pence and in words, for those who may see them."""
    told: dict[str, int] = {}
    if access is not None and access.may(Permission.SEE_TOTALS):
        found = figures_of(db.session, access.pot.id, london_day(now()))
        told = {"left-to-spend": found.whole.left_to_spend_pence} if found else {}
    return {"figures": told, "figures_said": {name: pounds(pence) for name, pence in told.items()}}


def _why(code: int) -> str:
    """Why something that waited on a phone was not taken, in a sentence to stand beside it."""
    return {
        401: _("Sign in, and we send it."),
        403: _("You may not do this here any more."),
        404: _("This is not shared with you any more, or it is not there."),
        413: _("It was too large. Try a smaller photo."),
    }.get(code, _("We could not read what was sent.") if code < 500 else _("It is our fault. We try again."))


def _json(status: str, **rest: Any) -> Response:
    return jsonify({"change_id": _sent_id(), "status": status, **rest})


def _sent_id() -> str | None:
    try:
        return request.form.get("change_id")
    except HTTPException:  # what was sent is too large to be read
        return None


def _refusal(code: int, **rest: Any) -> Response:
    response = _json("refused", **rest)
    response.status_code = code
    return response
