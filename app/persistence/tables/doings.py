"""What people do day by day: spending, shifts, messages, a bank's rows."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.tables.base import (
    ID_LENGTH,
    Base,
    ByChange,
    Instant,
    Versioned,
    pence,
    text_id,
)


class Spending(Versioned, Base):
    """A payment somebody recorded, as last told. What for, to whom and why are in `words`."""

    __tablename__ = "spending"
    __table_args__ = (Index("ix_spending_pot_id_happened_on_id", "pot_id", "happened_on", "id"),)

    step: Mapped[str] = mapped_column(String(20))  # recorded, changed, taken_out, put_back
    standing: Mapped[bool]
    amount_pence: Mapped[int] = pence()
    happened_on: Mapped[date] = mapped_column(Date)
    plan_line_id: Mapped[str] = text_id()
    refund_of: Mapped[str | None] = mapped_column(String(ID_LENGTH))


class Receipt(Versioned, Base):
    """A photo or paper that shows what was paid, as last told: of a payment, or waiting for one.

    The file itself lies beside the database under its digest, and so does a small one of a photo.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        Index("ix_receipt_pot_id_spending_id", "pot_id", "spending_id"),
        Index("ix_receipt_pot_id_digest", "pot_id", "digest"),
    )

    # One of: kept, kept_again, matched, taken_off, let_go, taken_out, undone.
    step: Mapped[str] = mapped_column(String(20))
    standing: Mapped[bool]
    spending_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    media: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    small_digest: Mapped[str | None] = mapped_column(String(64))
    size_bytes: Mapped[int]


class Shift(Versioned, Base):
    """A carer's work, as last told. The note is in `words`."""

    __tablename__ = "shift"
    __table_args__ = (Index("ix_shift_pot_id_starts_at", "pot_id", "starts_at"),)

    # One of: logged, changed, withdrawn, returned, approved, unapproved, paid, unpaid.
    step: Mapped[str] = mapped_column(String(20))
    carer_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    amount_pence: Mapped[int] = pence()
    plan_line_id: Mapped[str] = text_id()
    paid_on: Mapped[date | None] = mapped_column(Date)


class Thread(ByChange, Base):
    """A conversation of the pot."""

    __tablename__ = "thread"

    id: Mapped[str] = text_id(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))  # broker


class Message(Versioned, Base):
    """Something said in a thread, or taken back before it was read. Its body is in `words`."""

    __tablename__ = "message"

    step: Mapped[str] = mapped_column(String(20))  # said, taken_back
    thread_id: Mapped[str] = text_id(index=True)
    author_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    said_at: Mapped[datetime] = mapped_column(Instant)


class ThreadRead(Base):
    """Up to when a person has read a thread. Not a change of the pot: a small table of its own."""

    __tablename__ = "thread_read"

    thread_id: Mapped[str] = text_id(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    pot_id: Mapped[str] = mapped_column(ForeignKey("pot.id"), index=True)
    read_up_to: Mapped[datetime] = mapped_column(Instant)


class Statement(Base):
    """A bank's file that was read, before its rows are said what they are."""

    __tablename__ = "statement"

    id: Mapped[str] = text_id(primary_key=True)
    pot_id: Mapped[str] = mapped_column(ForeignKey("pot.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    format: Mapped[str] = mapped_column(String(30))
    read_at: Mapped[datetime] = mapped_column(Instant)
    rows_in_file: Mapped[int]


class StatementRow(Base):
    """One row of a bank, once in a pot whatever file it came in."""

    __tablename__ = "statement_row"
    __table_args__ = (UniqueConstraint("pot_id", "identity"),)

    id: Mapped[str] = text_id(primary_key=True)
    pot_id: Mapped[str] = mapped_column(ForeignKey("pot.id"))
    statement_id: Mapped[str] = mapped_column(ForeignKey("statement.id"), index=True)
    identity: Mapped[str] = mapped_column(String(64))
    booked_on: Mapped[date] = mapped_column(Date)
    amount_pence: Mapped[int] = pence()
    balance_pence: Mapped[int | None] = pence()
    text: Mapped[str] = mapped_column(Text)


class Sighting(Versioned, Base):
    """What a bank's row is: `id` is the row's. `source` names what it pays, gives or repeats."""

    __tablename__ = "sighting"
    __table_args__ = (Index("ix_sighting_pot_id_source", "pot_id", "source"),)

    # instalment, client, refund, owed, already, spending, not_in_plan, not_ours, unsaid
    says: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(60))
    amount_pence: Mapped[int] = pence()
    booked_on: Mapped[date] = mapped_column(Date)


class Notice(Base):
    """Something a person is to be told, waiting for its way of delivery. No words in it."""

    __tablename__ = "notice"

    id: Mapped[str] = text_id(primary_key=True)
    pot_id: Mapped[str] = mapped_column(ForeignKey("pot.id"), index=True)
    change_id: Mapped[str] = mapped_column(ForeignKey("change.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(Instant)


class Todo(Base):
    """How many things of a kind wait for somebody, kept in the same transaction."""

    __tablename__ = "todo"

    pot_id: Mapped[str] = mapped_column(ForeignKey("pot.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    waiting: Mapped[int]
