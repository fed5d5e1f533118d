"""Who pays, how much, until when, and what it is for."""

from datetime import date

from sqlalchemy import Date, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.tables.base import Base, ByChange, Dated, Versioned, pence, text_id


class Terms(Versioned, Base):
    """Level of integration, and whether the budget is a shadow: not real money yet."""

    __tablename__ = "terms"

    level: Mapped[str] = mapped_column(String(20))
    shadow: Mapped[bool]


class BudgetYearRow(ByChange, Base):
    """A budget year of a pot."""

    __tablename__ = "budget_year"
    __table_args__ = (UniqueConstraint("pot_id", "number"),)

    id: Mapped[str] = text_id(primary_key=True)
    number: Mapped[int]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)


class Funder(Versioned, Dated, Base):
    """A body that pays. Its name is in `words`; after a merger `successor_id` says who follows."""

    __tablename__ = "funder"

    stream: Mapped[str] = mapped_column(String(20))
    code: Mapped[str | None] = mapped_column(String(20))
    successor_id: Mapped[str | None] = mapped_column(String(20))


class Contribution(Versioned, Dated, Base):
    """What one funder puts in for a budget year. The reference is in `words`.

    `amount_pence` is the funder's own part, `client_pence` what the person pays in beside it.
    """

    __tablename__ = "contribution"

    step: Mapped[str] = mapped_column(String(20))  # promised, changed, ended
    funder_id: Mapped[str] = text_id()
    budget_year: Mapped[int]
    stream: Mapped[str] = mapped_column(String(20))
    legal_basis: Mapped[str] = mapped_column(String(30))
    way_held: Mapped[str] = mapped_column(String(30))
    frequency: Mapped[str] = mapped_column(String(20))
    first_on: Mapped[date] = mapped_column(Date)
    amount_pence: Mapped[int] = pence()
    client_pence: Mapped[int] = pence()


class InstalmentRow(Versioned, Base):
    """One payment that is to come, came, or is no longer to come."""

    __tablename__ = "instalment"

    step: Mapped[str] = mapped_column(String(20))  # expected, received, dropped
    contribution_id: Mapped[str] = text_id(index=True)
    client: Mapped[bool]
    due_on: Mapped[date] = mapped_column(Date)
    amount_pence: Mapped[int] = pence()
    received_on: Mapped[date | None] = mapped_column(Date)


class PlanLine(Versioned, Dated, Base):
    """Something the plan pays for. Its name is in `words`. A regular one has a weekly sum."""

    __tablename__ = "plan_line"

    step: Mapped[str] = mapped_column(String(20))  # agreed, changed, ended
    budget_year: Mapped[int]
    yearly_pence: Mapped[int] = pence()
    regular: Mapped[bool]
    weekly_pence: Mapped[int] = pence()


class PlanLineSplit(ByChange, Base):
    """How a line's cost is shared from a day on: one row a contribution; `parts` are whole."""

    __tablename__ = "plan_line_split"

    id: Mapped[str] = text_id(primary_key=True)
    contribution_id: Mapped[str] = text_id(primary_key=True)
    plan_line_id: Mapped[str] = text_id(index=True)
    from_on: Mapped[date] = mapped_column(Date)
    parts: Mapped[int]
