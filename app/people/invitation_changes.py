"""Asking somebody in, asking again, taking it back; and the yes, which is theirs to say."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.domain.authority import Authority, Role
from app.people import invitation_queries, printed_codes
from app.people.invitation_forms import InviteForm
from app.people.invitation_queries import PHONE, Asked, code_of
from app.people.offers import roles_offered
from app.people.register_changes import Grant, grant
from app.persistence.act import Act
from app.persistence.commit import NotTheirs, Then
from app.persistence.members import members_of
from app.persistence.tables import Invitation, Pot, UserSession
from app.persistence.tables.base import new_id
from app.web.door import AlreadyDecided, Change, Refused, change
from app.web.forms import ChangeForm
from app.web.words import plainly

VALID = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is asked, as what, and how they are told: by e-mail, by a letter, by a link for their phone."""

    name: str
    role: Role
    way: str
    email: str | None = None


class PartAlready(Exception):
    """Who says yes is part of the pot already in this role, or it is their own."""


def invite(act: Act, invitation_id: str, said: Invited) -> None:
    """Ask somebody in, for three days. Its code belongs to the id."""
    told = Asked(
        id=invitation_id, n=-1, pot_id=act.pot.id, change_id=act.id, step="sent", role=said.role, way=said.way,
        expires_at=act.now, person_id=None, code_hash="", name=said.name, email=said.email,
    )  # fmt: skip
    _send(act, told)
    act.tell(act.pot.holder_id, "invited")


def ask_again(act: Act, before: Asked) -> None:
    """Send another code; the one before is worth nothing. Of a phone that was in use, the link ends at once."""
    if before.step == "accepted":
        end_sessions(act.session, before.id, act.now)
    _send(act, before)


def withdraw(act: Act, before: Asked) -> None:
    """It cannot be answered any more."""
    _write(act, before, "withdrawn")


def end_link(act: Act, before: Asked) -> None:
    """The phone that came in by this link is out at its next request."""
    end_sessions(act.session, before.id, act.now)
    _write(act, before, "ended")


def accept(act: Act, before: Asked) -> None:
    """Somebody says yes: from now on they are part of the pot, by the authority by which they act here."""
    own = act.authority
    if before.person_id is None:
        grant(act, Grant(own.person_id, own.role, valid_from=own.valid_from, id=own.id))
    else:
        end_sessions(act.session, before.id, act.now)
    _write(act, replace(before, person_id=own.person_id), "accepted")
    act.tell(act.pot.holder_id, "invitation_accepted")


def authority_of(session: Session, before: Asked, person_id: str, now: datetime) -> Authority:
    """By which authority somebody says yes: a new one, or of a further link the one they have.

    The pot's row is locked, so the invitation is looked at again. Raises NotTheirs, PartAlready.
    """
    asked = invitation_queries.one(session, before.pot_id, before.id)
    if asked is None or asked.n != before.n or not asked.waits(now):
        raise NotTheirs
    members = [m.authority for m in members_of(session, before.pot_id) if m.person_id == person_id]
    same = [one for one in members if one.stands(now) and one.role == asked.role]
    if asked.person_id is not None:
        if not same:
            raise NotTheirs
        return same[0]
    holder_id = session.execute(select(Pot.holder_id).where(Pot.id == before.pot_id)).scalar_one()
    if same or person_id == holder_id:
        raise PartAlready
    return Authority(new_id(), person_id, asked.as_role, now, None)


def end_sessions(session: Session, invitation_id: str, now: datetime) -> None:
    """Sign out whoever came in by this link."""
    session.execute(
        update(UserSession)
        .where(UserSession.link_id == invitation_id, UserSession.ended_at.is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )


def _send(act: Act, before: Asked) -> None:
    """A fresh code, good for three days."""
    code_hash = printed_codes.hash_of(code_of(before.id, before.n + 1))
    _write(act, replace(before, expires_at=act.now + VALID, code_hash=code_hash), "sent")


def _write(act: Act, asked: Asked, step: str) -> None:
    """The next row of an invitation. Who said yes has a name of their own."""
    if asked.person_id is None:
        act.say(name=asked.name, email=asked.email)
    act.write(
        Invitation(
            id=asked.id, n=asked.n + 1, step=step, role=asked.role, way=asked.way, code_hash=asked.code_hash,
            expires_at=asked.expires_at, person_id=asked.person_id,
        )
    )  # fmt: skip


def _last(act: Act, invitation_id: str, *steps: str) -> Asked:
    """The invitation as it stands, which must be at one of these steps."""
    found = invitation_queries.one(act.session, act.pot.id, invitation_id)
    if found is None:
        raise LookupError(invitation_id)
    if found.step not in steps:
        who, at = act.by_whom(found.change_id)
        said = {
            "sent": _("%(name)s sent this again on %(when)s"),
            "withdrawn": _("%(name)s took this back on %(when)s"),
            "accepted": _("%(name)s said yes on %(when)s"),
            "ended": _("%(name)s ended this link on %(when)s"),
        }[found.step]
        raise AlreadyDecided(said % plainly(who, at))
    return found


def _invite(act: Act, form: InviteForm, invitation_id: str) -> Then:
    if form.role.data not in roles_offered(act.authority):
        field = "role"
        raise Refused(field, _("Choose one of these"))
    invite(act, invitation_id, Invited(form.name.data, Role(form.role.data), form.way.data, form.address))
    return Then("people.invitation", {"invitation_id": invitation_id})


def _ask_again(act: Act, _form: ChangeForm, invitation_id: str) -> Then:
    before = _last(act, invitation_id, "sent", "withdrawn", "accepted", "ended")
    if before.step in {"accepted", "ended"} and before.way != PHONE:
        raise AlreadyDecided(_("They have said yes already."))
    ask_again(act, before)
    return Then("people.invitation", {"invitation_id": invitation_id})


def _withdraw(act: Act, _form: ChangeForm, invitation_id: str) -> Then:
    withdraw(act, _last(act, invitation_id, "sent"))
    return Then("people.people")


def _end_link(act: Act, _form: ChangeForm, invitation_id: str) -> Then:
    before = _last(act, invitation_id, "accepted")
    if before.way != PHONE:
        raise LookupError(invitation_id)
    end_link(act, before)
    return Then("people.invitation", {"invitation_id": invitation_id})


def _accept(act: Act, _form: ChangeForm, asked: Asked) -> Then:
    accept(act, asked)
    return Then("pot.home", {"pot_id": act.pot.id})


INVITED = change(Change("invited", _l("Ready."), _invite, undo="people.withdraw_invitation"))
ASKED_AGAIN = change(Change("invited again", _l("There is a new one now. The one before does not work."), _ask_again))
WITHDRAWN = change(Change("invitation taken back", _l("Taken back. It does not work any more."), _withdraw))
LINK_ENDED = change(Change("link ended", _l("Ended. That phone is signed out."), _end_link))
ACCEPTED = change(Change("invitation accepted", _l("You are part of this now."), _accept))
