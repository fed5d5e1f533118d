"""What the first page says of the register: who asks to act, and who has still to accept it."""

from dataclasses import dataclass

from markupsafe import Markup

from app.clock import now
from app.domain.authority import Role
from app.domain.year import london_day
from app.people import register_words as words
from app.people.acceptance import asked_of, waits_to_be_accepted
from app.people.register_queries import Register, register_of
from app.persistence.database import db
from app.web.access import Access
from app.web.address import address
from app.web.roles import role_words
from app.web.words import name, say


@dataclass(frozen=True, slots=True)
class Asks:
    """Somebody who asks to act for the holder, as a reviewer's first page says it; `open`: it waits for an answer."""

    href: str
    words: Markup
    second: Markup
    open: bool


@dataclass(frozen=True, slots=True)
class Card:
    """For a reviewer who asks; for who is not accepted yet, what each funder said."""

    asks: list[Asks]
    only_benefits: Markup | None = None
    said: tuple[Markup, ...] = ()
    document: str | None = None


def card(access: Access) -> Card:
    """What there is to say to this person: one query, where there can be anything."""
    role = access.authority.role
    if role is not Role.REVIEWER and access.authority.accepted:
        return Card([])
    found = register_of(db.session, access.pot.id, london_day(now()))
    return Card(_asks(access, found)) if role is Role.REVIEWER else _waits(access, found)


def _asks(access: Access, found: Register) -> list[Asks]:
    """By each of this person's authorities as a reviewer, everybody whom a funder has to accept."""
    moment = now()
    mine = [
        entry
        for entry in found.entries
        if entry.authority.person_id == access.person.id
        and entry.authority.role is Role.REVIEWER
        and entry.authority.stands(moment)
    ]
    shown = []
    for reviewer in mine:
        for entry in found.entries:
            answers = asked_of(found, reviewer, entry, moment) if waits_to_be_accepted(entry, moment) else []
            if not answers:
                continue
            said = [words.answer_words(*one) for one in answers]
            shown.append(
                Asks(
                    address("people.acceptance", authority_id=entry.id, reviewer_id=reviewer.id),
                    say("%(name)s, %(role)s", name=name(entry.name), role=role_words(entry.authority.role)),
                    Markup(" ").join(said),
                    open=any(answer is None for _payer, answer in answers),
                )
            )
    return sorted(shown, key=lambda one: not one.open)


def _waits(access: Access, found: Register) -> Card:
    entry = found.entry(access.authority.id)
    if entry is None:
        return Card([])
    asked = found.asked_of(entry)
    return Card(
        [],
        only_benefits=words.only_benefits_words(asked) if asked else None,
        said=tuple(words.answer_words(*one) for one in asked),
        document=words.document_words(entry.document) if entry.document else None,
    )
