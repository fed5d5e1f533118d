"""Recompute books, shares, chain, totals and the one equation from nothing.

Nothing kept beside the rows is believed: `verify` reads the rows, works everything out again and
names the first thing that is wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.domain.books import AccountKey, OutOfBalance, check_balanced
from app.domain.figures import figures_by_contribution
from app.persistence import chain
from app.persistence.books import REVERSED
from app.persistence.files import Files
from app.persistence.tables import (
    Account,
    Aside,
    Balance,
    Base,
    Blanking,
    Change,
    Claim,
    Commitment,
    Done,
    Entry,
    GoneThrough,
    Posting,
    Pot,
    Receipt,
    Shift,
    SplitTaken,
    Todo,
    WeekTotal,
    Wish,
    Words,
)
from app.persistence.tables.base import ByChange
from app.persistence.totals import ASIDE_KEY, Totals
from app.persistence.verify_files import fault_of_files
from app.persistence.waiting import miscounted

Rows = list[Mapping[str, Any]]


class Unsound(Exception):
    """Something does not agree: the message names it."""


@dataclass(frozen=True, slots=True)
class Sound:
    """How much was found sound."""

    pots: int
    entries: int
    changes: int


def verify(session: Session, files: Files | None = None) -> Sound:
    """Check every pot; with `files`, that each file that a change names is there and as it was. Raises Unsound."""
    _one_moment(session)
    pots = [row._asdict() for row in session.execute(select(Pot.__table__).order_by(Pot.id))]
    counts = Counter[str]()
    for pot in pots:
        found = _checked(session, pot, files)
        counts["entries"] += len(found.entries)
        counts["changes"] += len(found.changes)
    _check_strays(session, {pot["id"] for pot in pots})
    return Sound(len(pots), counts["entries"], counts["changes"])


def verify_pot(session: Session, pot_id: str) -> None:
    """Check one pot. Raises Unsound."""
    _checked(session, session.execute(select(Pot.__table__).where(Pot.id == pot_id)).one()._asdict())


def _checked(session: Session, pot: Mapping[str, Any], files: Files | None = None) -> "_PotCheck":
    found = _PotCheck(session, pot, files)
    found.run()
    return found


class _PotCheck:
    """All rows of one pot, and what must be true of them."""

    def __init__(self, session: Session, pot: Mapping[str, Any], files: Files | None) -> None:
        self.session, self.pot, self.files = session, pot, files
        self.name = f"pot {pot['id']}"
        self.changes = self._rows(Change)
        self.words = self._rows(Words)
        self.accounts = self._rows(Account)
        self.entries = self._rows(Entry)
        self.postings = self._rows(Posting)
        self.commitments = self._rows(Commitment)
        self.receipts = self._rows(Receipt)
        self.key_of = {row["id"]: _key(row) for row in self.accounts}
        self.entry_of = {row["id"]: row for row in self.entries}

    def run(self) -> None:
        self._check_chain()
        self._check_words()
        self._check_rows()
        self._check_entries()
        self._check_totals()
        self._check_equation()
        self._check_todo()
        self._check_done()
        self._check_files()

    def _rows(self, table: type[Base]) -> Rows:
        found = select(table.__table__).where(table.__table__.c.pot_id == self.pot["id"])
        try:
            return [row._asdict() for row in self.session.execute(found)]
        except (TypeError, ValueError):  # a date or a number that is none
            self._fail(f"a row of {table.__tablename__} cannot be read")
            return []

    def _fail(self, what: str) -> None:
        message = f"{self.name}: {what}"
        raise Unsound(message)

    def _check_chain(self) -> None:
        previous, seq = chain.FIRST, 0
        self._check_beginning()
        for change in sorted(self.changes, key=lambda row: row["seq"]):
            seq += 1
            if change["seq"] != seq:
                self._fail(f"change {seq} is missing")
            if change["previous_hash"] != previous:
                self._fail(f"change {seq} does not follow the one before it")
            if change["hash"] != chain.change_hash(change):
                self._fail(f"change {seq} is not what was written")
            previous = change["hash"]
        if (self.pot["version"], self.pot["head"]) != (seq, previous):
            self._fail("the head is not the last change")

    def _check_beginning(self) -> None:
        """The pot's own row is in no digest: who began it, and when, is told by its first change."""
        first = min(self.changes, key=lambda row: row["seq"], default=None)
        if first is None:
            self._fail("it was begun by no change")
        elif (first["person_id"], first["received_at"]) != (self.pot["holder_id"], self.pot["created_at"]):
            self._fail("its first change is not by whom, or when, it was begun")

    def _check_words(self) -> None:
        blanked = {(row["words_change_id"], row["field"]) for row in self._rows(Blanking)}
        said: dict[str, dict[str, str]] = defaultdict(dict)
        for row in self.words:
            said[row["change_id"]][row["field"]] = row["digest"]
            if row["text"] is None and row["salt"] is None:
                if (row["change_id"], row["field"]) not in blanked:
                    self._fail(f"words {row['field']} of change {row['change_id']} are gone")
            elif (row["change_id"], row["field"]) in blanked:
                self._fail(f"words {row['field']} of change {row['change_id']} were erased and are back")
            elif row["text"] is None or row["salt"] is None or row["digest"] != _digest(row):
                self._fail(f"words {row['field']} of change {row['change_id']} were altered")
        for change in self.changes:
            if change["said_digest"] != chain.said_digest(said.pop(change["id"], {})):
                self._fail(f"the words of change {change['seq']} are not those that were said")
        if said:
            self._fail("there are words of no change")

    def _check_rows(self) -> None:
        told: dict[str, list[str]] = defaultdict(list)
        for change_id, canonical in self._canonical_rows():
            told[change_id].append(canonical)
        for change in self.changes:
            if change["rows_digest"] != chain.rows_digest(told.pop(change["id"], [])):
                self._fail(f"the rows of change {change['seq']} are not those that were written")
        if told:
            self._fail("there are rows of no change")

    def _canonical_rows(self) -> Iterator[tuple[str, str]]:
        for row in self.accounts:
            yield row["change_id"], chain.canonical_account(row)
        for row in self.postings:
            entry, key = self.entry_of.get(row["entry_id"]), self.key_of.get(row["account_id"])
            if entry is None or key is None:
                self._fail(f"posting {row['id']} has lost its entry or account")
                return
            yield entry["change_id"], chain.canonical_posting(row, key)
        for table in _tables_by_change():
            if table is not Account:
                for row in self._rows(table):
                    yield row["change_id"], chain.canonical(table.__tablename__, row)

    def _check_entries(self) -> None:
        movements: dict[str, Counter[AccountKey]] = defaultdict(Counter)
        for row in self.postings:
            movements[row["entry_id"]][self.key_of[row["account_id"]]] += row["amount_pence"]
        attempts: dict[tuple[str, str], list[int]] = defaultdict(list)
        for entry in self.entries:
            attempts[entry["source"], entry["kind"]].append(entry["attempt"])
            try:
                check_balanced(movements[entry["id"]])
            except OutOfBalance:
                self._fail(f"entry {entry['id']} does not sum to zero")
        for (source, kind), numbers in attempts.items():
            reversed_so_far = len(attempts.get((source, kind + REVERSED), ()))
            if sorted(numbers) != list(range(len(numbers))) or (
                not kind.endswith(REVERSED) and len(numbers) - reversed_so_far not in (0, 1)
            ):
                self._fail(f"more than one entry stands for {source}, {kind}")
        self.movements = movements

    def _check_totals(self) -> None:
        totals = Totals()
        for entry in self.entries:
            totals.add_entry(Entry(**entry), dict(self.movements[entry["id"]]))
        for row in self.commitments:
            totals.add_commitment(Commitment(**row))
        id_of = {key: account_id for account_id, key in self.key_of.items()}
        balances = {(id_of[key],): pence for key, pence in totals.balances.items()}
        kept_beside: tuple[tuple[type[Base], str, Mapping[Any, int], tuple[str, ...]], ...] = (
            (Balance, "amount_pence", balances, ("account_id",)),
            (WeekTotal, "amount_pence", totals.weeks, ("week", "kind", "plan_line_id")),
            (SplitTaken, "taken_pence", totals.taken, ("split_id", "contribution_id")),
            (Aside, "amount_pence", totals.asides, ASIDE_KEY),
        )
        for table, column, recounted, key in kept_beside:
            kept = {tuple(row[name] for name in key): row[column] for row in self._rows(table)}
            for of in kept.keys() | recounted.keys():
                if kept.get(of) != recounted.get(of):
                    self._fail(
                        f"{table.__tablename__} of {of} is kept as {kept.get(of)}, recounted {recounted.get(of)}"
                    )
        self.totals = totals

    def _check_equation(self) -> None:
        """Bank and held = brought-forward + received − given-back − spent, for each contribution."""
        for year in sorted({key.budget_year for key in self.key_of.values()}):
            in_hand: Counter[str] = Counter()
            for key, amount_pence in self.totals.balances.items():
                if key.budget_year == year and key.kind in {"bank", "held"}:
                    in_hand[key.contribution_id] += amount_pence
            parts = figures_by_contribution(self.totals.balances.items(), (), year)
            for contribution, part in parts.items():
                came = part.brought_forward_pence + part.received_pence
                went = part.given_back_pence + part.spent_pence
                if in_hand[contribution] != came - went:
                    self._fail(f"year {year}, {contribution}: the account is not what is left")

    def _check_todo(self) -> None:
        if wrong := miscounted(self._rows(Todo), self._rows(Shift), self.receipts, self._rows(Wish), self._rows(Claim)):
            self._fail(f"the number of {wrong} is not kept right")

    def _check_files(self) -> None:
        things = {"receipt": self.receipts, "month": self._rows(GoneThrough)}
        if self.files and (fault := fault_of_files(self.files, self.pot["id"], things)):
            self._fail(fault)

    def _check_done(self) -> None:
        """A change belongs to exactly one id that a phone made."""
        ids = [row["id"] for row in self.changes]
        rows = self.session.execute(
            select(Done.change, Done.actor)
            .join(Change, Change.id == Done.change)
            .where(Change.pot_id == self.pot["id"])
        ).all()
        people = {row["id"]: row["person_id"] for row in self.changes}
        if sorted(change for change, _ in rows) != sorted(ids):
            self._fail("a change has no id from a phone, or more than one")
        if any(people[change] != actor for change, actor in rows):
            self._fail("a change is kept under another actor")


