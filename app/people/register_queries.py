"""The register of a pot as its pages show it: who holds what authority, by which document, accepted by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from app.domain.authority import Authority, Role
from app.domain.funders import same_body
from app.domain.register import needs_acceptance
from app.domain.year import london_day
from app.persistence.authorities import REACH, Reach, authority
from app.persistence.tables import Acceptance, AuthorityRow, Change, Contribution, Funder, Person, Words
from app.persistence.texts import text_column, told_column
from app.persistence.together import Wanted, together

TO_THINK_AGAIN = timedelta(hours=24)
ENDED = ("person ended", "person left")  # the changes by which somebody ends an authority


@dataclass(frozen=True, slots=True)
class Entry:
    """An authority as it was last told, with whose it is, what it rests on, and who told it."""

    name: str
    authority: Authority
    n: int
    document: str | None
    ends_by: str | None
    funder_id: str | None
    on_days: int | None
    told: str  # the name of the change
    told_at: datetime
    told_by_id: str
    told_by: str

    @property
    def id(self) -> str:
        """Of the authority."""
        return self.authority.id

    def may_come_back(self, now: datetime) -> bool:
        """Whether it was ended so short a time ago that it can stand again."""
        return self.told in ENDED and not self.authority.stands(now) and now - self.told_at < TO_THINK_AGAIN

    def is_over(self, now: datetime) -> bool:
        """Whether its time has passed."""
        return self.authority.valid_to is not None and self.authority.valid_to <= now


@dataclass(frozen=True, slots=True)
class Answer:
    """What a body that pays said last to an authority; neither accepted nor a reason: nothing."""

    authority_id: str
    funder_id: str
    on: date
    accepted: bool
    reason: str
    by_id: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Payer:
    """A body that pays into the pot, with its records; `pays`: today."""

    body: str
    name: str
    funder_ids: tuple[str, ...]
    pays: bool


@dataclass(frozen=True, slots=True)
class Register:
    """All of it."""

    entries: list[Entry]
    answers: list[Answer]
    payers: list[Payer]
    texts: dict[str, str]  # "reference.ID" and "conflicts.ID", by authority

    def entry(self, authority_id: str) -> Entry | None:
        """One of them, if there is such a one."""
        return next((entry for entry in self.entries if entry.id == authority_id), None)

    def payer_of(self, funder_id: str | None) -> Payer | None:
        """The body of a record."""
        return next((payer for payer in self.payers if funder_id in payer.funder_ids), None)

    def said_by(self, payer: Payer, authority_id: str) -> Answer | None:
        """What a body said to an authority, if it stands."""
        said = (one for one in self.answers if one.authority_id == authority_id and one.funder_id in payer.funder_ids)
        return next((one for one in said if one.accepted or one.reason), None)

    def asked_of(self, entry: Entry) -> list[tuple[Payer, Answer | None]]:
        """Each body that pays today, and what it said to this one; nothing where nobody need be asked."""
        if not needs_acceptance(entry.authority.role, london_day(entry.authority.valid_from)):
            return []
        return [(payer, self.said_by(payer, entry.id)) for payer in self.payers if payer.pays]

    def reviewed_by(self, reviewer: Entry, now: datetime) -> list[Payer]:
        """For whom a reviewer speaks: one body, or where none is named all that have no other reviewer."""
        named = self.payer_of(reviewer.funder_id)
        if named or reviewer.funder_id:
            return [named] if named else []
        others = (e for e in self.entries if e.authority.role is Role.REVIEWER and e.authority.stands(now))
        spoken_for = {self.payer_of(other.funder_id) for other in others}
        return [payer for payer in self.payers if payer not in spoken_for]


def register_of(session: Session, pot_id: str, today: date) -> Register:
    """Read it: one query."""
    entries, answers, records, texts = together(session, ENTRIES, ANSWERS, RECORDS, TEXTS, pot_id=pot_id, today=today)
    return Register(entries, answers, _payers(records), dict(texts))


def _payers(records: Iterable[tuple[str, str | None, str, bool]]) -> list[Payer]:
    """One for the records of one body, in the order of names."""
    bodies: dict[str, list[tuple[str, str, bool]]] = {}
    for funder_id, code, name, pays in records:
        bodies.setdefault(same_body(code, name, funder_id), []).append((funder_id, name, pays))
    found = [
        Payer(body, of_it[0][1], tuple(one[0] for one in of_it), any(one[2] for one in of_it))
        for body, of_it in bodies.items()
    ]
    return sorted(found, key=lambda payer: payer.name)


def _entry(name: str, authority_id: str, person_id: str, told: tuple[Any, ...], reach: tuple[Any, ...]) -> Entry:
    return Entry(name, authority(authority_id, person_id, Reach(*reach)), *told)


_later, _by = aliased(AuthorityRow), aliased(Person)
_OTHER_COLUMNS = (
    AuthorityRow.n, AuthorityRow.document, AuthorityRow.ends_by, AuthorityRow.funder_id, AuthorityRow.on_days,
    Change.name, Change.received_at, _by.id, _by.name,
)  # fmt: skip
ENTRIES = Wanted(
    select(Person.name, AuthorityRow.id, AuthorityRow.person_id, *_OTHER_COLUMNS, *REACH)
    .join(Person, Person.id == AuthorityRow.person_id)
    .join(Change, Change.id == AuthorityRow.change_id)
    .join(_by, _by.id == Change.person_id)
    .where(
        AuthorityRow.pot_id == bindparam("pot_id"),
        ~select(_later.id).where(_later.id == AuthorityRow.id, _later.n > AuthorityRow.n).exists(),
    ),
    lambda name, authority_id, person_id, *rest: _entry(
        name, authority_id, person_id, rest[: len(_OTHER_COLUMNS)], rest[len(_OTHER_COLUMNS) :]
    ),
    order=(AuthorityRow.valid_from, Person.name, AuthorityRow.id),
)
_later_answer = aliased(Acceptance)
ANSWERS = Wanted(
    select(
        Acceptance.authority_id, Acceptance.funder_id, Acceptance.accepted_on, Acceptance.standing,
        told_column(Acceptance.change_id, "reason", Acceptance.id), _by.id, _by.name, Change.received_at,
    )
    .join(Change, Change.id == Acceptance.change_id)
    .join(_by, _by.id == Change.person_id)
    .where(
        Acceptance.pot_id == bindparam("pot_id"),
        ~select(_later_answer.id)
        .where(_later_answer.id == Acceptance.id, _later_answer.n > Acceptance.n)
        .exists(),
    ),
    Answer,
)  # fmt: skip
_later_paid = aliased(Contribution)
RECORDS: Wanted[tuple[str, str | None, str, bool]] = Wanted(  # of funders, and whether each pays today
    select(
        Funder.id,
        Funder.code,
        func.coalesce(text_column(Funder.change_id, "funder_name"), ""),
        select(Contribution.id)
        .where(
            Contribution.funder_id == Funder.id,
            Contribution.valid_from <= bindparam("today"),
            Contribution.valid_to >= bindparam("today"),
            Contribution.step != "ended",
            ~select(_later_paid.id).where(_later_paid.id == Contribution.id, _later_paid.n > Contribution.n).exists(),
        )
        .exists(),
    ).where(Funder.pot_id == bindparam("pot_id"), Funder.n == 0),
    lambda *row: row,
    order=(Funder.valid_from, Funder.id),
)
TEXTS: Wanted[tuple[str, str]] = Wanted(  # the last of each comes last
    select(Words.field, Words.text)
    .join(AuthorityRow, AuthorityRow.change_id == Words.change_id)
    .where(
        AuthorityRow.pot_id == bindparam("pot_id"),
        Words.text.is_not(None),
        or_(*(Words.field == literal(f"{field}.") + AuthorityRow.id for field in ("reference", "conflicts"))),
    ),
    lambda *row: row,
    order=(AuthorityRow.n,),
)
