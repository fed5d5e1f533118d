"""Write down that a month was gone through with the holder, and take it back."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.activity.forms import WentThrough
from app.domain.authority import Role
from app.persistence.act import Act
from app.persistence.commit import NotAllowed, Then
from app.persistence.tables import Change as ChangeRow
from app.persistence.tables import GoneThrough
from app.persistence.tables.base import new_id
from app.web.door import AlreadyDecided, Change, Refused, change
from app.web.forms import ChangeForm
from app.web.held import Held, is_there
from app.web.words import plainly


def _go_through(act: Act, form: WentThrough, month: str) -> Then:
    """Once for each month: who comes second is told who was first."""
    before = _last_of(act, month)
    if before is not None and before.standing:
        raise AlreadyDecided(_("%(name)s did this on %(when)s") % plainly(*act.by_whom(before.change_id)))
    again = {"id": before.id, "n": before.n + 1} if before else {"id": new_id(), "n": 0}
    paper = _paper(act, form.paper.data)
    act.write(GoneThrough(**again, month=month, gone_on=form.gone_on.data, how=form.how.data, standing=True, **paper))
    act.say(who=form.who.data, said=form.said.data)
    act.tell(act.pot.holder_id, "month_gone_through")
    return _then(month)


def _paper(act: Act, held: Sequence[Held]) -> dict[str, Any]:
    """The photo of what was signed. Looked for again inside the transaction: one that is swept now is not named."""
    if not held:
        return {}
    if not is_there(act.pot.id, held[0]):
        raise Refused(field="paper", sentence=_("Choose the photo again"))
    return asdict(held[0])


def _take_back(act: Act, _form: ChangeForm, month: str) -> Then:
    """By who wrote it down, or the holder."""
    before = _last_of(act, month)
    if before is None or not before.standing:
        raise AlreadyDecided(_("This is taken back already."))
    if act.authority.role is not Role.HOLDER and _writer_of(act, before) != act.authority.person_id:
        raise NotAllowed
    act.write(
        GoneThrough(
            id=before.id, n=before.n + 1, month=month, gone_on=before.gone_on, how=before.how, standing=False
        )
    )  # fmt: skip
    return _then(month)


def _last_of(act: Act, month: str) -> GoneThrough | None:
    """A month has one row after the other: what was taken back and written anew is the same thing."""
    wanted = select(GoneThrough).where(GoneThrough.pot_id == act.pot.id, GoneThrough.month == month)
    return act.session.execute(wanted.order_by(GoneThrough.n.desc()).limit(1)).scalar_one_or_none()


def _writer_of(act: Act, row: GoneThrough) -> str:
    return act.session.execute(select(ChangeRow.person_id).where(ChangeRow.id == row.change_id)).scalar_one()


def _then(month: str) -> Then:
    return Then("activity.month", {"month": month})


GO_THROUGH = change(
    Change("month gone through", _l("Kept: you went through this month."), _go_through, undo="activity.take_back")
)
TAKE_BACK = change(Change("month taken back", _l("Taken back."), _take_back))
