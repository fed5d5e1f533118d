"""Pages and forms by which somebody is ended or kept, given more or less, switched on and off."""

from datetime import timedelta
from functools import partial
from typing import Any

from flask import Response, request

from app.domain.authority import (
    Permission,
    Role,
    may_change,
    may_end,
    may_switch_off,
    may_switch_on,
)
from app.domain.year import london_day
from app.people import register_steps as steps
from app.people import register_words as words
from app.people.person import Shown, draw, found, found_for
from app.people.register_forms import Conflicts, InAdvance, Items, Limit
from app.web import refusals
from app.web.access import allows, current_access, for_signed_in
from app.web.address import address
from app.web.answers import page
from app.web.door import Change, enter
from app.web.forms import ChangeForm, NothingToType
from app.web.words import name, say

# Whether somebody may is for the domain to say, of these two people: the address itself asks for no more than a way in.
anybody_in = allows(Permission.OPEN)


@anybody_in
def ending(pot_id: str, authority_id: str) -> str:  # noqa: ARG001 - the pot is that of the access
    """Check: who it is, and what they lose."""
    return _draw_ending(NothingToType(), found_for(authority_id, may_end))


@anybody_in
def end_it(pot_id: str, authority_id: str) -> Response:  # noqa: ARG001
    """End what somebody may do, or leave."""
    shown, form = found_for(authority_id, may_end), NothingToType(request.form)
    redraw = partial(_draw_ending, shown=shown)
    if authority_id == current_access().authority.id:
        return enter(steps.LEAVE, form, redraw)
    return enter(steps.END, form, redraw, authority_id=authority_id)


@for_signed_in
def left() -> str:
    """Said to who has left: there is nothing more of that pot to show them."""
    return page("people/left.html")


@anybody_in
def keep(pot_id: str, authority_id: str) -> Response:  # noqa: ARG001
    """They stay after all."""
    return _step(steps.KEEP, found_for(authority_id, may_end))


@anybody_in
def undo(pot_id: str, authority_id: str) -> Response:  # noqa: ARG001
    """Take one's own last step back."""
    rule = may_switch_off if authority_id != current_access().authority.id else _only_oneself
    return _step(steps.UNDO, found_for(authority_id, rule))


@anybody_in
def switch_on(pot_id: str, authority_id: str) -> Response:  # noqa: ARG001
    """What was set beforehand counts from now."""
    return _step(steps.SWITCH_ON, found_for(authority_id, may_switch_on))


@anybody_in
def switch_off(pot_id: str, authority_id: str) -> Response:  # noqa: ARG001
    """It counts no longer."""
    return _step(steps.SWITCH_OFF, found_for(authority_id, may_switch_off))


@anybody_in
def powers(pot_id: str, authority_id: str) -> str:  # noqa: ARG001
    """What somebody may do, to be changed."""
    shown = found_for(authority_id, may_change)
    return _draw_powers(_powers_form(shown), shown)


@anybody_in
def set_powers(pot_id: str, authority_id: str) -> Response:  # noqa: ARG001
    """Say what somebody may do."""
    shown = found_for(authority_id, may_change)
    kind = steps.LIMIT if _leads(shown) else steps.ITEMS
    redraw = partial(_draw_powers, shown=shown)
    return enter(kind, _powers_form(shown, request.form), redraw, authority_id=authority_id)


@anybody_in
def sometimes(pot_id: str, authority_id: str) -> str:  # noqa: ARG001
    """What somebody may do while it is switched on."""
    shown = found_for(authority_id, may_switch_on)
    entry = shown.entry
    told = {"may": list(entry.authority.when_on), "days": str(entry.on_days or ""), "seen": str(entry.n)}
    return _draw_sometimes(InAdvance(data=told).about(entry.authority), shown)


@anybody_in
def set_sometimes(pot_id: str, authority_id: str) -> Response:  # noqa: ARG001
    """Say what somebody may do while it is switched on."""
    shown = found_for(authority_id, may_switch_on)
    form = InAdvance(request.form).about(shown.entry.authority)
    return enter(steps.IN_ADVANCE, form, partial(_draw_sometimes, shown=shown), authority_id=authority_id)


@anybody_in
def conflicts(pot_id: str) -> str:  # noqa: ARG001
    """A broker says what might sway them."""
    shown = _own_as_broker()
    return _draw_conflicts(Conflicts(data={"conflicts": shown.register.texts.get(f"conflicts.{shown.entry.id}")}))


@anybody_in
def declare(pot_id: str) -> Response:  # noqa: ARG001
    """Keep what a broker says."""
    _own_as_broker()
    return enter(steps.DECLARE, Conflicts(request.form), _draw_conflicts)


def _own_as_broker() -> Shown:
    access = current_access()
    if access.authority.role is not Role.BROKER:
        refusals.refuse(say("A broker says this about themselves."))
    return found(access.authority.id)


def _only_oneself(actor: Any, other: Any) -> bool:  # noqa: ANN401 - two authorities
    return bool(actor.id == other.id)


def _step(kind: Change, shown: Shown) -> Response:
    def redraw(_form: ChangeForm) -> str:
        return draw(shown)

    return enter(kind, NothingToType(request.form), redraw, authority_id=shown.entry.id)


def _leads(shown: Shown) -> bool:
    return shown.entry.authority.role is Role.TEAM_LEADER


def _powers_form(shown: Shown, sent: Any = None) -> Limit | Items:  # noqa: ANN401 - a form as it was sent
    authority, today = shown.entry.authority, london_day(shown.moment)
    told: dict[str, Any] = {"seen": str(shown.entry.n)}
    if _leads(shown):
        return Limit(sent, data=told | {"limit": authority.limit_pence}).about(authority, today)
    until = authority.valid_to and london_day(authority.valid_to - timedelta(microseconds=1))
    return Items(sent, data=told | {"may": list(authority.powers), "until": until}).about(authority, today)


def _draw_ending(_form: ChangeForm, shown: Shown) -> str:
    me = shown.entry.id == current_access().authority.id
    return page("people/ending.html", shown=shown, me=me, loses=words.items(shown.then.powers), **_around(shown, me=me))


def _draw_powers(form: ChangeForm, shown: Shown) -> str:
    return page("people/powers.html", form=form, shown=shown, leads=_leads(shown), **_around(shown))


def _draw_sometimes(form: ChangeForm, shown: Shown) -> str:
    return page("people/sometimes.html", form=form, shown=shown, **_around(shown))


def _draw_conflicts(form: ChangeForm) -> str:
    return page("people/conflicts.html", form=form, back=address("people.mine"))


def _around(shown: Shown, *, me: bool = False) -> dict[str, Any]:
    back = address("people.mine") if me else address("people.person", authority_id=shown.entry.id)
    return {"back": back, "holder": name(current_access().pot.holder_name)}
