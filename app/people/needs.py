"""How somebody needs to be told things: asked once, on a page of their own, and obeyed by pages from then on."""

from datetime import datetime

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, SelectChoice

from app.clock import now
from app.domain.needs import Need, ask_again, needs_in, words_of
from app.domain.year import london_day
from app.people.coming_in import myself
from app.people.need_words import need_words
from app.persistence.database import db
from app.persistence.tables import Person
from app.web import answers, identity, modes
from app.web.access import for_signed_in
from app.web.address import address
from app.web.forms import ChangeForm, Several

MEETS = {Need.EASY_READ: modes.EASY_READ, Need.LARGE_PRINT: modes.BIG_BUTTONS}  # what pages do about it by themselves


class NeedsForm(ChangeForm):
    """What makes words reach me, and who may know."""

    needs = Several(_l("What helps you?"))
    shared = BooleanField(_l("Tell the people who help me"))

    def asked(self) -> "NeedsForm":
        """With its choices in the language of the page."""
        self.needs.choices = [SelectChoice(value=need.value, label=words) for need, words in need_words().items()]
        return self


@for_signed_in
def needs() -> str:
    """How should we tell you things?"""
    kept, shared, told_at = _kept()
    form = NeedsForm(data={"needs": [need.value for need in needs_in(kept)], "shared": shared is not False})
    return _page(form.asked(), told_at)


@for_signed_in
def save_needs() -> AnyResponse:
    """Keep it; what pages can do about it, they do from now on."""
    form = NeedsForm(request.form).asked()
    if not form.validate():
        return answers.not_taken(form, lambda again: _page(again, None))
    told = tuple(Need(value) for value in form.needs.data or [])
    identity.keep(myself().id, needs=words_of(told), needs_shared=form.shared.data, needs_told_at=now())
    for need in told:
        if need in MEETS:
            modes.turn_on(MEETS[need])
    flash(_("Saved."))
    return redirect(address("people.me"), 303)


def _kept() -> tuple[str | None, bool | None, datetime | None]:
    row = db.session.execute(
        select(Person.needs, Person.needs_shared, Person.needs_told_at).where(Person.id == myself().id)
    ).one()
    return row.needs, row.needs_shared, row.needs_told_at


def _page(form: NeedsForm, told_at: datetime | None) -> str:
    told_on = london_day(told_at) if told_at else None
    return answers.page(
        "people/needs.html",
        form=form,
        told_on=told_on,
        ask_again=ask_again(told_on, london_day(now())),
        back=address("people.me"),
    )
