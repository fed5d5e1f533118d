"""Who is part of a pot, what each of them may do, and who was part of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from app.clock import now
from app.domain.authority import WHO_MAY, WORKERS, Permission, Role
from app.domain.year import london_day
from app.people.invitation_queries import UNANSWERED, Asked
from app.people.need_words import need_words
from app.persistence.database import db
from app.persistence.members import MEMBERS, Member
from app.persistence.together import together as read_together
from app.web.access import Access, allows, current_access
from app.web.address import address, known
from app.web.answers import page
from app.web.roles import role_words
from app.web.unchanged import may_be_unchanged
from app.web.words import day, moment, name, say

A_MOMENT = timedelta(microseconds=1)  # what ends with the first moment of a day was there until the day before


@dataclass(frozen=True, slots=True)
class Shown:
    """A person in one role, as the page says it."""

    href: str
    words: Markup
    letter: str
    role: str
    dates: Markup
    may: str
    needs: str
    go_to: bool


@allows(Permission.SEE_PEOPLE)
@may_be_unchanged
def people(pot_id: str) -> str:
    """Everybody who is part of the pot, and who was."""
    access, moment = current_access(), now()
    members, asked = read_together(db.session, MEMBERS, UNANSWERED, pot_id=pot_id)
    together = _by_person_and_role(members)
    part = [those for those in together if not _ended(those, moment)]
    ended = [those for those in together if _ended(those, moment)]
    works = any(those[0].authority.role in WORKERS for those in together)
    links_shifts = works and access.may(Permission.SEE_ALL_SHIFTS) and known("care.shifts")
    return page(
        "people/pot_people.html",
        part=[_shown(those, access, moment) for those in part],
        ended=[_shown(those, access, moment) for those in ended],
        asked=[_asked(one) for one in asked if one.step == "sent"],
        links=[
            (address("people.invitation", invitation_id=one.id), name(one.name)) for one in asked if one.step != "sent"
        ],
        manages=access.may(Permission.MANAGE_PEOPLE),
        vouches=access.may(Permission.VOUCH),
        shifts=address("care.shifts") if links_shifts else None,
        holder=name(access.pot.holder_name),
        back=address("pot.home"),
    )


def what_they_may(allowed: frozenset[Permission]) -> str:
    """What somebody may see and do, in one or two plain sentences."""
    if allowed >= WHO_MAY[Role.HOLDER]:
        return _("Can see and do everything.")
    sees = _listed([words for permission, words in _sees().items() if permission in allowed])
    does = _listed([words for permission, words in _does(allowed).items() if permission in allowed])
    if sees and does:
        can = _("Can see %(things)s, and %(acts)s.", things=sees, acts=does)
    elif sees or does:
        can = _("Can see %(things)s.", things=sees) if sees else _("Can %(acts)s.", acts=does)
    else:
        can = _("Can see only what is shared with them.")
    return f"{can} {_what_they_may_not(allowed)}".strip()


def _sees() -> dict[Permission, str]:
    return {
        Permission.SEE_TOTALS: _("totals"),
        Permission.SEE_SPENDING: _("spending"),
        Permission.SEE_ALL_SHIFTS: _("shifts"),
        Permission.SEE_PLAN: _("the plan"),
        Permission.SEE_PEOPLE: _("who is part of it"),
    }


def _does(allowed: frozenset[Permission]) -> dict[Permission, str]:
    all_shifts = Permission.SEE_ALL_SHIFTS in allowed
    return {
        Permission.RECORD: _("record spending"),
        Permission.LOG_SHIFT: _("write down shifts") if all_shifts else _("write down their own shifts"),
        Permission.APPROVE: _("approve shifts"),
        Permission.PAY: _("mark them as paid"),
        Permission.IMPORT: _("bring in bank statements"),
        Permission.MESSAGE: _("write messages"),
        Permission.PLAN: _("change the plan"),
        Permission.SET_UP: _("change who pays"),
    }


def _what_they_may_not(allowed: frozenset[Permission]) -> str:
    """The first of these that they lack: what people most want to be sure of."""
    if Permission.SEE_TOTALS not in allowed:
        return _("Cannot see the money.")
    if Permission.SEE_SPENDING not in allowed:
        return _("Cannot see spending.")
    return "" if Permission.APPROVE in allowed else _("Cannot approve shifts.")


def _listed(words: list[str]) -> str:
    return format_list(words, locale=get_locale() or "en_GB")


def _by_person_and_role(members: list[Member]) -> list[list[Member]]:
    """One who reviews for two funders, or who left and came back, is one person in one role."""
    together: dict[tuple[str, Role], list[Member]] = {}
    for member in members:
        together.setdefault((member.person_id, member.authority.role), []).append(member)
    return list(together.values())


def _ended(those: list[Member], moment: datetime) -> bool:
    return all(m.authority.valid_to is not None and m.authority.valid_to <= moment for m in those)


def _shown(those: list[Member], access: Access, moment: datetime) -> Shown:
    first, standing = those[0], [m.authority.at(moment) for m in those if not _ended([m], moment)]
    ended = _ended(those, moment)
    who = name(first.name)
    mine = first.authority.id == access.authority.id and not access.own
    return Shown(
        href=address("people.mine") if mine else address("people.person", authority_id=first.authority.id),
        words=say("%(name)s (you)", name=who) if first.person_id == access.person.id else who,
        letter=first.name[:1].upper(),
        role=_role(first.authority.role, access),
        dates=_dates(those, moment),
        may="" if ended else what_they_may(frozenset().union(*(authority.powers for authority in standing))),
        needs="" if ended else _listed([need_words()[need] for need in first.needs]),
        go_to=not ended and first.person_id == access.pot.go_to_id,
    )


def _asked(one: Asked) -> tuple[str, Markup, Markup]:
    """Where it leads, who was asked, and until when they can answer: that they still can, the clock says."""
    until = say("%(role)s. They can answer until %(when)s.", role=role_words(one.as_role), when=moment(one.expires_at))
    return address("people.invitation", invitation_id=one.id), name(one.name), until


def _role(role: Role, access: Access) -> str:
    return _("The money is for you") if role is Role.HOLDER and access.own else role_words(role)


def _dates(those: list[Member], moment: datetime) -> Markup:
    """Since when, and until when where that is known."""
    if _ended(those, moment):
        last = max(m.authority.valid_to for m in those if m.authority.valid_to)
        return say("%(first)s to %(last)s", first=_on(those[0].authority.valid_from), last=_on(last - A_MOMENT))
    open_now = [m.authority for m in those if not _ended([m], moment)]
    begins = min(authority.valid_from for authority in open_now)
    if begins > moment:
        return say("From %(day)s", day=_on(begins))
    ends = [authority.valid_to for authority in open_now]
    if all(ends):
        return say("%(first)s to %(last)s", first=_on(begins), last=_on(max(end for end in ends if end) - A_MOMENT))
    return say("Since %(day)s", day=_on(begins))


def _on(moment: datetime) -> Markup:
    on: date = london_day(moment)
    return day(on, year=True)
