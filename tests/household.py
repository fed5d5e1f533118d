"""A pot whose people are known by their first names, and a clock that stands still."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from factories import YEAR, MadePot, grant, intent_to, make_person
from flask import Flask
from sqlalchemy import Engine

from app.domain.authority import Role
from app.domain.figures import Figures
from app.domain.instalments import Frequency
from app.domain.year import add_months, year_from
from app.persistence.act import Act
from app.persistence.commit import Then, commit
from app.persistence.figures import figures_of
from app.persistence.tables import InstalmentRow
from app.persistence.verify import verify
from app.plan.changes import Line, agree_line
from app.pot import changes as pots

LEFT = 1_000_000  # what the pot has: 7,000.00 from the NHS, 3,000.00 from the council, all of it come in
PAID_IN = {"nhs": ("NHS Westshire", "joint_package", 700_000), "council": ("Westshire Council", "care_act", 300_000)}
BEGUN = datetime(2025, 4, 1, 9, tzinfo=UTC)
AROUND = {
    "amina": Role.CARER, "beth": Role.CARER, "joan": Role.HELPER, "fatima": Role.BROKER, "david": Role.REVIEWER,
}  # fmt: skip


class Clock:
    """Stands still until it is set or moved."""

    def __init__(self, now: datetime = datetime(2026, 3, 3, 14, 10, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: int) -> None:
        self.now += timedelta(**by)


@dataclass
class Household:
    """A pot and everybody around it: ids of people and of their authorities, by first name."""

    pot: MadePot
    clock: Clock
    person: dict[str, str]
    authority: dict[str, str]

    @classmethod
    def made(
        cls, app: Flask, engine: Engine, clock: Clock, roles: dict[str, Role] | None = None, holder: str = "nikki"
    ) -> Self:
        """The holder's pot, with these people around it (two carers, a helper, a broker, a reviewer)."""
        app.extensions["clock"] = clock
        roles = AROUND if roles is None else roles
        person = {name: make_person(engine, name.title(), f"{name}@demo.example") for name in (holder, *roles)}
        pot = _begun(engine, person[holder])
        for name, (funder, basis, pence) in PAID_IN.items():
            pot.contributions[name] = _paid_in(pot, funder, basis, pence)
        authority = {name: grant(pot, person[name], role) for name, role in roles.items()}
        return cls(pot, clock, person, authority | {holder: pot.authority_id})

    @property
    def home(self) -> str:
        """The address of the pot, without a slash at the end."""
        return f"/p/{self.pot.id}"

    def act(self, who: str, do: Callable[[Act], Any], audience: str = "pot", name: str = "test") -> Any:
        """One change by somebody, not through a form; what it answers."""
        kept: list[Any] = []
        intent = intent_to(name, self.person[who], self.authority[who], self.pot.id)

        def decide(act: Act) -> Then:
            kept.append(do(act))
            return Then("pot.home")

        commit(self.pot.engine, replace(intent, audience=audience), self.clock.now, decide)
        return kept[0]

    def agree(self, line: str, name: str, **parts: int) -> str:
        """Agree a line of the plan that is bought when it is needed, known by a short name; its id."""
        agreed = Line(name, 1_000_000, 0, self.pot.parts(**parts), YEAR.starts_on)
        holder = next(who for who, authority in self.authority.items() if authority == self.pot.authority_id)
        self.pot.lines[line] = self.act(holder, lambda act: agree_line(act, YEAR, agreed))
        return self.pot.lines[line]

    def whole(self) -> Figures:
        """The figures of the whole pot, once its books are found sound."""
        return self._figures()[0]

    def shares(self, figure: str) -> dict[str, int]:
        """A figure by contribution, in pence; parts that are zero are left out."""
        _whole, parts = self._figures()
        names = {contribution: name for name, contribution in self.pot.contributions.items()}
        return {names.get(of, of): pence for of, part in parts.items() if (pence := getattr(part, f"{figure}_pence"))}

    def _figures(self) -> tuple[Figures, dict[str, Figures]]:
        with self.pot.session() as session:
            verify(session)
            found = figures_of(session, self.pot.id, self.clock.now.date())
        return found.whole, dict(found.parts)


def _begun(engine: Engine, holder_id: str) -> MadePot:
    """A pot with its year from April 2025 and the year after it."""
    made: dict[str, str] = {}

    def decide(act: Act) -> Then:
        made.update(pot=act.pot.id, authority=act.authority.id)
        pots.begin(act, YEAR.starts_on)
        pots.open_year(act, year_from(add_months(YEAR.starts_on, 12), 2))
        return Then("pot.home")

    commit(engine, intent_to("begin", holder_id, "", None), BEGUN, decide)
    return MadePot(engine, made["pot"], holder_id, made["authority"])


def _paid_in(pot: MadePot, funder: str, basis: str, pence: int) -> str:
    """A contribution that came in on the first day; its id."""
    made: list[InstalmentRow] = []
    said = pots.Promise(funder, None, basis, pence, 0, Frequency.ONCE, YEAR.starts_on, "direct_payment")

    def promise(act: Act) -> None:
        pots.promise(act, YEAR, said)
        made.extend(act.written(InstalmentRow))

    pot.do(promise, BEGUN)
    pot.do(lambda act: pots.receive(act, made[0], pence, YEAR.starts_on), BEGUN)
    return made[0].contribution_id
