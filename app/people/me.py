"""A person's own page: name, language, the phones they sign in with."""

from dataclasses import dataclass

from flask import abort, flash, redirect, request, session
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from app.domain.year import london_day
from app.people import credentials, devices, recovery_codes
from app.people.coming_in import myself, where_next
from app.people.device_words import guess_name
from app.people.forms import LanguageForm, NameForm, PasskeyForm
from app.people.pin import asks_pin
from app.persistence.database import db, writing
from app.persistence.tables import Passkey
from app.web import answers, identity, modes
from app.web.access import for_signed_in
from app.web.address import address
from app.web.forms import ChangeForm
from app.web.phone import waiting_on_this_phone
from app.web.words import day, language, say


@dataclass(frozen=True, slots=True)
class Shown:
    """A passkey as a page shows it."""

    key: str
    name: str
    told: Markup


@for_signed_in
def me() -> str:
    """Who I am here, and how I come in."""
    return _me_page(LanguageForm(data={"language": language()}))


@for_signed_in
@asks_pin
def name() -> str:
    """What I am called."""
    return answers.page("people/name.html", form=NameForm(data={"name": myself().name}))


@for_signed_in
def first_name() -> str:
    """The same, asked of a new person."""
    return answers.page("people/name.html", form=NameForm(), first=True)


@for_signed_in
@asks_pin
def save_name() -> AnyResponse:
    """Keep what I am called."""
    form = NameForm(request.form)
    if not form.validate():
        return answers.not_taken(form, lambda again: answers.page("people/name.html", form=again))
    _keep(name=form.name.data)
    flash(_("Saved."))
    return redirect(address("people.me"), 303)


@for_signed_in
def save_first_name() -> AnyResponse:
    """Keep what a new person is called, and go on."""
    form = NameForm(request.form)
    if not form.validate():
        return answers.not_taken(form, lambda again: answers.page("people/name.html", form=again, first=True))
    _keep(name=form.name.data)
    return redirect(address("people.first_passkey"), 303)


@for_signed_in
def first_passkey() -> str:
    """Asks a new person whether this phone can let them in next time."""
    form = PasskeyForm(data={"name": guess_name(request.user_agent.string)})
    again = "again" in request.args  # who comes back without the phone they had
    return answers.page("people/first_passkey.html", form=form, then=where_next(), again=again)


@for_signed_in
def save_language() -> AnyResponse:
    """Keep my language, here and wherever I sign in next."""
    form = LanguageForm(request.form)
    if not form.validate():
        return answers.not_taken(form, _me_page)
    _keep(language=form.language.data)
    session["language"] = form.language.data
    return redirect(address("people.me"), 303)


@for_signed_in
def remove_passkey(key: str) -> str:
    """Asks before a phone is taken off the list."""
    found = credentials.find(db.session, myself().id, key)
    if found is None:
        abort(404)
    return answers.page("people/remove_passkey.html", passkey=_shown(found), only_way_in=_only_way_in())


@for_signed_in
def drop_passkey(key: str) -> AnyResponse:
    """Take a phone off the list."""
    if _only_way_in():
        return redirect(address("people.remove_passkey", key=key), 303)
    with writing(db.engine) as database:
        found = credentials.find(database, myself().id, key)
        if found is not None:
            database.delete(found)
    flash(_("Taken off your list."))
    return redirect(address("people.me"), 303)


def _me_page(form: ChangeForm) -> str:
    mine = [_shown(passkey) for passkey in credentials.of_person(db.session, myself().id)]
    new = PasskeyForm(data={"name": guess_name(request.user_agent.string)})
    return answers.page(
        "people/me.html",
        form=form,
        person=myself(),
        passkeys=mine,
        new=new,
        codes=recovery_codes.left(db.session, myself().id),
        devices=devices.devices_of_person(),
        leaving=waiting_on_this_phone(),
        modes=modes.offered(),
    )


def _shown(passkey: Passkey) -> Shown:
    used = passkey.last_used_at
    told = (
        say("Last used on %(day)s", day=day(london_day(used)))
        if used
        else say("Added on %(day)s", day=day(london_day(passkey.created_at)))
    )
    return Shown(credentials.key_of(passkey), passkey.name, told)


def _only_way_in() -> bool:
    """Whether somebody without an address could never come in again."""
    return myself().email is None and len(credentials.of_person(db.session, myself().id)) == 1


def _keep(**values: str) -> None:
    identity.keep(myself().id, **values)
