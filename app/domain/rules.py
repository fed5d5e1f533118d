"""Rules as dated data with their source (`reference/*.json`), and the questions asked of them."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

REFERENCE = Path(__file__).parent / "reference"


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """Why a funder pays: the stream it belongs to, and whether the law lets it be charged for."""

    code: str
    stream: str  # nhs, council or education
    chargeable: bool
    valid_from: date
    valid_to: date | None
    source: str

    def stands(self, day: date) -> bool:
        """Whether this row is the law on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class NotChargeable(ValueError):
    """A client's contribution was put on money that the law keeps free: holds the basis."""

    def __init__(self, basis: LegalBasis) -> None:
        super().__init__(basis.code)
        self.basis = basis


class UnknownBasis(ValueError):
    """No row of the rules has this legal basis on this day."""


def legal_basis(code: str, day: date) -> LegalBasis:
    """The row that stands on this day, or UnknownBasis."""
    for basis in legal_bases():
        if basis.code == code and basis.stands(day):
            return basis
    raise UnknownBasis(code)


def check_client_contribution(code: str, client_pence: int, day: date) -> None:
    """Refuse a client's contribution where the basis is free at the point of use.

    NHS care is never charged for (NHS Act 2006 s1(4)), s117 aftercare neither; the council's Care
    Act share may be (Care Act 2014 s14). Raises NotChargeable.
    """
    basis = legal_basis(code, day)
    if client_pence > 0 and not basis.chargeable:
        raise NotChargeable(basis)


@cache
def legal_bases() -> tuple[LegalBasis, ...]:
    """Every row, in the order in which people are shown them."""
    rows = json.loads((REFERENCE / "legal_bases.json").read_text(encoding="utf-8"))
    return tuple(
        LegalBasis(
            code=row["code"],
            stream=row["stream"],
            chargeable=row["chargeable"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            source=row["source"],
        )
        for row in rows
    )
