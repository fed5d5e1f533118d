"""The first page, home, and where the money comes from and goes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, abort, redirect, request
from flask_babel import gettext as _
from markupsafe import Markup

from app.clock import now
from app.domain.authority import WORKERS, Permission, Role
from app.domain.year import london_day
from app.people import card as people
from app.persistence.database import db
from app.persistence.figures import sums_of
from app.persistence.glance import Glance, glance_at
from app.pot import begin_routes as begin
from app.pot import contribution_routes as paying
from app.pot import money as money_figures
from app.pot import present
from app.web import claims, words
from app.web.access import Access, allows, current_access, for_signed_in, pots_of
from app.web.address import address
from app.web.answers import page, page_from
from app.web.identity import signed_in
from app.web.roles import role_words
from app.web.unchanged import may_be_unchanged

blueprint = Blueprint("pot", __name__)

GOES = {"record": ("spending.new", Permission.RECORD), "shift": ("care.new", Permission.LOG_SHIFT)}


@dataclass(frozen=True, slots=True)
class Link:
    """A row of home that leads on."""

    href: str
    words: str | Markup
    icon: str


@blueprint.get("/")
@for_signed_in
def start() -> Any:  # noqa: ANN401 - a page or a way on
    """The pot's home where there is one pot, a list where there are several."""
    person = signed_in()
    pots = pots_of(person) if person else []
    if len(pots) == 1:
        return redirect(address("pot.home", pot_id=pots[0].pot.id), 303)
    return page("pot/start.html", pots=pots, person=person)


@blueprint.get("/who")
@for_signed_in
def who() -> str:
    """On whose behalf: a page of its own, so that nobody slips from one pot into another."""
    person = signed_in()
    pots = [(access, role_words(access.authority.role)) for access in pots_of(person)] if person else []
    return page("pot/who.html", pots=pots)


@blueprint.get("/p/<pot_id>/acting")
@allows(Permission.OPEN)
def acting(pot_id: str) -> str:
    """Said once the person was changed: on whose behalf everything is done now."""
    mine = (access.pot.id for access in pots_of(current_access().person) if access.own)
    own = next((one for one in mine if one != pot_id), None)
    return page("pot/acting.html", holder=words.name(current_access().pot.holder_name), own=own)


@blueprint.get("/go/<what>")
@for_signed_in
def go(what: str) -> Any:  # noqa: ANN401 - a page or a way on
    """From outside a pot to one of its forms: the pot's where there is one, a list where there are several.

    The phone's own menu leads here, and so does a photo from another app (`?shared=1`): neither knows a pot.
    """
    if what not in GOES:
        abort(404)
    endpoint, permission = GOES[what]
    person = signed_in()
    pots = [access for access in pots_of(person) if access.may(permission)] if person else []
    told = {"shared": 1} if "shared" in request.args else {}
    if not pots:
        return redirect(address("pot.start"), 303)
    if len(pots) == 1:
        return redirect(address(endpoint, pot_id=pots[0].pot.id, **told), 303)
    ways = {access.pot.id: address(endpoint, pot_id=access.pot.id, **told) for access in pots}
    return page("pot/start.html", pots=pots, person=person, ways=ways)


@blueprint.get("/p/<pot_id>/")
@allows(Permission.OPEN)
@may_be_unchanged
def home(pot_id: str) -> Any:  # noqa: ANN401 - a page or a way on
    """The answer first: how much is left, and until when it is enough."""
    access = current_access()
    if access.authority.role in WORKERS:
        return redirect(address("care.shifts"), 303)
    if not access.may(Permission.SEE_TOTALS):
        return _little(access)
    today = london_day(now())
    glance = glance_at(db.engine, pot_id, access.person.id, today)
    begun = glance is not None and bool(glance.figures.parts)
    return page(
        "pot/home.html",
        answer=present.answer(glance, today, own=access.own) if glance and begun else None,
        seasons=present.seasons(glance, today) if glance and begun else [],
        nothing_yet=begun and glance is not None and not glance.weeks_pence,
        to_do=_to_do(access, glance) if glance else [],
        more=_more(access, carers=bool(glance and glance.carers)),
        tasks=access.may(Permission.SET_UP) and not (begun and glance is not None and glance.lines),
        spent_before_pence=glance.spent_before_pence if glance else 0,
        carers=glance.carers if glance else 0,
        unset=not begun,
        own=access.own,
        holder=words.name(access.pot.holder_name),
    )


