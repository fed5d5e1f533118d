"""How often something may be tried: counted in the database, under hashes only."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request
from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from app.persistence.database import db, writing
from app.persistence.tables import Attempt
from app.persistence.tables.base import new_id
from app.web.identity import opaque_key

KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` tries at `what` by one account or address `within` a time."""

    what: str
    by: str
    most: int
    within: timedelta

    @property
    def by_hash(self) -> str:
        """What stands for the account or address."""
        return opaque_key(f"{self.what} {self.by}")


@dataclass
class TooMany(Exception):
    """A limit is reached: `wait` until there is room again."""

    wait: timedelta


def count_try(now: datetime, *limits: Limit) -> None:
    """Count one try against every limit. Raises TooMany, and then counts it against none."""
    with writing(db.engine) as database:
        _one_at_a_time(database)
        wait = max(_wait(database, limit, now) for limit in limits)
        if wait > timedelta(0):
            raise TooMany(wait)
        database.execute(delete(Attempt).where(Attempt.at < now - KEPT))
        rows = [{"id": new_id(), "what": limit.what, "by_hash": limit.by_hash, "at": now} for limit in limits]
        database.execute(insert(Attempt), rows)


def network() -> str:
    """Where the request comes from; an IPv6 customer has 2⁶⁴ addresses, which count as one."""
    came_from = request.remote_addr or ""
    try:
        address = ipaddress.ip_address(came_from)
    except ValueError:
        return came_from
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else came_from


def _one_at_a_time(database: Session) -> None:
    """Many tries sent at the same moment see each other: on SQLite `writing` sees to that."""
    if database.get_bind().dialect.name == "postgresql":
        database.execute(text("LOCK TABLE attempt IN SHARE ROW EXCLUSIVE MODE"))


def _wait(database: Session, limit: Limit, now: datetime) -> timedelta:
    """How long until the try that fills the limit is out of its time; zero when there is room."""
    fills = database.execute(
        select(Attempt.at)
        .where(
            Attempt.what == limit.what,
            Attempt.by_hash == limit.by_hash,
            Attempt.at > now - limit.within,
        )
        .order_by(Attempt.at.desc())
        .limit(1)
        .offset(limit.most - 1)
    ).scalar()
    return fills + limit.within - now if fills else timedelta(0)
