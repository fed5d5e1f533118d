"""Nikki's pot with two carers and a helper, and the shifts they worked."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from household import Clock, Household
from sqlalchemy import Engine, select

from app.care import changes
from app.care.changes import Worked
from app.persistence.tables import Shift, Todo


class Shifts(Household):
    """The household as its shifts see it."""

    @property
    def page(self) -> str:
        return f"{self.home}/shifts"

    def worked(self, who: str = "amina", line: str | None = "support", **other: object) -> Worked:
        """Amina's night of 2 to 3 March: 8 hours for 120.00."""
        said = {
            "carer_id": self.person[who],
            "starts_at": datetime(2026, 3, 2, 22, tzinfo=UTC),
            "ends_at": datetime(2026, 3, 3, 6, tzinfo=UTC),
            "amount_pence": 12_000,
            "plan_line_id": self.pot.lines[line] if line else "none",
            "note": "Quiet night.",
        }
        return Worked(**(said | other))

    def log(self, who: str = "amina", by: str | None = None, **worked: object) -> str:
        """Log a shift; its id."""
        told = self.worked(who, **worked)
        return self.act(by or who, lambda act: changes.log(act, told))

    def steps(self, shift_id: str) -> list[str]:
        """What happened to a shift, the first first."""
        with self.pot.session() as session:
            found = session.scalars(select(Shift.step).where(Shift.id == shift_id).order_by(Shift.n))
            return list(found)

    def last(self, shift_id: str) -> Shift:
        with self.pot.session() as session:
            return session.scalars(select(Shift).where(Shift.id == shift_id).order_by(Shift.n.desc())).first()

    def only_shift(self) -> str:
        with self.pot.session() as session:
            return session.scalars(select(Shift.id).distinct()).one()

    def books(self) -> dict[str, int]:
        """Owed, set aside, spent and left, in pence, and how many wait; once all of it is found sound."""
        whole = self.whole()
        with self.pot.session() as session:
            waiting = session.scalar(select(Todo.waiting)) or 0
        return {
            "owed": whole.owed_pence,
            "aside": whole.set_aside_pence,
            "spent": whole.spent_pence,
            "left": whole.left_to_spend_pence,
            "wait": waiting,
        }


@pytest.fixture
def household(app: Flask, sqlite_engine: Engine, clock: Clock) -> Shifts:
    household = Shifts.made(app, sqlite_engine, clock)
    household.agree("support", "Night support", nhs=2, council=1)
    return household
