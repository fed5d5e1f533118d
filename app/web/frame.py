"""What stands around every page: the four places, help with a person's name, languages, news."""

import json
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import select

from app.clock import now
from app.domain.authority import WORKERS, Permission, Role
from app.persistence.database import db
from app.persistence.members import Member, members_of, standing
from app.persistence.tables import Change, Done
from app.web import icons, phone, words
from app.web.access import Access
from app.web.address import address, known
from app.web.door import KINDS, door_fields, undo_url
from app.web.identity import SignedIn, signed_in
from app.web.pictures import picture
from app.web.roles import acting_words
from app.web.signing import signed

FIRST_PAGES = {"pot.home", "care.shifts"}  # workers have none but their shifts


@dataclass(frozen=True, slots=True)
class Place:
    """A link of the frame."""

    href: str
    words: str | Markup
    icon: str = ""
    current: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class SaidAfter:
    """What was just done, and how to take it back."""

    words: Any
    undo_url: str | None
    waits: bool  # without a network the undo waits on the phone


@dataclass(frozen=True, slots=True)
class ActingFor:
    """On whose behalf the page is used, in which role, and the way to somebody else's."""

    name: str
    role: str
    change_url: str
    ask_url: str | None  # where they are asked first, by who acts for them


@dataclass(frozen=True, slots=True)
class Seen:
    """Who looks at the page, for templates: the access where there is one."""

    person: SignedIn | None
    pot: Any
    own: bool
    acting_for: "ActingFor | None" = None


@dataclass(frozen=True, slots=True)
class SwitchedOn:
    """Somebody who may do more for a while; where it can be seen, and switched off."""

    words: Markup
    href: str | None


def register(app: Flask) -> None:
    """Give every template its frame."""
    app.context_processor(_frame)
    app.jinja_env.globals |= icons.GLOBALS | {
        "address": address,
        "door_fields": door_fields,
        "name": words.name,
        "signed": signed,
        "picture": picture,
    }


def _frame() -> dict[str, Any]:
    access: Access | None = g.get("access")
    person = access.person if access else (None if g.get("broken") or g.get("anybodys") else signed_in())
    return {
        "access": Seen(
            person, access.pot if access else None, own=bool(access and access.own), acting_for=_acting_for(access)
        ),
        "may": access.may if access else lambda *_permissions: False,
        "Permission": Permission,
        "nav": _places(access) if access else [],
        "help": _help(access),
        "languages": _languages(),
        "said_after": _said_after(access),
        "switched_on": _switched_on(access),
        "back": None,
        "warm": phone.warm(access),
        "phone_words": phone.sentences(),
        "top_link": Place(address("people.me"), words.name(person.name)) if person else None,
    }


def _acting_for(access: Access | None) -> ActingFor | None:
    """Whoever works for wages acts for themselves; everybody else at another's pot is there for its holder."""
    if access is None or access.authority.role in {Role.HOLDER, *WORKERS}:
        return None
    asks = access.authority.represents and access.may(Permission.SEE_ACTIVITY)
    return ActingFor(
        access.pot.holder_name,
        acting_words(access.authority.role),
        address("pot.who"),
        address("wishes.new") if asks else None,
    )


def _switched_on(access: Access | None) -> list[SwitchedOn]:
    """On the first page of everybody, while it lasts: nobody has more power here without all others knowing."""
    if access is None or not access.pot.may_be_on or request.endpoint not in FIRST_PAGES:
        return []
    moment = now()
    members = (m for m in standing(members_of(db.session, access.pot.id), moment) if m.authority.at(moment).on)
    return [_on(access, member) for member in members]


def _on(access: Access, member: Member) -> SwitchedOn:
    me, until = member.person_id == access.person.id, words.moment(member.authority.on_until or now())
    if me:
        return SwitchedOn(words.say("You may do more here until %(when)s.", when=until), address("people.mine"))
    said = words.say("%(name)s may do more here until %(when)s.", name=words.name(member.name), when=until)
    sees = access.may(Permission.SEE_PEOPLE)
    return SwitchedOn(said, address("people.person", authority_id=member.authority.id) if sees else None)


def _places(access: Access) -> list[Place]:
    wanted = (
        ("pot.home", _("Home"), "home", Permission.OPEN),
        ("spending.new", _("Spend"), "spend", Permission.RECORD),
        ("care.shifts", _("Shifts"), "clock", Permission.LOG_SHIFT),
        ("people.people", _("People"), "people", Permission.SEE_PEOPLE),
        ("messages.threads", _("Messages"), "message", Permission.MESSAGE),
    )
    open_to = [place for place in wanted if known(place[0]) and access.may(place[3])]
    if len(open_to) > 4:  # four places: who may record finds shifts under People and on home
        open_to = [place for place in open_to if place[0] != "care.shifts"]
    slice_now = (request.endpoint or "").partition(".")[0]
    return [
        Place(address(endpoint), label, icon, current=endpoint.partition(".")[0] == slice_now)
        for endpoint, label, icon, _permission in open_to
    ]


def _help(access: Access | None) -> Place:
    """Help with a person's name, at the same place on every page."""
    if access is None or not access.may(Permission.MESSAGE):
        return Place(address("help"), _("Get help"))
    pot = access.pot
    if pot.go_to_name is None or pot.go_to_id == access.person.id:
        return Place(address("help"), _("Get help"))
    return Place(address("messages.threads"), words.say("Get help: %(name)s", name=words.name(pot.go_to_name)))


def _languages() -> list[Place]:
    here = words.language()
    back = "/" if request.method != "GET" else request.path if g.get("anybodys") else request.full_path.rstrip("?")
    return [
        Place(address("language", code=code, back=back), label, current=code == here, code=code)
        for code, label in words.LANGUAGES.items()
    ]


def _said_after(access: Access | None) -> SaidAfter | None:
    """What the change before this page did; only its own maker is told."""
    change_id = g.get("after_change") or request.args.get("after")
    if access is None or not change_id or g.get("no_news"):
        return None
    found = db.session.execute(
        select(Change.name, Done.answer)
        .join(Done, Done.change == Change.id)
        .where(
            Change.id == change_id,
            Change.pot_id == access.pot.id,
            Done.actor == access.person.id,
        )
    ).first()
    if found is None or found.name not in KINDS:
        return None
    kind = KINDS[found.name]
    return SaidAfter(kind.says, undo_url(kind, json.loads(found.answer)["values"]), kind.waits)
