"""Saying who somebody is who cannot come in: a change of the pot, so that everybody around it can see who said so."""

from flask import Response, abort, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.clock import now
from app.domain.authority import Permission
from app.domain.coming_back import WAIT
from app.people import letters, ways_back
from app.people.forms import VouchForm
from app.people.sign_in import QUARTER
from app.people.throttle import Limit, count_try
from app.people.ways_back import SaidBefore
from app.persistence.act import Act
from app.persistence.commit import Then
from app.persistence.database import db
from app.persistence.members import members_of, standing
from app.persistence.tables import Person, WayBack
from app.web.access import allows, current_access
from app.web.address import address
from app.web.answers import page
from app.web.door import AlreadyDecided, Change, Refused, change, enter
from app.web.forms import ChangeForm, NothingToType
from app.web.words import name

TRIES = 5


@allows(Permission.VOUCH)
def vouch(pot_id: str) -> str:
    """Who cannot come in, and their code."""
    return _draw(_about(VouchForm(), pot_id))


@allows(Permission.VOUCH)
def say_it_is_them(pot_id: str) -> Response:
    """Say that it is them: with enough such words they wait a day, and are told everywhere."""
    form = _about(VouchForm(request.form), pot_id)
    if form.validate():
        count_try(now(), Limit("vouch", current_access().person.id, TRIES, QUARTER))
    answer = enter(VOUCHED, form, _draw)
    if answer.status_code == 303:
        _tell(form.who.data)
    return answer


@allows(Permission.VOUCH)
def vouched(pot_id: str, way_back_id: str) -> str:
    """What becomes of it."""
    return _draw_vouched(NothingToType(), pot_id, way_back_id)


@allows(Permission.VOUCH)
def unsay(pot_id: str, way_back_id: str) -> Response:
    """Take one's word back."""
    _of_pot_or_404(pot_id, way_back_id)

    def redraw(form: ChangeForm) -> str:
        return _draw_vouched(form, pot_id, way_back_id)

    return enter(UNSAID, NothingToType(request.form), redraw, way_back_id=way_back_id)


def _about(form: VouchForm, pot_id: str) -> VouchForm:
    """Offer everybody who is part of the pot, but oneself."""
    part = standing(members_of(db.session, pot_id), now())
    return form.about({m.person_id: m.name for m in part if m.person_id != current_access().person.id})


def _of_pot_or_404(pot_id: str, way_back_id: str) -> tuple[WayBack, list[str]]:
    """The way back, and who of this pot has said who it is."""
    said = ways_back.who_said(db.session, way_back_id, pot_id)
    found = db.session.get(WayBack, way_back_id) if said else None
    if found is None:
        abort(404)
    return found, said


def _draw(form: ChangeForm) -> str:
    return page("people/vouch.html", form=form, back=address("people.people"))


def _draw_vouched(form: ChangeForm, pot_id: str, way_back_id: str) -> str:
    found, said = _of_pot_or_404(pot_id, way_back_id)
    person = db.session.get_one(Person, found.person_id)
    stage = ways_back.stage(found, now())
    return page(
        "people/vouched.html",
        form=form,
        who=name(person.name),
        stage=stage.name,
        opens_at=found.opens_at,
        said=[name(each) for each in said],
        back=address("people.people"),
    )


def _tell(person_id: str) -> None:
    """Mail the person at the moment in which the wait begins."""
    found = ways_back.of_person(db.session, person_id)
    if found is not None and found.opens_at == now() + WAIT:
        letters.send_word_of_way_back(person_id, found.opens_at, ways_back.stop_token(found))


def _say(act: Act, form: VouchForm) -> Then:
    who = form.who.data
    names = {m.person_id: m.name for m in standing(members_of(act.session, act.pot.id), act.now)}
    if who not in names:
        field = "who"
        raise Refused(field, _("Choose who cannot come in"))
    try:
        found = ways_back.say(act.session, act.authority, act.pot.id, form.digits, who, act.now)
    except SaidBefore as before:
        raise AlreadyDecided(_("You have said this already.")) from before
    if found is None:
        field = "code"
        raise Refused(field, _("No phone shows this code now. Ask them to read it to you again"))
    act.say(who=names[who])
    if found.opens_at == act.now + WAIT:
        act.tell(who, "way_back")
    return Then("people.vouched", {"way_back_id": found.id})


def _unsay(act: Act, _form: ChangeForm, way_back_id: str) -> Then:
    if ways_back.unsay(act.session, way_back_id, act.authority.person_id, act.now) is None:
        raise AlreadyDecided(_("There is nothing to take back any more."))
    return Then("people.people")


VOUCHED = change(Change("vouched", _l("Thank you. You said that it is them."), _say, undo="people.unsay"))
UNSAID = change(Change("vouching taken back", _l("Taken back. That phone cannot come in on your word."), _unsay))
