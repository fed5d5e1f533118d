"""The rows of activity in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from app.activity.facts import Fact
from app.activity.queries import Act, Look
from app.activity.sentences import icon_of, page_of, sentence
from app.clock import now
from app.domain.authority import Role
from app.domain.year import london_day
from app.persistence.members import Member
from app.web.access import Access
from app.web.address import address
from app.web.refusals import is_refusal
from app.web.roles import as_role_words
from app.web.signing import signed, signed_whole
from app.web.words import day, name, say


@dataclass(frozen=True, slots=True)
class Shown:
    """Something that was done, as a page says it."""

    seq: int
    words: Markup
    by: Markup
    href: str | None
    refused: bool
    who: Markup  # and nothing of their role: for a page of short words
    on: Markup
    day: date
    icon: str


@dataclass(frozen=True, slots=True)
class LookShown:
    """What somebody looked at on a day."""

    words: Markup
    by: Markup
    who: Markup
    on: Markup


@dataclass(frozen=True, slots=True)
class Looker:
    """Somebody who looked in a month: on how many days, at what."""

    who: Markup
    days: int
    things: list[str]


@dataclass(frozen=True, slots=True)
class Choice:
    """A person whose acts can be shown alone."""

    href: str
    words: str | Markup
    current: bool


def shown(
    acts: Iterable[Act], facts: Mapping[str, dict[str, Fact]], access: Access, *, aloud: bool = False
) -> list[Shown]:
    """What was done, and by whom, as this reader may know it. `aloud`: it is read out, or printed, for the holder."""
    return [
        Shown(
            seq=act.seq,
            words=sentence(act.kind, facts.get(act.id, {}), access),
            by=signed_whole(act.by, act.role, act.at, me=act.person_id == access.person.id),
            href=page_of(act.kind, facts.get(act.id, {}), access),
            refused=is_refusal(act.kind),
            who=_who(act, access, aloud=aloud),
            on=_day(london_day(act.at)),
            day=london_day(act.at),
            icon=icon_of(act.kind),
        )
        for act in acts
    ]


def looks_shown(looks: Iterable[Look], access: Access) -> list[LookShown]:
    """A row for each person and day, with all that they looked at."""
    days = groupby(looks, key=lambda look: (look.day, look.person_id))
    return [_look(list(rows), access) for _key, rows in days]


def lookers(looks: Iterable[Look], access: Access) -> list[Looker]:
    """Everybody who looked, in the order in which the looks come."""
    people = [list(rows) for _key, rows in groupby(looks, key=lambda look: look.person_id)]
    said = looked_at()
    return [
        Looker(
            who=_who(rows[0], access, aloud=True),
            days=len({look.day for look in rows}),
            things=[words for kind, words in said.items() if kind in {look.kind for look in rows}],
        )
        for rows in people
    ]


def things(kinds: Iterable[str]) -> str:
    """'the plan and the shifts'."""
    said = looked_at()
    return format_list([said.get(kind, _("a page")) for kind in kinds], locale=get_locale() or "en_GB")


def looked_at() -> dict[str, str]:
    """What each kind of page is called, by the slice that it is of."""
    return {
        "home": _("the first page"),
        "money": _("where the money comes from"),
        "spending": _("what was paid"),
        "receipts": _("the receipts"),
        "bank": _("the bank statements"),
        "care": _("the shifts"),
        "plan": _("the plan"),
        "messages": _("the messages"),
        "people": _("who is part of this"),
        "activity": _("what was done"),
        "wishes": _("what was asked"),
    }


def choices(members: Iterable[Member], who: str | None, access: Access) -> list[Choice]:
    """Everybody, and each person who is or was part of it."""
    people = {member.person_id: member.name for member in members}
    everybody = Choice(address("activity.index"), _("Everybody"), current=who is None)
    return [everybody] + [
        Choice(
            address("activity.index", who=person_id),
            say("%(name)s (you)", name=name(called)) if person_id == access.person.id else name(called),
            current=who == person_id,
        )
        for person_id, called in sorted(people.items(), key=lambda person: person[1])
    ]


def _look(rows: list[Look], access: Access) -> LookShown:
    first = rows[0]
    by = say("You") if first.person_id == access.person.id else signed(first.by, first.role)
    when = _day(first.day)
    role = as_role_words(Role(first.role)) if first.role and first.role != Role.HOLDER else ""
    return LookShown(
        words=say("Looked at %(things)s", things=things(look.kind for look in rows)),
        by=say("%(name)s, %(role)s, %(when)s", name=by, role=role, when=when)
        if role
        else say("%(name)s, %(when)s", name=by, when=when),
        who=_who(first, access),
        on=when,
    )


def _who(one: Act | Look, access: Access, *, aloud: bool = False) -> Markup:
    """Whoever reads it is "You"; where it is read out, only the holder is."""
    me = one.person_id == access.person.id and (access.own or not aloud)
    return say("You") if me else name(one.by)


def _day(value: date) -> Markup:
    return day(value, year=value.year != london_day(now()).year)
