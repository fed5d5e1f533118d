"""What a row does to the pot when it is said to be something, and how that is taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _
from sqlalchemy import select

from app.bank.queries import BankRow
from app.bank.refunds import refund, unrefund
from app.care import changes as care
from app.domain.books import NONE
from app.domain.matching import DUE, NEW, Said
from app.persistence.act import Act
from app.persistence.sightings import sightings_of
from app.persistence.tables import InstalmentRow, Sighting
from app.pot import changes as pot
from app.spending import changes as spending
from app.web.door import AlreadyDecided
from app.web.forms import LONGEST_LINE


@dataclass
class Effects:
    """What the rows of one change do. `refunds`: the rows of this change that give back for a payment."""

    act: Act
    refunds: dict[str, list[str]] = field(default_factory=dict)

    def do(self, row: BankRow, said: Said) -> str:
        """Do what is said of a row; the source of its sighting, `none` for what has none.

        Raises DayOutsideYears, LookupError, RefundTooLarge.
        """
        if said.says in DUE:
            pot.receive(self.act, _instalment(self.act, _id_of(said.source)), row.amount_pence, row.booked_on)
        elif said.says == "owed":
            care.pay(self.act, _id_of(said.source), row.booked_on)
        elif said.says == "refund":
            earlier = self.refunds.setdefault(said.source, [])
            refund(self.act, row, said.source, earlier)
            earlier.append(row.id)
        elif said.says in NEW:
            return spending.source_of(self._record(row, said.source or NONE))
        return said.source or NONE

    def _record(self, row: BankRow, plan_line_id: str) -> str:
        what_for = row.text[:LONGEST_LINE] or _("A payment that the bank shows")
        return spending.record(self.act, spending.Payment(-row.amount_pence, row.booked_on, plan_line_id, what_for))


def take_back(act: Act, sighting: Sighting) -> None:
    """Undo what a row did, and put it back among the rows to say."""
    thing_id = _id_of(sighting.source)
    if sighting.says in DUE:
        instalment = _instalment(act, thing_id)
        if instalment.step == "received":
            pot.not_received(act, instalment)
    elif sighting.says == "owed":
        care.unpay(act, thing_id)
    elif sighting.says == "refund":
        unrefund(act, sighting.id)
    elif sighting.says in NEW:
        spending.take_out(act, thing_id)
    act.write(
        Sighting(
            id=sighting.id, n=sighting.n + 1, says="unsaid", source=sighting.source,
            amount_pence=sighting.amount_pence, booked_on=sighting.booked_on,
        )
    )  # fmt: skip


def refuse_while_refunded(act: Act, taken_back: Sequence[Sighting]) -> None:
    """A payment stays while a row that is not taken back with it says that money came back for it."""
    ids = {sighting.id for sighting in taken_back}
    recorded = [sighting.source for sighting in taken_back if sighting.says in NEW]
    for sighting in sightings_of(act.session, act.pot.id, *recorded):
        if sighting.says == "refund" and sighting.id not in ids:
            raise AlreadyDecided(_("Money came back for one of these payments. Say first anew what that row is."))


def _instalment(act: Act, instalment_id: str) -> InstalmentRow:
    row = act.session.execute(
        select(InstalmentRow)
        .where(InstalmentRow.pot_id == act.pot.id, InstalmentRow.id == instalment_id)
        .order_by(InstalmentRow.n.desc())
        .limit(1)
    ).scalar_one_or_none()
    if row is None:
        raise LookupError(instalment_id)
    return row


def _id_of(source: str) -> str:
    return source.partition(":")[2]
