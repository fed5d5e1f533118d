"""Recovery codes: printed while all is well, used when a phone is lost."""

from flask import flash, redirect, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from app.clock import now
from app.people import letters, printed_codes, recovery_codes
from app.people.coming_in import come_back, myself_with_account
from app.people.forms import RecoveryForm
from app.people.sign_in import QUARTER
from app.people.throttle import Limit, count_try, network
from app.persistence.database import db, writing
from app.web import answers
from app.web.access import for_signed_in, public
from app.web.address import address, origin
from app.web.forms import ChangeForm

TRIES = 10


@for_signed_in
def recovery_codes_left() -> str:
    """How many codes are left, and new ones."""
    left = recovery_codes.left(db.session, myself_with_account().id)
    return answers.page("people/recovery_codes.html", left=left, back=address("people.me"))


@for_signed_in
def make_recovery_codes() -> str:
    """Ten new codes on a page to print: shown once, because only their hashes are kept."""
    with writing(db.engine) as database:
        made = recovery_codes.make_anew(database, myself_with_account().id, now())
    return answers.page(
        "people/recovery_printed.html",
        codes=[printed_codes.grouped(code) for code in made],
        made_at=now(),
        where=origin(),
        back=address("people.me"),
    )


@public
def recovery() -> str:
    """Where a recovery code is typed."""
    return _form_page(RecoveryForm())


@public
def try_recovery() -> AnyResponse:
    """Let in whoever has a code that was not used."""
    form = RecoveryForm(request.form)
    if not form.validate():
        return answers.not_taken(form, _form_page)
    count_try(now(), Limit("recovery", network(), TRIES, QUARTER))
    with writing(db.engine) as database:
        person_id = recovery_codes.use(database, form.signs, now())
    if person_id is None:
        form.refuse("code", _("That code does not work, or was used before. Try another one from your page"))
        return answers.not_taken(form, _form_page)
    left = recovery_codes.left(db.session, person_id).number
    letters.send_word_of_recovery(person_id)
    add_phone = come_back(person_id)
    flash(ngettext("You have %(num)d recovery code left.", "You have %(num)d recovery codes left.", left))
    return redirect(add_phone, 303)


def _form_page(form: ChangeForm) -> str:
    return answers.page("people/recovery.html", form=form, back=address("people.sign_in"))
