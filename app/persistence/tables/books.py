"""The books: rows that only grow, and the running totals kept beside them."""

from datetime import date

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.tables.base import Base, ByChange, pence, text_id


class Account(ByChange, Base):
    """One account, by its key. An empty part is `none`."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("pot_id", "budget_year", "kind", "contribution_id", "plan_line_id"),)

    id: Mapped[str] = text_id(primary_key=True)
    budget_year: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    contribution_id: Mapped[str] = text_id()
    plan_line_id: Mapped[str] = text_id()


class Entry(ByChange, Base):
    """Something that happened to the money, on one day. `source` names what it is of."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("pot_id", "source", "kind", "attempt"),
        Index("ix_entry_pot_id_happened_on", "pot_id", "happened_on"),
    )

    id: Mapped[str] = text_id(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(60))
    attempt: Mapped[int]  # how often it had been reversed before: at most one stands
    happened_on: Mapped[date] = mapped_column(Date)
    split_id: Mapped[str | None] = mapped_column(String(20))


class Posting(Base):
    """One side of an entry: debits are positive."""

    __tablename__ = "posting"

    id: Mapped[str] = text_id(primary_key=True)
    pot_id: Mapped[str] = mapped_column(ForeignKey("pot.id"), index=True)
    entry_id: Mapped[str] = mapped_column(ForeignKey("entry.id"), index=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), index=True)
    amount_pence: Mapped[int] = pence()


class Commitment(ByChange, Base):
    """Money set aside, already split; releasing it writes the opposite.

    It counts until `counts_until`: a week of regular support stops counting when it begins.
    """

    __tablename__ = "commitment"
    __table_args__ = (Index("ix_commitment_pot_id_source", "pot_id", "source"),)

    id: Mapped[str] = text_id(primary_key=True)
    budget_year: Mapped[int]
    contribution_id: Mapped[str] = text_id()
    plan_line_id: Mapped[str] = text_id()
    source: Mapped[str] = mapped_column(String(60))
    amount_pence: Mapped[int] = pence()
    counts_until: Mapped[date] = mapped_column(Date)


class Balance(Base):
    """The sum of an account's postings, kept in the same transaction."""

    __tablename__ = "balance"

    account_id: Mapped[str] = mapped_column(ForeignKey("account.id"), primary_key=True)
    pot_id: Mapped[str] = mapped_column(ForeignKey("pot.id"), index=True)
    amount_pence: Mapped[int] = pence()


class WeekTotal(Base):
    """What was used, or spent outside the plan, in a week, for a line."""

    __tablename__ = "week_total"

    pot_id: Mapped[str] = mapped_column(ForeignKey("pot.id"), primary_key=True)
    week: Mapped[date] = mapped_column(Date, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    plan_line_id: Mapped[str] = text_id(primary_key=True)
    amount_pence: Mapped[int] = pence()


class Aside(Base):
    """What is set aside until a day, by contribution: the sum of its commitments."""

    __tablename__ = "aside"

    pot_id: Mapped[str] = mapped_column(ForeignKey("pot.id"), primary_key=True)
    budget_year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    contribution_id: Mapped[str] = text_id(primary_key=True)
    plan_line_id: Mapped[str] = text_id(primary_key=True)
    counts_until: Mapped[date] = mapped_column(Date, primary_key=True)
    amount_pence: Mapped[int] = pence()


class SplitTaken(Base):
    """What each contribution has borne of a line under one split: its remainder is carried."""

    __tablename__ = "split_taken"

    split_id: Mapped[str] = text_id(primary_key=True)
    contribution_id: Mapped[str] = text_id(primary_key=True)
    pot_id: Mapped[str] = mapped_column(ForeignKey("pot.id"), index=True)
    taken_pence: Mapped[int] = mapped_column(BigInteger)
