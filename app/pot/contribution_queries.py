"""What the pages about who pays in show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.persistence.tables import Change, Contribution, Person
from app.persistence.texts import texts_of
from app.pot.queries import InstalmentNow


@dataclass(frozen=True, slots=True)
class ToldOnce:
    """A contribution as it was told at one time."""

    step: str
    amount_pence: int
    client_pence: int
    frequency: str
    first_on: date
    reference: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Payments:
    """The payments of one contribution, by what is known of them."""

    came: list[InstalmentNow]
    late: list[InstalmentNow]
    coming: list[InstalmentNow]

    @property
    def number(self) -> int:
        """How many payments of the funder there are in the year."""
        return sum(not one.client for one in (*self.came, *self.late, *self.coming))


def payments_of(instalments: Iterable[InstalmentNow], contribution_id: str, today: date) -> Payments:
    """Those of one contribution; what is due today is still to come."""
    own = [one for one in instalments if one.contribution_id == contribution_id]
    to_come = [one for one in own if one.step == "expected"]
    return Payments(
        came=[one for one in own if one.step == "received"],
        late=[one for one in to_come if one.due_on < today],
        coming=[one for one in to_come if one.due_on >= today],
    )


def history_of(session: Session, pot_id: str, contribution_id: str) -> list[ToldOnce]:
    """All that was told of a contribution, the last first; empty when the pot has none of this id."""
    rows = session.execute(
        select(Contribution, Change.received_at, Person.name)
        .join(Change, Change.id == Contribution.change_id)
        .join(Person, Person.id == Change.person_id)
        .where(Contribution.pot_id == pot_id, Contribution.id == contribution_id)
        .order_by(Contribution.n.desc())
    ).all()
    texts = texts_of(session, {row.change_id for row, _, _ in rows})
    return [
        ToldOnce(
            row.step, row.amount_pence, row.client_pence, row.frequency, row.first_on,
            texts[row.change_id].get("reference", ""), name, at,
        )
        for row, at, name in rows
    ]  # fmt: skip
