"""Pages of who pays in, and of each payment as it comes."""

from functools import partial
from typing import Any

from flask import Response, abort, request
from wtforms import SelectChoice

from app.domain.authority import Permission
from app.domain.funders import known_funders
from app.domain.instalments import Frequency
from app.domain.year import BudgetYear
from app.persistence.database import db
from app.persistence.lines import ContributionNow
from app.persistence.together import together
from app.pot import contribution_changes as changes
from app.pot import present, queries
from app.pot.begin_routes import today, year_now, year_of_today
from app.pot.contribution_forms import LastDay, NewContribution, NewLetter
from app.pot.contribution_queries import HISTORY, payers_of, payments_of
from app.pot.forms import Arrived, CameIn
from app.pot.queries import InstalmentNow
from app.pot.revising import REVISED
from app.web.access import allows
from app.web.address import address
from app.web.answers import page
from app.web.door import enter
from app.web.forms import ChangeForm, NothingToType, not_after
from app.web.unchanged import may_be_unchanged


@allows(Permission.SEE_SPENDING)
@may_be_unchanged
def contributions(pot_id: str) -> str:
    """Everyone who pays in, this year."""
    payers, instalments = payers_of(db.session, pot_id), queries.instalments_of(db.session, pot_id)
    year = year_of_today(payers.years)
    shown = [(c, payments_of(instalments, c.id, today())) for c in payers.in_year(year)]
    why = present.why_paid([c for c, _payments in shown])
    return page("pot/contributions.html", shown=shown, why=why, year=year, back=address("pot.home"), **_words())


@allows(Permission.SET_UP)
def contribution_new(pot_id: str) -> str:
    """What the letter says."""
    return _draw_new(NewContribution(), pot_id)


@allows(Permission.SET_UP)
def contribution_add(pot_id: str) -> Response:
    """Write down who pays in."""
    form = NewContribution(request.form).for_year(year_now(pot_id), today())
    return enter(changes.PROMISE, form, partial(_draw_new, pot_id=pot_id))


@allows(Permission.SEE_SPENDING)
def contribution(pot_id: str, contribution_id: str) -> str:
    """One who pays in: the payments and what was told before."""
    return _draw_one(None, pot_id, contribution_id)


@allows(Permission.SET_UP)
def contribution_change(pot_id: str, contribution_id: str) -> str:
    """A new letter."""
    said, year = _standing_or_404(pot_id, contribution_id)
    form = NewLetter(data={"frequency": said.frequency, "reference": said.reference, "seen": str(said.n)})
    return _draw_change(form.for_contribution(year, said.legal_basis), said)


@allows(Permission.SET_UP)
def change_contribution(pot_id: str, contribution_id: str) -> Response:
    """Tell a contribution anew."""
    said, year = _standing_or_404(pot_id, contribution_id)
    form = NewLetter(request.form).for_contribution(year, said.legal_basis)
    return enter(changes.CHANGE, form, partial(_draw_change, said=said), contribution_id=contribution_id)


@allows(Permission.SET_UP)
def contribution_end(pot_id: str, contribution_id: str) -> str:
    """When the money stops."""
    said, _year = _standing_or_404(pot_id, contribution_id)
    return _draw_end(LastDay(data={"last_on": today()}), said)


@allows(Permission.SET_UP)
def end_contribution(pot_id: str, contribution_id: str) -> Response:
    """End a contribution."""
    said, _year = _standing_or_404(pot_id, contribution_id)
    return enter(changes.END, LastDay(request.form), partial(_draw_end, said=said), contribution_id=contribution_id)


@allows(Permission.SET_UP)
def put_back(pot_id: str, contribution_id: str) -> Response:
    """Undo the last letter, or the end."""
    _standing_or_404(pot_id, contribution_id)
    redraw = partial(_draw_one, pot_id=pot_id, contribution_id=contribution_id)
    return enter(changes.PUT_BACK, NothingToType(request.form), redraw, contribution_id=contribution_id)


@allows(Permission.SET_UP)
def arrived(pot_id: str, contribution_id: str) -> str:
    """Which of the past payments came in: all of them, unless somebody says otherwise."""
    said, _year = _standing_or_404(pot_id, contribution_id)
    past = _past(pot_id, contribution_id)
    return _draw_arrived(_offer(Arrived(data={"came": [one.id for one in past]}), past), said, past)


@allows(Permission.SET_UP)
def say_arrived(pot_id: str, contribution_id: str) -> Response:
    """Write down which came in."""
    said, _year = _standing_or_404(pot_id, contribution_id)
    past = _past(pot_id, contribution_id)
    redraw = partial(_draw_arrived, said=said, past=past)
    return enter(changes.ARRIVED, _offer(Arrived(request.form), past), redraw, contribution_id=contribution_id)


