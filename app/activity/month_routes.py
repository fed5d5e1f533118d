"""A month to print or to read out, for a holder who does not use the app, and who went through it with them."""

import re
from datetime import date, timedelta
from functools import partial
from itertools import groupby
from typing import Any

from flask import Response, abort, request

from app.activity import changes, present, queries
from app.activity.facts import facts_of
from app.activity.forms import WentThrough, ways_to_say_yes
from app.activity.month_queries import Gone, around, gone_through
from app.activity.questions import month_words
from app.clock import now
from app.domain.authority import Permission
from app.domain.year import day_begins, london_day
from app.persistence.database import db
from app.web.access import Access, allows, current_access
from app.web.address import address
from app.web.answers import page
from app.web.bodies import takes_photos
from app.web.door import enter
from app.web.forms import ChangeForm, NothingToType
from app.web.held import file_answer
from app.web.words import name, say

MOST = 200  # acts on one page; the whole list is on the page of what was done
EARLIEST = 1990
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


@allows(Permission.SEE_ACTIVITY)
def month(pot_id: str, month: str) -> str:
    """What was done in a month by day, who looked, what is left; and who went through it with the holder."""
    return _draw(_begun(), pot_id, month)


@takes_photos
@allows(Permission.SEE_ACTIVITY)
def go_through(pot_id: str, month: str) -> Response:
    """Write down that it was gone through."""
    first_of(month)
    form = WentThrough(request.files | request.form).by(london_day(now()))
    return enter(changes.GO_THROUGH, form, partial(_draw, pot_id=pot_id, month=month), month=month)


@allows(Permission.SEE_ACTIVITY)
def take_back(pot_id: str, month: str) -> Response:
    """It was not."""
    first_of(month)
    redraw = partial(_draw, pot_id=pot_id, month=month)
    return enter(changes.TAKE_BACK, NothingToType(request.form), redraw, month=month)


@allows(Permission.SEE_ACTIVITY)
def paper(pot_id: str, month: str) -> Response:
    """The photo of what was signed."""
    first_of(month)
    gone = gone_through(db.session, pot_id, month)
    if gone is None or not gone.digest or not gone.media:
        abort(404)
    return file_answer(pot_id, gone.digest, gone.media, f"month-{month}") or abort(404)


def this_month() -> str:
    """Like "2026-03"."""
    return f"{london_day(now()):%Y-%m}"


def first_of(month: str) -> date:
    """The first day of a month that has begun: 404 for anything else."""
    try:
        first = date.fromisoformat(f"{month}-01") if _MONTH.fullmatch(month) else date.max
    except ValueError:
        first = date.max
    if first > london_day(now()) or first.year < EARLIEST:
        abort(404)
    return first


def _draw(form: ChangeForm, pot_id: str, month: str) -> str:
    access, first = current_access(), first_of(month)
    after = _next(first)
    acts = queries.acts_between(db.session, pot_id, access.authority, day_begins(first), day_begins(after), MOST)
    facts = facts_of(db.session, [act.id for act in acts[:MOST]])
    told = around(db.session, pot_id, month, first, after - timedelta(days=1), london_day(now()))
    shown = present.shown(acts[:MOST], facts, access, aloud=True)
    return page(
        "activity/month.html",
        form=form,
        writes=form if isinstance(form, WentThrough) else _begun(),
        month=month,
        called=month_words(month),
        days=[(rows[0].on, rows) for rows in (list(found) for _day, found in groupby(shown, lambda act: act.day))],
        not_all=len(acts) > MOST,
        lookers=present.lookers(told.looks, access),
        left_pence=told.sums.figures.whole.left_to_spend_pence
        if told.sums and access.may(Permission.SEE_TOTALS)
        else None,
        today=london_day(now()),
        holder=name(access.pot.holder_name),
        before=_way(first - timedelta(days=1)) if told.began_on < first else None,
        after=_way(after) if after <= london_day(now()) else None,
        back=address("activity.index"),
        **_gone(told.gone, access),
    )


def _begun() -> WentThrough:
    access = current_access()
    return WentThrough(data={"gone_on": london_day(now()), "who": "" if access.own else access.person.name})


def _gone(gone: Gone | None, access: Access) -> dict[str, Any]:
    if gone is None:
        return {"gone": None}
    mine = gone.person_id == access.person.id
    return {
        "gone": gone,
        "how": ways_to_say_yes()[gone.how],
        "wrote": say("You") if mine else name(gone.by),
        "may_take_back": mine or access.own,
    }


def _next(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _way(day: date) -> tuple[str, Any]:
    month = f"{day:%Y-%m}"
    return address("activity.month", month=month), month_words(month)
