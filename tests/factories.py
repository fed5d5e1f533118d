"""People and pots for tests, made through the one transaction that every change goes through."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from app.domain import books
from app.domain.authority import Permission, Role
from app.domain.year import BudgetYear, add_months, year_from
from app.persistence.act import Act
from app.persistence.commit import Intent, Outcome, Then, commit
from app.persistence.tables import (
    AuthorityRow,
    BudgetYearRow,
    Contribution,
    Funder,
    Person,
    PlanLine,
    PlanLineSplit,
    Terms,
)
from app.persistence.tables.base import OPEN_ENDED, new_id

NOW = datetime(2026, 2, 10, 10, tzinfo=UTC)
TODAY = NOW.date()
YEAR = year_from(date(2025, 4, 1))
EVEN = {"nhs": 1, "council": 1}
THEN = Then("pot.home")

Decide = Callable[[Act], object]  # what it answers leads nowhere, unless it is a Then


@dataclass(frozen=True, slots=True)
class MadePot:
    """A pot of a test. `contributions` and `lines` lead from the names a test gave to ids."""

    engine: Engine
    id: str
    holder_id: str
    authority_id: str
    contributions: dict[str, str] = field(default_factory=dict)
    lines: dict[str, str] = field(default_factory=dict)

    def do(self, decide: Decide, now: datetime = NOW, change_id: str | None = None, said: str = "") -> Outcome:
        """One change by the holder. `said` stands for what the form held."""
        intent = intent_to("test", self.holder_id, self.authority_id, self.id, change_id, said)

        def decided(act: Act) -> Then:
            answer = decide(act)
            return answer if isinstance(answer, Then) else THEN

        return commit(self.engine, intent, now, decided)

    def parts(self, **shares: int) -> dict[str, int]:
        """Shares by contribution id, from shares by the names of the test."""
        return {self.contributions[name]: amount for name, amount in shares.items()}

    def session(self) -> Session:
        """A session to read with."""
        return Session(self.engine)


def intent_to(
    name: str,
    actor_id: str,
    authority_id: str,
    pot_id: str | None,
    change_id: str | None = None,
    said: str = "",
) -> Intent:
    """What a phone sends: with an id of its own where the test gives none."""
    return Intent(
        actor_id=actor_id,
        authority_id=authority_id,
        change_id=change_id or str(uuid.uuid4()),
        fingerprint=said,
        name=name,
        form_version=1,
        made_at=NOW.isoformat(),
        needs=frozenset({Permission.OPEN}),
        pot_id=pot_id,
    )


def make_person(engine: Engine, name: str = "Nikki", email: str | None = None, *, runs_service: bool = False) -> str:
    """A person who may sign in; the answer is their id."""
    person_id = new_id()
    row = {
        "id": person_id, "email": email, "name": name, "language": "en",
        "runs_service": runs_service, "created_at": NOW,
    }  # fmt: skip
    with engine.begin() as connection:
        connection.execute(insert(Person.__table__), [row])
    return person_id


def make_pot(
    engine: Engine,
    holder_id: str | None = None,
    contributions: Mapping[str, str] | None = None,
    lines: Mapping[str, Mapping[str, int]] | None = None,
    now: datetime = NOW,
) -> MadePot:
    """A pot with its year from April 2025 and the year after it.

    `contributions` leads from a name to the way it is held (NHS and council direct payments where nothing is said),
    `lines` from a name to its split (`support`, evenly). No money is promised yet.
    """
    holder_id = holder_id or make_person(engine)
    contributions = contributions or {"nhs": "direct_payment", "council": "direct_payment"}
    lines = {"support": dict.fromkeys(contributions, 1)} if lines is None else lines
    contribution_ids = {name: new_id() for name in contributions}
    line_ids = {name: new_id() for name in lines}
    made: dict[str, str] = {}

    def decide(act: Act) -> Then:
        made.update(pot=act.pot.id, authority=act.authority.id)
        _write_terms(act)
        for name, way_held in contributions.items():
            _write_contribution(act, contribution_ids[name], name, way_held)
        for name, parts in lines.items():
            _write_line(act, line_ids[name], name)
            write_split(act, line_ids[name], YEAR.starts_on, {contribution_ids[of]: n for of, n in parts.items()})
        return THEN

    commit(engine, intent_to("begin", holder_id, "", None), now, decide)
    return MadePot(engine, made["pot"], holder_id, made["authority"], contribution_ids, line_ids)


def grant(pot: MadePot, person_id: str, role: Role, valid_to: datetime | None = None) -> str:
    """Give a person an authority over the pot; the answer is its id."""
    authority_id = new_id()

    def decide(act: Act) -> None:
        act.write(
            AuthorityRow(id=authority_id, n=0, person_id=person_id, role=role, valid_from=act.now, valid_to=valid_to)
        )

    pot.do(decide)
    return authority_id


def end(pot: MadePot, authority_id: str, person_id: str, role: Role, at: datetime) -> None:
    """End an authority."""

    def decide(act: Act) -> None:
        act.write(AuthorityRow(id=authority_id, n=1, person_id=person_id, role=role, valid_from=NOW, valid_to=at))

    pot.do(decide)


def write_split(act: Act, line_id: str, from_on: date, parts: Mapping[str, int]) -> str:
    """Write how a line is shared from a day on; the answer is the split's id."""
    split_id = new_id()
    for contribution_id, n in parts.items():
        act.write(
            PlanLineSplit(id=split_id, contribution_id=contribution_id, plan_line_id=line_id, from_on=from_on, parts=n)
        )
    return split_id


