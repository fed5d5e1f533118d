"""Saying yes to an invitation, by the link of a mail or the code of a letter: public, because nobody is known yet."""

from datetime import datetime

from flask import Response, make_response, redirect, request
from flask_babel import gettext as _
from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from app.clock import now
from app.domain.authority import Authority
from app.people import codes, invitation_queries, letters, pins, printed_codes
from app.people.coming_in import come_in, kept_language, remember_where
from app.people.invitation_changes import ACCEPTED, PartAlready, authority_of
from app.people.invitation_forms import LetterForm, YesByPhone, YesForm, YesOfOneKnown
from app.people.invitation_queries import EMAIL, LETTER, PHONE, Asked
from app.people.offers import what_it_means
from app.people.sign_in import HOUR, QUARTER
from app.people.throttle import Limit, count_try, network
from app.persistence.commit import (
    By,
    Intent,
    NotTheirs,
    Outcome,
    SameIdOtherContent,
    commit,
    done_before,
    fingerprint,
)
from app.persistence.database import db, writing
from app.persistence.tables import Change, Notice, Passkey, Person
from app.persistence.tables.base import new_id
from app.web import answers
from app.web.access import public
from app.web.address import address
from app.web.forms import ChangeForm
from app.web.identity import signed_in
from app.web.roles import role_words
from app.web.words import name

TRIES = 20


@public
def type_code() -> str:
    """Where the code of a letter is typed."""
    return _code_page(LetterForm())


@public
def look_up_code() -> AnyResponse:
    """Lead to what the code opens."""
    form = LetterForm(request.form)
    if not form.validate():
        return answers.not_taken(form, _code_page)
    _count()
    code = printed_codes.read(form.code.data)
    asked = invitation_queries.of_code(db.session, form.code.data)
    if code is None or asked is None:
        form.refuse("code", _("We do not know this code. Look at the letter and enter it again"))
        return answers.not_taken(form, _code_page)
    return redirect(address("people.asked", token=code), 303)


@public
def asked(token: str) -> AnyResponse:
    """Who asks, what for, and what they will see and do."""
    found = invitation_queries.of_code(db.session, token)
    if found is None or not found.waits(now()):
        return _too_old(token)
    return make_response(_asked_page(_form_for(found), found, token))


@public
def say_yes(token: str) -> AnyResponse:
    """Become part of it: once, and nobody but who was asked."""
    _count()
    found = invitation_queries.of_code(db.session, token)
    if found is None:
        return _too_old(token)
    form = _form_for(found, sent=True)
    before = _answered_before(found)
    if before is not None:
        return _in(found, found.person_id or "", before)
    if not found.waits(now()):
        return _too_old(token)
    if _must_sign_in(found):
        return redirect(address("people.sign_in", next=address("people.asked", token=token)), 303)
    if not form.validate():
        return answers.not_taken(form, lambda again: _asked_page(again, found, token))
    return _join(found, form, token)


@public
def ask_for_another(token: str) -> AnyResponse:
    """Tell who sent it that it was too old. The answer is the same for a code that nobody ever had."""
    count_try(now(), Limit("another", network(), 5, HOUR))
    found = invitation_queries.of_code(db.session, token)
    if found is not None and found.step == "sent":
        _tell_who_sent_it(found)
    return make_response(answers.page("people/another_asked.html"))


def _join(found: Asked, form: ChangeForm, token: str) -> AnyResponse:
    """The yes goes through the door; the pot's row is locked there, and all that counts is looked at again."""
    person_id, by = _who(found, form)
    db.session.rollback()
    try:
        outcome = commit(
            db.engine, _intent(found, person_id), now(), lambda act: ACCEPTED.decide(act, form, asked=found), by
        )
    except PartAlready:
        return answers.already_decided(_("You are part of this already."))
    except (NotTheirs, SameIdOtherContent):
        return _too_old(token)
    return _in(found, person_id, outcome)


def _count() -> None:
    count_try(now(), Limit("asked in", network(), TRIES, QUARTER))


def _form_for(found: Asked, *, sent: bool = False) -> ChangeForm:
    """Who is known by their address, or is signed in, has nothing to say but yes."""
    kind: type[ChangeForm] = YesOfOneKnown
    if found.way == PHONE:
        kind = YesByPhone
    elif found.way == LETTER and signed_in() is None:
        kind = YesForm
    return kind(request.form) if sent else kind(data={"name": found.name})


