"""What happens whichever way somebody signs in."""

from flask import request, session
from sqlalchemy import select

from app.people.codes import provisional_name, was_here_before
from app.persistence.database import db
from app.persistence.tables import Person
from app.web import identity
from app.web.address import address, on_this_site
from app.web.forms import clean
from app.web.words import LANGUAGES, language


def remember_where(wanted: str | None) -> None:
    """Keep in mind where somebody was going, if that is a page of this site."""
    session.pop("next", None)
    if on_this_site(wanted):
        session["next"] = wanted


def where_next() -> str:
    """Where they were going, or home: told once."""
    return on_this_site(session.pop("next", None)) or "/"


def come_in(person_id: str) -> str:
    """Sign a person in, and say where that leads. Call it outside of any write transaction."""
    wanted = session.get("next")
    db.session.rollback()
    name, email, own_language = db.session.execute(
        select(Person.name, Person.email, Person.language).where(Person.id == person_id)
    ).one()
    nameless = name == provisional_name(email or "") and not was_here_before(db.session, person_id)
    identity.sign_out()  # whoever was signed in here before
    identity.sign_in(person_id, clean(request.user_agent.string))
    if own_language in LANGUAGES:
        session.setdefault("language", own_language)
    remember_where(wanted)
    return address("people.first_name") if nameless else where_next()


def kept_language() -> str:
    """The language of this request, if a person can have it for good."""
    return language() if language() in LANGUAGES else "en"