def promise(pot: MadePot, *, received: bool = True, year: BudgetYear = YEAR, **pence: int) -> None:
    """Each named contribution promises so much, and (unless told otherwise) it comes in at once."""

    def decide(act: Act) -> None:
        for name, amount_pence in pence.items():
            contribution = pot.contributions[name]
            source = f"{contribution}:{act.id}"
            act.books.post("promised", source, year.starts_on, books.promised(year.number, contribution, amount_pence))
            if received:
                came = books.received(year.number, contribution, amount_pence, "direct_payment")
                act.books.post("received", source, year.starts_on, came)

    pot.do(decide)


def pay(pot: MadePot, amount_pence: int, line: str = "support", day: date = TODAY, source: str | None = None) -> str:
    """Pay for something on a line by the split of the day; the answer is the entry's source."""
    source = source or new_id()

    def decide(act: Act) -> None:
        split_id, shares = act.books.share(pot.lines[line], day, amount_pence)
        movements = books.paid(act.year_of(day).number, shares, pot.lines[line])
        act.books.post("paid", source, day, movements, split_id)

    pot.do(decide)
    return source


def _write_terms(act: Act) -> None:
    act.write(
        AuthorityRow(
            id=act.authority.id, n=0, person_id=act.authority.person_id, role=Role.HOLDER,
            valid_from=act.now - timedelta(days=400), valid_to=None,
        )
    )  # fmt: skip
    act.write(Terms(id=new_id(), n=0, level="joint", shadow=False))
    for year in (YEAR, year_from(add_months(YEAR.starts_on, 12), 2)):
        act.write(BudgetYearRow(id=new_id(), number=year.number, starts_on=year.starts_on, ends_on=year.ends_on))


def _write_contribution(act: Act, contribution_id: str, name: str, way_held: str) -> None:
    stream = name if name in {"nhs", "council", "education"} else "council"
    funder_id = new_id()
    act.say_field(f"funder.{funder_id}", f"{name} funder")
    act.write(
        Funder(
            id=funder_id, n=0, stream=stream, code=None, successor_id=None,
            valid_from=YEAR.starts_on, valid_to=OPEN_ENDED,
        )
    )  # fmt: skip
    basis = {"nhs": "continuing_healthcare", "education": "ehc_section_j"}.get(stream, "care_act")
    act.write(
        Contribution(
            id=contribution_id, n=0, step="promised", funder_id=funder_id, budget_year=YEAR.number,
            stream=stream, legal_basis=basis, way_held=way_held, frequency="monthly",
            first_on=YEAR.starts_on, amount_pence=0, client_pence=0,
            valid_from=YEAR.starts_on, valid_to=YEAR.ends_on,
        )
    )  # fmt: skip


def _write_line(act: Act, line_id: str, name: str) -> None:
    act.say_field(f"line.{line_id}", name)
    act.write(
        PlanLine(
            id=line_id, n=0, step="agreed", budget_year=YEAR.number, yearly_pence=0, regular=False,
            weekly_pence=0, valid_from=YEAR.starts_on, valid_to=YEAR.ends_on,
        )
    )  # fmt: skip
