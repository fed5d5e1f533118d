"""Pages of beginning: a list of tasks that may take several days. Each step is kept as it is done."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from flask import Response, abort, request
from flask_babel import gettext as _

from app.clock import now
from app.domain.authority import Permission
from app.domain.year import BudgetYear, london_day
from app.persistence.database import db
from app.persistence.figures import figures_of, year_at, years_of
from app.persistence.lines import LINES
from app.persistence.together import together
from app.pot import begin_changes, present, queries
from app.pot.contribution_queries import payers_of, payments_of
from app.pot.forms import AccountToday, Begin, Terms
from app.web import words
from app.web.access import allows, current_access, for_signed_in, pots_of
from app.web.address import address, known
from app.web.answers import page
from app.web.door import Change, enter
from app.web.forms import ChangeForm, NothingToType
from app.web.identity import signed_in


@dataclass(frozen=True, slots=True)
class Task:
    """A step of beginning: `state` is done, started or to-do."""

    href: str
    name: str
    state: str
    told: list[Any]  # lines of what is known already

    @property
    def words(self) -> str:
        """Its state in words."""
        return {"done": _("Done"), "started": _("Started")}.get(self.state, _("Not started"))


@for_signed_in
def begin() -> str:
    """The first step, or the pot that there is."""
    return _draw_begin(Begin())


@for_signed_in
def begin_it() -> Response:
    """Begin a pot."""
    return enter(begin_changes.BEGIN, Begin(request.form).on(today()), _draw_begin)


@allows(Permission.SET_UP)
def tasks(pot_id: str) -> str:
    """What is done and what is not."""
    return _draw_tasks(None, pot_id)


@allows(Permission.SET_UP)
def terms(pot_id: str) -> str:
    """The budget year, whether it is real money, and how the payers work together."""
    real = "no" if current_access().pot.shadow else "yes"
    return _draw_terms(Terms(data={"real": real, "level": queries.level_of(db.session, pot_id)}), pot_id)


@allows(Permission.SET_UP)
def change_terms(pot_id: str) -> Response:
    """Change them."""
    return enter(begin_changes.TERMS, Terms(request.form).ready(), partial(_draw_terms, pot_id=pot_id))


@allows(Permission.SET_UP)
def make_real(pot_id: str) -> Response:
    """A shadow budget becomes real money."""
    return _step(begin_changes.MAKE_REAL, pot_id)


@allows(Permission.SET_UP)
def make_shadow(pot_id: str) -> Response:
    """It is tried out after all."""
    return _step(begin_changes.MAKE_SHADOW, pot_id)


@allows(Permission.SET_UP)
def give_up(pot_id: str) -> Response:
    """Leave a pot in which nobody pays yet, to begin another. Whoever acts for its holder leaves it to them."""
    if not current_access().own:
        abort(403)
    return _step(begin_changes.GIVE_UP, pot_id)


@allows(Permission.SET_UP)
def account_today(pot_id: str) -> str:
    """What is in the account."""
    return _draw_account(AccountToday(), pot_id)


@allows(Permission.SET_UP)
def say_account(pot_id: str) -> Response:
    """Say it."""
    return enter(begin_changes.ACCOUNT, AccountToday(request.form), partial(_draw_account, pot_id=pot_id))


@allows(Permission.SET_UP)
def undo_account(pot_id: str) -> Response:
    """Take back what was said of the account."""
    return _step(begin_changes.ACCOUNT_UNDONE, pot_id)


def year_now(pot_id: str) -> BudgetYear:
    """The budget year of today; a pot has one from its first step."""
    return year_of_today(years_of(db.session, pot_id))


def year_of_today(years: list[BudgetYear]) -> BudgetYear:
    """The one of these that is now."""
    year = year_at(years, today())
    if year is None:
        abort(404)
    return year


def today() -> date:
    """The day of this request in London."""
    return london_day(now())


def _step(kind: Change, pot_id: str) -> Response:
    return enter(kind, NothingToType(request.form), partial(_draw_tasks, pot_id=pot_id))


def _draw_begin(form: ChangeForm) -> str:
    person = signed_in()
    own = next((access for access in pots_of(person) if access.own), None) if person else None
    if own:
        return page("pot/begun.html", href=address("pot.home", pot_id=own.pot.id), back="/")
    return page("pot/begin.html", form=form.on(today()) if not form.errors else form, back="/")


def _draw_tasks(form: ChangeForm | None, pot_id: str) -> str:
    payers = payers_of(db.session, pot_id)
    instalments, all_lines, openings = together(db.session, queries.INSTALMENTS, LINES, queries.OPENINGS, pot_id=pot_id)
    year = year_of_today(payers.years)
    paying = payers.in_year(year)
    payments = [(c, payments_of(instalments, c.id, today())) for c in paying]
    lines = [line for line in all_lines if line.budget_year == year.number]
    asked = any(p.late and not p.came for _c, p in payments)
    steps = [
        Task(address("pot.terms"), _("Your budget year"), "done", [present.year_words(year)]),
        Task(
            address("pot.contributions" if paying else "pot.contribution_new"),
            _("Who pays in"),
            ("started" if asked else "done") if paying else "to-do",
            [present.promise_words(c, p.number) for c, p in payments],
        ),
        Task(
            address("plan.plan" if lines else "plan.line_new"),
            _("What you buy"),
            "done" if lines else "to-do",
            [words.name(line.name) for line in lines],
        ),
        Task(
            address("pot.account_today"),
            _("What is in the account today"),
            "done" if queries.is_told(openings) else "to-do",
            [],
        ),
    ]
    people = known("people.people") and current_access().may(Permission.SEE_PEOPLE)
    return page(
        "pot/tasks.html",
        steps=steps,
        form=form,
        people=address("people.people") if people else None,
        paid=bool(paying),
        back=address("pot.home"),
    )


def _draw_terms(form: ChangeForm, pot_id: str) -> str:
    if not form.errors:
        form.ready()
    payers = payers_of(db.session, pot_id)
    year = year_of_today(payers.years)
    can_leave = current_access().own and not payers.contributions
    return page("pot/terms.html", form=form, year=year, can_leave=can_leave, back=address("pot.tasks"))


def _draw_account(form: ChangeForm, pot_id: str) -> str:
    figures = figures_of(db.session, pot_id, today())
    told = queries.account_told(db.session, pot_id)
    return page("pot/account_today.html", form=form, figures=figures, told=told, back=address("pot.tasks"))
