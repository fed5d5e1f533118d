"""What happens whichever way somebody signs in."""

from flask import abort, request, session
from sqlalchemy import select

from app.people.codes import provisional_name, was_here_before
from app.persistence.database import db
from app.persistence.tables import Person
from app.web import identity
from app.web.address import address, on_this_site
from app.web.forms import clean
from app.web.identity import SignedIn, signed_in
from app.web.words import LANGUAGES, language


def myself() -> SignedIn:
    """The person of this request."""
    person = signed_in()
    if person is None:
        abort(401)
    return person


def myself_with_account() -> SignedIn:
    """The same, of who has an account: a phone that came in by a link gets no other way in."""
    person = myself()
    if person.by_link:
        abort(403)
    return person


def remember_where(wanted: str | None) -> None:
    """Keep in mind where somebody was going, if that is a page of this site."""
    session.pop("next", None)
    if on_this_site(wanted):
        session["next"] = wanted


def where_next() -> str:
    """Where they were going, or home: told once."""
    return on_this_site(session.pop("next", None)) or "/"


def come_in(person_id: str, link_id: str | None = None) -> str:
    """Sign a person in, and say where that leads. Call it outside of any write transaction."""
    wanted = session.get("next")
    db.session.rollback()
    name, email, own_language = db.session.execute(
        select(Person.name, Person.email, Person.language).where(Person.id == person_id)
    ).one()
    nameless = name == provisional_name(email or "") and not was_here_before(db.session, person_id)
    identity.sign_out()  # whoever was signed in here before
    identity.sign_in(person_id, clean(request.user_agent.string), link_id)
    if own_language in LANGUAGES:
        session.setdefault("language", own_language)
    remember_where(wanted)
    return address("people.first_name") if nameless else where_next()


def come_back(person_id: str) -> str:
    """Sign in somebody whose phone is gone, and say where they add another."""
    come_in(person_id)
    remember_where(address("people.me"))
    return address("people.first_passkey", again=1)


def kept_language() -> str:
    """The language of this request, if a person can have it for good."""
    return language() if language() in LANGUAGES else "en"