@blueprint.get("/p/<pot_id>/money")
@allows(Permission.SEE_TOTALS)
@may_be_unchanged
def money(pot_id: str) -> str:
    """Where the money comes from, and how what is left is worked out."""
    sums = sums_of(db.session, pot_id, _today())
    if sums is None:
        abort(404)
    return page("pot/money.html", back=address("pot.home"), **money_figures.context(pot_id, sums, _today()))


@blueprint.get("/p/<pot_id>/money/<mark>")
@allows(Permission.SEE_SPENDING)
@may_be_unchanged
def figure(pot_id: str, mark: str) -> str:
    """The entries behind one figure."""
    if mark not in money_figures.KINDS_OF:
        abort(404)
    context = money_figures.entries_context(pot_id, begin.year_now(pot_id), mark, page_from())
    return page("pot/figure.html", back=address("pot.money"), **context)


def _little(access: Access) -> str:
    """The first page of who sees no totals."""
    return page(
        "pot/not_shared.html",
        register=people.card(access),
        reviewer=access.authority.role is Role.REVIEWER,
        shared=_shared(access),
        mine=_mine(access),
        holder=words.name(access.pot.holder_name),
    )


def _to_do(access: Access, glance: Glance) -> list[Link]:
    things = []
    if glance.to_answer > 0 and access.own:
        things.append(
            Link(
                address("wishes.index"),
                words.say_n("%(num)s question for you", "%(num)s questions for you", glance.to_answer),
                "help",
            )
        )
    if glance.to_approve > 0 and access.may(Permission.APPROVE):
        things.append(
            Link(
                address("care.shifts"),
                words.say_n("%(num)s shift to approve", "%(num)s shifts to approve", glance.to_approve),
                "tick",
            )
        )
    if glance.unread and access.may(Permission.MESSAGE):
        things.append(
            Link(
                address("messages.threads"),
                words.say_n("%(num)s new message", "%(num)s new messages", glance.unread),
                "message",
            )
        )
    if glance.to_match > 0 and access.may(Permission.RECORD):
        things.append(
            Link(
                address("receipts.tray"),
                words.say_n(
                    "%(num)s photo waits for its amount", "%(num)s photos wait for their amount", glance.to_match
                ),
                "camera",
            )
        )
    claimed = sum(number for kind, number in glance.claims.items() if claims.sees(access, kind))
    if claimed:
        things.append(
            Link(
                address("people.claims_waiting"),
                words.say_n(
                    "%(num)s thing came in late: look at it", "%(num)s things came in late: look at them", claimed
                ),
                "look",
            )
        )
    if glance.late and access.may(Permission.SEE_SPENDING):
        things.append(
            Link(
                address("pot.money"),
                words.say_n("%(num)s payment has not come", "%(num)s payments have not come", glance.late),
                "look",
            )
        )
    return things


def _shared(access: Access) -> list[Link]:
    """What somebody sees of a pot who sees no money of it."""
    places = (
        ("plan.plan", _("The plan"), "plan", Permission.SEE_PLAN),
        ("care.shifts", _("Shifts"), "clock", Permission.SEE_ALL_SHIFTS),
        ("people.people", _("People"), "people", Permission.SEE_PEOPLE),
        ("messages.threads", _("Messages"), "message", Permission.MESSAGE),
    )
    return [Link(address(end), label, icon) for end, label, icon, permission in places if access.may(permission)]


