"""Record what was paid, change it, take it out, put it back. Nothing recorded is ever removed."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain import books
from app.domain.books import NONE
from app.persistence.act import Act, DayOutsideYears
from app.persistence.commit import Then
from app.persistence.paying import money_accounts, payment
from app.persistence.sightings import sightings_of
from app.persistence.tables import Spending
from app.persistence.tables.base import new_id
from app.persistence.texts import field_of, texts_of
from app.spending import receipt_changes as receipts
from app.spending.forms import ChangeSpending, RecordSpending, TellPayment
from app.web import claims
from app.web.door import AlreadyDecided, Change, Refused, change
from app.web.forms import ChangeForm
from app.web.words import day as day_in_words
from app.web.words import plainly
from app.wishes import changes as wishes

SAID = ("what_for", "paid_to", "note")


@dataclass(frozen=True, slots=True)
class Payment:
    """What was paid: pence, the day, the plan line or `none`, and the words for it."""

    amount_pence: int
    happened_on: date
    plan_line_id: str
    what_for: str
    paid_to: str = ""
    note: str = ""


def record(act: Act, paid: Payment) -> str:
    """Book a payment; its id."""
    spending_id = new_id()
    _write(act, spending_id, 0, "recorded", paid)
    _book(act, spending_id, paid)
    return spending_id


def take_out(act: Act, spending_id: str) -> None:
    """Take out a payment that stands; its receipts wait for another."""
    before = last_told(act, spending_id)
    _again(act, before, "taken_out", standing=False)
    _unbook(act, spending_id)
    receipts.let_go(act, spending_id)


def source_of(spending_id: str) -> str:
    """The name of a payment in the books."""
    return f"spending:{spending_id}"


def last_told(act: Act, spending_id: str) -> Spending:
    """The payment as it stands. Raises LookupError when this pot has none of this id."""
    return act.last_told(Spending, spending_id)


def _record(act: Act, form: RecordSpending) -> Then:
    claims.take(act, form.claim.data, RECORD.name)
    receipts.must_be_there(act, form.receipt.data)
    spending_id = record(act, _payment_in(act, form))
    receipts.keep(act, form.receipt.data, spending_id)
    receipts.join(act, form.from_tray.data, spending_id)
    if form.wish.data:
        wishes.tie(act, form.wish.data, source_of(spending_id))
    return Then("spending.saved", {"spending_id": spending_id})


def _change(act: Act, form: ChangeSpending, spending_id: str) -> Then:
    """Say a payment anew: what it was is kept in the history, with the reason."""
    before = last_told(act, spending_id)
    if not before.standing:
        raise AlreadyDecided(_who_and_when(act, before))
    if str(before.n) != form.seen.data:
        raise AlreadyDecided(_who_and_when(act, before))
    now_paid = _payment_in(act, form)
    _bank_agrees(act, before, now_paid)
    _write(act, spending_id, before.n + 1, "changed", now_paid, reason=form.reason.data)
    if _only_agrees(before, now_paid):
        _agree(act, spending_id, now_paid)
    elif _moves_money(before, now_paid):
        _unbook(act, spending_id)
        _book(act, spending_id, now_paid)
    return Then("spending.entry", {"spending_id": spending_id})


def _take_out(act: Act, _form: ChangeForm, spending_id: str) -> Then:
    before = last_told(act, spending_id)
    if not before.standing:
        raise AlreadyDecided(_who_and_when(act, before))
    _bank_agrees(act, before, None)
    take_out(act, spending_id)
    return Then("spending.entry", {"spending_id": spending_id})


def _put_back(act: Act, _form: ChangeForm, spending_id: str) -> Then:
    before = last_told(act, spending_id)
    if before.standing:
        raise AlreadyDecided(_who_and_when(act, before))
    paid = _again(act, before, "put_back", standing=True)
    _book(act, spending_id, paid)
    receipts.take_again(act, spending_id, before.change_id)
    return Then("spending.entry", {"spending_id": spending_id})


def _who_and_when(act: Act, before: Spending) -> str:
    """'Ruth took this out on 3 March, 2:10 pm': the last step of a payment as a plain sentence."""
    said = {
        "recorded": _("%(name)s wrote this down on %(when)s"),
        "changed": _("%(name)s changed this on %(when)s"),
        "taken_out": _("%(name)s took this out on %(when)s"),
        "put_back": _("%(name)s put this back on %(when)s"),
    }[before.step]
    return said % plainly(*act.by_whom(before.change_id))


def _payment_in(act: Act, form: TellPayment) -> Payment:
    if not any(year.holds(form.spent_on.data) for year in act.years):
        sentence = outside_years(DayOutsideYears(act.years))
        raise Refused(field="spent_on", sentence=sentence)
    return Payment(
        amount_pence=form.amount.data,
        happened_on=form.spent_on.data,
        plan_line_id=form.plan_line.data or NONE,
        what_for=form.what_for.data,
        paid_to=form.paid_to.data,
        note=form.note.data,
    )


def outside_years(error: DayOutsideYears) -> str:
    """What to say of a day that lies in none of the pot's budget years."""
    if not error.years:
        return _("Say when your budget year starts first")
    first, last = error.years[0].starts_on, error.years[-1].ends_on
    return _(
        "Enter a day from %(first)s to %(last)s, when this money is for",
        first=day_in_words(first, year=True).striptags(),
        last=day_in_words(last, year=True).striptags(),
    )


