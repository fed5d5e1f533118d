"""Ways back in the database: asked for by nobody known, said by those who know them, stopped, used."""

import hashlib
import hmac
import secrets
from datetime import datetime

from flask import current_app
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session, aliased

from app.domain.authority import Authority, Permission
from app.domain.coming_back import ASKED_FOR, WAIT, Stage, Word, enough, stage_at, weight_of
from app.people import printed_codes
from app.people.devices import open_sessions
from app.persistence.authorities import authority
from app.persistence.tables import AuthorityRow, Person, UserSession, WayBack, WayBackWord
from app.persistence.tables.base import new_id

DIGITS = 8


class SaidBefore(Exception):
    """The same person has said it already: holds the id of the way back."""


def ask(database: Session, now: datetime) -> str:
    """A fresh way back, which is nobody's yet: the secret of the phone that asked."""
    database.execute(delete(WayBack).where(WayBack.person_id.is_(None), WayBack.asked_at < now - ASKED_FOR))
    secret = secrets.token_urlsafe(32)
    while _of_code(database, digits_of(secret), now) is not None:  # one of a hundred million, and still
        secret = secrets.token_urlsafe(32)
    row = {
        "id": new_id(),
        "link_hash": _link_hash(secret),
        "code_hash": _code_hash(digits_of(secret)),
        "asked_at": now,
        "person_id": None,
        "opens_at": None,
        "stopped_at": None,
        "used_at": None,
    }
    database.execute(insert(WayBack), [row])
    return secret


def digits_of(secret: str) -> str:
    """The numbers that the phone shows: its secret cannot be told from them."""
    return f"{int(_keyed(f'digits {secret}'), 16) % 10**DIGITS:0{DIGITS}}"


def of_secret(database: Session, secret: str) -> WayBack | None:
    """The way back of a phone that asked."""
    return database.scalars(select(WayBack).where(WayBack.link_hash == _link_hash(secret))).one_or_none()


def of_person(database: Session, person_id: str) -> WayBack | None:
    """The way back that is open, or will be, for a person: of several, the first."""
    found = select(WayBack).where(
        WayBack.person_id == person_id,
        WayBack.opens_at.is_not(None),
        WayBack.stopped_at.is_(None),
        WayBack.used_at.is_(None),
    )
    return database.scalars(found.order_by(WayBack.opens_at).limit(1)).one_or_none()


def say(database: Session, by: Authority, pot_id: str, digits: str, person_id: str, now: datetime) -> WayBack | None:
    """Somebody says that it is this person; with enough such words the wait begins. None: no phone shows this code.

    Raises SaidBefore.
    """
    found = _of_code(database, digits, now, lock=True)
    if found is None or found.person_id not in {None, person_id}:
        return None
    if database.get(WayBackWord, (found.id, by.person_id)):
        raise SaidBefore(found.id)
    word = {"way_back_id": found.id, "person_id": by.person_id, "pot_id": pot_id, "authority_id": by.id, "said_at": now}
    database.execute(insert(WayBackWord), [word])
    found.person_id = person_id
    _settle(database, found, now)
    return found


def unsay(database: Session, way_back_id: str, by_id: str, now: datetime) -> WayBack | None:
    """Take one's own word back, while nobody has come in. None where there is nothing to take back."""
    found = database.get(WayBack, way_back_id, with_for_update=True)
    if found is None or found.used_at or found.stopped_at or not database.get(WayBackWord, (way_back_id, by_id)):
        return None
    database.execute(delete(WayBackWord).where(WayBackWord.way_back_id == way_back_id, WayBackWord.person_id == by_id))
    _settle(database, found, now)
    if not who_said(database, way_back_id):
        found.person_id = None  # the phone still shows its code: it can be said of somebody else
        database.flush()
    return found


def stop(database: Session, person_id: str, now: datetime) -> bool:
    """End every way back of a person; whether there was one."""
    stopped = database.execute(
        update(WayBack)
        .where(WayBack.person_id == person_id, WayBack.stopped_at.is_(None), WayBack.used_at.is_(None))
        .values(stopped_at=now)
        .returning(WayBack.id)
        .execution_options(synchronize_session=False)
    )
    return stopped.first() is not None


