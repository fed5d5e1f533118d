"""Triggers that refuse to change what is written: the ledger only grows, on both engines.

Migrations call `refuse_changes` again after every batch operation, because SQLite drops the
triggers of a table that is rebuilt.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, inspect, text

WRITTEN_ONCE = (
    "acceptance", "account", "authority", "blanking", "budget_year", "change", "claim", "commitment", "contact",
    "contribution", "done", "entry", "funder", "gone_through", "instalment", "invitation", "message", "plan_line",
    "plan_line_split", "posting", "receipt", "shift", "sighting", "spending", "terms", "thread", "wish",
)  # fmt: skip

_ONLY_BLANKING = (
    "NEW.text IS NULL AND NEW.salt IS NULL AND OLD.text IS NOT NULL AND NEW.digest = OLD.digest "
    "AND NEW.change_id = OLD.change_id AND NEW.field = OLD.field AND NEW.pot_id = OLD.pot_id"
)
_POT_MOVES_ON = (
    "NEW.version > OLD.version AND NEW.id = OLD.id AND NEW.holder_id = OLD.holder_id "
    "AND NEW.created_at = OLD.created_at"
)
MAY_UPDATE_ONLY = {"words": _ONLY_BLANKING, "pot": _POT_MOVES_ON}


def refuse_changes(connection: Connection, tables: Iterable[str] = WRITTEN_ONCE) -> None:
    """Create the triggers of these tables, and of `words` and `pot`, anew. Tables of later migrations are left out."""
    there = set(inspect(connection).get_table_names())
    statements = _sqlite if connection.dialect.name == "sqlite" else _postgresql
    if connection.dialect.name != "sqlite":
        connection.execute(text(_POSTGRESQL_FUNCTION))
    for table in tables:
        if table in there:
            _run(connection, statements(table, None))
    for table, allowed in MAY_UPDATE_ONLY.items():
        _run(connection, statements(table, allowed))


def drop_triggers(connection: Connection) -> None:
    """Take every trigger away: only for tests that play the intruder."""
    for table in (*WRITTEN_ONCE, *MAY_UPDATE_ONLY):
        for what in ("update", "delete", "truncate"):
            if connection.dialect.name == "sqlite":
                connection.execute(text(f"DROP TRIGGER IF EXISTS refuse_{what}_{table}"))
            else:
                connection.execute(text(f'DROP TRIGGER IF EXISTS "refuse_{what}_{table}" ON "{table}"'))


def _run(connection: Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.execute(text(statement))


def _sqlite(table: str, allowed: str | None) -> Iterable[str]:
    unless = f"WHEN NOT ({allowed})" if allowed else ""
    for what, when in (("update", unless), ("delete", "")):
        name = f"refuse_{what}_{table}"
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield (
            f'CREATE TRIGGER {name} BEFORE {what.upper()} ON "{table}" {when} '
            f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
        )


_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION onepot_only_grows() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$ LANGUAGE plpgsql
"""


def _postgresql(table: str, allowed: str | None) -> Iterable[str]:
    unless = f"WHEN (NOT ({allowed}))" if allowed else ""
    for what, each, when in (
        ("update", "ROW", unless),
        ("delete", "ROW", ""),
        ("truncate", "STATEMENT", ""),
    ):
        name = f'"refuse_{what}_{table}"'
        yield f'DROP TRIGGER IF EXISTS {name} ON "{table}"'
        yield (
            f'CREATE TRIGGER {name} BEFORE {what.upper()} ON "{table}" FOR EACH {each} {when} '
            "EXECUTE FUNCTION onepot_only_grows()"
        )