def _write(
    act: Act, spending_id: str, n: int, step: str, paid: Payment, *, reason: str = "", standing: bool = True
) -> None:
    act.write(
        Spending(
            id=spending_id, n=n, step=step, standing=standing, amount_pence=paid.amount_pence,
            happened_on=paid.happened_on, plan_line_id=paid.plan_line_id, refund_of=None,
        )
    )  # fmt: skip
    told = {"what_for": paid.what_for, "paid_to": paid.paid_to, "note": paid.note, "reason": reason}
    for field, text in told.items():
        act.say_field(field_of(field, spending_id), text)


def _again(act: Act, before: Spending, step: str, *, standing: bool) -> Payment:
    """A further row of the same payment, with the words it had."""
    said = texts_of(act.session, {before.change_id})[before.change_id]
    paid = Payment(
        before.amount_pence, before.happened_on, before.plan_line_id,
        **{field: said.get(field_of(field, before.id), "") for field in SAID},
    )  # fmt: skip
    _write(act, before.id, before.n + 1, step, paid, standing=standing)
    return paid


def _book(act: Act, spending_id: str, paid: Payment) -> None:
    movements, split_id = payment(act, paid.plan_line_id, paid.happened_on, paid.amount_pence)
    act.books.post("paid", source_of(spending_id), paid.happened_on, movements, split_id)


def _unbook(act: Act, spending_id: str) -> None:
    """Take back what stands of it, the last first."""
    for kind in ("agreed", "paid"):
        if act.books.standing(source_of(spending_id), kind):
            act.books.reverse(source_of(spending_id), kind)


def _agree(act: Act, spending_id: str, paid: Payment) -> None:
    """What was outside the plan is in it now: one entry moves both sides out of `none`."""
    year = act.year_of(paid.happened_on).number
    split_id, shares = act.books.share(paid.plan_line_id, paid.happened_on, paid.amount_pence)
    held = money_accounts(act, shares)
    movements = books.agreed(year, shares, paid.plan_line_id, held)
    act.books.post("agreed", source_of(spending_id), paid.happened_on, movements, split_id)


def _bank_agrees(act: Act, before: Spending, paid: Payment | None) -> None:
    """What the bank has seen stays as it is until its row is said anew: otherwise the two would part."""
    seen = sightings_of(act.session, act.pot.id, source_of(before.id))
    if any(sighting.says == "refund" for sighting in seen) and (paid is None or _moves_money(before, paid)):
        raise AlreadyDecided(_("The bank says that money came back for this. Say anew what that row of the bank is."))
    if seen and (paid is None or paid.amount_pence != before.amount_pence):
        raise AlreadyDecided(_("The bank says that this was paid. Say anew what that row of the bank is."))


def _moves_money(before: Spending, paid: Payment) -> bool:
    return (before.amount_pence, before.happened_on, before.plan_line_id) != (
        paid.amount_pence,
        paid.happened_on,
        paid.plan_line_id,
    )


def _only_agrees(before: Spending, paid: Payment) -> bool:
    same = (before.amount_pence, before.happened_on) == (paid.amount_pence, paid.happened_on)
    return same and before.plan_line_id == NONE and paid.plan_line_id != NONE


RECORD = change(Change("spending recorded", _l("Saved."), _record, undo="spending.take_out", waits=True))
CHANGE = change(Change("spending changed", _l("Changed. What it was before is kept below."), _change))
TAKE_OUT = change(
    Change(
        "spending taken out",
        _l("Taken out. It is kept in the history."),
        _take_out,
        undo="spending.put_back",
        waits=True,
    )
)
PUT_BACK = change(Change("spending put back", _l("Put back."), _put_back, undo="spending.take_out"))
