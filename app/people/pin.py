"""The PIN of who came in by a link: asked for after a while, and before what others would do first."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import flash, redirect, request
from flask_babel import gettext as _
from sqlalchemy import update
from werkzeug.wrappers import Response as AnyResponse

from app.clock import now
from app.people import pins
from app.people.coming_in import myself, remember_where, where_next
from app.people.forms import ChangePinForm, PinForm
from app.people.throttle import Limit, count_try
from app.persistence.database import db, writing
from app.persistence.tables import UserSession
from app.web import answers
from app.web.access import even_locked, for_signed_in
from app.web.address import address
from app.web.forms import ChangeForm
from app.web.identity import this_session

JUST_NOW = timedelta(minutes=5)
SOON, TRIES_SOON = timedelta(minutes=15), 5
LONG, TRIES_LONG = timedelta(days=1), 20


def asks_pin(view: Callable[..., Any]) -> Callable[..., Any]:
    """Who came in by a link gives their PIN just before this."""

    @wraps(view)
    def asked(**values: Any) -> Any:  # noqa: ANN401 - what the view takes and answers
        if myself().unlocked_within(JUST_NOW):
            return view(**values)
        return redirect(address("people.pin", next=request.path), 303)

    return asked


@even_locked
@for_signed_in
def pin() -> str | AnyResponse:
    """Where the PIN is asked for."""
    remember_where(request.args.get("next"))
    if myself().unlocked_within(JUST_NOW):
        return redirect(where_next(), 303)
    return _pin_page(PinForm())


@even_locked
@for_signed_in
def give_pin() -> AnyResponse:
    """Unlock this phone."""
    form = PinForm(request.form)
    if not form.validate() or not _is_right(form, "pin"):
        return answers.not_taken(form, _pin_page)
    with writing(db.engine) as database:
        database.execute(
            update(UserSession)
            .where(UserSession.secret_hash == this_session())
            .values(unlocked_at=now())
            .execution_options(synchronize_session=False)
        )
    return redirect(where_next(), 303)


@for_signed_in
@asks_pin
def new_pin() -> str | AnyResponse:
    """Other numbers."""
    if not myself().by_link:
        return redirect(address("people.me"), 303)
    return _new_pin_page(ChangePinForm())


@for_signed_in
@asks_pin
def save_pin() -> AnyResponse:
    """Keep other numbers."""
    form = ChangePinForm(request.form)
    if not form.validate() or not _is_right(form, "pin"):
        return answers.not_taken(form, _new_pin_page)
    kept = pins.hashed(form.new.digits)
    with writing(db.engine) as database:
        pins.keep(database, myself().id, kept, now())
    flash(_("Saved."))
    return redirect(address("people.me"), 303)


def _is_right(form: ChangeForm, field: str) -> bool:
    """Whether what was typed is their PIN: tried five times in a quarter of an hour, and twenty times in a day."""
    me = myself().id
    count_try(now(), Limit("pin", me, TRIES_SOON, SOON), Limit("pin today", me, TRIES_LONG, LONG))
    if pins.is_right(db.session, me, form[field].digits):
        return True
    form.refuse(field, _("Those are not your numbers. Enter them again, or ask for a new link"))
    return False


def _pin_page(form: ChangeForm) -> str:
    return answers.page("people/pin.html", form=form)


def _new_pin_page(form: ChangeForm) -> str:
    return answers.page("people/new_pin.html", form=form, back=address("people.me"))