def use(database: Session, secret: str, now: datetime) -> str | None:
    """The id of the person whom it lets in, once: after the wait, and while enough of the words still count."""
    found = database.scalars(
        select(WayBack).where(WayBack.link_hash == _link_hash(secret)).with_for_update()
    ).one_or_none()
    if found is None or found.person_id is None or stage(found, now) is not Stage.OPEN:
        return None
    if not _is_enough(database, found, now):
        return None
    found.used_at = now
    database.flush()
    return found.person_id


def stage(way_back: WayBack, now: datetime) -> Stage:
    """How far it has come."""
    return stage_at(
        now,
        asked_at=way_back.asked_at,
        said=way_back.person_id is not None,
        opens_at=way_back.opens_at,
        stopped=way_back.stopped_at is not None,
        used=way_back.used_at is not None,
    )


def who_said(database: Session, way_back_id: str, pot_id: str | None = None) -> list[str]:
    """The names of those who said so, the first one first; with a pot, only by an authority over that."""
    found = select(Person.name).join(WayBackWord, WayBackWord.person_id == Person.id)
    found = found.where(WayBackWord.way_back_id == way_back_id).order_by(WayBackWord.said_at)
    return list(database.scalars(found.where(WayBackWord.pot_id == pot_id) if pot_id else found))


def stop_token(way_back: WayBack) -> str:
    """What the link of a mail holds: whoever has it can stop this one, and nothing else."""
    return f"{way_back.id}{printed_codes.signed(f'stop {way_back.id}')}"


def of_stop_token(database: Session, token: str) -> WayBack | None:
    """The way back that the link of a mail stops."""
    way_back_id, code = token[: -printed_codes.LENGTH], token[-printed_codes.LENGTH :]
    if not hmac.compare_digest(printed_codes.signed(f"stop {way_back_id}").encode(), code.encode()):
        return None
    return database.get(WayBack, way_back_id)


def _settle(database: Session, way_back: WayBack, now: datetime) -> None:
    """Begin the wait when enough has been said, and end it when that is taken back."""
    if not _is_enough(database, way_back, now):
        way_back.opens_at = None
    elif way_back.opens_at is None:
        way_back.opens_at = now + WAIT
    database.flush()


def _is_enough(database: Session, way_back: WayBack, now: datetime) -> bool:
    person = database.get(Person, way_back.person_id) if way_back.person_id else None
    if person is None:
        return False
    can_be_told = person.email is not None or bool(open_sessions(database, now, UserSession.person_id == person.id))
    return enough(_words(database, way_back.id, now), person.id, can_be_told=can_be_told)


def _words(database: Session, way_back_id: str, now: datetime) -> list[Word]:
    """Words whose authority stands."""
    later = aliased(AuthorityRow)
    found = database.scalars(
        select(AuthorityRow)
        .join(WayBackWord, WayBackWord.authority_id == AuthorityRow.id)
        .where(
            WayBackWord.way_back_id == way_back_id,
            ~select(later.id).where(later.id == AuthorityRow.id, later.n > AuthorityRow.n).exists(),
        )
    )
    held = [authority(row.id, row.person_id, row) for row in found]  # without what is switched on for a while
    return [
        Word(one.person_id, weight_of(one.role)) for one in held if one.stands(now) and one.allows(Permission.VOUCH)
    ]


def _of_code(database: Session, digits: str, now: datetime, *, lock: bool = False) -> WayBack | None:
    found = select(WayBack).where(
        WayBack.code_hash == _code_hash(digits),
        WayBack.asked_at > now - ASKED_FOR,
        WayBack.stopped_at.is_(None),
        WayBack.used_at.is_(None),
    )
    return database.scalars(found.with_for_update() if lock else found).one_or_none()


def _link_hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _code_hash(digits: str) -> str:
    """Keyed: eight digits alone are soon tried through by whoever reads the table."""
    return _keyed(f"way back {digits}")


def _keyed(text: str) -> str:
    return hmac.new(str(current_app.secret_key).encode(), text.encode(), hashlib.sha256).hexdigest()
