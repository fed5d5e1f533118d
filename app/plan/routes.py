"""Pages and forms of the plan: what it pays for, and who pays for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, request

from app.clock import now
from app.domain.authority import Permission
from app.domain.split import DatedSplit
from app.domain.year import london_day
from app.persistence.database import db
from app.persistence.lines import LineNow
from app.persistence.wishes import wishes_about
from app.plan import changes, queries
from app.plan.forms import ChangeLine, NewLine, NewSplit, shared_by
from app.plan.queries import PlanNow
from app.web.access import allows, current_access
from app.web.address import address
from app.web.answers import page
from app.web.door import enter
from app.web.forms import ChangeForm, NothingToType
from app.web.unchanged import may_be_unchanged

blueprint = Blueprint("plan", __name__, url_prefix="/p/<pot_id>/plan")


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the plan with who pays for it and what was used so far."""

    line: LineNow
    shares: list[queries.Share]
    used_pence: int


@blueprint.get("")
@allows(Permission.SEE_PLAN)
@may_be_unchanged
def plan(pot_id: str) -> str:
    """What you buy, what it costs, who pays, and what was used so far."""
    found = _plan(pot_id)
    used, names, lines = queries.used_pence(db.session, pot_id, found.year.number), found.names, found.lines
    shown = []
    for line in lines:
        shares = queries.shares_on(line, found.splits.get(line.id, []), _today())
        shown.append(Shown(line, _in_order(shares, names), used[line.id]))
    cost_pence, budget_pence = sum(line.yearly_pence for line in lines), found.budget_pence
    return page(
        "plan/plan.html", shown=shown, names=names, year=found.year, budget_pence=budget_pence,
        cost_pence=cost_pence, over_pence=max(0, cost_pence - budget_pence), back=address("pot.home"),
    )  # fmt: skip


@blueprint.get("/lines/new")
@allows(Permission.PLAN)
def line_new(pot_id: str) -> str:
    """Something you buy."""
    found = _plan(pot_id)
    form = shared_by(NewLine, found.paying)(data={"from_on": found.year.starts_on})
    return _draw_new(_ready(form))


@blueprint.post("/lines")
@allows(Permission.PLAN)
def line_add(pot_id: str) -> Response:
    """Put it into the plan."""
    paying = _plan(pot_id).paying
    if not paying:
        abort(404)
    return enter(changes.AGREE, _ready(shared_by(NewLine, paying)(request.form)), _draw_new)


@blueprint.get("/lines/<line_id>")
@allows(Permission.SEE_PLAN)
def line(pot_id: str, line_id: str) -> str:
    """One line: its cost, who pays and will pay, what was used, what was told before."""
    return _draw_line(None, pot_id, line_id)


@blueprint.get("/lines/<line_id>/change")
@allows(Permission.PLAN)
def line_change(pot_id: str, line_id: str) -> str:
    """Its name and cost, to be told anew."""
    told = _line_or_404(_plan(pot_id), line_id)
    data = {
        "line_name": told.name,
        "every_week": "yes" if told.regular else "no",
        "cost": told.weekly_pence or told.yearly_pence,
        "seen": str(told.n),
    }
    return _draw_change(_ready(ChangeLine(data=data)), told)


@blueprint.post("/lines/<line_id>/change")
@allows(Permission.PLAN)
def change_line(pot_id: str, line_id: str) -> Response:
    """Change name or cost."""
    redraw = partial(_draw_change, told=_line_or_404(_plan(pot_id), line_id))
    return enter(changes.CHANGE, _ready(ChangeLine(request.form)), redraw, line_id=line_id)


@blueprint.get("/lines/<line_id>/payers")
@allows(Permission.PLAN)
def line_split(pot_id: str, line_id: str) -> str:
    """Who pays, from a day on."""
    found = _plan(pot_id)
    told = _line_or_404(found, line_id)
    return _draw_split(_split_form(found, told, data={"from_on": _today()}), told)


