"""Beginning a pot, who puts money into it, and what of it came in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.domain import books
from app.domain.instalments import Frequency, Instalment, schedule
from app.domain.rules import check_client_contribution, legal_basis
from app.domain.year import BudgetYear, year_from
from app.persistence.act import Act
from app.persistence.tables import (
    AuthorityRow,
    BudgetYearRow,
    Contact,
    Contribution,
    Funder,
    InstalmentRow,
    Terms,
)
from app.persistence.tables.base import OPEN_ENDED, new_id

LEVELS = ("integrated", "joint", "arrangement")
WAYS_HELD = ("direct_payment", "notional", "third_party", "individual_service_fund")
PROMISED = {False: "promised", True: "client promised"}  # kinds of entries, by whether the person pays it in


@dataclass(frozen=True, slots=True)
class Promise:
    """What an award letter says: who pays, why, how much a year, how often, from when, held how.

    Where the letter says an amount each time, the year's sum is that times the number of days due.
    """

    funder_name: str
    funder_code: str | None
    legal_basis: str
    amount_pence: int
    client_pence: int
    frequency: Frequency
    first_on: date
    way_held: str
    reference: str = ""


def begin(act: Act, starts_on: date, *, level: str = "integrated", shadow: bool = False) -> BudgetYear:
    """Write the first rows of a pot: its terms, its holder's authority, its first budget year."""
    act.write(Terms(id=new_id(), n=0, level=level, shadow=shadow))
    act.write(
        AuthorityRow(
            id=act.authority.id, n=0, person_id=act.authority.person_id, role=act.authority.role,
            valid_from=act.now, valid_to=None,
        )
    )  # fmt: skip
    return open_year(act, year_from(starts_on))


def open_year(act: Act, year: BudgetYear) -> BudgetYear:
    """Open a budget year."""
    act.write(BudgetYearRow(id=new_id(), number=year.number, starts_on=year.starts_on, ends_on=year.ends_on))
    act.years.append(year)
    return year


def give_authority(act: Act, person_id: str, role: str) -> str:
    """Let a person act on this pot from now on, in a role; the id of their authority."""
    authority_id = new_id()
    act.write(AuthorityRow(id=authority_id, n=0, person_id=person_id, role=role, valid_from=act.now, valid_to=None))
    return authority_id


def name_contact(act: Act, kind: str, person_id: str) -> None:
    """Name the person of this kind, from now on."""
    last = act.session.execute(
        select(Contact.n).where(Contact.pot_id == act.pot.id, Contact.id == kind).order_by(Contact.n.desc()).limit(1)
    ).scalar()
    act.write(Contact(id=kind, n=0 if last is None else last + 1, person_id=person_id))


def promise(act: Act, year: BudgetYear, said: Promise) -> str:
    """Book what a funder promises for the year, with its instalments; the contribution's id.

    One of them to a change. Raises NotChargeable where the law keeps the money free of a client's
    contribution, and UnknownBasis.
    """
    begins_on = max(said.first_on, year.starts_on)  # the law of this year counts
    check_client_contribution(said.legal_basis, said.client_pence, begins_on)
    stream = legal_basis(said.legal_basis, begins_on).stream
    contribution_id = new_id()
    act.write(
        Contribution(
            id=contribution_id, n=0, step="promised", funder_id=_funder(act, said, stream, year),
            budget_year=year.number, stream=stream, legal_basis=said.legal_basis,
            way_held=said.way_held, frequency=said.frequency, first_on=said.first_on,
            amount_pence=said.amount_pence, client_pence=said.client_pence,
            valid_from=begins_on, valid_to=year.ends_on,
        )
    )  # fmt: skip
    act.say(reference=said.reference)
    sums = {False: said.amount_pence, True: said.client_pence}
    book_promise(act, f"contribution:{contribution_id}", contribution_id, year, sums)
    for client, total_pence in sums.items():
        if total_pence:
            days = schedule(total_pence, said.frequency, said.first_on, year.ends_on, begins_on)
            expect(act, contribution_id, days, client=client)
    return contribution_id


def book_promise(act: Act, source: str, contribution_id: str, year: BudgetYear, sums_pence: Mapping[bool, int]) -> None:
    """Raise what is due (or lower it, below zero) by these sums: the funder's, and the person's own (True)."""
    booked = {False: books.promised, True: books.client_promised}
    on = min(max(act.today, year.starts_on), year.ends_on)
    for client, amount_pence in sums_pence.items():
        if amount_pence:
            act.books.post(PROMISED[client], source, on, booked[client](year.number, contribution_id, amount_pence))


