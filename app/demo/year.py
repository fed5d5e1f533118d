"""What happens in a household's year, put in order of time and then played. Everybody goes by their demo name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.care import changes as care
from app.demo.stage import Stage, london
from app.demo.till import receipt_photo
from app.domain.authority import Permission, Role
from app.domain.instalments import Frequency
from app.messages import changes as messages
from app.messages.queries import thread_of
from app.messages.reading import mark_read
from app.people import register_changes as register
from app.people.register_changes import Grant
from app.persistence.act import Act
from app.persistence.tables import InstalmentRow
from app.plan import changes as plan
from app.pot import changes as pot
from app.spending import changes as spending
from app.spending import receipt_changes as receipts
from app.web.held import Held, hold

NHS = "NHS Westshire ICB"
COUNCIL = "Westshire Council"
EDUCATION = "Westshire Council, education"
LET_IN = "authority given"


@dataclass
class Household:
    """A pot with its people, and the events of its year."""

    stage: Stage
    people: Mapping[str, str]
    holder: str
    events: list[tuple[datetime, Callable[[], object]]] = field(default_factory=list)
    lines: dict[str, str] = field(default_factory=dict)
    contributions: dict[str, str] = field(default_factory=dict)
    _keepers: list[tuple[datetime, str]] = field(default_factory=list)
    _set_up: int = 0

    @property
    def today(self) -> date:
        """The last day of the story."""
        return self.stage.today

    @property
    def starts_on(self) -> date:
        """The first day of the year."""
        return self.stage.starts_on

    def day(self, week: int, weekday: int, hour: int) -> datetime:
        """A moment of the year's nth week, from 0 on; Monday is 0."""
        return london(self.starts_on + timedelta(weeks=week, days=weekday), hour)

    def ago(self, days: int, hour: int) -> datetime:
        """A moment so many days before today."""
        return london(self.today - timedelta(days=days), hour)

    # --- the first morning, a minute for each thing

    def begin(self, *, level: str = "integrated") -> None:
        """The pot, as its holder begins it; they write everything down, until somebody else does."""
        self._keepers.append((self._next_minute(), self.holder))
        self._now(self.holder, "pot begun", lambda act: pot.begin(act, self.starts_on, level=level))

    def join(self, who: str, role: Role, *, go_to: bool = False, by: str = "", pays: str = "", **told: Any) -> str:
        """A person is let in (`told`: see Grant); the id of the authority by which they act from now on.

        `pays`: for whom a reviewer reviews.
        """
        let_in = self._let_in(who, role, told, go_to=go_to, pays=pays)
        authority_id: str = self._now(by or self.holder, LET_IN, let_in, Permission.MANAGE_PEOPLE)
        self.stage.authority_of[self.people[who]] = authority_id
        return authority_id

    def joins(self, moment: datetime, who: str, role: Role, **told: Any) -> None:
        """A person is let in at a moment later in the year, by the holder."""
        let_in = self._let_in(who, role, told, go_to=False, pays="")

        def join(act: Act) -> None:
            self.stage.authority_of[self.people[who]] = let_in(act)

        self.does(self.holder, LET_IN, moment, join, Permission.MANAGE_PEOPLE)

    def promise(self, key: str, said: pot.Promise, *, by: str = "") -> None:
        """A funder's award."""
        self.contributions[key] = self._now(
            by or self.holder, "contribution promised", lambda act: pot.promise(act, act.years[0], said),
            Permission.SET_UP,
        )  # fmt: skip

    def line(
        self, key: str, name: str, yearly_pence: int, parts: dict[str, int], weekly_pence: int = 0, *, by: str = ""
    ) -> None:
        """A line of the plan, split by parts of the named contributions."""
        split = {self.contributions[c]: part for c, part in parts.items()}
        said = plan.Line(name, yearly_pence, weekly_pence, split, self.starts_on)
        self.lines[key] = self._now(
            by or self.holder, plan.AGREE.name, lambda act: plan.agree_line(act, act.years[0], said), Permission.PLAN
        )

    # --- what happens later

    def acts_by(self, who: str, authority_id: str) -> None:
        """Somebody with two authorities acts by this one from now on."""
        self.stage.authority_of[self.people[who]] = authority_id

    def kept_by(self, who: str, since: datetime) -> None:
        """Somebody acts for the holder from now on: they write down what is paid and what comes."""
        self._keepers.append((since, who))

    def accepted(self, who: str, authority_id: str, reviewers: Mapping[str, tuple[str, datetime]]) -> None:
        """A funder's reviewer, by contribution, accepts at a moment that somebody acts with its money."""
        for key, (reviewing, moment) in reviewers.items():

            def accept(act: Act, key: str = key) -> None:
                funder_id = pot.contribution_now(act, self.contributions[key]).funder_id
                register.accept(act, authority_id, funder_id, act.today)

            self.does(who, "representative accepted", moment, accept, Permission.ACCEPT, by=reviewing)

    def instalments_come(self, days_late: Mapping[tuple[str, int], int] | None = None) -> None:
        """Every instalment up to today comes on its day, or so many days late: by contribution and its place."""
        for key, contribution_id in self.contributions.items():
            due = [row for row in self._instalments(contribution_id) if row.due_on <= self.today]
            late = {place % len(due): days for (of, place), days in (days_late or {}).items() if of == key and due}
            for place, row in enumerate(due):
                self._comes(row, row.due_on + timedelta(days=late.get(place, 0)))

    def at(self, moment: datetime, do: Callable[[], object]) -> None:
        """Something that happens at a moment."""
        self.events.append((moment, do))

    def does(
        self, who: str, name: str, moment: datetime, do: Callable[[Act], object], *needs: Permission, by: str = ""
    ) -> None:
        """Somebody changes something at a moment: by the authority of this id, or their latest."""
        self.at(moment, lambda: self.stage.act(self.people[who], name, moment, do, *needs, by=by))

    def spend(
        self, moment: datetime, line: str, what_for: str, amount_pence: int, paid_to: str = "", *,
        photo: bool = False, by: str = "",
    ) -> None:  # fmt: skip
        """A payment recorded on its day, with a photo of its receipt or none; `line` may be `none`."""
        said = spending.Payment(amount_pence, moment.date(), self.lines.get(line, "none"), what_for, paid_to)

        def record(act: Act) -> None:
            held = [self._photo(paid_to, what_for, amount_pence, moment)] if photo else []
            receipts.keep(act, held, spending.record(act, said))

        self.does(by or self.keeper(moment), spending.RECORD.name, moment, record, Permission.RECORD)

    def keeps_photo(self, moment: datetime, shop: str, what: str, amount_pence: int) -> None:
        """A photo of a receipt that nothing is said of yet."""

        def keep(act: Act) -> None:
            receipts.keep(act, [self._photo(shop, what, amount_pence, moment)])

        self.does(self.keeper(moment), receipts.KEEP.name, moment, keep, Permission.RECORD)

    def shares(self, moment: datetime, who: str, line: str, from_on: date, parts: Mapping[str, int]) -> None:
        """From a day on others pay for a line."""
        split = {self.contributions[c]: part for c, part in parts.items()}
        line_id = self.lines[line]
        share = plan.SPLIT.name
        self.does(who, share, moment, lambda act: plan.split_from(act, line_id, from_on, split), Permission.PLAN)

    def say(self, moment: datetime, who: str, body: str) -> None:
        """A message in the broker's thread."""
        send = messages.SEND.name
        self.does(who, send, moment, lambda act: messages.send(act, None, body), Permission.MESSAGE)

    def reads(self, moment: datetime, who: str) -> None:
        """Somebody opens the thread and reads what is there."""

        def read() -> None:
            pot_id = str(self.stage.pot_id)
            with Session(self.stage.engine) as session:
                thread = thread_of(session, pot_id)
            if thread:
                mark_read(self.stage.engine, pot_id, thread.id, self.people[who], moment)

        self.at(moment, read)

    def works(  # noqa: PLR0913 - what a shift is made of, named
        self, carer: str, day: date, hour: int, hours: int, hourly_pence: int, line: str, *,
        note: str = "", approver: str = "", asked: str = "", waits: bool = False,
    ) -> None:  # fmt: skip
        """A shift: logged at its end, approved the next morning, paid on the Friday after.

        It `waits` to be approved, or is sent back with what is `asked` of the carer.
        """
        starts_at = london(day, hour)
        ends_at = starts_at + timedelta(hours=hours)
        worked = care.Worked(self.people[carer], starts_at, ends_at, hours * hourly_pence, self.lines[line], note)
        kept: dict[str, str] = {}

        def log(act: Act) -> None:
            kept["id"] = care.log(act, worked)

        self.does(carer, care.LOG.name, ends_at, log, Permission.LOG_SHIFT)
        if not waits:
            self._is_answered(kept, ends_at + timedelta(hours=3), approver, asked)

    def play(self) -> None:
        """Play what lies within the story, in order of time: a short one has less in it."""
        first, last = london(self.starts_on, 6), london(self.today, 7)
        for moment, do in sorted(self.events, key=lambda event: event[0]):
            if first <= moment <= last:
                do()

    def keeper(self, moment: datetime) -> str:
        """Who writes things down at this moment."""
        return next(who for since, who in reversed(self._keepers) if since <= moment)

    def _let_in(self, who: str, role: Role, told: Mapping[str, Any], *, go_to: bool, pays: str) -> Callable[[Act], str]:
        def do(act: Act) -> str:
            if go_to:
                pot.name_contact(act, "go_to", self.people[who])
            funder_id = pot.contribution_now(act, self.contributions[pays]).funder_id if pays else None
            return register.grant(act, Grant(self.people[who], role, funder_id=funder_id, **told))

        return do

    def _is_answered(self, kept: Mapping[str, str], moment: datetime, approver: str, asked: str) -> None:
        who, keeper = approver or self.keeper(moment), self.keeper(moment)
        paid_at = london(_friday_after(moment.date(), 3), 12)

        def send_back(act: Act) -> None:
            care.send_back(act, kept["id"], "time", asked)

        def approve(act: Act) -> None:
            care.approve(act, kept["id"])

        def pay(act: Act) -> None:
            care.pay(act, kept["id"], paid_at.date())

        if asked:
            self.does(who, care.SEND_BACK.name, moment, send_back, Permission.APPROVE)
            return
        self.does(who, care.APPROVE.name, moment, approve, Permission.APPROVE)
        if paid_at.date() <= self.today:
            self.does(keeper, care.PAY.name, paid_at, pay, Permission.PAY)

    def _comes(self, row: InstalmentRow, on: date) -> None:
        moment = london(on, 8)

        def come(act: Act) -> None:
            pot.receive(act, row, row.amount_pence, on)

        self.does(self.keeper(moment), "instalment received", moment, come, Permission.SET_UP)

    def _next_minute(self) -> datetime:
        self._set_up += 1
        return london(self.starts_on, 5) + timedelta(minutes=self._set_up)

    def _now(self, who: str, name: str, do: Callable[[Act], Any], *needs: Permission) -> Any:  # noqa: ANN401
        return self.stage.act(self.people[who], name, self._next_minute(), do, *needs)

    def _photo(self, shop: str, what: str, amount_pence: int, moment: datetime) -> Held:
        return hold(self.stage.files, str(self.stage.pot_id), receipt_photo(shop, what, amount_pence, moment.date()))

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
