"""The one door: every change to a pot comes in here, as a plain form, from HTMX, or from the outbox.

form → door → change → domain → books → answer. A change says what it is (`Change`), a route hands
it in (`enter`), and `app.persistence.commit` does it once.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, current_app, g, request
from flask_babel.speaklater import LazyString
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.clock import now
from app.persistence.act import Act
from app.persistence.commit import (
    Intent,
    NotAllowed,
    Outcome,
    SameIdOtherContent,
    Then,
    commit,
    done_before,
    fingerprint,
)
from app.persistence.database import db
from app.persistence.tables import Change as ChangeRow
from app.web import answers
from app.web.access import PUBLIC, SIGNED_IN, Access, access_to, current_access
from app.web.address import address
from app.web.forms import ChangeForm
from app.web.identity import signed_in

FORM_VERSIONS_BEHIND = 1  # a page of the last release may still be sent


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change: its name in the log, what is said once it is done, and what it does.

    `undo` is the endpoint that takes it back, with the values of the page it leads to. `waits`: without a network its
    form, and its undo, wait on the phone. `claimed`: nothing is done of what was sent until the holder takes it.
    """

    name: str
    says: LazyString | str
    decide: Callable[..., Then]
    undo: str | None = None
    audience: str = "pot"
    waits: bool = False
    claimed: bool = False


class Refused(Exception):
    """The change cannot be done as it was typed: a sentence for a field, answered with 422."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(field)
        self.field, self.sentence = field, sentence


class AlreadyDecided(Exception):
    """Somebody was first: a sentence that says who and when, answered with 409."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


KINDS: dict[str, Change] = {}


def change(kind: Change) -> Change:
    """Make a kind known by its name, so that pages can say what was done."""
    KINDS[kind.name] = kind
    return kind


def enter(kind: Change, form: ChangeForm, redraw: Callable[[ChangeForm], Response | str], **where: Any) -> Response:
    """Hand a filled-in form in. `redraw` draws its page again with the errors.

    Raises NotTheirs where the authority has ended a moment ago (app/web/errors.py).
    """
    if not _form_is_understood(form) or not form.validate():
        return answers.not_taken(form, redraw)
    db.session.rollback()  # reading starts anew after the change: the answer shows what is true then
    try:
        outcome = commit(db.engine, _intent(kind), now(), lambda act: kind.decide(act, form, **where))
    except Refused as refused:
        form.refuse(refused.field, refused.sentence)
        return answers.not_taken(form, redraw)
    except AlreadyDecided as decided:
        return answers.already_decided(decided.sentence)
    except SameIdOtherContent as other:
        return answers.same_id_other_content(other.outcome, kind_of(other.outcome).says)
    except NotAllowed:
        abort(403)
    return answers.done(outcome, kind.says, _standing_access(), undo_url(kind, outcome.then.values))


def door_fields(form: ChangeForm | None = None) -> dict[str, str]:
    """The hidden fields of a change form; what was sent is kept when the form is shown again."""
    g.has_form = True  # such a page is never answered as unchanged
    access: Access | None = g.get("access")
    sent = request.form if request.method == "POST" and form is not None and form.errors else {}
    return {
        "change_id": sent.get("change_id") or str(uuid.uuid4()),
        "csrf_token": generate_csrf(),
        "form_version": str(form.version if form is not None else ChangeForm.version),
        "made_at": sent.get("made_at") or now().isoformat(timespec="seconds"),
        "acting": access.authority.id if access else "",
    }


def answer_what_is_done() -> Response | None:
    """A change done before is answered before its form or its sender's authority is judged."""
    person = signed_in()
    declared = getattr(_view(), "access", PUBLIC)
    if person is None or person.locked or request.method != "POST" or declared == PUBLIC:
        return None
    change_id = answers.uuid_in(request.form.get("change_id"))
    if change_id is None:
        return None
    try:
        outcome = done_before(db.session, person.id, change_id, content())
    except SameIdOtherContent as other:
        return answers.same_id_other_content(other.outcome, kind_of(other.outcome).says)
    if outcome is None:
        return None
    access = _access_if_it_stands(declared)
    kind = kind_of(outcome)
    return answers.done(outcome, kind.says, access, undo_url(kind, outcome.then.values), claimed=kind.claimed)


def kind_of(outcome: Outcome) -> Change:
    """What kind of change it was."""
    return KINDS[db.session.execute(select(ChangeRow.name).where(ChangeRow.id == outcome.change)).scalar_one()]


def undo_url(kind: Change, values: Mapping[str, str]) -> str | None:
    """Where the form goes that takes it back; `values` are those of the page it led to."""
    if kind.undo is None:
        return None
    asked = {name for rule in current_app.url_map.iter_rules(kind.undo) for name in rule.arguments}
    return address(kind.undo, **{name: value for name, value in values.items() if name in asked})


def _form_is_understood(form: ChangeForm) -> bool:
    """The server takes the last two versions of each form; others are shown again to be checked."""
    sent = request.form.get("form_version", "")
    oldest = max(1, form.version - FORM_VERSIONS_BEHIND)
    if len(sent) < 6 and sent.isdecimal() and oldest <= int(sent) <= form.version:
        return True
    form.validate()
    form.refuse_whole()
    return False


def _intent(kind: Change) -> Intent:
    """What the phone sent: 400 where the door's own fields are not there."""
    person = signed_in()
    change_id = answers.uuid_or_400(request.form.get("change_id"))
    if person is None:
        abort(401)
    access: Access | None = g.get("access")
    if access and request.form.get("acting") != access.authority.id:
        abort(400)
    view = _view()
    declared = view.access
    return Intent(
        actor_id=person.id,
        authority_id=access.authority.id if access else "",
        change_id=change_id,
        fingerprint=content(),
        name=kind.name,
        form_version=int(request.form["form_version"]),
        made_at=answers.moment_or_400(request.form.get("made_at")),
        needs=frozenset() if declared == SIGNED_IN else declared,
        pot_id=access.pot.id if access else None,
        audience=kind.audience,
    )


def content() -> str:
    """A digest of all that was sent, and where to."""
    fields: MultiDict[str, str] = request.form
    told = {name: fields.getlist(name) for name in fields}
    for name in request.files:
        # A browser sends an empty one where none was chosen; what waited on a phone leaves it out.
        chosen = [answers.digest_of(file) for file in request.files.getlist(name) if file.filename]
        told |= {name: chosen} if chosen else {}
    told["address"] = [request.path]
    return fingerprint(told)


def _view() -> Any:  # noqa: ANN401 - a view function with its declared access
    return current_app.view_functions.get(request.endpoint or "")


def _standing_access() -> Access | None:
    return current_access() if "access" in g else None


def _access_if_it_stands(declared: object) -> Access | None:
    """The access that still stands and still reaches so far: otherwise no figures are told."""
    person = signed_in()
    pot_id = (request.view_args or {}).get("pot_id")
    if person is None or pot_id is None or not isinstance(declared, frozenset):
        return None
    access = access_to(pot_id, person, request.form.get("acting"))
    if access is None or not access.may(*declared):
        return None
    g.access = access
    return access


__all__ = ["Act", "AlreadyDecided", "Change", "Refused", "Then", "change", "enter"]