def _must_sign_in(found: Asked) -> bool:
    """Whether somebody with this address was here before: three days are too long for a way into all they have."""
    person = signed_in()
    if found.way != EMAIL or (person is not None and person.email == found.email):
        return False
    known = db.session.execute(select(Person.id).where(Person.email == found.email)).scalar()
    return known is not None and codes.was_here_before(db.session, known)


def _who(found: Asked, form: ChangeForm) -> tuple[str, By]:
    """Who says yes, and how the authority is found by which they do; somebody new is made with it, or not at all."""
    person, language = signed_in(), kept_language()
    if found.way == EMAIL:
        with writing(db.engine) as database:
            person_id = codes.person_of(database, found.email or "", language, now(), found.name)
        return person_id, lambda session, _intent, at: authority_of(session, found, person_id, at)
    if found.way == LETTER and person is not None:
        return person.id, lambda session, _intent, at: authority_of(session, found, person.id, at)
    new_one, pin = found.person_id or new_id(), pins.hashed(form["pin"].digits) if found.way == PHONE else None

    def by(session: Session, _intent: Intent, at: datetime) -> Authority:
        authority = authority_of(session, found, new_one, at)
        if found.person_id is None:
            called = found.name if found.way == PHONE else form["name"].data
            codes.new_person(session, new_one, called, language, at)
        if pin is not None:
            pins.keep(session, new_one, pin, at)
        return authority

    return new_one, by


def _intent(found: Asked, person_id: str) -> Intent:
    return Intent(
        actor_id=person_id,
        authority_id="",
        change_id=answers.uuid_or_400(request.form.get("change_id")),
        fingerprint=_content(),
        name=ACCEPTED.name,
        form_version=1,
        made_at=answers.moment_or_400(request.form.get("made_at")),
        needs=frozenset(),
        pot_id=found.pot_id,
    )


def _content() -> str:
    return fingerprint({"address": [request.path], "name": request.form.getlist("name")})


def _answered_before(found: Asked) -> Outcome | None:
    """The same yes, sent again because its answer was lost on the way: only who sent it knows its change id."""
    change_id = answers.uuid_in(request.form.get("change_id"))
    if found.step != "accepted" or found.person_id is None or change_id is None:
        return None
    try:
        earlier = done_before(db.session, found.person_id, change_id, _content())
    except SameIdOtherContent:
        return None
    return earlier if earlier is not None and earlier.change == found.change_id else None


def _in(found: Asked, person_id: str, outcome: Outcome) -> AnyResponse:
    """Signed in, at the pot; by way of adding a phone where they have none."""
    home = address("pot.home", pot_id=found.pot_id, after=outcome.change)
    person = signed_in()
    if person is not None and person.id == person_id and (found.way != PHONE or outcome.earlier):
        return redirect(home, 303)
    remember_where(home)
    if found.way == PHONE:
        return redirect(come_in(person_id, found.id), 303)
    onward = come_in(person_id)
    has_phone = db.session.execute(select(Passkey.credential_id).where(Passkey.person_id == person_id).limit(1)).first()
    if onward == home and not has_phone:
        remember_where(home)
        onward = address("people.first_passkey")
    return redirect(onward, 303)


def _tell_who_sent_it(found: Asked) -> None:
    if found.waits(now()):
        return
    by_id = db.session.execute(select(Change.person_id).where(Change.id == found.change_id)).scalar_one()
    notice = {
        "id": new_id(),
        "pot_id": found.pot_id,
        "change_id": found.change_id,
        "person_id": by_id,
        "kind": "invitation_too_old",
        "created_at": now(),
    }
    with writing(db.engine) as database:
        database.execute(insert(Notice), [notice])
    letters.send_word_of_old_invitation(
        by_id, address("people.invitation", pot_id=found.pot_id, invitation_id=found.id)
    )


def _code_page(form: ChangeForm) -> str:
    return answers.page("people/letter_code.html", form=form, back=address("people.sign_in"))


def _asked_page(form: ChangeForm, found: Asked, token: str) -> str:
    around = invitation_queries.around(db.session, found)
    person = signed_in()
    return answers.page(
        "people/asked.html",
        form=form,
        token=token,
        holder=name(around.holder),
        by=name(around.by),
        own=around.by_holder,
        role=role_words(found.as_role),
        may=what_it_means(found.as_role),
        way=found.way,
        email=name(found.email) if found.email else None,
        person=name(person.name) if person else None,
        until=found.expires_at,
        sign_in_first=_must_sign_in(found),
    )


def _too_old(token: str) -> Response:
    return make_response(
        answers.page("people/too_old.html", new_one=address("people.ask_for_another", token=token)), 410
    )
