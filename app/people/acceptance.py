"""A funder's reviewer accepts that somebody acts for the holder with its money, or says no and why."""

from dataclasses import replace
from functools import partial
from typing import Any

from flask import Response, abort, g, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.clock import now
from app.domain.authority import Permission, Role
from app.domain.register import needs_acceptance
from app.domain.year import london_day
from app.people import register_changes as register
from app.people import register_words as words
from app.people.register_forms import SayNo
from app.people.register_queries import TO_THINK_AGAIN, Answer, Entry, Payer, Register, register_of
from app.people.register_steps import NOTICE
from app.persistence.act import Act
from app.persistence.commit import NotTheirs, Then
from app.persistence.database import db
from app.web import refusals
from app.web.access import access_to, allows, current_access
from app.web.address import address
from app.web.answers import page
from app.web.door import AlreadyDecided, Change, change, enter
from app.web.forms import ChangeForm, NothingToType
from app.web.roles import role_words
from app.web.words import name, plainly, say

Asked = tuple[Entry, list[tuple[Payer, Answer | None]]]


@allows(Permission.ACCEPT)
def acceptance(pot_id: str, authority_id: str, reviewer_id: str) -> str:  # noqa: ARG001 - the pot is the access's
    """Check: who asks to act, with what document, and what they could do."""
    return _draw(NothingToType(), authority_id, reviewer_id)


@allows(Permission.ACCEPT)
def accept_it(pot_id: str, authority_id: str, reviewer_id: str) -> Response:  # noqa: ARG001
    """Accept them."""
    return _step(ACCEPTED, authority_id, reviewer_id)


@allows(Permission.ACCEPT)
def undo_acceptance(pot_id: str, authority_id: str, reviewer_id: str) -> Response:  # noqa: ARG001
    """What was said last is not said."""
    return _step(UNDONE, authority_id, reviewer_id)


@allows(Permission.ACCEPT)
def no_acceptance(pot_id: str, authority_id: str, reviewer_id: str) -> str:  # noqa: ARG001
    """Say why not."""
    return _draw_no(SayNo(), authority_id, reviewer_id)


@allows(Permission.ACCEPT)
def say_no(pot_id: str, authority_id: str, reviewer_id: str) -> Response:  # noqa: ARG001
    """Do not accept them, or no longer."""
    _found(authority_id, reviewer_id)
    redraw = partial(_draw_no, authority_id=authority_id, reviewer_id=reviewer_id)
    return enter(NOT_ACCEPTED, SayNo(request.form), redraw, authority_id=authority_id)


def asked_of(found: Register, reviewer: Entry, entry: Entry, moment: Any) -> list[tuple[Payer, Answer | None]]:  # noqa: ANN401
    """For whom this reviewer speaks about somebody, and what was said so far."""
    mine = found.reviewed_by(reviewer, moment)
    return [(payer, said) for payer, said in found.asked_of(entry) if payer in mine]


def waits_to_be_accepted(entry: Entry, moment: Any) -> bool:  # noqa: ANN401 - an instant
    """Whether funders are asked about this one at all."""
    first_day = london_day(entry.authority.valid_from)
    return not entry.is_over(moment) and needs_acceptance(entry.authority.role, first_day)


def _found(authority_id: str, reviewer_id: str) -> tuple[Register, Entry, list[tuple[Payer, Answer | None]]]:
    """Who asks, and what of it is for this reviewer to answer, who acts by the authority of the address from here on.

    One who reviews for two funders has two: each answers for its own.
    """
    access, moment = current_access(), now()
    if access.authority.id != reviewer_id:
        access = access_to(access.pot.id, access.person, reviewer_id) or abort(404)
        g.access = access
    found = register_of(db.session, access.pot.id, london_day(moment))
    reviewer, entry = found.entry(reviewer_id), found.entry(authority_id)
    if reviewer is None or reviewer.authority.role is not Role.REVIEWER or entry is None:
        abort(404)
    if not waits_to_be_accepted(entry, moment):
        abort(404)
    mine = asked_of(found, reviewer, entry, moment)
    if not mine:
        refusals.refuse(say("No funder that you review for pays into this, or another reviewer speaks for it."))
    return found, entry, mine


