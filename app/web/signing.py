"""Whose act it was, in words: the one place that says "Ruth, for Jason"."""

from datetime import datetime

from markupsafe import Markup

from app.clock import now
from app.domain.authority import REPRESENTATIVES, Role
from app.domain.year import london_day
from app.web.access import current_access
from app.web.roles import as_role_words
from app.web.words import moment, name, say


def signed(who: str, role: str | None) -> Markup:
    """'Ruth, for Jason' where somebody acted for the holder; otherwise the name alone."""
    return _for_whom(name(who), role)


def signed_whole(who: str, role: str | None, at: datetime, *, me: bool) -> Markup:
    """'Ruth, for Jason, as appointee, 3 March, 2:10 pm'. `me`: the reader did it. The year, where it is another."""
    by = _for_whom(say("You") if me else name(who), role)
    when = moment(at, year=london_day(at).year != london_day(now()).year)
    if role is None or role == Role.HOLDER:
        return say("%(name)s, %(when)s", name=by, when=when)
    return say("%(name)s, %(role)s, %(when)s", name=by, role=as_role_words(Role(role)), when=when)


def _for_whom(by: Markup, role: str | None) -> Markup:
    if role not in REPRESENTATIVES:
        return by
    return say("%(name)s, for %(holder)s", name=by, holder=name(current_access().pot.holder_name))
