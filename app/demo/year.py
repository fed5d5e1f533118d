"""What happens in a household's year, put in order of time and then played."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.care import changes as care
from app.demo.stage import Stage, london
from app.demo.till import receipt_photo
from app.domain.instalments import Frequency
from app.messages import changes as messages
from app.messages.queries import thread_of
from app.messages.reading import mark_read
from app.persistence.act import Act
from app.persistence.tables import InstalmentRow
from app.plan import changes as plan
from app.pot import changes as pot
from app.spending import changes as spending
from app.spending import receipt_changes as receipts
from app.spending.held import Held, hold


@dataclass
class Household:
    """A pot with its people, and the events of its year."""

    stage: Stage
    holder: str
    starts_on: date
    events: list[tuple[datetime, Callable[[], None]]] = field(default_factory=list)
    lines: dict[str, str] = field(default_factory=dict)
    contributions: dict[str, str] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The last day of the story."""
        return self.stage.today

    def begin(self, *, level: str = "integrated") -> None:
        """The pot, as its holder begins it."""
        at = london(self.starts_on, 5)
        self.stage.act(self.holder, "pot begun", at, lambda act: pot.begin(act, self.starts_on, level=level))

    def join(self, who: str, role: str, minute: int, *, go_to: bool = False) -> None:
        """A person is given an authority over the pot."""

        def do(act: Act) -> str:
            if go_to:
                pot.name_contact(act, "go_to", who)
            return pot.give_authority(act, who, role)

        at = london(self.starts_on, 5, minute)
        self.stage.authority_of[who] = self.stage.act(self.holder, "authority given", at, do)

    def promise(self, key: str, said: pot.Promise, minute: int) -> None:
        """A funder's award."""
        at = london(self.starts_on, 6, minute)
        self.contributions[key] = self.stage.act(
            self.holder, "contribution promised", at, lambda act: pot.promise(act, act.years[0], said)
        )

    def line(
        self, key: str, name: str, yearly_pence: int, parts: dict[str, int], minute: int, weekly_pence: int = 0
    ) -> None:
        """A line of the plan, split by parts of the named contributions."""
        split = {self.contributions[c]: part for c, part in parts.items()}
        said = plan.Line(name, yearly_pence, weekly_pence, split, self.starts_on)
        at = london(self.starts_on, 7, minute)
        self.lines[key] = self.stage.act(
            self.holder, "plan line agreed", at, lambda act: plan.agree_line(act, act.years[0], said)
        )

    def instalments_come(self, *, late: frozenset[tuple[str, date]] = frozenset()) -> None:
        """Every instalment up to today comes on its day, but for those that are late."""
        for key, contribution_id in self.contributions.items():
            for row in self._instalments(contribution_id):
                if row.due_on <= self.today and (key, row.due_on) not in late:
                    self.at(london(row.due_on, 8), self._received(row))

    def last_due(self, key: str) -> date:
        """The latest day up to today on which this contribution was due."""
        return max(r.due_on for r in self._instalments(self.contributions[key]) if r.due_on <= self.today)

    def at(self, moment: datetime, do: Callable[[], None]) -> None:
        """Something that happens at a moment."""
        self.events.append((moment, do))

    def spend(
        self, moment: datetime, line: str, what_for: str, amount_pence: int, paid_to: str = "", *, photo: bool = False
    ) -> None:  # fmt: skip
        """A payment recorded on its day by the holder, with a photo of its receipt or none; `line` may be `none`."""
        said = spending.Payment(amount_pence, moment.date(), self.lines.get(line, "none"), what_for, paid_to)

        def record() -> None:
            held = [self._photo(paid_to, what_for, amount_pence, moment)] if photo else []
            self._do(self.holder, spending.RECORD.name, moment, lambda act: _record(act, said, held))

        self.at(moment, record)

    def keeps_photo(self, moment: datetime, shop: str, what: str, amount_pence: int) -> None:
        """A photo of a receipt that nothing is said of yet."""

        def keep() -> None:
            held = [self._photo(shop, what, amount_pence, moment)]
            self._do(self.holder, receipts.KEEP.name, moment, lambda act: receipts.keep(act, held))

        self.at(moment, keep)

    def say(self, moment: datetime, who: str, body: str) -> None:
        """A message in the broker's thread."""
        self.at(
            moment,
            lambda: self._do(who, messages.SEND.name, moment, lambda act: messages.send(act, None, body)),
        )

    def reads(self, moment: datetime, who: str) -> None:
        """Somebody opens the thread and reads what is there."""

        def read() -> None:
            pot_id = str(self.stage.pot_id)
            with Session(self.stage.engine) as session:
                thread = thread_of(session, pot_id)
            if thread:
                mark_read(self.stage.engine, pot_id, thread.id, who, moment)

        self.at(moment, read)

    def works(  # noqa: PLR0913 - what a shift is made of, named
        self, carer: str, day: date, hour: int, hours: int, hourly_pence: int, line: str,
        *, note: str = "", approved: bool = True, paid_after_days: int = 3,
    ) -> None:  # fmt: skip
        """A shift: logged at its end, approved the next morning, paid on the Friday after."""
        starts_at = london(day, hour)
        ends_at = starts_at + timedelta(hours=hours)
        worked = care.Worked(carer, starts_at, ends_at, hours * hourly_pence, self.lines[line], note)
        kept: dict[str, str] = {}

        def log() -> None:
            kept["id"] = self.stage.act(carer, care.LOG.name, ends_at, lambda act: care.log(act, worked))

        self.at(ends_at, log)
        if not approved:
            return
        approved_at = ends_at + timedelta(hours=3)
        paid_at = london(_friday_after(approved_at.date(), paid_after_days), 12)
        self.at(
            approved_at,
            lambda: self._do(self.holder, care.APPROVE.name, approved_at, lambda act: care.approve(act, kept["id"])),
        )
        if paid_at.date() <= self.today:
            self.at(
                paid_at,
                lambda: self._do(
                    self.holder, care.PAY.name, paid_at, lambda act: care.pay(act, kept["id"], paid_at.date())
                ),
            )

    def play(self) -> None:
        """Play what lies before the end of the story, in order of time."""
        for moment, do in sorted(self.events, key=lambda event: event[0]):
            if moment <= london(self.today, 7):
                do()

    def _photo(self, shop: str, what: str, amount_pence: int, moment: datetime) -> Held:
        return hold(self.stage.files, str(self.stage.pot_id), receipt_photo(shop, what, amount_pence, moment.date()))

    def _do(self, who: str, name: str, moment: datetime, do: Callable[[Act], object]) -> None:
        self.stage.act(who, name, moment, do)

    def _received(self, row: InstalmentRow) -> Callable[[], None]:
        moment = london(row.due_on, 8)
        return lambda: self._do(
            self.holder, "instalment received", moment,
            lambda act: pot.receive(act, row, row.amount_pence, row.due_on),
        )  # fmt: skip

    def _instalments(self, contribution_id: str) -> list[InstalmentRow]:
        later = aliased(InstalmentRow)
        with Session(self.stage.engine) as session:
            rows = session.execute(
                select(InstalmentRow)
                .where(
                    InstalmentRow.contribution_id == contribution_id,
                    ~select(later.id).where(later.id == InstalmentRow.id, later.n > InstalmentRow.n).exists(),
                )
                .order_by(InstalmentRow.due_on, InstalmentRow.client)
            ).scalars()
            return list(rows)


def _record(act: Act, said: spending.Payment, held: list[Held]) -> None:
    receipts.keep(act, held, spending.record(act, said))


def _friday_after(day: date, at_least_days: int) -> date:
    day += timedelta(days=at_least_days)
    return day + timedelta(days=(4 - day.weekday()) % 7)


def award(funder: str, basis: str, yearly_pence: int, frequency: Frequency, first_on: date, **more: Any) -> pot.Promise:
    """An award that comes to the person's own account, unless `more` says otherwise."""
    values: dict[str, Any] = {"funder_code": None, "client_pence": 0, "way_held": "direct_payment"}
    return pot.Promise(
        funder_name=funder,
        legal_basis=basis,
        amount_pence=yearly_pence,
        frequency=frequency,
        first_on=first_on,
        **(values | more),
    )
