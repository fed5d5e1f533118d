"""The database itself refuses to change what was written, on both engines and after each migration."""
# ruff: noqa: S608 - statements against every table that there is

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    create_engine,
    insert,
    text,
)
from sqlalchemy.exc import DBAPIError

from app.persistence.database import db, prepare
from app.persistence.migrating import alembic
from app.persistence.tables import Base
from app.persistence.tables.base import ByChange
from app.persistence.triggers import MAY_UPDATE_ONLY, WRITTEN_ONCE

VALUES = (
    (Boolean, True), (BigInteger, 1), (Integer, 1), (DateTime, datetime(2026, 2, 10, tzinfo=UTC)),
    (Date, date(2026, 2, 10)), (LargeBinary, b"x"),
)  # fmt: skip


def row_in(table):
    """A row whose ids are all `x`: one in each table, and every foreign key leads somewhere."""
    return {
        column.name: next((value for kind, value in VALUES if isinstance(column.type, kind)), "x")
        for column in table.columns
    }


def fill(engine):
    """One row in every table there is; what is there, by name."""
    there = MetaData()
    with engine.begin() as connection:
        there.reflect(connection)
        for table in there.sorted_tables:
            if table.name != "alembic_version":
                connection.execute(insert(table), [row_in(table)])
    return there.tables


def attempts(engine, table):
    """Every way to change the row of a table that is there."""
    names = [f'"{column.name}"' for column in table.columns]
    key = ", ".join(f'"{column.name}"' for column in table.primary_key)
    values = f'SELECT {", ".join(names)} FROM "{table.name}" WHERE true'
    yield f'UPDATE "{table.name}" SET {names[0]} = {names[0]}'
    yield f'DELETE FROM "{table.name}"'
    yield (
        f'INSERT INTO "{table.name}" ({", ".join(names)}) {values} '
        f"ON CONFLICT ({key}) DO UPDATE SET {names[0]} = excluded.{names[0]}"
    )
    if engine.dialect.name == "sqlite":
        yield f'INSERT OR REPLACE INTO "{table.name}" ({", ".join(names)}) {values}'
        yield f'REPLACE INTO "{table.name}" ({", ".join(names)}) {values}'
        yield f'UPDATE OR REPLACE "{table.name}" SET {names[0]} = {names[0]}'
    else:
        yield f'TRUNCATE "{table.name}" CASCADE'


def assert_refused(engine, statement):
    with engine.connect() as connection, pytest.raises(DBAPIError, match="only grows"):
        connection.execute(text(statement))


def assert_written_once(engine, tables):
    for name in (*WRITTEN_ONCE, *MAY_UPDATE_ONLY):
        if name in tables:
            for statement in attempts(engine, tables[name]):
                assert_refused(engine, statement)


def test_what_is_written_stays_as_it_is(engine):
    tables = fill(engine)
    assert tables.keys() >= set(WRITTEN_ONCE) | set(MAY_UPDATE_ONLY)
    assert_written_once(engine, tables)


def test_it_is_so_after_each_migration(empty_database_url, make_app):
    migrating = make_app(empty_database_url)
    with migrating.app_context():
        for script in reversed(list(alembic().script_directory.walk_revisions())):
            alembic().upgrade(script.revision)
            engine = prepare(create_engine(empty_database_url))
            assert_written_once(engine, fill(engine))
            engine.dispose()
            db.engine.dispose()
            alembic().downgrade("base")
            alembic().upgrade(script.revision)


def test_every_row_that_a_change_writes_is_written_once():
    by_change = {m.class_.__tablename__ for m in Base.registry.mappers if issubclass(m.class_, ByChange)}
    assert by_change | {"change", "posting", "done"} == set(WRITTEN_ONCE)


def test_rows_may_be_added(engine):
    tables = fill(engine)
    with engine.begin() as connection:
        connection.execute(insert(tables["entry"]), [row_in(tables["entry"]) | {"id": "y", "source": "y"}])


# --- words: text and salt may be cleared together, and nothing else


def test_words_may_be_blanked_once(engine):
    fill(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE words SET text = NULL, salt = NULL"))
    assert_refused(engine, "UPDATE words SET text = NULL, salt = NULL")
    assert_refused(engine, "UPDATE words SET text = 'y', salt = 'y'")


@pytest.mark.parametrize(
    "change",
    [
        "text = 'y'", "text = NULL", "salt = NULL", "text = NULL, salt = 'y'", "text = '', salt = NULL",
        "text = NULL, salt = NULL, digest = 'y'", "text = NULL, salt = NULL, field = 'y'",
    ],
)  # fmt: skip
def test_words_may_be_changed_in_no_other_way(engine, change):
    fill(engine)
    assert_refused(engine, f"UPDATE words SET {change}")


# --- a pot: version and head move on


def test_a_pot_moves_on(engine):
    fill(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE pot SET version = version + 1, head = 'y'"))


@pytest.mark.parametrize(
    "change",
    [
        "head = 'y'", "version = version - 1", "version = version + 1, holder_id = 'y'",
        "version = version + 1, id = 'y'", "version = version + 1, created_at = '2020-01-01 00:00:00'",
    ],
)  # fmt: skip
def test_a_pot_is_changed_in_no_other_way(engine, change):
    fill(engine)
    assert_refused(engine, f"UPDATE pot SET {change}")