def _mine(act: Act, authority_id: str) -> list[tuple[Payer, Answer | None]]:
    """The same inside the transaction: it may have ended, or been answered, a moment ago."""
    found = register_of(act.session, act.pot.id, act.today)
    reviewer, entry = found.entry(act.authority.id), found.entry(authority_id)
    if reviewer is None or entry is None:
        raise NotTheirs
    if not waits_to_be_accepted(entry, act.now):
        raise AlreadyDecided(_("They do not act here any more."))
    return asked_of(found, reviewer, entry, act.now)


def _accept(act: Act, _form: ChangeForm, authority_id: str) -> Then:
    open_still = [payer for payer, said in _mine(act, authority_id) if said is None or not said.accepted]
    if not open_still:
        raise AlreadyDecided(_("This was accepted before."))
    for payer in open_still:
        register.accept(act, authority_id, payer.funder_ids[0], act.today)
    return _then(act, authority_id)


def _say_no(act: Act, form: SayNo, authority_id: str) -> Then:
    for payer, _said in _mine(act, authority_id):
        register.say_no(act, authority_id, payer.funder_ids[0], form.reason.data)
    return _then(act, authority_id)


def _undo(act: Act, _form: ChangeForm, authority_id: str) -> Then:
    """One's own last answer, for a day."""
    said = [(payer, answer) for payer, answer in _mine(act, authority_id) if answer is not None]
    if not said:
        raise AlreadyDecided(_("This was taken back before."))
    last = max(answer.at for _payer, answer in said)
    for payer, answer in said:
        if answer.at != last:
            continue
        if answer.by_id != act.authority.person_id or act.now - answer.at >= TO_THINK_AGAIN:
            raise AlreadyDecided(_("%(name)s answered this on %(when)s", **plainly(answer.by, answer.at)))
        register.take_back_answer(act, authority_id, payer.funder_ids[0])
    return _then(act, authority_id)


def _then(act: Act, authority_id: str) -> Then:
    act.tell(register.last_told(act, authority_id).person_id, NOTICE)
    act.tell(act.pot.holder_id, NOTICE)
    return Then("people.acceptance", {"authority_id": authority_id, "reviewer_id": act.authority.id})


def _step(kind: Change, authority_id: str, reviewer_id: str) -> Response:
    _found(authority_id, reviewer_id)
    redraw = partial(_draw, authority_id=authority_id, reviewer_id=reviewer_id)
    return enter(kind, NothingToType(request.form), redraw, authority_id=authority_id)


def _draw(_form: ChangeForm, authority_id: str, reviewer_id: str) -> str:
    found, entry, mine = _found(authority_id, reviewer_id)
    authority = entry.authority
    waits = [payer.name for payer, said in mine if said is None or not said.accepted]
    return page(
        "people/acceptance.html",
        ids={"authority_id": authority_id, "reviewer_id": reviewer_id},
        who=name(entry.name),
        role=role_words(authority.role),
        scope=words.scope_words(authority.scope) if authority.scope else None,
        document=words.document_words(entry.document) if entry.document else None,
        reference=found.texts.get(f"reference.{entry.id}"),
        dates=words.dates_words(entry, now()),
        could=words.items(replace(authority, accepted=True).powers),
        asked=[words.answer_words(*one) for one in found.asked_of(entry)],
        for_whom=words.names_listed(waits) if waits else None,
        said_no=any(said is not None and not said.accepted for _payer, said in mine),
        holder=name(current_access().pot.holder_name),
        back=address("pot.home"),
    )


def _draw_no(form: ChangeForm, authority_id: str, reviewer_id: str) -> str:
    _register, entry, mine = _found(authority_id, reviewer_id)
    ids = {"authority_id": authority_id, "reviewer_id": reviewer_id}
    return page(
        "people/no_acceptance.html",
        form=form,
        ids=ids,
        who=name(entry.name),
        for_whom=words.names_listed(payer.name for payer, _said in mine),
        back=address("people.acceptance", **ids),
    )


UNDO_IT = "people.undo_acceptance"
ACCEPTED = change(Change("representative accepted", _l("Accepted."), _accept, undo=UNDO_IT))
NOT_ACCEPTED = change(Change("representative not accepted", _l("Said, with your reason."), _say_no, undo=UNDO_IT))
UNDONE = change(Change("acceptance undone", _l("Done. It is as it was before."), _undo))
