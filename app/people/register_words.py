"""The register in plain words: documents, scopes, what ends an authority by itself, and what may be done by it."""

from collections.abc import Iterable
from datetime import date, datetime

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from app.domain.authority import Permission, Scope
from app.domain.year import london_day
from app.people.pot_people import A_MOMENT
from app.people.register_changes import BIRTHDAY
from app.people.register_queries import Answer, Entry, Payer
from app.web.words import day, name, say


def document_words(document: str) -> str:
    """What somebody shows to say that they may act."""
    return {
        "dwp_letter": _("A letter from the DWP (about benefits only)"),
        "court_order": _("An order of the Court of Protection"),
        "lasting_power": _("A lasting power of attorney that is registered"),
        "birth_certificate": _("A birth certificate"),
        "responsibility_order": _("An order about parental responsibility"),
        "funder_letter": _("A letter from the NHS or the council"),
    }.get(document, document)


def scope_words(scope: Scope) -> str:
    """How far it reaches."""
    return {
        Scope.MONEY: _("Money. Not care"),
        Scope.CARE: _("Care. Not money"),
        Scope.BOTH: _("Money and care"),
    }[scope]


def ends_words(entry: Entry) -> Markup | None:
    """What ends it though nobody does anything; nothing where only somebody can."""
    if entry.authority.valid_to is None:
        return None
    if entry.ends_by == BIRTHDAY:
        return say("It ends by itself on the 18th birthday.")
    if entry.ends_by is None:
        return None
    if entry.authority.represents:
        return say("It ends by itself when the document does.")
    return say("It ends by itself on that day.")


def answer_words(payer: Payer, answer: Answer | None) -> Markup:
    """What a body said: 'Westshire Council: accepted on 3 March 2026'."""
    who = name(payer.name)
    if answer is None:
        return say("%(name)s: not accepted yet", name=who)
    on = day(answer.on, year=True)
    if answer.accepted:
        return say("%(name)s: accepted on %(day)s", name=who, day=on)
    return say("%(name)s: said no on %(day)s. %(reason)s", name=who, day=on, reason=name(answer.reason))


def only_benefits_words(asked: Iterable[tuple[Payer, Answer | None]]) -> Markup:
    """What an appointee is told plainly until every funder has accepted them."""
    waits = [payer.name for payer, answer in asked if answer is None or not answer.accepted]
    return say("This covers benefits only, until %(names)s accept it.", names=names_listed(waits))


def names_listed(names: Iterable[str]) -> Markup:
    """'NHS Westshire and Westshire Council': each kept apart."""
    return Markup(format_list([name(one) for one in names], locale=get_locale() or "en_GB"))  # noqa: S704  # nosec B704


def item_words(permission: Permission) -> str:
    """What somebody may do, as one item of a list to tick."""
    return {
        Permission.OPEN: _("Open the first page"),
        Permission.SEE_TOTALS: _("See how much is left"),
        Permission.SEE_SPENDING: _("See what was paid for, with the receipts"),
        Permission.RECORD: _("Record spending"),
        Permission.LOG_SHIFT: _("Write down shifts"),
        Permission.SEE_ALL_SHIFTS: _("See all shifts"),
        Permission.APPROVE: _("Approve shifts"),
        Permission.PAY: _("Mark shifts as paid"),
        Permission.IMPORT: _("Bring in bank statements"),
        Permission.MESSAGE: _("Read and write messages"),
        Permission.SEE_PLAN: _("See the plan"),
        Permission.PLAN: _("Change the plan"),
        Permission.SEE_PEOPLE: _("See who is part of it"),
        Permission.MANAGE_PEOPLE: _("Say who is part of it"),
        Permission.SEE_ACTIVITY: _("See everything that was done"),
        Permission.SET_UP: _("Change who pays"),
        Permission.ACCEPT: _("Accept who acts, for a funder"),
        Permission.VOUCH: _("Say who somebody is, when their phone is lost"),
    }.get(permission, permission.value)


def items(permissions: Iterable[Permission]) -> list[str]:
    """These as items, in the order in which the domain names them; opening the front page is none."""
    wanted = set(permissions) - {Permission.OPEN}
    return [item_words(permission) for permission in Permission if permission in wanted]


def dates_words(entry: Entry, moment: datetime) -> Markup:
    """Since when, and until when where that is known."""
    begins, ends = entry.authority.valid_from, entry.authority.valid_to
    if ends is not None:
        return say("%(first)s to %(last)s", first=_on(begins), last=_on(ends - A_MOMENT))
    return say("From %(day)s", day=_on(begins)) if begins > moment else say("Since %(day)s", day=_on(begins))


def _on(moment: datetime) -> Markup:
    on: date = london_day(moment)
    return day(on, year=True)
