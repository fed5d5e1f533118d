"""The steps of the register as people take them, each a change that is judged again where it is done."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.domain.authority import (
    Authority,
    Role,
    may_change,
    may_end,
    may_switch_off,
    may_switch_on,
    words_of,
)
from app.domain.year import day_begins
from app.people import register_changes as register
from app.people.register_forms import Conflicts, InAdvance, Items, Limit
from app.people.register_queries import ENDED, TO_THINK_AGAIN
from app.persistence.act import Act
from app.persistence.authorities import authority
from app.persistence.commit import NotAllowed, Then
from app.persistence.tables import AuthorityRow
from app.persistence.tables import Change as ChangeRow
from app.web.door import AlreadyDecided, Change, change
from app.web.forms import ChangeForm
from app.web.words import plainly

NOTICE = "authority"
# What is put back when a step is undone.
TOLD = ("valid_to", "ends_by", "given", "limit_pence", "when_on", "on_days", "on_until")


def _end(act: Act, _form: ChangeForm, authority_id: str) -> Then:
    before = _standing(act, authority_id, may_end)
    register.end(act, authority_id)
    _tell(act, before)
    return _then(authority_id)


def _leave(act: Act, _form: ChangeForm) -> Then:
    _standing(act, act.authority.id, may_end)
    register.end(act, act.authority.id)
    act.tell(act.pot.holder_id, NOTICE)
    return Then("people.left")


def _keep(act: Act, _form: ChangeForm, authority_id: str) -> Then:
    """What was ended a moment ago stands again: whoever could end it, but not the one who was ended."""
    before = register.last_told(act, authority_id)
    _judge(act, before, lambda actor, other: may_end(actor, other) and actor.id != other.id)
    name, at = _told_by(act, before)
    if name not in ENDED or act.now - at >= TO_THINK_AGAIN:
        raise AlreadyDecided(_("It is too late for that, or it was done before. You can ask them in again."))
    register.put_back(act, authority_id, before.n - 1)
    _tell(act, before)
    return _then(authority_id)


def _change_items(act: Act, form: Items, authority_id: str) -> Then:
    before = _standing(act, authority_id, may_change)
    _must_have_seen(act, before, form.seen.data)
    last_day = form.until.data
    ends = {"valid_to": day_begins(last_day + timedelta(days=1)) if last_day else None}
    ends_by = {"ends_by": register.ORDER if last_day else None}
    given = {"given": None if form.given is None else words_of(form.given)}
    register.again(act, authority_id, **given, **ends, **ends_by)
    _tell(act, before)
    return _then(authority_id)


def _change_limit(act: Act, form: Limit, authority_id: str) -> Then:
    before = _standing(act, authority_id, may_change)
    _must_have_seen(act, before, form.seen.data)
    register.again(act, authority_id, limit_pence=form.limit.data)
    _tell(act, before)
    return _then(authority_id)


def _set_in_advance(act: Act, form: InAdvance, authority_id: str) -> Then:
    before = _standing(act, authority_id, may_switch_on)
    _must_have_seen(act, before, form.seen.data)
    chosen = ",".join(sorted(form.may.data or []))
    off = {} if chosen else {"on_until": None}
    register.again(act, authority_id, when_on=chosen or None, on_days=int(form.days.data) if chosen else None, **off)
    _tell(act, before)
    return _then(authority_id)


def _switch_on(act: Act, _form: ChangeForm, authority_id: str) -> Then:
    before = _standing(act, authority_id, may_switch_on)
    if not before.when_on or not before.on_days:
        raise AlreadyDecided(_("Nothing is set that could be switched on."))
    if _is_on(act, before):
        raise AlreadyDecided(_who_and_when(act, before))
    register.switch_on(act, authority_id)
    _tell(act, before)
    return _then(authority_id)


def _switch_off(act: Act, _form: ChangeForm, authority_id: str) -> Then:
    before = _standing(act, authority_id, may_switch_off)
    if not _is_on(act, before):
        raise AlreadyDecided(_who_and_when(act, before))
    register.switch_off(act, authority_id)
    _tell(act, before)
    return _then(authority_id)


def _undo(act: Act, _form: ChangeForm, authority_id: str) -> Then:
    """One's own last step is taken back, unless somebody did more since."""
    last = register.last_told(act, authority_id)
    name, at = _told_by(act, last)
    step = UNDONE_BY.get(name)
    mine = _by_whom(act, last) == act.authority.person_id and act.now - at < TO_THINK_AGAIN
    if step is None or not mine or last.n == 0:
        raise AlreadyDecided(_who_and_when(act, last))
    _judge(act, last, step)
    was = act.session.get(AuthorityRow, {"id": last.id, "n": last.n - 1})
    register.again(act, authority_id, **{column: getattr(was, column) for column in TOLD})
    _tell(act, last)
    return _then(authority_id)