def _mine(access: Access) -> list[Link]:
    activity = Link(address("activity.index"), _activity_words(access), "look")
    return [activity] if access.own else [activity, Link(address("people.mine"), _("What you may do here"), "key")]


def _more(access: Access, *, carers: bool) -> list[Link]:
    places = (
        ("pot.money", _("Where the money comes from"), "pot", Permission.SEE_SPENDING),
        ("spending.index", _("What was paid"), "spend", Permission.SEE_SPENDING),
        ("receipts.tray", _("Receipts"), "camera", Permission.SEE_SPENDING),
        ("care.shifts", _("Shifts"), "clock", Permission.SEE_ALL_SHIFTS),
        ("bank.statements", _("Bank statements"), "send", Permission.IMPORT),
        ("plan.plan", _("My plan") if access.own else _("The plan"), "plan", Permission.SEE_PLAN),
        ("people.people", _("People"), "people", Permission.SEE_PEOPLE),
        ("wishes.index", _("Questions for me") if access.own else _("What was asked"), "help", Permission.SEE_ACTIVITY),
        ("pot.tasks", _("Set up my pot"), "pot", Permission.SET_UP),
    )
    links = [
        Link(address(end), label, icon)
        for end, label, icon, permission in places
        if access.may(permission) and (carers or end != "care.shifts")  # a small budget shows nothing of pay
    ]
    return links + _mine(access)


def _activity_words(access: Access) -> str:
    if not access.may(Permission.SEE_ACTIVITY):
        return _("What I did")
    return _("What happened in my name") if access.own else _("What was done")


def _today() -> date:
    return london_day(now())


ADDRESSES = (
    ("GET", "/begin", begin.begin),
    ("POST", "/begin", begin.begin_it),
    ("GET", "/p/<pot_id>/begin", begin.tasks),
    ("GET", "/p/<pot_id>/begin/terms", begin.terms),
    ("POST", "/p/<pot_id>/begin/terms", begin.change_terms),
    ("POST", "/p/<pot_id>/begin/real", begin.make_real),
    ("POST", "/p/<pot_id>/begin/shadow", begin.make_shadow),
    ("POST", "/p/<pot_id>/begin/leave", begin.give_up),
    ("GET", "/p/<pot_id>/begin/account", begin.account_today),
    ("POST", "/p/<pot_id>/begin/account", begin.say_account),
    ("POST", "/p/<pot_id>/begin/account/undo", begin.undo_account),
    ("GET", "/p/<pot_id>/contributions", paying.contributions),
    ("POST", "/p/<pot_id>/contributions", paying.contribution_add),
    ("GET", "/p/<pot_id>/contributions/new", paying.contribution_new),
    ("GET", "/p/<pot_id>/contributions/<contribution_id>", paying.contribution),
    ("GET", "/p/<pot_id>/contributions/<contribution_id>/change", paying.contribution_change),
    ("POST", "/p/<pot_id>/contributions/<contribution_id>/change", paying.change_contribution),
    ("GET", "/p/<pot_id>/contributions/<contribution_id>/end", paying.contribution_end),
    ("POST", "/p/<pot_id>/contributions/<contribution_id>/end", paying.end_contribution),
    ("POST", "/p/<pot_id>/contributions/<contribution_id>/put-back", paying.put_back),
    ("GET", "/p/<pot_id>/contributions/<contribution_id>/arrived", paying.arrived),
    ("POST", "/p/<pot_id>/contributions/<contribution_id>/arrived", paying.say_arrived),
    ("GET", "/p/<pot_id>/contributions/<contribution_id>/payments/<instalment_id>", paying.instalment),
    ("POST", "/p/<pot_id>/contributions/<contribution_id>/payments/<instalment_id>", paying.came_in),
    ("POST", "/p/<pot_id>/contributions/<contribution_id>/payments/<instalment_id>/not-come", paying.not_come),
)
for methods, path, view in ADDRESSES:
    blueprint.add_url_rule(path, view.__name__, view, methods=methods.split())
