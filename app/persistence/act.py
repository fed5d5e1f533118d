"""A change under way: what it says, writes and moves, until it is sealed into the pot's chain."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Insert, Select, bindparam, insert, select, update
from sqlalchemy.orm import Session

from app.domain.authority import Authority
from app.domain.year import BudgetYear, london_day
from app.persistence import chain, jobs
from app.persistence.books import Books
from app.persistence.resplit import lines_astray, put_right
from app.persistence.tables import (
    Base,
    Blanking,
    BudgetYearRow,
    Change,
    Notice,
    Person,
    Pot,
    Todo,
    Words,
)
from app.persistence.tables.base import ByChange, Versioned, new_id, new_salt
from app.persistence.totals import add_up

Row = TypeVar("Row", bound=ByChange)
Thing = TypeVar("Thing", bound=Versioned)


class DayOutsideYears(ValueError):
    """The day lies in no budget year of the pot; holds the years there are."""

    def __init__(self, years: list[BudgetYear]) -> None:
        super().__init__(years)
        self.years = years


@dataclass
class Act:
    """What one person does to one pot in one transaction. The pot's row is locked."""

    session: Session
    pot: Pot
    authority: Authority
    name: str
    now: datetime
    form_version: int = 1
    made_at: str = ""
    audience: str = "pot"
    id: str = field(default_factory=new_id)  # the change's own id, not the phone's
    _rows: list[Base] = field(default_factory=list)
    _said: dict[str, Words] = field(default_factory=dict)
    _notices: list[Notice] = field(default_factory=list)
    _todo: Counter[str] = field(default_factory=Counter)
    _jobs: list[tuple[str, str]] = field(default_factory=list)

    @cached_property
    def connection(self) -> Connection:
        """The same transaction without the ORM, for statements of columns that are made once: ten times as quick."""
        return self.session.connection()

    @property
    def today(self) -> date:
        """The day in London."""
        return london_day(self.now)

    @cached_property
    def books(self) -> Books:
        """The pot's books, open for this change."""
        return Books(self)

    @cached_property
    def years(self) -> list[BudgetYear]:
        """The pot's budget years, oldest first."""
        return [BudgetYear(*row) for row in self.connection.execute(_YEARS, {"pot_id": self.pot.id})]

    def year_of(self, day: date) -> BudgetYear:
        """The budget year that holds the day, or DayOutsideYears."""
        for year in self.years:
            if year.holds(day):
                return year
        raise DayOutsideYears(self.years)

    def by_whom(self, change_id: str) -> tuple[str, datetime]:
        """Who made an earlier change of this pot, and when it came in."""
        found = self.session.execute(
            select(Person.name, Change.received_at)
            .join(Change, Change.person_id == Person.id)
            .where(Change.id == change_id, Change.pot_id == self.pot.id)
        )
        name, at = found.one()
        return name, at

    def say(self, **texts: str | None) -> None:
        """Keep free text of this change; what is empty is not kept."""
        for name, text in texts.items():
            self.say_field(name, text)

    def say_field(self, name: str, text: str | None) -> None:
        """Keep one text under a field name of up to 60 characters."""
        if not text:
            return
        salt = new_salt()
        digest = chain.words_digest(salt, self.pot.id, self.id, name, text)
        self._said[name] = Words(change_id=self.id, field=name, pot_id=self.pot.id, text=text, salt=salt, digest=digest)

    def write(self, row: Row) -> Row:
        """Write a row of the pot: it is stamped with pot and change, and covered by the digest."""
        row.pot_id, row.change_id = self.pot.id, self.id
        self._rows.append(cast("Base", row))  # every table that has these columns is one
        return row

    def written(self, table: type[Row]) -> list[Row]:
        """The rows of a table that this change has written so far."""
        return cast("list[Row]", [row for row in self._rows if isinstance(row, table)])

    def last_told(self, table: type[Thing], thing_id: str) -> Thing:
        """A thing of this pot as it stands, with what this change did. Raises LookupError where there is none."""
        written = [row for row in self.written(table) if row.id == thing_id]
        if written:
            return written[-1]
        last_row = _last_row(cast("type[Base]", table))
        row = self.connection.execute(last_row, {"pot_id": self.pot.id, "thing_id": thing_id}).mappings().first()
        if row is None:
            raise LookupError(thing_id)
        return table(**row)

    def tell(self, person_id: str, kind: str) -> None:
        """Queue a notice for a person other than the one who acts."""
        if person_id != self.authority.person_id:
            self._notices.append(
                Notice(
                    id=new_id(), pot_id=self.pot.id, change_id=self.id, person_id=person_id,
                    kind=kind, created_at=self.now,
                )
            )  # fmt: skip

    def wait_for(self, kind: str, more: int) -> None:
        """So many more (or fewer) things of a kind wait for somebody."""
        self._todo[kind] += more

    def ask_for(self, kind: str, about: str) -> None:
        """Ask the worker to do something about a thing of this pot, once this change stands."""
        self._jobs.append((kind, about))

    def blank(self, change_id: str, name: str) -> None:
        """Erase one text of an earlier change by law; its digest stays and the chain holds."""
        self.write(Blanking(words_change_id=change_id, field=name))
        self.session.execute(
            update(Words)
            .where(Words.pot_id == self.pot.id, Words.change_id == change_id, Words.field == name)
            .values(text=None, salt=None)
        )

    def seal(self) -> Change:
        """Write everything: the change first, then its rows, then the totals kept beside them."""
        for line in sorted(lines_astray(self)):
            put_right(self, line)
        canonical_rows = [chain.canonical_row(row) for row in self._rows]
        moved, told = self.books.close()
        change = Change(
            id=self.id,
            pot_id=self.pot.id,
            seq=self.pot.version + 1,
            name=self.name,
            form_version=self.form_version,
            person_id=self.authority.person_id,
            authority_id=self.authority.id,
            made_at=self.made_at,
            received_at=self.now,
            audience=self.audience,
            said_digest=chain.said_digest({f: row.digest for f, row in self._said.items()}),
            rows_digest=chain.rows_digest([*canonical_rows, *told]),
            previous_hash=self.pot.head,
        )
        change.hash = chain.change_hash(chain.columns_of(change))
        self._insert([change])
        self._insert([*self._said.values(), *self._rows, *self._notices, *moved])
        self.books.keep_totals()
        self._keep_todo()
        jobs.ask(self.session, self.pot.id, self.now, self._jobs)
        self.connection.execute(_MOVE_ON, {"pot_id": self.pot.id, "seq": change.seq, "hash": change.hash})
        return change

    def _insert(self, rows: list[Base]) -> None:
        """Insert rows table by table, in the order in which tables first appear."""
        by_table: dict[type[Base], list[dict[str, object]]] = {}
        for row in rows:
            by_table.setdefault(type(row), []).append(chain.columns_of(row))
        for table, values in by_table.items():
            self.connection.execute(_into(table), values)

    def _keep_todo(self) -> None:
        rows = [{"pot_id": self.pot.id, "kind": kind, "waiting": more} for kind, more in self._todo.items() if more]
        add_up(self.connection, Todo, rows)


_YEARS = (
    select(BudgetYearRow.number, BudgetYearRow.starts_on, BudgetYearRow.ends_on)
    .where(BudgetYearRow.pot_id == bindparam("pot_id"))
    .order_by(BudgetYearRow.number)
)
_MOVE_ON = (
    update(Pot.__table__)
    .where(Pot.__table__.c.id == bindparam("pot_id"))
    .values(version=bindparam("seq"), head=bindparam("hash"))
)


@cache
def _last_row(table: type[Base]) -> Select[*tuple[Any, ...]]:
    """The last row of one thing."""
    columns = table.__table__.columns
    of_it = (columns["pot_id"] == bindparam("pot_id"), columns["id"] == bindparam("thing_id"))
    return select(*columns).where(*of_it).order_by(columns["n"].desc()).limit(1)


@cache
def _into(table: type[Base]) -> Insert:
    return insert(table.__table__)
