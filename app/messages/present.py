"""The words around messages: whose page it is, when something was said, who has read it."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _
from markupsafe import Markup

from app.domain.authority import Role
from app.domain.year import london_day
from app.messages.queries import Said, ThreadNow
from app.persistence.members import Member
from app.web.access import Access
from app.web.signing import signed
from app.web.words import clock, day, moment, name, say

ISOLATED = "\u2068{}\u2069"  # a name in plain text, kept apart from the words around it


@dataclass(frozen=True, slots=True)
class Shown:
    """A message as the page shows it."""

    id: str
    mine: bool
    who: str | Markup
    when: Markup
    words: str
    read: str | Markup  # who has read it, of one's own messages
    taken_back: bool

    @property
    def may_be_taken_back(self) -> bool:
        """Whether it is one's own and nobody has read it."""
        return self.mine and not self.read and not self.taken_back


@dataclass(frozen=True, slots=True)
class Other:
    """Who is on the other side: the name in the title, the heading, and whom one can write to."""

    heading: str | Markup
    title: str
    name: Markup | None


def other_side(access: Access, members: list[Member]) -> Other:
    """The go-to person; for that person, the one whose pot it is. `members` are those who read the thread."""
    pot = access.pot
    if pot.go_to_id == access.person.id:
        return _named(pot.holder_name, name(pot.holder_name))
    go_to = next((m for m in members if m.person_id == pot.go_to_id), None)
    if go_to is None:
        return Other(_("Messages"), _("Messages"), None)
    return _named(go_to.name, _with_role(go_to, own=access.own))


def shown(message: Said, thread: ThreadNow, person_id: str, today: date) -> Shown:
    """A message as this person sees it."""
    mine = message.author_id == person_id
    return Shown(
        id=message.id,
        mine=mine,
        who=_("You") if mine else signed(message.author, message.author_role),
        when=_when(message.said_at, today),
        words=message.body,
        read=_read_by(thread.readers(message)) if mine else "",
        taken_back=message.taken_back,
    )


def starts(access: Access) -> list[str]:
    """Ready-made beginnings, which fill the box: for those who ask, not for the broker who answers."""
    if access.authority.role is Role.BROKER:
        return []
    return [_("Can you call me?"), _("I do not understand this letter"), _("I want to change my plan")]


def _named(plain: str, heading: Markup) -> Other:
    return Other(heading, _("Messages with %(name)s", name=ISOLATED.format(plain)), name(plain))


def _with_role(go_to: Member, *, own: bool) -> Markup:
    if go_to.authority.role is not Role.BROKER:
        return name(go_to.name)
    if own:
        return say("%(name)s, your broker", name=name(go_to.name))
    return say("%(name)s, the broker", name=name(go_to.name))


def _when(said_at: datetime, today: date) -> Markup:
    said_on = london_day(said_at)
    if said_on == today:
        return say("today, %(time)s", time=clock(said_at))
    return moment(said_at) if said_on.year == today.year else day(said_on, year=True)


def _read_by(names: list[str]) -> str | Markup:
    if not names:
        return ""
    return say("Read by %(names)s", names=Markup(", ").join(name(each) for each in names))
