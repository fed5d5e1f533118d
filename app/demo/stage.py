"""Where the demo's people act: every step is a commit like any other, at a time of the past."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, TypeVar

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from app.domain.authority import Permission
from app.domain.year import LONDON, week_of
from app.persistence.act import Act
from app.persistence.commit import Intent, Then, commit, fingerprint
from app.persistence.files import Files
from app.persistence.tables import Person
from app.persistence.tables.base import new_id

Result = TypeVar("Result")

EMAIL = "{}@demo.example"
WEEKS = 49  # of a demo year are over today


@dataclass
class Stage:
    """One household being played: its pot, and who acts by which authority."""

    engine: Engine
    today: date
    random: Random
    files: Files
    pot_id: str | None = None
    authority_of: dict[str, str] = field(default_factory=dict)
    weeks: int = WEEKS

    @property
    def starts_on(self) -> date:
        """The Monday on which the year began."""
        return year_start(self.today, self.weeks)

    def act(
        self, who: str, name: str, at: datetime, do: Callable[[Act], Result], *needs: Permission, by: str = ""
    ) -> Result:
        """One change by a person at a moment, who may do as much as on the page for it; what it returned.

        They act by the authority of this id, or by their latest.
        """
        kept: list[Any] = []

        def decide(act: Act) -> Then:
            self.pot_id = act.pot.id
            self.authority_of.setdefault(who, act.authority.id)
            kept.append(do(act))
            return Then("pot.home", {"pot_id": act.pot.id})

        intent = Intent(
            actor_id=who,
            authority_id=by or self.authority_of.get(who, ""),
            change_id=str(uuid.UUID(int=self.random.getrandbits(128), version=4)),
            fingerprint=fingerprint({"demo": [name, at.isoformat()]}),
            name=name,
            form_version=1,
            made_at=at.isoformat(),
            needs=frozenset(needs),
            pot_id=self.pot_id,
        )
        commit(self.engine, intent, at, decide)
        result: Result = kept[0]
        return result


def year_start(today: date, weeks: int = WEEKS) -> date:
    """The Monday on which a demo year began."""
    return week_of(today) - timedelta(weeks=weeks)


def london(day: date, hour: int, minute: int = 0) -> datetime:
    """A London wall-clock time as an instant."""
    return datetime.combine(day, time(hour, minute), LONDON).astimezone(UTC)


def person(session: Session, nickname: str, name: str, at: datetime, *, runs_service: bool = False) -> str:
    """The person of this demo name, made if there is none yet; their id."""
    email = EMAIL.format(nickname)
    found = session.execute(select(Person.id).where(Person.email == email)).scalar()
    if found:
        return found
    person_id = new_id()
    row = {
        "id": person_id,
        "email": email,
        "name": name,
        "language": "en",
        "runs_service": runs_service,
        "created_at": at,
    }
    session.execute(insert(Person.__table__), [row])
    session.commit()
    return person_id
