"""Running totals kept in the transaction of the change that moves them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert
from sqlalchemy.dialects import postgresql, sqlite

from app.domain.books import AccountKey, Movements
from app.domain.year import week_of
from app.persistence.tables import Aside, Balance, Base, Commitment, Entry, SplitTaken, WeekTotal

WEEKLY_KINDS = ("used", "not_agreed")
ASIDE_KEY = ("budget_year", "contribution_id", "plan_line_id", "counts_until")


@dataclass
class Totals:
    """What a change adds to balances, weeks, splits and set-aside sums."""

    balances: Counter[AccountKey] = field(default_factory=Counter)
    weeks: Counter[tuple[date, str, str]] = field(default_factory=Counter)
    taken: Counter[tuple[str, str]] = field(default_factory=Counter)
    asides: Counter[tuple[int, str, str, date]] = field(default_factory=Counter)

    def add_entry(self, entry: Entry, movements: Movements) -> None:
        """Count one entry with its postings."""
        for key, amount_pence in movements.items():
            self.balances[key] += amount_pence
            if key.kind in WEEKLY_KINDS:
                week = week_of(entry.happened_on)
                self.weeks[week, key.kind, key.plan_line_id] += amount_pence
            if entry.split_id and key.kind == "used":
                self.taken[entry.split_id, key.contribution_id] += amount_pence

    def add_commitment(self, row: Commitment) -> None:
        """Count one commitment."""
        key = (row.budget_year, row.contribution_id, row.plan_line_id, row.counts_until)
        self.asides[key] += row.amount_pence

    def keep(self, connection: Connection, pot_id: str, account_ids: Mapping[AccountKey, str]) -> None:
        """Move the totals in the database: the pot is locked, so nobody else does meanwhile."""
        add_up(connection, Balance, [
            {"account_id": account_ids[key], "pot_id": pot_id, "amount_pence": more}
            for key, more in self.balances.items()
        ])  # fmt: skip
        add_up(connection, WeekTotal, [
            {"pot_id": pot_id, "week": week, "kind": kind, "plan_line_id": line, "amount_pence": more}
            for (week, kind, line), more in self.weeks.items()
        ])  # fmt: skip
        add_up(connection, SplitTaken, [
            {"split_id": split_id, "contribution_id": contribution, "pot_id": pot_id, "taken_pence": more}
            for (split_id, contribution), more in self.taken.items()
        ])  # fmt: skip
        add_up(connection, Aside, [
            {"pot_id": pot_id, "amount_pence": more, **dict(zip(ASIDE_KEY, key, strict=True))}
            for key, more in self.asides.items()
        ])  # fmt: skip


def add_up(connection: Connection, table: type[Base], rows: list[dict[str, Any]]) -> None:
    """Add to totals, each where it is kept: so much more (or less) of each row's key."""
    if rows:
        connection.execute(_adding(table, connection.dialect.name), rows)


@cache
def _adding(table: type[Base], dialect: str) -> Insert:
    """Insert a total, or add to the one that is there: one statement for all rows of a table."""
    mapped = table.__table__
    (column,) = {"amount_pence", "taken_pence", "waiting"} & set(mapped.columns.keys())
    insert = postgresql.insert(mapped) if dialect == "postgresql" else sqlite.insert(mapped)
    return insert.on_conflict_do_update(
        index_elements=list(mapped.primary_key), set_={column: mapped.c[column] + insert.excluded[column]}
    )
