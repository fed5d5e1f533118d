"""What is done behind the pages, and what came of it. Not changes of a pot: small tables of their own."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.tables.base import Base, Instant, pence, text_id


class Job(Base):
    """Something the worker is asked to do about a thing of a pot: once, however often it is asked.

    Nobody takes it before `leased_until`: until then somebody is at it, or it rests after a try in vain.
    """

    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_leased_until", "state", "leased_until"),)

    kind: Mapped[str] = mapped_column(String(30), primary_key=True)
    about: Mapped[str] = text_id(primary_key=True)
    pot_id: Mapped[str] = mapped_column(ForeignKey("pot.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(10))  # waiting, done, failed
    tries: Mapped[int]
    leased_until: Mapped[datetime] = mapped_column(Instant)


class ReceiptReading(Base):
    """The total that a photo of a receipt seems to show. A suggestion: it moves nothing until somebody says so."""

    __tablename__ = "receipt_reading"

    receipt_id: Mapped[str] = text_id(primary_key=True)
    pot_id: Mapped[str] = mapped_column(ForeignKey("pot.id"), index=True)
    amount_pence: Mapped[int] = pence()
    read_at: Mapped[datetime] = mapped_column(Instant)
