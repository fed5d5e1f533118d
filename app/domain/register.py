"""The register of those who act for a holder: what each kind rests on and what ends it by itself, as dated data."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from app.domain.authority import Role, Scope
from app.domain.rules import REFERENCE
from app.domain.year import day_begins

OF_AGE = 18  # Family Law Reform Act 1969 s1


@dataclass(frozen=True, slots=True)
class Ground:
    """What the law says of one kind of representative."""

    role: Role
    documents: tuple[str, ...]
    scopes: tuple[Scope, ...]  # the first is the usual one
    needs_acceptance: bool  # of each funder, before it covers any of their money
    ends_by_itself: str | None
    valid_from: date
    valid_to: date | None
    source: str

    def stands(self, day: date) -> bool:
        """Whether this row is the law on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def ground(role: Role, day: date) -> Ground | None:
    """What a representative of this kind rests on, on this day; None for every other role."""
    return next((row for row in _grounds() if row.role is role and row.stands(day)), None)


def needs_acceptance(role: Role, day: date) -> bool:
    """Whether the funders accept such a person first."""
    found = ground(role, day)
    return found is not None and found.needs_acceptance


def ends_with_childhood(born_on: date) -> datetime:
    """When parental responsibility ends: the first moment of the 18th birthday in London (Children Act 1989 s105).

    Somebody born on 29 February comes of age on 1 March where the year has no such day.
    """
    year = born_on.year + OF_AGE
    try:
        birthday = born_on.replace(year=year)
    except ValueError:
        birthday = date(year, 3, 1)
    return day_begins(birthday)


@cache
def _grounds() -> tuple[Ground, ...]:
    rows = json.loads((REFERENCE / "authorities.json").read_text(encoding="utf-8"))
    return tuple(
        Ground(
            role=Role(row["role"]),
            documents=tuple(row["documents"]),
            scopes=tuple(Scope(scope) for scope in row["scopes"]),
            needs_acceptance=row["needs_acceptance"],
            ends_by_itself=row["ends_by_itself"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            source=row["source"],
        )
        for row in rows
    )
