"""People and how they sign in. Nothing here belongs to a pot."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.tables.base import ID_LENGTH, Base, Instant, text_id


class Person(Base):
    """One human being, one sign-in."""

    __tablename__ = "person"

    id: Mapped[str] = text_id(primary_key=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(10))
    modes: Mapped[str | None] = mapped_column(String(100))  # how they see pages (app/web/modes.py)
    needs: Mapped[str | None] = mapped_column(String(200))  # how they need to be told things (app/domain/needs.py)
    needs_shared: Mapped[bool | None]
    needs_told_at: Mapped[datetime | None] = mapped_column(Instant)
    runs_service: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(Instant)


class Passkey(Base):
    """A WebAuthn credential of a person."""

    __tablename__ = "passkey"

    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int]
    transports: Mapped[str] = mapped_column(String(200))
    backed_up: Mapped[bool]
    name: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(Instant)
    last_used_at: Mapped[datetime | None] = mapped_column(Instant)


class UserSession(Base):
    """A signed-in device: the cookie holds the secret, the table only its hash."""

    __tablename__ = "user_session"

    secret_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    device: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    seen_on: Mapped[date | None] = mapped_column(Date)  # the last day in London on which it was used
    link_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), index=True)  # the invitation whose link made it
    unlocked_at: Mapped[datetime | None] = mapped_column(Instant)  # where a PIN is asked for: when it was given last


class SignInCode(Base):
    """A mailed code and link, both hashed: ten minutes, single use, five tries."""

    __tablename__ = "sign_in_code"

    id: Mapped[str] = text_id(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    tries: Mapped[int]


class RecoveryCode(Base):
    """A printed code, hashed: good once, until a new page of them is made."""

    __tablename__ = "recovery_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class Pin(Base):
    """The four to six numbers that lock the phone of somebody who came in by a link."""

    __tablename__ = "pin"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    hash: Mapped[str] = mapped_column(String(64))
    set_at: Mapped[datetime] = mapped_column(Instant)


class WayBack(Base):
    """Somebody who cannot come in has asked; those who know them say who it is (app/domain/coming_back.py)."""

    __tablename__ = "way_back"

    id: Mapped[str] = text_id(primary_key=True)
    link_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str] = mapped_column(String(64), index=True)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)  # who it is, once it is said
    opens_at: Mapped[datetime | None] = mapped_column(Instant)
    stopped_at: Mapped[datetime | None] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class WayBackWord(Base):
    """Who said so, by which authority: it counts while that stands."""

    __tablename__ = "way_back_word"

    way_back_id: Mapped[str] = mapped_column(ForeignKey("way_back.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    pot_id: Mapped[str] = mapped_column(ForeignKey("pot.id"))
    authority_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    said_at: Mapped[datetime] = mapped_column(Instant)


class Attempt(Base):
    """One try at something that is throttled, by whom (a hash of account or address)."""

    __tablename__ = "attempt"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    what: Mapped[str] = mapped_column(String(40))
    by_hash: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
