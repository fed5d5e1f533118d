"""An act outside somebody's scope: refused, explained, and kept for the holder to see."""

import uuid
from datetime import datetime
from typing import NoReturn

from flask import abort, g, request
from markupsafe import Markup
from sqlalchemy import select

from app.clock import now
from app.domain.authority import REPRESENTATIVES, Scope
from app.domain.year import day_begins, london_day
from app.persistence.commit import Intent, NotTheirs, Then, commit
from app.persistence.database import db
from app.persistence.tables import Change
from app.web.access import Access
from app.web.words import name, say

REFUSED = "refused."  # before the name of the route, in the log


def refuse(why: Markup) -> NoReturn:
    """End the request: somebody may open the page, but not for this."""
    g.refused_because = why
    abort(403)


def explain(access: Access) -> Markup:
    """Why this authority does not reach so far, and what to do about it."""
    if "refused_because" in g:
        because: Markup = g.refused_because
        return because
    holder, authority = name(access.pot.holder_name), access.authority
    if not authority.accepted:
        return say(
            "The NHS or the council has not accepted you yet as the one who acts for %(name)s. "
            "Until they have, you can see who is part of it.",
            name=holder,
        )
    if authority.role in REPRESENTATIVES and authority.scope is Scope.MONEY:
        return say("You act for %(name)s in money. This is about their care.", name=holder)
    if authority.role in REPRESENTATIVES and authority.scope is Scope.CARE:
        return say("You act for %(name)s in care. This is about their money.", name=holder)
    return say("%(name)s has not shared it with you. You can ask.", name=holder)


def keep(access: Access) -> None:
    """Write down that somebody tried: once a day for each thing, however often they try."""
    name_of_it = f"{REFUSED}{request.endpoint}"[:60]
    moment = now()
    if _kept_today(access, name_of_it, moment):
        return
    intent = Intent(
        actor_id=access.person.id,
        authority_id=access.authority.id,
        change_id=str(uuid.uuid4()),
        fingerprint="",
        name=name_of_it,
        form_version=1,
        made_at=moment.isoformat(timespec="seconds"),
        needs=frozenset(),
        pot_id=access.pot.id,
    )
    db.session.rollback()  # reading ends before the writing begins
    try:
        commit(db.engine, intent, moment, lambda _act: Then("pot.home"))
    except NotTheirs:
        return  # it has ended meanwhile


def _kept_today(access: Access, name_of_it: str, moment: datetime) -> bool:
    asked = select(Change.id).where(
        Change.pot_id == access.pot.id,
        Change.person_id == access.person.id,
        Change.name == name_of_it,
        Change.received_at >= day_begins(london_day(moment)),
    )
    return db.session.execute(asked.limit(1)).first() is not None


def is_refusal(change_name: str) -> bool:
    """Whether a row of the log says that something was not done."""
    return change_name.startswith(REFUSED)