def _one_moment(session: Session) -> None:
    """Read everything as it was at one moment, while others go on writing. SQLite always does."""
    bind = session.get_bind()
    if isinstance(bind, Engine) and bind.dialect.name == "postgresql" and not session.in_transaction():
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _check_strays(session: Session, pots: set[str]) -> None:
    """No row of a pot may name a pot that is not there."""
    tables: list[type[Base]] = [*_tables_by_change(), Change, Words, Posting, Balance, WeekTotal, Aside, SplitTaken]
    for table in tables:
        named = set(session.execute(select(table.__table__.c.pot_id).distinct()).scalars())
        if named - pots:
            message = f"{table.__tablename__} has rows of no pot"
            raise Unsound(message)


def _tables_by_change() -> list[type[Base]]:
    return [m.class_ for m in Base.registry.mappers if issubclass(m.class_, ByChange) and issubclass(m.class_, Base)]


def _key(row: Mapping[str, Any]) -> AccountKey:
    return AccountKey(row["budget_year"], row["kind"], row["contribution_id"], row["plan_line_id"])


def _digest(row: Mapping[str, Any]) -> str:
    try:
        return chain.words_digest(row["salt"], row["pot_id"], row["change_id"], row["field"], row["text"])
    except ValueError:
        return "a salt that is none"