@blueprint.post("/lines/<line_id>/payers")
@allows(Permission.PLAN)
def split_line(pot_id: str, line_id: str) -> Response:
    """Share its cost anew."""
    found = _plan(pot_id)
    told = _line_or_404(found, line_id)
    return enter(
        changes.SPLIT, _split_form(found, told, request.form), partial(_draw_split, told=told), line_id=line_id
    )


@blueprint.post("/lines/<line_id>/end")
@allows(Permission.PLAN)
def end_line(pot_id: str, line_id: str) -> Response:
    """Take it out of the plan."""
    return _step(changes.END, pot_id, line_id)


@blueprint.post("/lines/<line_id>/put-back")
@allows(Permission.PLAN)
def put_back(pot_id: str, line_id: str) -> Response:
    """Put it back into the plan."""
    return _step(changes.PUT_BACK, pot_id, line_id)


def _step(kind: Any, pot_id: str, line_id: str) -> Response:  # noqa: ANN401 - a door.Change
    _line_or_404(_plan(pot_id), line_id)
    redraw = partial(_draw_line, pot_id=pot_id, line_id=line_id)
    return enter(kind, NothingToType(request.form), redraw, line_id=line_id)


def _split_form(found: PlanNow, told: LineNow, formdata: Any = None, data: Any = None) -> NewSplit:  # noqa: ANN401
    form = shared_by(NewSplit, found.paying)(formdata, data=data)
    form.cost_pence = told.weekly_pence or told.yearly_pence
    form.ready_to_share()
    return form


def _ready(form: Any) -> Any:  # noqa: ANN401 - a form of a line
    form.ready()
    if isinstance(form, NewLine):
        form.ready_to_share()
    return form


def _draw_new(form: ChangeForm) -> str:
    return page("plan/line_new.html", form=form, back=address("plan.plan"))


def _draw_change(form: ChangeForm, told: LineNow) -> str:
    return page("plan/line_change.html", form=form, line=told, back=address("plan.line", line_id=told.id))


def _draw_split(form: ChangeForm, told: LineNow) -> str:
    return page("plan/line_split.html", form=form, line=told, back=address("plan.line", line_id=told.id))


def _draw_line(_form: ChangeForm | None, pot_id: str, line_id: str) -> str:
    found = _plan(pot_id)
    told, names = _line_or_404(found, line_id), found.names
    agreed = found.splits.get(line_id, [])
    whole = queries.whole_line(db.session, pot_id, told, _today())
    return page(
        "plan/line.html",
        line=told,
        shares=_in_order(queries.shares_on(told, agreed, _today()), names),
        to_come=[(one.from_on, _in_order(queries.shares_by(told, one.parts), names)) for one in _to_come(agreed)],
        used={of: whole.used_pence[of] for of in names if of in whole.used_pence},
        aside_pence=whole.aside_pence,
        history=whole.history,
        wishes=wishes_about(db.session, pot_id, f"line:{line_id}")
        if current_access().may(Permission.SEE_ACTIVITY)
        else [],
        names=names,
        can_share=len(found.paying) > 1,
        back=address("plan.plan"),
    )


def _to_come(agreed: list[DatedSplit]) -> list[DatedSplit]:
    """Splits of days to come: the one said last for each day."""
    by_day = {split.from_on: split for split in sorted(agreed, key=lambda split: split.said)}
    return [by_day[day] for day in sorted(by_day) if day > _today()]


def _in_order(shares: list[queries.Share], names: Iterable[str]) -> list[queries.Share]:
    """In the order in which those who pay are named everywhere."""
    return [share for of in names for share in shares if share.contribution_id == of]


def _plan(pot_id: str) -> PlanNow:
    return queries.plan_of(db.session, pot_id, _today()) or abort(404)


def _line_or_404(found: PlanNow, line_id: str) -> LineNow:
    return found.line(line_id) or abort(404)


def _today() -> date:
    return london_day(now())
