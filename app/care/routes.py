"""Pages and forms of shifts."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.care import changes, present, queries
from app.care.forms import ApproveShift, ChangeShift, LogShift, PayShift, SendBack, as_said
from app.clock import now
from app.domain.authority import WORKERS, Permission, may_approve
from app.domain.books import NONE
from app.domain.shifts import LONG, hourly_pence
from app.domain.year import london_day
from app.persistence.claims import ClaimNow
from app.persistence.database import db
from app.persistence.lines import LINES, LineNow, lines_for
from app.persistence.members import MEMBERS, standing
from app.persistence.together import together
from app.persistence.wishes import wishes_about
from app.web import answers, claims
from app.web.access import allows, current_access
from app.web.address import address
from app.web.answers import page
from app.web.claims import Claimable, may_become_claim
from app.web.door import Change, enter
from app.web.forms import ChangeForm, NothingToType
from app.web.unchanged import may_be_unchanged
from app.web.words import name

CLAIMABLE = Claimable(
    kind=changes.LOG.name,
    title=_l("Shift"),
    form=LogShift,
    fields=(
        "carer", "worked_on", "starts", "starts_which", "ends", "next_day", "ends_which", "amount", "plan_line", "note",
    ),
    shows=("worked_on", "starts", "ends", "amount", "note"),
    needs=frozenset({Permission.LOG_SHIFT, Permission.APPROVE}),
    use="care.new",
)  # fmt: skip

blueprint = Blueprint("care", __name__, url_prefix="/p/<pot_id>/shifts")


@blueprint.get("")
@allows(Permission.LOG_SHIFT)
@may_be_unchanged
def shifts(pot_id: str) -> str:
    """Those to approve first, then by day; a carer sees their own, all by day."""
    authority, before = current_access().authority, _before()
    approver = authority.allows(Permission.SEE_ALL_SHIFTS)
    waiting = queries.waiting(db.session, pot_id, authority) if approver and not before else []
    found = queries.latest(db.session, pot_id, authority, before, also_waiting=not approver)
    shown, more = found[: queries.PAGE], len(found) > queries.PAGE
    older = address("care.shifts", before=f"{shown[-1].starts_at.isoformat()}_{shown[-1].id}") if more else None
    return page(
        "care/shifts.html",
        waiting=waiting[: queries.PAGE],
        more_wait=len(waiting) > queries.PAGE,
        shown=shown,
        older=older,
        mine=not approver,
        back=None if authority.role in WORKERS else address("pot.home"),
        **_words(),
    )


@blueprint.get("/new")
@allows(Permission.LOG_SHIFT)
def new(pot_id: str) -> str:
    """Log a shift; or one that somebody claimed, to be checked and saved."""
    claim = claims.to_use(pot_id, changes.LOG.name)
    carers, lines = _offered(pot_id, claim)
    likely = NONE if lines is None else queries.likely_line(lines)
    if claim:
        told = {"carer": claim.person_id, "plan_line": likely} | dict(claim.fields)
        return _draw_new(LogShift(claims.filled_in(replace(claim, fields=told))).for_pot(carers, lines, now()))
    form = LogShift(data={"worked_on": london_day(now()), "plan_line": likely})
    return _draw_new(form.for_pot(carers, lines, now()))


@blueprint.post("")
@may_become_claim(CLAIMABLE)
@allows(Permission.LOG_SHIFT)
def log(pot_id: str) -> Response:
    """Log a shift."""
    claim = claims.to_use(pot_id, changes.LOG.name, request.form.get("claim"))
    return enter(changes.LOG, LogShift(request.form).for_pot(*_offered(pot_id, claim), now()), _draw_new)


@blueprint.get("/<shift_id>")
@allows(Permission.LOG_SHIFT)
def shift(pot_id: str, shift_id: str) -> str:
    """One shift: what is to be done about it, and its history."""
    return _draw_shift(NothingToType(), pot_id, shift_id)


@blueprint.get("/<shift_id>/change")
@allows(Permission.LOG_SHIFT)
def change(pot_id: str, shift_id: str) -> str:
    """The shift in a form, to be told anew."""
    told = _told_or_404(pot_id, shift_id)
    data = as_said(told.starts_at, told.ends_at) | {
        "amount": told.amount_pence,
        "plan_line": told.plan_line_id,
        "note": told.note,
        "seen": str(told.n),
    }
    return _draw_change(_offering_change(ChangeShift(data=data), told), told)


@blueprint.post("/<shift_id>/change")
@allows(Permission.LOG_SHIFT)
def change_it(pot_id: str, shift_id: str) -> Response:
    """Change a shift: it waits to be approved again."""
    told = _told_or_404(pot_id, shift_id)
    form = _offering_change(ChangeShift(request.form), told)
    return enter(changes.CHANGE, form, partial(_draw_change, told=told), shift_id=shift_id)


@blueprint.post("/<shift_id>/withdrawal")
@allows(Permission.LOG_SHIFT)
def withdrawal(pot_id: str, shift_id: str) -> Response:
    """Take a shift back, or undo its logging."""
    return _step(changes.WITHDRAW, NothingToType(request.form), pot_id, shift_id)


@blueprint.post("/<shift_id>/approval")
@allows(Permission.APPROVE)
def approval(pot_id: str, shift_id: str) -> Response:
    """Approve a shift."""
    return _decide(changes.APPROVE, ApproveShift(request.form), pot_id, shift_id)


@blueprint.post("/<shift_id>/approval/withdrawal")
@allows(Permission.APPROVE)
def approval_withdrawal(pot_id: str, shift_id: str) -> Response:
    """Take an approval back."""
    return _decide(changes.UNAPPROVE, NothingToType(request.form), pot_id, shift_id)


@blueprint.get("/<shift_id>/return")
@allows(Permission.APPROVE)
def not_right(pot_id: str, shift_id: str) -> Any:  # noqa: ANN401 - a page or a refusal
    """Say what is not right."""
    told = _told_or_404(pot_id, shift_id)
    return _refuse_payee(told) or _draw_not_right(SendBack(), told)


@blueprint.post("/<shift_id>/return")
@allows(Permission.APPROVE)
def send_back(pot_id: str, shift_id: str) -> Response:
    """Send a shift back to its carer."""
    told = _told_or_404(pot_id, shift_id)
    form = SendBack(request.form).about(told.carer_name)
    redraw = partial(_draw_not_right, told=told)
    return _refuse_payee(told) or enter(changes.SEND_BACK, form, redraw, shift_id=shift_id)


@blueprint.get("/<shift_id>/payment")
@allows(Permission.PAY)
def payment(pot_id: str, shift_id: str) -> str:
    """Say on which day it was paid."""
    told = _told_or_404(pot_id, shift_id)
    return _draw_payment(PayShift(data={"paid_on": london_day(now())}), told)


@blueprint.post("/<shift_id>/payment")
@allows(Permission.PAY)
def pay(pot_id: str, shift_id: str) -> Response:
    """Mark a shift as paid."""
    told = _told_or_404(pot_id, shift_id)
    form = PayShift(request.form).until(london_day(now()))
    return enter(changes.PAY, form, partial(_draw_payment, told=told), shift_id=shift_id)


@blueprint.post("/<shift_id>/payment/withdrawal")
@allows(Permission.PAY)
def payment_withdrawal(pot_id: str, shift_id: str) -> Response:
    """It was not paid after all."""
    return _step(changes.UNPAY, NothingToType(request.form), pot_id, shift_id)


def _step(kind: Change, form: ChangeForm, pot_id: str, shift_id: str) -> Response:
    _told_or_404(pot_id, shift_id)
    return enter(kind, form, partial(_draw_shift, pot_id=pot_id, shift_id=shift_id), shift_id=shift_id)


def _decide(kind: Change, form: ChangeForm, pot_id: str, shift_id: str) -> Response:
    """A step that the payee never takes."""
    return _refuse_payee(_told_or_404(pot_id, shift_id)) or _step(kind, form, pot_id, shift_id)


def _refuse_payee(told: queries.Told) -> Response | None:
    if _may_decide(told):
        return None
    return answers.refused(403, "care/own_pay.html", back=address("care.shift", shift_id=told.id))


def _may_decide(told: queries.Told) -> bool:
    return may_approve(current_access().authority, told.carer_id, hourly_pence(told.amount_pence, told.span.length))


def _history_or_404(pot_id: str, shift_id: str) -> list[queries.Told]:
    history = queries.history(db.session, pot_id, current_access().authority, shift_id)
    if not history:
        abort(404)
    return history


def _told_or_404(pot_id: str, shift_id: str) -> queries.Told:
    return queries.as_it_stands(_history_or_404(pot_id, shift_id))


def _draw_shift(form: ChangeForm, pot_id: str, shift_id: str) -> str:
    history = _history_or_404(pot_id, shift_id)
    told = queries.as_it_stands(history)
    access = current_access()
    mine = told.carer_id == access.person.id
    sees_shares, sees_plan = access.may(Permission.SEE_SPENDING), access.may(Permission.SEE_PLAN)
    around = queries.around(db.session, pot_id, told, money=sees_shares or sees_plan)
    return page(
        "care/shift.html",
        form=form,
        told=told,
        history=history,
        mine=mine,
        decides=_may_decide(told),
        too_long=told.span.length > LONG,
        others=around.others,
        wishes=wishes_about(db.session, pot_id, f"shift:{shift_id}") if access.may(Permission.SEE_ACTIVITY) else [],
        same_time=present.same_time_words(told, mine=mine),
        shares=_shares(around, told) if sees_shares else [],
        line_name=_line_name(around, told) if sees_plan else None,
        hourly=hourly_pence(told.amount_pence, told.span.length),
        back=address("care.shifts"),
        **_words(),
    )


def _shares(around: queries.Around, told: queries.Told) -> list[tuple[str | Markup, int]]:
    return [] if told.with_carer else present.who_pays(around.contributions, around.shares)


def _line_name(around: queries.Around, told: queries.Told) -> str | Markup:
    names = {line.id: line.name for line in around.lines}
    return name(names[told.plan_line_id]) if told.plan_line_id in names else _("Not in the plan yet")


def _draw_new(form: ChangeForm) -> str:
    nobody = "carer" in form and not form["carer"].choices
    return page("care/new.html", form=form, nobody=nobody, mine=not _sees_all(), back=address("care.shifts"))


def _draw_change(form: ChangeForm, told: queries.Told) -> str:
    mine = told.carer_id == current_access().person.id
    back = address("care.shift", shift_id=told.id)
    return page("care/change.html", form=form, told=told, mine=mine, back=back, **_words())


def _draw_not_right(form: SendBack, told: queries.Told) -> str:
    back = address("care.shift", shift_id=told.id)
    return page("care/not_right.html", form=form.about(told.carer_name), told=told, back=back, **_words())


def _draw_payment(form: PayShift, told: queries.Told) -> str:
    back = address("care.shift", shift_id=told.id)
    return page("care/payment.html", form=form, told=told, back=back, **_words())


def _offered(pot_id: str, claim: ClaimNow | None = None) -> tuple[list[tuple[str, str]] | None, list[LineNow] | None]:
    """Who sees all shifts says whose it is and what part of the plan; a carer's are their own.

    Who claims a shift is offered though they have left, and so is the carer whose shift somebody else claims.
    """
    if not _sees_all():
        return None, None
    members, lines = together(db.session, MEMBERS, LINES, pot_id=pot_id)
    carers = {m.person_id: m.name for m in standing(members, now()) if m.authority.role in WORKERS}
    if claim:
        worked = claim.fields.get("carer", claim.person_id)
        carers |= {m.person_id: m.name for m in members if m.authority.role in WORKERS and m.person_id == worked}
    return list(carers.items()), lines


def _offering_change(form: ChangeShift, told: queries.Told) -> ChangeShift:
    pot_id = current_access().pot.id
    return form.for_pot(None, lines_for(db.session, pot_id, told.plan_line_id) if _sees_all() else None, now())


def _sees_all() -> bool:
    return current_access().may(Permission.SEE_ALL_SHIFTS)


def _words() -> dict[str, Any]:
    at = now()
    return {
        "heading": present.heading,
        "how_long": present.how_long,
        "when": partial(present.when, now=at),
        "step_words": present.step_words,
        "state_words": present.state_words,
        "why_words": present.why_words,
    }


def _before() -> tuple[datetime, str] | None:
    at, _sep, shift_id = request.args.get("before", "").rpartition("_")
    try:
        start = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (start, shift_id) if start.tzinfo else None
