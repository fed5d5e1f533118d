"""Where somebody is signed in: each phone and computer in words, signed out from another one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import abort, current_app, flash, redirect
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from app.clock import now
from app.domain.year import london_day
from app.people.coming_in import myself
from app.people.device_words import in_words
from app.persistence.database import db, writing
from app.persistence.tables import UserSession
from app.web import answers
from app.web.access import for_signed_in
from app.web.address import address
from app.web.identity import opaque_key, this_session
from app.web.words import day, say


@dataclass(frozen=True, slots=True)
class Device:
    """Somewhere that somebody is signed in, as a page shows it."""

    key: str
    words: str
    told: Markup
    this: bool


@for_signed_in
def device(key: str) -> str:
    """Asks before another phone is signed out: what waits on it to be sent is lost."""
    found = _mine(key)
    if found is None:
        abort(404)
    return answers.page("people/device.html", device=shown(found, now()), back=address("people.me"))


@for_signed_in
def end_device(key: str) -> AnyResponse:
    """Sign another phone out: it is out at its next request, and nothing stays on it."""
    found = _mine(key)
    if found is not None and found.secret_hash != this_session():
        _end(UserSession.secret_hash == found.secret_hash)
        flash(_("Signed out there."))
    return redirect(address("people.me"), 303)


@for_signed_in
def other_devices() -> str:
    """Asks before all the others are signed out."""
    others = [one for one in devices_of_person() if not one.this]
    return answers.page("people/other_devices.html", others=others, back=address("people.me"))


@for_signed_in
def end_other_devices() -> AnyResponse:
    """Sign all of them out but this one."""
    _end(UserSession.person_id == myself().id, UserSession.secret_hash != this_session())
    flash(_("You are signed in only here now."))
    return redirect(address("people.me"), 303)


def devices_of_person() -> list[Device]:
    """Where the person of this request is signed in: this one first, then the one used last."""
    moment = now()
    found = [shown(row, moment) for row in open_sessions(db.session, moment, UserSession.person_id == myself().id)]
    return sorted(found, key=lambda one: not one.this)


def open_sessions(database: Session, moment: datetime, *of: object) -> Sequence[UserSession]:
    """Sessions that can still be used, the one used last first; a cookie that lay still for ninety days is dead."""
    first = moment - timedelta(seconds=int(current_app.permanent_session_lifetime.total_seconds()))
    return database.scalars(
        select(UserSession)
        .where(
            *of,  # type: ignore[arg-type]
            UserSession.ended_at.is_(None),
            or_(UserSession.seen_on >= london_day(first), UserSession.created_at >= first),
        )
        .order_by(UserSession.seen_on.desc().nulls_last(), UserSession.created_at.desc())
    ).all()


def shown(row: UserSession, moment: datetime) -> Device:
    """A session in words."""
    since, this = london_day(row.created_at), row.secret_hash == this_session()
    last = london_day(moment) if this else row.seen_on or since
    if last >= london_day(moment):
        told = say("Since %(since)s. Last used today.", since=day(since))
    else:
        told = say("Since %(since)s. Last used on %(last)s.", since=day(since), last=day(last))
    return Device(opaque_key(row.secret_hash), in_words(row.device), told, this)


def _mine(key: str) -> UserSession | None:
    mine = open_sessions(db.session, now(), UserSession.person_id == myself().id)
    return next((row for row in mine if opaque_key(row.secret_hash) == key), None)


def _end(*which: object) -> None:
    with writing(db.engine) as database:
        database.execute(
            update(UserSession)
            .where(*which, UserSession.ended_at.is_(None))  # type: ignore[arg-type]
            .values(ended_at=now())
            .execution_options(synchronize_session=False)
        )
