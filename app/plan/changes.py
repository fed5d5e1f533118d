"""What the plan pays for: lines with their cost and their split among funders."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.split import share_out, standing_split
from app.domain.year import BudgetYear
from app.persistence.act import Act
from app.persistence.commit import Then
from app.persistence.figures import year_at
from app.persistence.tables import PlanLine, PlanLineSplit
from app.persistence.tables.base import OPEN_ENDED, new_id
from app.persistence.texts import texts_of
from app.plan.forms import ChangeLine, NewLine, NewSplit
from app.web.door import AlreadyDecided, Change, change
from app.web.forms import ChangeForm


@dataclass(frozen=True, slots=True)
class Line:
    """A plan line as it is agreed: `parts` are whole numbers by contribution."""

    name: str
    yearly_pence: int
    weekly_pence: int  # above zero only for a regular line
    parts: Mapping[str, int]
    from_on: date

    @property
    def regular(self) -> bool:
        """Whether it is needed every week, so that the weeks to come are set aside."""
        return self.weekly_pence > 0


def agree_line(act: Act, year: BudgetYear, line: Line) -> str:
    """Write a plan line with its split, and set its weeks to come aside; the line's id.

    One of them to a change.
    """
    line_id = new_id()
    row = PlanLine(
        id=line_id, n=0, step="agreed", budget_year=year.number, yearly_pence=line.yearly_pence,
        regular=line.regular, weekly_pence=line.weekly_pence, valid_from=line.from_on, valid_to=OPEN_ENDED,
    )  # fmt: skip
    act.write(row)
    act.say(line_name=line.name)
    split_from(act, line_id, line.from_on, line.parts)
    set_weeks_aside(act, year, row)
    return line_id


def split_from(act: Act, line_id: str, from_on: date, parts: Mapping[str, int]) -> str:
    """Write how a line's cost is shared from a day on; the split's id.

    What was paid since that day is moved to it when the change is sealed.
    """
    split_id = new_id()
    for contribution, part in parts.items():
        if part:
            act.write(
                PlanLineSplit(
                    id=split_id, contribution_id=contribution, plan_line_id=line_id,
                    from_on=from_on, parts=part,
                )
            )  # fmt: skip
    return split_id


def set_weeks_aside(act: Act, year: BudgetYear, line: PlanLine) -> None:
    """Until there is a rota, a regular line sets its weekly sum aside for the weeks to come.

    Each week is shared by the split of its Monday.
    """
    if not line.regular:
        return
    splits = act.books.splits(line.id)
    for monday in year.weeks_left(act.today):
        split = standing_split(splits, monday)
        if split is not None and line.valid_from <= monday <= line.valid_to:
            shares = share_out(line.weekly_pence, split.parts)
            act.books.set_aside(f"line:{line.id}", year, line.id, shares, counts_until=monday)


def line_now(act: Act, line_id: str) -> PlanLine:
    """The line as it was last told. Raises LookupError when this pot has none of this id."""
    return act.last_told(PlanLine, line_id)


def tell_line(act: Act, before: PlanLine, step: str, *, name: str = "", **changed: object) -> PlanLine:
    """A further row of a line, and its weeks set aside anew; what is not named stays as it was."""
    kept = ("id", "budget_year", "yearly_pence", "regular", "weekly_pence", "valid_from", "valid_to")
    values = {column: getattr(before, column) for column in kept} | changed
    row = act.write(PlanLine(n=before.n + 1, step=step, **values))
    act.say(line_name=name or _name_of(act, before))
    act.books.release(f"line:{row.id}")
    if step != "ended":
        set_weeks_aside(act, _year_of(act, row), row)
    return row


def _agree(act: Act, form: NewLine) -> Then:
    year = year_at(act.years, act.today)
    if year is None:
        raise LookupError(act.pot.id)
    cost = form.cost_from(year, form.from_on.data)
    said = Line(form.line_name.data, cost.yearly_pence, cost.weekly_pence, form.parts, form.from_on.data)
    agree_line(act, year, said)
    return Then("plan.plan")


def _change(act: Act, form: ChangeLine, line_id: str) -> Then:
    """Another cost or name; who pays stays in the same proportion."""
    before = _standing(act, line_id)
    if str(before.n) != form.seen.data:
        raise AlreadyDecided(_("Someone changed this while you were writing. Look at it, then change it again."))
    cost = form.cost_from(_year_of(act, before), before.valid_from)
    tell_line(
        act, before, "changed", name=form.line_name.data, yearly_pence=cost.yearly_pence,
        regular=cost.weekly_pence > 0, weekly_pence=cost.weekly_pence,
    )  # fmt: skip
    return Then("plan.line", {"line_id": line_id})


def _split(act: Act, form: NewSplit, line_id: str) -> Then:
    """Others pay, or differently, from a day on."""
    before = _standing(act, line_id)
    split_from(act, line_id, form.from_on.data, form.parts)
    act.books.release(f"line:{line_id}")
    set_weeks_aside(act, _year_of(act, before), before)
    return Then("plan.line", {"line_id": line_id})


def _end(act: Act, _form: ChangeForm, line_id: str) -> Then:
    tell_line(act, _standing(act, line_id), "ended", valid_to=act.today)
    return Then("plan.line", {"line_id": line_id})


def _put_back(act: Act, _form: ChangeForm, line_id: str) -> Then:
    before = line_now(act, line_id)
    if before.step != "ended":
        raise AlreadyDecided(_("This was put back before."))
    tell_line(act, before, "put_back", valid_to=OPEN_ENDED)
    return Then("plan.line", {"line_id": line_id})


def _standing(act: Act, line_id: str) -> PlanLine:
    before = line_now(act, line_id)
    if before.step == "ended":
        raise AlreadyDecided(_("This was taken out of the plan before."))
    return before


def _year_of(act: Act, line: PlanLine) -> BudgetYear:
    return next(year for year in act.years if year.number == line.budget_year)


def _name_of(act: Act, line: PlanLine) -> str:
    return texts_of(act.session, {line.change_id})[line.change_id].get("line_name", "")


AGREE = change(Change("plan line agreed", _l("Saved."), _agree))
CHANGE = change(Change("plan line changed", _l("Changed. What it was before is kept below."), _change))
SPLIT = change(Change("plan line shared", _l("Saved. What was paid since that day is shared anew."), _split))
END = change(Change("plan line ended", _l("Taken out of the plan. What was paid stays."), _end, undo="plan.put_back"))
PUT_BACK = change(Change("plan line put back", _l("Put back."), _put_back, undo="plan.end_line"))
