"""Mailed codes and links: kept as hashes, short-lived, good once."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from flask import current_app
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.persistence.tables import Person, SignInCode, UserSession
from app.persistence.tables.base import new_id

DIGITS = 8
TRIES = 5
VALID = timedelta(minutes=10)
INVITED = timedelta(hours=72)
KEPT = timedelta(days=30)  # so long an old link can still be changed for a new one


class Verdict(Enum):
    """Why a code does not let anybody in."""

    WRONG = "wrong"
    TOO_OLD = "too old"


@dataclass(frozen=True, slots=True)
class Issued:
    """What goes into a mail, and nowhere else: the database only has its hashes."""

    id: str
    email: str
    code: str
    token: str


def issue(database: Session, email: str, now: datetime, valid: timedelta = VALID) -> Issued:
    """A fresh code and link for an address."""
    database.execute(delete(SignInCode).where(SignInCode.expires_at < now - KEPT))
    issued = Issued(new_id(), email, f"{secrets.randbelow(10**DIGITS):0{DIGITS}}", secrets.token_urlsafe(32))
    row = {
        "id": issued.id,
        "email": email,
        "code_hash": _code_hash(issued.id, issued.code),
        "link_hash": _link_hash(issued.token),
        "created_at": now,
        "expires_at": now + valid,
        "used_at": None,
        "tries": 0,
    }
    database.execute(insert(SignInCode), [row])
    return issued


def try_code(database: Session, code_id: str, code: str, now: datetime) -> str | Verdict:
    """The address that a code lets in, and the code is used up; or why not, and the try counts."""
    tried = database.execute(
        update(SignInCode)
        .where(
            SignInCode.id == code_id,
            SignInCode.used_at.is_(None),
            SignInCode.expires_at > now,
            SignInCode.tries < TRIES,
        )
        .values(tries=SignInCode.tries + 1)
        .returning(SignInCode.email, SignInCode.code_hash, SignInCode.tries)
        .execution_options(synchronize_session=False)
    ).first()
    if tried is None:
        return Verdict.TOO_OLD
    if not hmac.compare_digest(tried.code_hash, _code_hash(code_id, code)):
        return Verdict.WRONG if tried.tries < TRIES else Verdict.TOO_OLD
    _use_up(database, tried.email, now)
    return str(tried.email)


def use_link(database: Session, token: str, now: datetime) -> str | Verdict:
    """The address that a link lets in, and the link is used up."""
    email = database.execute(
        update(SignInCode)
        .where(*_open_link(token, now))
        .values(used_at=now)
        .returning(SignInCode.email)
        .execution_options(synchronize_session=False)
    ).scalar()
    if email is None:
        return Verdict.TOO_OLD
    _use_up(database, email, now)
    return str(email)


def email_of_open_link(database: Session, token: str, now: datetime) -> str | None:
    """The address that a link would let in: looking uses nothing up, because mail scanners look."""
    return database.execute(select(SignInCode.email).where(*_open_link(token, now))).scalar()


def email_of_link(database: Session, token: str) -> str | None:
    """The address that a link was sent to, however old it is."""
    return database.execute(select(SignInCode.email).where(SignInCode.link_hash == _link_hash(token))).scalar()


def email_of_code(database: Session, code_id: str | None) -> str | None:
    """The address that a code was sent to."""
    return database.execute(select(SignInCode.email).where(SignInCode.id == code_id)).scalar()


def person_of(database: Session, email: str, language: str, now: datetime, called: str | None = None) -> str:
    """The id of the person with this address: a new one where there is none, `called` what others call them."""
    known = database.execute(select(Person.id).where(Person.email == email)).scalar()
    if known:
        return known
    return new_person(database, new_id(), called or provisional_name(email), language, now, email)


def new_person(
    database: Session, person_id: str, name: str, language: str, now: datetime, email: str | None = None
) -> str:
    """Somebody who was not here before; their id."""
    row = {
        "id": person_id,
        "email": email,
        "name": name,
        "language": language,
        "runs_service": False,
        "created_at": now,
    }
    database.execute(insert(Person), [row])
    return person_id


def provisional_name(email: str) -> str:
    """What a new person is called until they say their name."""
    return email.partition("@")[0]


def was_here_before(database: Session, person_id: str) -> bool:
    """Whether they have signed in before."""
    return (
        database.execute(select(UserSession.secret_hash).where(UserSession.person_id == person_id)).first() is not None
    )


def _open_link(token: str, now: datetime) -> tuple:
    return (
        SignInCode.link_hash == _link_hash(token),
        SignInCode.used_at.is_(None),
        SignInCode.expires_at > now,
    )


def _use_up(database: Session, email: str, now: datetime) -> None:
    """Whoever is in needs none of the other mails that were sent to them."""
    database.execute(
        update(SignInCode)
        .where(SignInCode.email == email, SignInCode.used_at.is_(None))
        .values(used_at=now)
        .execution_options(synchronize_session=False)
    )


def _code_hash(code_id: str, code: str) -> str:
    """Keyed: eight digits alone are soon tried through by whoever reads the table."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, f"{code_id} {code}".encode(), hashlib.sha256).hexdigest()


def _link_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
