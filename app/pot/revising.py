"""A contribution told anew: another letter, an end, and the letter before that after all."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from app.domain.instalments import Frequency, Instalment, days_due
from app.domain.rules import check_client_contribution
from app.domain.year import BudgetYear
from app.persistence.act import Act
from app.persistence.tables import Contribution, InstalmentRow
from app.persistence.texts import texts_of
from app.pot.changes import PROMISED, again, book_promise, expect

REVISED = ("changed", "ended")


@dataclass(frozen=True, slots=True)
class Revision:
    """What a new letter says: so much each time, from its first payment on."""

    each_pence: int
    client_each_pence: int
    frequency: Frequency
    first_on: date
    reference: str = ""


class CameInSince(Exception):
    """A payment of this letter came in: it cannot be undone any more."""


def revise(act: Act, before: Contribution, said: Revision) -> None:
    """Replace the payments that are to come from the new first day on; the promise moves by the difference.

    Raises NotChargeable as `promise` does.
    """
    year = year_of(act, before)
    check_client_contribution(before.legal_basis, said.client_each_pence, max(said.first_on, year.starts_on))
    days = list(days_due(said.frequency, said.first_on, year.ends_on))
    sums = _drop(act, before.id, said.first_on)
    for client, each_pence in ((False, said.each_pence), (True, said.client_each_pence)):
        if each_pence:
            expect(act, before.id, [Instalment(day, each_pence) for day in days], client=client)
            sums[client] += each_pence * len(days)
    terms = {"frequency": said.frequency, "first_on": said.first_on, "valid_from": said.first_on}
    _tell(act, before, "changed", sums, **terms)
    act.say(reference=said.reference)


def end(act: Act, before: Contribution, last_on: date) -> None:
    """No payment due after the last day comes any more; what is late stays due."""
    sums = _drop(act, before.id, last_on + timedelta(days=1))
    _tell(act, before, "ended", sums, valid_to=last_on)
    act.say(reference=_reference(act, before))


def restore(act: Act, latest: Contribution) -> None:
    """The letter before the last one holds after all. Raises CameInSince."""
    for row in _moved_by(act, latest):
        if row.step == "received":
            raise CameInSince
        again(act, row, "dropped" if row.step == "expected" else "expected")
    source = f"contribution:{latest.id}:{latest.n}"
    for kind in PROMISED.values():
        if act.books.standing(source, kind):
            act.books.reverse(source, kind)
    before = act.session.execute(
        select(Contribution).where(Contribution.id == latest.id, Contribution.n == latest.n - 1)
    ).scalar_one()
    _write(act, before, n=latest.n + 1, step="restored")
    act.say(reference=_reference(act, before))


def year_of(act: Act, contribution: Contribution) -> BudgetYear:
    """The budget year that a contribution is for."""
    return next(year for year in act.years if year.number == contribution.budget_year)


def instalments_now(act: Act, contribution_id: str) -> list[InstalmentRow]:
    """Every payment of a contribution as it was last told."""
    rows = act.session.execute(
        select(InstalmentRow)
        .where(InstalmentRow.pot_id == act.pot.id, InstalmentRow.contribution_id == contribution_id)
        .order_by(InstalmentRow.due_on, InstalmentRow.id, InstalmentRow.n)
    ).scalars()
    return list({row.id: row for row in rows}.values())


def _drop(act: Act, contribution_id: str, from_on: date) -> Counter[bool]:
    """Drop what is to come from a day on; the sums by which the promises are lowered, as numbers below zero."""
    sums: Counter[bool] = Counter()
    for row in instalments_now(act, contribution_id):
        if row.step == "expected" and row.due_on >= from_on:
            again(act, row, "dropped")
            sums[row.client] -= row.amount_pence
    return sums


def _moved_by(act: Act, told: Contribution) -> list[InstalmentRow]:
    """The payments that a telling dropped or made, as they are now; of what it dropped, what stayed dropped."""
    touched = set(
        act.session.execute(
            select(InstalmentRow.id).where(
                InstalmentRow.pot_id == act.pot.id, InstalmentRow.change_id == told.change_id
            )
        ).scalars()
    )
    return [row for row in instalments_now(act, told.id) if row.id in touched]


def _tell(act: Act, before: Contribution, step: str, sums: Counter[bool], **terms: object) -> None:
    book_promise(act, f"contribution:{before.id}:{before.n + 1}", before.id, year_of(act, before), sums)
    _write(
        act, before, n=before.n + 1, step=step, amount_pence=before.amount_pence + sums[False],
        client_pence=before.client_pence + sums[True], **terms,
    )  # fmt: skip


def _write(act: Act, before: Contribution, **changed: object) -> None:
    """A further row of a contribution: what is not named stays as it was."""
    names = (
        "id", "funder_id", "budget_year", "stream", "legal_basis", "way_held", "frequency", "first_on",
        "amount_pence", "client_pence", "valid_from", "valid_to",
    )  # fmt: skip
    act.write(Contribution(**{name: getattr(before, name) for name in names} | changed))


def _reference(act: Act, told: Contribution) -> str:
    return texts_of(act.session, {told.change_id})[told.change_id].get("reference", "")
