"""Asking somebody in: who, a page to check, the letter or the mail; and what became of it."""

from flask import Response, abort, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.clock import now
from app.domain.authority import Permission, Role
from app.outside.mail import MailNotSent
from app.people import invitation_queries, letters, printed_codes
from app.people.invitation_changes import ASKED_AGAIN, INVITED, LINK_ENDED, WITHDRAWN
from app.people.invitation_forms import WAYS, InviteForm
from app.people.invitation_queries import EMAIL, Asked
from app.people.offers import what_it_means
from app.people.qr import qr
from app.people.sign_in import HOUR
from app.people.throttle import Limit, TooMany, count_try
from app.persistence.database import db
from app.persistence.tables.base import new_id
from app.web import answers
from app.web.access import allows, current_access
from app.web.address import address, origin
from app.web.answers import page
from app.web.door import Change, enter
from app.web.forms import ChangeForm, NothingToType
from app.web.roles import role_words
from app.web.words import name

SENT, MAILS = 30, 5


@allows(Permission.MANAGE_PEOPLE)
def invite(pot_id: str) -> str:  # noqa: ARG001 - the pot of the address
    """Who is asked, as what, and how they are told."""
    return _draw(InviteForm.offered_by(current_access().authority))


@allows(Permission.MANAGE_PEOPLE)
def check_invitation(pot_id: str) -> Response | str:  # noqa: ARG001 - the pot of the address
    """What they will see and do, before they are asked."""
    form = InviteForm.offered_by(current_access().authority, request.form)
    if not form.validate():
        return answers.not_taken(form, _draw)
    return page(
        "people/invite_check.html",
        form=form,
        who=name(form.name.data),
        role=role_words(form.role.data),
        may=what_it_means(Role(form.role.data)),
        way=WAYS[form.way.data],
        email=name(form.address) if form.address else None,
        holder=None if current_access().own else name(current_access().pot.holder_name),
        back=address("people.invite"),
    )


@allows(Permission.MANAGE_PEOPLE)
def send_invitation(pot_id: str) -> Response | str:
    """Ask them, as it was checked; or go back to change it."""
    form = InviteForm.offered_by(current_access().authority, request.form)
    if "edit" in request.form:
        return _draw(form)
    if form.validate():
        count_try(now(), Limit("invite", current_access().person.id, SENT, HOUR))
    invitation_id = new_id()
    answer = enter(INVITED, form, _draw, invitation_id=invitation_id)
    return _mailed(answer, pot_id, invitation_id)


@allows(Permission.MANAGE_PEOPLE)
def invitation(pot_id: str, invitation_id: str) -> str:
    """What became of it."""
    return _draw_one(NothingToType(), pot_id, invitation_id)


@allows(Permission.MANAGE_PEOPLE)
def send_again(pot_id: str, invitation_id: str) -> Response:
    """A new code, for three days from now."""
    answer = _step(ASKED_AGAIN, pot_id, invitation_id)
    return _mailed(answer, pot_id, invitation_id)


@allows(Permission.MANAGE_PEOPLE)
def withdraw_invitation(pot_id: str, invitation_id: str) -> Response:
    """It works no more."""
    return _step(WITHDRAWN, pot_id, invitation_id)


@allows(Permission.MANAGE_PEOPLE)
def end_link(pot_id: str, invitation_id: str) -> Response:
    """Sign the phone out that came in by this link."""
    return _step(LINK_ENDED, pot_id, invitation_id)


@allows(Permission.MANAGE_PEOPLE)
def letter(pot_id: str, invitation_id: str) -> str | AnyResponse:
    """The letter, to print or to show: it can be drawn again as long as it works."""
    asked = _asked_or_404(pot_id, invitation_id)
    if asked.way == EMAIL or not asked.waits(now()):
        return redirect(address("people.invitation", invitation_id=invitation_id), 303)
    link = origin() + address("people.asked", token=asked.code)
    return page(
        "people/letter.html",
        asked=asked,
        who=name(asked.name),
        by=name(current_access().person.name),
        holder=name(current_access().pot.holder_name),
        own=current_access().own,
        role=role_words(asked.as_role),
        may=what_it_means(asked.as_role),
        qr=qr(link),
        link=link,
        code=printed_codes.grouped(asked.code),
        where=origin() + address("people.type_code"),
        back=address("people.invitation", invitation_id=invitation_id),
    )


def _step(kind: Change, pot_id: str, invitation_id: str) -> Response:
    _asked_or_404(pot_id, invitation_id)

    def redraw(form: ChangeForm) -> str:
        return _draw_one(form, pot_id, invitation_id)

    return enter(kind, NothingToType(request.form), redraw, invitation_id=invitation_id)


def _asked_or_404(pot_id: str, invitation_id: str) -> Asked:
    found = invitation_queries.one(db.session, pot_id, invitation_id)
    if found is None:
        abort(404)
    return found


def _mailed(answer: Response, pot_id: str, invitation_id: str) -> Response:
    """Send the mail, once the change is done; when it cannot be sent, that is said, and it can be sent again."""
    asked = invitation_queries.one(db.session, pot_id, invitation_id) if answer.status_code == 303 else None
    if asked is None or asked.email is None or not asked.waits(now()):
        return answer
    try:
        count_try(now(), Limit("mail to", asked.email, MAILS, HOUR))
        letters.send_asked_in(asked.email, address("people.asked", token=asked.code))
    except (MailNotSent, TooMany) as error:
        letters.log.error("no mail was sent: %s", type(error).__name__)
        flash(_("We could not send the email. Look at the address, or send it again in a minute"))
    return answer


def _draw(form: ChangeForm) -> str:
    return page("people/invite.html", form=form, back=address("people.people"))


def _draw_one(form: ChangeForm, pot_id: str, invitation_id: str) -> str:
    asked = _asked_or_404(pot_id, invitation_id)
    return page(
        "people/invitation.html",
        form=form,
        asked=asked,
        who=name(asked.name),
        email=name(asked.email) if asked.email else None,
        role=role_words(asked.as_role),
        way=WAYS[asked.way],
        may=what_it_means(asked.as_role),
        waits=asked.waits(now()),
        back=address("people.people"),
    )
