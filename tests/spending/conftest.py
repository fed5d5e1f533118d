"""Nikki's pot with two lines in its plan: support, shared two to one, and therapy, all from the NHS."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from household import Clock, Household
from phone import Phone
from sqlalchemy import Engine, func, select

from app.persistence.tables import Entry, Spending
from app.spending import changes
from app.spending.changes import Payment


class Purse(Household):
    """The household as its spending sees it."""

    @property
    def page(self) -> str:
        return f"{self.home}/spending"

    def pay(
        self, what_for: str = "Pool", pence: int = 1_850, line: str | None = "support",
        day: date = date(2026, 3, 2), who: str = "nikki",
    ) -> str:  # fmt: skip
        """Record a payment, not through a form; its id."""
        paid = Payment(pence, day, self.pot.lines[line] if line else "none", what_for)
        return self.act(who, lambda act: changes.record(act, paid))

    def only_payment(self) -> str:
        with self.pot.session() as session:
            return session.scalars(select(Spending.id).distinct()).one()

    def steps(self, spending_id: str) -> list[str]:
        """What happened to a payment, the first first."""
        with self.pot.session() as session:
            return list(session.scalars(select(Spending.step).where(Spending.id == spending_id).order_by(Spending.n)))

    def payments(self) -> int:
        """How many there are."""
        with self.pot.session() as session:
            return session.scalar(select(func.count(Spending.id.distinct())))

    def entries(self, spending_id: str) -> list[str]:
        """The kinds of the entries that it has in the books, the first first."""
        with self.pot.session() as session:
            wanted = select(Entry.kind).where(Entry.source == f"spending:{spending_id}")
            return sorted(session.scalars(wanted))

    def spent(self) -> dict[str, int]:
        """What was spent in pence, by who bears it, from books that are sound."""
        return self.shares("spent")

    def left(self) -> int:
        return self.whole().left_to_spend_pence


@pytest.fixture
def household(app: Flask, sqlite_engine: Engine, clock: Clock) -> Purse:
    household = Purse.made(app, sqlite_engine, clock)
    household.agree("support", "Night support", nhs=2, council=1)
    household.agree("therapy", "Therapy", nhs=1)
    return household


@pytest.fixture
def nikki(phone: Callable[[str], Phone], household: Purse) -> Phone:
    """Her phone, with the form of a new payment."""
    nikki = phone("nikki")
    nikki.open(f"{household.page}/new")
    return nikki
