"""Bodies that pay, as dated reference data (`reference/funders.csv`). A name that is not there is as good."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache

from app.domain.rules import REFERENCE


@dataclass(frozen=True, slots=True)
class KnownFunder:
    """A council or NHS board: its ODS code, name, stream, and the days on which it is known to stand."""

    code: str
    name: str
    stream: str  # nhs or council
    valid_from: date
    valid_to: date | None
    source: str

    def stands(self, day: date) -> bool:
        """Whether it is known to stand on this day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def known_funders(day: date) -> list[KnownFunder]:
    """Those that stand on the day, boards first, by name."""
    return [funder for funder in _all() if funder.stands(day)]


def code_of(name: str, day: date) -> str | None:
    """The code of the body of this name, however it is written in capitals; None for one that is not known."""
    wanted = " ".join(name.split()).casefold()
    return next((funder.code for funder in known_funders(day) if funder.name.casefold() == wanted), None)


def same_body(code: str | None, name: str, record_id: str) -> str:
    """What two records of one body have in common: its code, or its name; a record without either is itself alone."""
    return code or " ".join(name.split()).casefold() or record_id


@cache
def _all() -> tuple[KnownFunder, ...]:
    with (REFERENCE / "funders.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            KnownFunder(
                code=row["code"],
                name=row["name"],
                stream=row["stream"],
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                source=row["source"],
            )
            for row in csv.DictReader(file)
        )
