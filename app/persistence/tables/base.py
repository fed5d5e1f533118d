"""What all tables share: names of constraints, ids, instants."""

import secrets
from base64 import b32encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import ClassVar

from sqlalchemy import BigInteger, Date, DateTime, Dialect, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

ID_LENGTH = 20
OPEN_ENDED = date(9999, 12, 31)

_random_bytes: ContextVar[Callable[[int], bytes]] = ContextVar("random_bytes", default=secrets.token_bytes)


class Base(DeclarativeBase):
    """The declarative base; constraints have names, so that SQLite can alter them in batches."""

    __table__: ClassVar[Table]

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Only moments with a zone are taken."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment needs its zone"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always with a zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


def new_id() -> str:
    """A fresh opaque id of 100 random bits that is safe in an address."""
    return b32encode(_random_bytes.get()(13)).decode().lower()[:ID_LENGTH]


def new_salt() -> str:
    """A fresh salt of 128 bits, in hex."""
    return _random_bytes.get()(16).hex()


@contextmanager
def ids_drawn_from(random_bytes: Callable[[int], bytes]) -> Iterator[None]:
    """Take ids and salts from another source: the demo's are the same for the same day."""
    token = _random_bytes.set(random_bytes)
    try:
        yield
    finally:
        _random_bytes.reset(token)


def text_id(**options: object) -> Mapped[str]:
    """A column for an id."""
    return mapped_column(String(ID_LENGTH), **options)  # type: ignore[arg-type]


def pence() -> Mapped[int]:
    """A column for whole pence."""
    return mapped_column(BigInteger)


class ByChange:
    """A row that one change wrote and that is never touched again: covered by its digest."""

    pot_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    change_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)


class Versioned(ByChange):
    """A thing told in rows `n` = 0, 1, 2 …: the last one is what is true of it now.

    The key (id, n) settles a race: two that would both write row n cannot.
    """

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Dated:
    """A fact that holds from one day to another (the last day included)."""

    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date] = mapped_column(Date)
