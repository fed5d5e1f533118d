"""Who pays in: told, told anew, ended; and each payment as it comes in."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain.funders import code_of
from app.domain.year import BudgetYear
from app.persistence.act import Act
from app.persistence.commit import Then
from app.persistence.figures import year_at
from app.persistence.sightings import sightings_of
from app.persistence.tables import Contribution, InstalmentRow
from app.pot.changes import Promise, contribution_now, not_received, promise, receive
from app.pot.contribution_forms import LastDay, NewContribution, NewLetter
from app.pot.forms import Arrived, CameIn
from app.pot.present import day_text, outside_year
from app.pot.revising import REVISED, CameInSince, Revision, end, instalments_now, restore, revise, year_of
from app.web.door import AlreadyDecided, Change, Refused, change
from app.web.forms import ChangeForm


def _promise(act: Act, form: NewContribution) -> Then:
    year = year_at(act.years, act.today)
    if year is None:
        raise LookupError(act.pot.id)
    said = _as_said(form, year)
    contribution_id = promise(act, year, said)
    past = any(day <= act.today for day in form.days)
    return Then("pot.arrived", {"contribution_id": contribution_id}) if past else Then("pot.tasks")


def _as_said(form: NewContribution, year: BudgetYear) -> Promise:
    times = len(form.days)
    return Promise(
        funder_name=form.funder.data,
        funder_code=code_of(form.funder.data, year.starts_on),
        legal_basis=form.legal_basis.data,
        amount_pence=form.each.data * times,
        client_pence=(form.client_each.data or 0) * times,
        frequency=form.often,
        first_on=form.first_on.data,
        way_held=form.way_held.data,
        reference=form.reference.data or "",
    )


def _change(act: Act, form: NewLetter, contribution_id: str) -> Then:
    """Another letter. The payments that came in stay as they are."""
    before = _standing(act, contribution_id)
    if str(before.n) != form.seen.data:
        raise AlreadyDecided(_("Someone changed this while you were writing. Look at it, then change it again."))
    came = [row.due_on for row in instalments_now(act, contribution_id) if row.step == "received"]
    if came and form.first_on.data <= max(came):
        field = "first_on"
        raise Refused(field, _("The payment due on %(day)s came in. Enter a day after it", day=day_text(max(came))))
    said = Revision(
        each_pence=form.each.data,
        client_each_pence=form.client_each.data or 0,
        frequency=form.often,
        first_on=form.first_on.data,
        reference=form.reference.data or "",
    )
    revise(act, before, said)
    return Then("pot.contribution", {"contribution_id": contribution_id})


def _end(act: Act, form: LastDay, contribution_id: str) -> Then:
    before = _standing(act, contribution_id)
    year = year_of(act, before)
    if not year.holds(form.last_on.data):
        field = "last_on"
        raise Refused(field, outside_year(year))
    end(act, before, form.last_on.data)
    return Then("pot.contribution", {"contribution_id": contribution_id})


def _restore(act: Act, _form: ChangeForm, contribution_id: str) -> Then:
    latest = contribution_now(act, contribution_id)
    if latest.step not in REVISED:
        raise AlreadyDecided(_("This was undone before."))
    try:
        restore(act, latest)
    except CameInSince as came:
        raise AlreadyDecided(_("A payment has come in since, so this stays. You can change it again.")) from came
    return Then("pot.contribution", {"contribution_id": contribution_id})


def _arrived(act: Act, form: Arrived, contribution_id: str) -> Then:
    """The payments that are ticked came in whole, each on its day."""
    rows = {row.id: row for row in instalments_now(act, contribution_id)}
    for instalment_id in form.came.data or []:
        row = rows[instalment_id]
        if row.step != "expected":
            raise AlreadyDecided(_("Someone wrote down these payments before you."))
        receive(act, row, row.amount_pence, row.due_on)
    return Then("pot.tasks")


def _came_in(act: Act, form: CameIn, contribution_id: str, instalment_id: str) -> Then:
    row = _instalment(act, contribution_id, instalment_id)
    if row.step == "received":
        raise AlreadyDecided(_("This payment was written down before you."))
    if row.step != "expected":
        raise AlreadyDecided(_("This payment is not to come any more."))
    receive(act, row, form.amount.data, form.received_on.data)
    return Then("pot.instalment", {"contribution_id": contribution_id, "instalment_id": instalment_id})


def _not_come(act: Act, _form: ChangeForm, contribution_id: str, instalment_id: str) -> Then:
    row = _instalment(act, contribution_id, instalment_id)
    if row.step != "received":
        raise AlreadyDecided(_("This was taken back before."))
    if sightings_of(act.session, act.pot.id, f"instalment:{instalment_id}"):
        raise AlreadyDecided(_("A bank statement shows this payment. Change it there."))
    not_received(act, row)
    return Then("pot.instalment", {"contribution_id": contribution_id, "instalment_id": instalment_id})


def _standing(act: Act, contribution_id: str) -> Contribution:
    before = contribution_now(act, contribution_id)
    if before.step == "ended":
        raise AlreadyDecided(_("This money was ended before."))
    return before


def _instalment(act: Act, contribution_id: str, instalment_id: str) -> InstalmentRow:
    return next(row for row in instalments_now(act, contribution_id) if row.id == instalment_id)


PROMISE = change(Change("contribution promised", _l("Saved."), _promise))
CHANGE = change(
    Change("contribution changed", _l("Changed. What it was before is kept below."), _change, undo="pot.put_back")
)
END = change(Change("contribution ended", _l("Saved. What came in stays."), _end, undo="pot.put_back"))
PUT_BACK = change(Change("contribution put back", _l("Put back as it was before."), _restore))
ARRIVED = change(Change("instalments received", _l("Saved."), _arrived))
CAME_IN = change(Change("instalment received", _l("Saved. It came in."), _came_in, undo="pot.not_come"))
NOT_COME = change(Change("instalment taken back", _l("Taken back. It is still to come."), _not_come))
