"""Recovery codes in the database: ten at a time, hashed, each good once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from app.people import printed_codes
from app.persistence.tables import RecoveryCode

HOW_MANY = 10


@dataclass(frozen=True, slots=True)
class Left:
    """How many codes of the last page are still good, and when it was made."""

    number: int
    made_at: datetime | None


def make_anew(database: Session, person_id: str, now: datetime) -> list[str]:
    """Ten fresh codes of a person; none that was made before counts any more."""
    database.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = [printed_codes.fresh() for _code in range(HOW_MANY)]
    rows = [
        {"code_hash": printed_codes.hash_of(code), "person_id": person_id, "made_at": now, "used_at": None}
        for code in codes
    ]
    database.execute(insert(RecoveryCode), rows)
    return codes


def use(database: Session, code: str, now: datetime) -> str | None:
    """The id of the person whose code it is, and it is used up; None where it is nobody's, or used."""
    return database.execute(
        update(RecoveryCode)
        .where(RecoveryCode.code_hash == printed_codes.hash_of(code), RecoveryCode.used_at.is_(None))
        .values(used_at=now)
        .returning(RecoveryCode.person_id)
        .execution_options(synchronize_session=False)
    ).scalar()


def left(database: Session, person_id: str) -> Left:
    """What is left of a person's codes."""
    unused = func.count(RecoveryCode.code_hash).filter(RecoveryCode.used_at.is_(None))
    found = select(unused, func.max(RecoveryCode.made_at)).where(RecoveryCode.person_id == person_id)
    return Left(*database.execute(found).one())
