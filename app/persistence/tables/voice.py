"""A holder's say: who looked at what is theirs, what they were asked, what was gone through with them."""

from datetime import date

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.tables.base import Base, Versioned, text_id


class Looked(Base):
    """That somebody looked at one kind of page of a pot on a day. Not a change of the pot: a small table of its own."""

    __tablename__ = "looked"
    __table_args__ = (Index("ix_looked_pot_id_day", "pot_id", "day"),)

    pot_id: Mapped[str] = mapped_column(ForeignKey("pot.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    authority_id: Mapped[str] = text_id()  # by which they came in that day


class Wish(Versioned, Base):
    """A question to the holder before something is decided, and what they wish. The question is in `words`.

    `source` names what it is about, or what it came to be about: like `shift:…`, or `none`.
    """

    __tablename__ = "wish"
    __table_args__ = (Index("ix_wish_pot_id_source", "pot_id", "source"),)

    # One of: asked, taken_back, answered (by the holder), told (the asker says what the holder answered), decided.
    step: Mapped[str] = mapped_column(String(20))
    asker_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    picture: Mapped[str] = mapped_column(String(20))
    amount_pence: Mapped[int | None] = mapped_column(BigInteger)
    answer: Mapped[str | None] = mapped_column(String(20))  # yes, no, not_now
    source: Mapped[str] = mapped_column(String(60))


class GoneThrough(Versioned, Base):
    """That somebody went through a month with the holder. Who it was, and what was said, is in `words`."""

    __tablename__ = "gone_through"
    __table_args__ = (Index("ix_gone_through_pot_id_month", "pot_id", "month"),)

    month: Mapped[str] = mapped_column(String(7))  # 2026-03
    gone_on: Mapped[date] = mapped_column(Date)
    how: Mapped[str] = mapped_column(String(20))  # signed, said, showed, not_agreed
    standing: Mapped[bool]
    media: Mapped[str | None] = mapped_column(String(40))  # of a photo of the paper, where there is one
    digest: Mapped[str | None] = mapped_column(String(64))
    small_digest: Mapped[str | None] = mapped_column(String(64))
    size_bytes: Mapped[int | None]
