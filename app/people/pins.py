"""PINs in the database: slow hashes, salted, and keyed by what the database does not hold."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from flask import current_app
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.persistence.tables import Pin


@dataclass(frozen=True, slots=True)
class Hashed:
    """A PIN as it is kept. Made outside of any write transaction: that takes its time."""

    salt: str
    hash: str


def hashed(digits: str) -> Hashed:
    """A PIN under a fresh salt."""
    salt = secrets.token_hex(16)
    return Hashed(salt, _hash(salt, digits))


def keep(database: Session, person_id: str, pin: Hashed, now: datetime) -> None:
    """Somebody's PIN, in the place of any before."""
    database.execute(delete(Pin).where(Pin.person_id == person_id))
    database.execute(insert(Pin), [{"person_id": person_id, "salt": pin.salt, "hash": pin.hash, "set_at": now}])


def is_right(database: Session, person_id: str, digits: str) -> bool:
    """Whether it is theirs."""
    kept = database.execute(select(Pin.salt, Pin.hash).where(Pin.person_id == person_id)).one_or_none()
    return kept is not None and hmac.compare_digest(kept.hash, _hash(kept.salt, digits))


def is_easy(digits: str) -> bool:
    """Whether it would be the first to be tried: one sign again and again, or one after the other."""
    steps = {int(second) - int(first) for first, second in pairwise(digits)}
    return len(steps) == 1 and steps <= {-1, 0, 1}


def _hash(salt: str, digits: str) -> str:
    keyed = hmac.new(str(current_app.secret_key).encode(), digits.encode(), hashlib.sha256).digest()
    return hashlib.scrypt(keyed, salt=bytes.fromhex(salt), n=2**14, r=8, p=1, dklen=32).hex()
