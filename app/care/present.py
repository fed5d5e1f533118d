"""The words of shifts: how long, when, what is to be looked at, and what happened to them."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from app.care.queries import Told
from app.domain.shifts import LONG, hours_and_minutes
from app.domain.year import london_day
from app.persistence.lines import ContributionNow
from app.web.words import clock, day, name, say


def how_long(length: timedelta) -> str:
    """'8 hours', '1 hour and 30 minutes', '45 minutes'."""
    hours, minutes = hours_and_minutes(length)
    said = [ngettext("%(num)d hour", "%(num)d hours", hours)] if hours else []
    if minutes or not hours:
        said.append(ngettext("%(num)d minute", "%(num)d minutes", minutes))
    said = [part.replace(" ", "\u00a0") for part in said]
    return said[0] if len(said) == 1 else _("%(hours)s and %(minutes)s", hours=said[0], minutes=said[1])


def heading(told: Told, *, mine: bool) -> Markup:
    """'Amina worked 8 hours', or 'You worked 8 hours'."""
    long = how_long(told.span.length)
    if mine:
        return say("You worked %(long)s", long=long)
    return say("%(name)s worked %(long)s", name=name(told.carer_name), long=long)


def when(told: Told, now: datetime, *, short: bool = False) -> Markup:
    """'Monday 9 February, 10 pm to 6 am'; with the year where it is another, and the last day of a long one.

    `short`: 'Mon 9 Feb', for a list.
    """
    pattern = ("EEE d MMM" if short else "EEEE d MMMM") + (" y" if told.day.year != london_day(now).year else "")
    first = day(told.day, pattern=pattern)
    start, end = clock(told.starts_at), clock(told.ends_at)
    if told.span.length <= LONG:
        return say("%(day)s, %(start)s to %(end)s", day=first, start=start, end=end)
    last = day(london_day(told.ends_at), pattern=pattern)
    return say("%(day)s, %(start)s, to %(last_day)s, %(end)s", day=first, start=start, last_day=last, end=end)


def same_time_words(told: Told, *, mine: bool) -> Markup:
    """What is said before the shifts at the same time. It blocks nothing."""
    if mine:
        return say("You have another shift at the same time:")
    return say("%(name)s has another shift at the same time:", name=name(told.carer_name))


def who_pays(contributions: list[ContributionNow], borne: dict[str, int]) -> list[tuple[str | Markup, int]]:
    """'NHS pays', 'The council pays' and their pence; by the funder's name where two of one kind pay."""
    paying = {c.id: c for c in contributions if c.id in borne}
    streams = [c.stream for c in paying.values()]
    plain = {"nhs": _("NHS pays"), "council": _("The council pays"), "education": _("Education pays")}
    said: list[tuple[str | Markup, int]] = []
    for contribution_id, pence in borne.items():
        payer = paying.get(contribution_id)
        if payer is None:
            said.append((_("Not agreed yet"), pence))
        elif payer.stream in plain and streams.count(payer.stream) == 1:
            said.append((plain[payer.stream], pence))
        else:
            said.append((say("%(name)s pays", name=name(payer.funder_name)), pence))
    return sorted((row for row in said if row[1]), key=lambda row: -row[1])


def step_words(told: Told) -> str:
    """What a row of the history did."""
    return {
        "logged": _("Logged"),
        "changed": _("Changed"),
        "withdrawn": _("Taken back"),
        "returned": _("Sent back"),
        "approved": _("Approved"),
        "unapproved": _("Approval taken back"),
        "paid": _("Marked as paid"),
        "unpaid": _("Not paid yet"),
    }[told.step]


def state_words(told: Told) -> tuple[str | None, str]:
    """How it stands, for a tag: its kind and its words."""
    return {
        "withdrawn": (None, _("Taken back")),
        "returned": ("look", _("Sent back")),
        "approved": ("fine", _("Approved")),
        "unpaid": ("fine", _("Approved")),
        "paid": ("fine", _("Paid")),
    }.get(told.step, ("look", _("To approve")))


def why_words(told: Told) -> Markup:
    """What was asked about when it was sent back, never as an accusation."""
    said = {
        "time": _("Is the time right?"),
        "day": _("Is the day right?"),
        "pay": _("Is the pay right?"),
        "did_not_come": _("Was it another day, or another person?"),
    }.get(told.why, "")
    return Markup("{}").format(said)