def expect(act: Act, contribution_id: str, instalments: Iterable[Instalment], *, client: bool) -> None:
    """Write payments that are to come."""
    for instalment in instalments:
        act.write(
            InstalmentRow(
                id=new_id(), n=0, step="expected", contribution_id=contribution_id, client=client,
                due_on=instalment.due_on, amount_pence=instalment.amount_pence, received_on=None,
            )
        )  # fmt: skip


def receive(act: Act, instalment: InstalmentRow, amount_pence: int, on: date) -> None:
    """An instalment came in: `instalment` is its latest row.

    What is short of it stays due as a payment of its own; what is more was promised by coming. So what is due
    is always the sum of the payments to come.
    """
    contribution = contribution_now(act, instalment.contribution_id)
    year = next(year for year in act.years if year.number == contribution.budget_year)
    source = f"instalment:{instalment.id}"
    again(act, instalment, "received", amount_pence=amount_pence, received_on=on)
    moved = books.received(year.number, contribution.id, amount_pence, contribution.way_held, client=instalment.client)
    act.books.post("received", source, on, moved)
    short = instalment.amount_pence - amount_pence
    if short > 0:
        rest = [Instalment(instalment.due_on, short)]
        expect(act, contribution.id, rest, client=instalment.client)
    elif short < 0:
        book_promise(act, source, contribution.id, year, {instalment.client: -short})


def not_received(act: Act, instalment: InstalmentRow) -> None:
    """An instalment did not come in after all: `instalment` is its latest row, `received`."""
    source = f"instalment:{instalment.id}"
    act.books.reverse(source, "received")
    if act.books.standing(source, PROMISED[instalment.client]):
        act.books.reverse(source, PROMISED[instalment.client])
    due_pence = act.session.execute(
        select(InstalmentRow.amount_pence).where(InstalmentRow.id == instalment.id, InstalmentRow.n == instalment.n - 1)
    ).scalar_one()
    if due_pence > instalment.amount_pence:
        rest = _rest_of(act, instalment, due_pence - instalment.amount_pence)
        if rest is None:  # it came in since: only this part is open again
            due_pence = instalment.amount_pence
        else:
            again(act, rest, "dropped")
    again(act, instalment, "expected", amount_pence=due_pence, received_on=None)


def again(act: Act, row: InstalmentRow, step: str, **changed: object) -> None:
    """A further row of an instalment: what is not named stays as it was."""
    values: dict[str, object] = {
        "id": row.id, "n": row.n + 1, "step": step, "contribution_id": row.contribution_id, "client": row.client,
        "due_on": row.due_on, "amount_pence": row.amount_pence, "received_on": row.received_on,
    }  # fmt: skip
    act.write(InstalmentRow(**values | changed))


def contribution_now(act: Act, contribution_id: str) -> Contribution:
    """The contribution as it was last told. Raises LookupError when this pot has none of this id."""
    return act.last_told(Contribution, contribution_id)


def _rest_of(act: Act, instalment: InstalmentRow, short_pence: int) -> InstalmentRow | None:
    """The payment that the missing part became in the same change, if it is still to come."""
    ids = select(InstalmentRow.id).where(
        InstalmentRow.pot_id == act.pot.id,
        InstalmentRow.change_id == instalment.change_id,
        InstalmentRow.n == 0,
        InstalmentRow.contribution_id == instalment.contribution_id,
        InstalmentRow.client == instalment.client,
        InstalmentRow.due_on == instalment.due_on,
        InstalmentRow.amount_pence == short_pence,
    )
    rows = act.session.execute(select(InstalmentRow).where(InstalmentRow.id.in_(ids)).order_by(InstalmentRow.n))
    latest = {row.id: row for row in rows.scalars()}
    return next((row for row in latest.values() if row.step == "expected"), None)


def _funder(act: Act, said: Promise, stream: str, year: BudgetYear) -> str:
    """The record of a funder as this pot knows it; its name is in the words of the change."""
    funder_id = new_id()
    act.write(
        Funder(
            id=funder_id, n=0, stream=stream, code=said.funder_code, successor_id=None,
            valid_from=year.starts_on, valid_to=OPEN_ENDED,
        )
    )  # fmt: skip
    act.say(funder_name=said.funder_name)
    return funder_id
