"""The page of one person of a pot: what they may do, by what right, until when; and what can be done about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort
from markupsafe import Markup

from app.clock import now
from app.domain.authority import (
    Authority,
    Permission,
    Role,
    may_change,
    may_end,
    may_switch_off,
    may_switch_on,
)
from app.domain.year import london_day
from app.people import register_words as words
from app.people.pot_people import what_they_may
from app.people.register_queries import Answer, Entry, Payer, Register, register_of
from app.persistence.database import db
from app.web import refusals
from app.web.access import allows, current_access
from app.web.address import address
from app.web.answers import page
from app.web.roles import role_words
from app.web.words import name, say


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as pages about one person need it."""

    register: Register
    entry: Entry
    moment: datetime

    @property
    def then(self) -> Authority:
        """As it counts now."""
        return self.entry.authority.at(self.moment)

    @property
    def who(self) -> Markup:
        """Their name, kept apart."""
        return name(self.entry.name)

    @property
    def stands(self) -> bool:
        """Whether it has not ended."""
        return not self.entry.is_over(self.moment)


Rule = Callable[[Authority, Authority], bool]


@allows(Permission.SEE_PEOPLE)
def person(pot_id: str, authority_id: str) -> str:  # noqa: ARG001 - the pot is that of the access
    """What somebody may do, by what right."""
    return draw(found(authority_id))


@allows(Permission.OPEN)
def mine(pot_id: str) -> str:  # noqa: ARG001 - as above
    """The same of oneself: everybody may know it, and leave."""
    return draw(found(current_access().authority.id))


def found(authority_id: str) -> Shown:
    """The entry of the pot; 404 where there is none, 403 where somebody may only see their own."""
    access, moment = current_access(), now()
    own = authority_id == access.authority.id
    if not own and not access.may(Permission.SEE_PEOPLE):
        abort(403)
    register = register_of(db.session, access.pot.id, london_day(moment))
    entry = register.entry(authority_id)
    return Shown(register, entry, moment) if entry else abort(404)


def found_for(authority_id: str, rule: Rule) -> Shown:
    """The same, for something that not everybody may do: refused with the reason."""
    shown = found(authority_id)
    if not rule(current_access().authority, shown.entry.authority):
        refusals.refuse(why_not(shown))
    return shown


def why_not(shown: Shown) -> Markup:
    """Why somebody may not change this."""
    access, role = current_access(), shown.entry.authority.role
    holder = name(access.pot.holder_name)
    if role is Role.HOLDER:
        return say("Nobody can end or change what %(name)s may do. The money is for them.", name=holder)
    if shown.entry.authority.person_id == access.person.id:
        return say("Nobody changes what they may do themselves.")
    if access.own:
        return say("%(name)s is here for somebody else: you cannot end or change that here.", name=shown.who)
    if access.authority.represents:
        return say(
            "%(other)s is there for %(name)s whatever you decide. You cannot change that.", other=shown.who, name=holder
        )
    return say("Only %(name)s, and who acts for them in all things, can change that.", name=holder)


def draw(shown: Shown) -> str:
    """The page."""
    access, entry, authority = current_access(), shown.entry, shown.entry.authority
    acts = access.authority.represents and access.authority.accepted
    private = access.own or authority.id == access.authority.id or acts
    asked = shown.register.asked_of(entry) if private else _without_reasons(shown.register.asked_of(entry))
    return page(
        "people/person.html",
        shown=shown,
        me=authority.person_id == access.person.id,
        acts_by_it=authority.id == access.authority.id,
        role=role_words(authority.role),
        dates=words.dates_words(entry, shown.moment),
        ends=words.ends_words(entry),
        may_words=what_they_may(shown.then.powers) if shown.stands else None,
        scope=words.scope_words(authority.scope) if authority.scope else None,
        document=words.document_words(entry.document) if entry.document else None,
        reference=shown.register.texts.get(f"reference.{entry.id}") if private else None,
        for_whom=_for_whom(shown),
        asked=[words.answer_words(*one) for one in asked],
        only_benefits=words.only_benefits_words(asked) if asked and not authority.accepted else None,
        conflicts=shown.register.texts.get(f"conflicts.{entry.id}"),
        limit_pence=authority.limit_pence,
        when_on=words.items(authority.when_on),
        until=authority.on_until if shown.then.on else None,
        others=_others(shown),
        can=_can(shown),
        holder=name(access.pot.holder_name),
        Role=Role,
        back=address("people.people") if access.may(Permission.SEE_PEOPLE) else address("pot.home"),
    )


def _without_reasons(asked: list[tuple[Payer, Answer | None]]) -> list[tuple[Payer, Answer | None]]:
    """Why a funder says no is between them and whom it is about: for others it is not accepted yet."""
    return [(payer, answer if answer and answer.accepted else None) for payer, answer in asked]


def _for_whom(shown: Shown) -> Markup | None:
    payer = shown.register.payer_of(shown.entry.funder_id)
    return name(payer.name) if payer else None


def _others(shown: Shown) -> list[tuple[str, Markup]]:
    """The same person in other roles, or at other times."""
    person_id = shown.entry.authority.person_id
    same = (e for e in shown.register.entries if e.authority.person_id == person_id and e.id != shown.entry.id)
    return (
        [
            (
                _page_of(entry),
                say(
                    "%(role)s. %(dates)s.",
                    role=role_words(entry.authority.role),
                    dates=words.dates_words(entry, shown.moment),
                ),
            )
            for entry in same
        ]
        if current_access().may(Permission.SEE_PEOPLE)
        else []
    )


def _page_of(entry: Entry) -> str:
    """By what one acts oneself has one page, wherever it is asked for."""
    own = entry.id == current_access().authority.id
    return address("people.mine") if own else address("people.person", authority_id=entry.id)


def _can(shown: Shown) -> dict[str, Any]:
    """What whoever looks may do about it."""
    access, other = current_access(), shown.entry.authority
    actor = access.authority
    if not shown.stands:
        back = shown.entry.may_come_back(shown.moment) and may_end(actor, other) and actor.id != other.id
        return {"keep": back}
    on = shown.then.on
    return {
        "end": may_end(actor, other),
        "leave": actor.id == other.id and other.role is not Role.HOLDER,
        "change": may_change(actor, other),
        "set_in_advance": may_switch_on(actor, other),
        "switch_on": may_switch_on(actor, other) and bool(other.when_on) and not on,
        "switch_off": may_switch_off(actor, other) and on,
        "declare": actor.id == other.id and other.role is Role.BROKER,
    }