@allows(Permission.SEE_SPENDING)
def instalment(pot_id: str, contribution_id: str, instalment_id: str) -> str:
    """One payment: to come, or come in."""
    said, one = _instalment_or_404(pot_id, contribution_id, instalment_id)
    return _draw_instalment(_as_due(one), said, one)


@allows(Permission.SET_UP)
def came_in(pot_id: str, contribution_id: str, instalment_id: str) -> Response:
    """It came in."""
    said, one = _instalment_or_404(pot_id, contribution_id, instalment_id)
    form = CameIn(request.form)
    form.received_on.validators = [*form.received_on.validators, not_after(today())]
    redraw = partial(_draw_instalment, said=said, one=one)
    return enter(changes.CAME_IN, form, redraw, contribution_id=contribution_id, instalment_id=instalment_id)


@allows(Permission.SET_UP)
def not_come(pot_id: str, contribution_id: str, instalment_id: str) -> Response:
    """It did not come in after all."""
    said, one = _instalment_or_404(pot_id, contribution_id, instalment_id)

    def redraw(form: ChangeForm) -> str:
        again = _as_due(one)  # the page may ask whether it came in: somebody else has said already that it did not
        again.form_errors = form.form_errors
        return _draw_instalment(again, said, one)

    ids = {"contribution_id": contribution_id, "instalment_id": instalment_id}
    return enter(changes.NOT_COME, NothingToType(request.form), redraw, **ids)


def _as_due(one: InstalmentNow) -> CameIn:
    return CameIn(data={"amount": one.amount_pence, "received_on": min(one.due_on, today())})


def _standing_or_404(pot_id: str, contribution_id: str) -> tuple[ContributionNow, BudgetYear]:
    return payers_of(db.session, pot_id).one(contribution_id) or abort(404)


def _past(pot_id: str, contribution_id: str) -> list[InstalmentNow]:
    """What was due up to today and is not said to have come."""
    payments = payments_of(queries.instalments_of(db.session, pot_id), contribution_id, today())
    return payments.late + [one for one in payments.coming if one.due_on <= today()]


def _instalment_or_404(pot_id: str, contribution_id: str, instalment_id: str) -> tuple[ContributionNow, InstalmentNow]:
    said, _year = _standing_or_404(pot_id, contribution_id)
    found = (one for one in queries.instalments_of(db.session, pot_id) if one.id == instalment_id)
    one = next((one for one in found if one.contribution_id == contribution_id), None)
    if one is None:
        abort(404)
    return said, one


def _offer(form: Arrived, past: list[InstalmentNow]) -> Arrived:
    form.came.choices = [SelectChoice(value=one.id, label=present.payment_words(one)) for one in past]
    return form


def _draw_new(form: NewContribution, pot_id: str) -> str:
    if not form.errors:
        form.for_year(year_now(pot_id), today())
    return page("pot/contribution_new.html", form=form, known=known_funders(today()), back=address("pot.tasks"))


def _draw_one(_form: ChangeForm | None, pot_id: str, contribution_id: str) -> str:
    said, year = _standing_or_404(pot_id, contribution_id)
    told, instalments = together(
        db.session, HISTORY, queries.INSTALMENTS, pot_id=pot_id, contribution_id=contribution_id
    )
    return page(
        "pot/contribution.html", said=said, year=year, history=told,
        payments=payments_of(instalments, contribution_id, today()),
        can_undo=told[0].step in REVISED, back=address("pot.contributions"), **_words(),
    )  # fmt: skip


def _draw_change(form: ChangeForm, said: ContributionNow) -> str:
    return page("pot/contribution_change.html", form=form, said=said, back=_to_one(said.id), **_words())


def _draw_end(form: ChangeForm, said: ContributionNow) -> str:
    return page("pot/contribution_end.html", form=form, said=said, back=_to_one(said.id))


def _draw_arrived(form: ChangeForm, said: ContributionNow, past: list[InstalmentNow]) -> str:
    return page("pot/arrived.html", form=form, said=said, past=past, back=_to_one(said.id))


def _draw_instalment(form: ChangeForm, said: ContributionNow, one: InstalmentNow) -> str:
    return page("pot/instalment.html", form=form, said=said, one=one, today=today(), back=_to_one(said.id))


def _to_one(contribution_id: str) -> str:
    return address("pot.contribution", contribution_id=contribution_id)


def _words() -> dict[str, Any]:
    """Ways of saying codes, for templates."""
    return {
        "basis_words": present.basis_words,
        "frequency_words": present.frequency_words,
        "way_held_words": present.way_held_words,
        "ONCE": Frequency.ONCE.value,
    }