def _declare(act: Act, form: Conflicts) -> Then:
    """Only a broker says it, and only of themselves; it stands in the register with a row of its own."""
    if act.authority.role is not Role.BROKER:
        raise NotAllowed
    row = register.again(act, act.authority.id)
    act.say_field(f"conflicts.{row.id}", form.conflicts.data)
    act.tell(act.pot.holder_id, NOTICE)
    return Then("people.mine")


Rule = Callable[[Authority, Authority], bool]


def _standing(act: Act, authority_id: str, rule: Rule) -> AuthorityRow:
    """The row as it stands: judged here again, and not ended by somebody who was first."""
    before = register.last_told(act, authority_id)
    other = _judge(act, before, rule)
    if other.valid_to is not None and other.valid_to <= act.now:
        raise AlreadyDecided(_who_and_when(act, before))
    return before


def _judge(act: Act, row: AuthorityRow, rule: Rule) -> Authority:
    other = authority(row.id, row.person_id, row).at(act.now)
    if not rule(act.authority, other):
        raise NotAllowed
    return other


def _is_on(act: Act, row: AuthorityRow) -> bool:
    return row.on_until is not None and act.now < row.on_until


def _must_have_seen(act: Act, before: AuthorityRow, seen: str | None) -> None:
    if str(before.n) != seen:
        who_and_when = _who_and_when(act, before)
        raise AlreadyDecided(_("%(who_and_when)s. Look at it again first.", who_and_when=who_and_when))


def _who_and_when(act: Act, row: AuthorityRow) -> str:
    return _("%(name)s changed this on %(when)s") % plainly(*act.by_whom(row.change_id))


def _told_by(act: Act, row: AuthorityRow) -> Any:  # noqa: ANN401 - the name of the change, and when it came in
    found = select(ChangeRow.name, ChangeRow.received_at).where(ChangeRow.id == row.change_id)
    return act.session.execute(found).one()


def _by_whom(act: Act, row: AuthorityRow) -> str:
    return act.session.execute(select(ChangeRow.person_id).where(ChangeRow.id == row.change_id)).scalar_one()


def _tell(act: Act, about: AuthorityRow) -> None:
    """Whose authority it is, and the holder, whoever did it."""
    act.tell(about.person_id, NOTICE)
    if about.person_id != act.pot.holder_id:
        act.tell(act.pot.holder_id, NOTICE)


def _then(authority_id: str) -> Then:
    return Then("people.person", {"authority_id": authority_id})


UNDO_IT = "people.undo"
END = change(Change("person ended", _l("Ended. They can do nothing here any more."), _end, undo=UNDO_IT))
LEAVE = change(Change("person left", _l("You have left."), _leave))
KEEP = change(Change("person kept", _l("Kept. It is as it was before."), _keep, undo=UNDO_IT))
ITEMS = change(Change("powers changed", _l("Saved. It counts from now on."), _change_items, undo=UNDO_IT))
LIMIT = change(Change("limit changed", _l("Saved. It counts from now on."), _change_limit, undo=UNDO_IT))
IN_ADVANCE = change(
    Change("powers set in advance", _l("Saved. It counts when you switch it on."), _set_in_advance, undo=UNDO_IT)
)
SWITCH_ON = change(Change("powers switched on", _l("Switched on."), _switch_on, undo=UNDO_IT))
SWITCH_OFF = change(Change("powers switched off", _l("Switched off."), _switch_off, undo=UNDO_IT))
UNDO = change(Change("register step undone", _l("Done. It is as it was before."), _undo))
DECLARE = change(Change("conflicts declared", _l("Saved. Everybody who sees you here can read it."), _declare))
# What somebody may undo, and by which rule they did it.
UNDONE_BY: dict[str, Rule] = {
    END.name: may_end, KEEP.name: may_end, ITEMS.name: may_change, LIMIT.name: may_change,
    IN_ADVANCE.name: may_switch_on, SWITCH_ON.name: may_switch_off, SWITCH_OFF.name: may_switch_off,
}  # fmt: skip
