"""The database: one engine, its pragmas, and the write transaction of the door."""

from collections.abc import Iterator
from contextlib import contextmanager
from inspect import iscoroutinefunction
from typing import Any

from flask.sansio.app import App
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

WAIT_SECONDS = 5
_WRITES = "onepot_writes"
_AT_ONCE = "at once"


class Database(SQLAlchemy):
    """The library's, without its teardown for asynchronous sessions: nobody opens one here."""

    def init_app(self, app: App) -> None:
        """Install it. The asynchronous teardown would start an event loop for every request."""
        super().init_app(app)
        app.teardown_appcontext_funcs[:] = [
            teardown for teardown in app.teardown_appcontext_funcs if not iscoroutinefunction(teardown)
        ]


db = Database()


class Busy(Exception):
    """Another write held the lock for too long: try again."""


def prepare(engine: Engine) -> Engine:
    """Make an engine behave the same on SQLite and PostgreSQL: call once for each engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _sqlite_pragmas)
        event.listen(engine, "begin", _sqlite_begin)
    else:
        event.listen(engine, "connect", _postgresql_timeouts)
    return engine


@contextmanager
def writing(engine: Engine, *, at_once: bool = False) -> Iterator[Session]:
    """A write transaction of its own: commits at the end, rolls back on any error.

    On SQLite it takes the one writer's lock at once, so that nobody reads what is about to change.
    Raises Busy when the lock cannot be had in time; `at_once`: when another holds it now.
    """
    writes = engine.execution_options(**{_WRITES: _AT_ONCE if at_once else True})
    try:
        with Session(writes, autoflush=False, expire_on_commit=False) as session:
            session.connection()
            if at_once and engine.dialect.name == "postgresql":
                session.execute(text("SET LOCAL lock_timeout = '20ms'"))
            yield session
            session.commit()
    except OperationalError as error:
        if is_busy(error):
            raise Busy from error
        raise


def is_busy(error: DBAPIError) -> bool:
    """Whether the database only asks to try again."""
    state = getattr(error.orig, "sqlstate", None)
    return state in {"55P03", "40P01", "40001"} or "database is locked" in str(error.orig)


def _sqlite_pragmas(connection: Any, _record: object) -> None:  # noqa: ANN401 - a DBAPI connection
    connection.isolation_level = None  # transactions are begun below, not by the driver
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={WAIT_SECONDS * 1000}",
        "journal_mode=WAL",
        "synchronous=FULL",  # NORMAL can lose an acknowledged commit when the power fails
        "foreign_keys=ON",
        "recursive_triggers=ON",  # REPLACE must meet the triggers that refuse DELETE
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _sqlite_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    if writes == _AT_ONCE:
        _sqlite_begin_at_once(connection)
    elif writes:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:  # takes no lock, so it cannot fail; asked of the driver itself, which is ten times as quick
        connection.connection.cursor().execute("BEGIN")


def _sqlite_begin_at_once(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA busy_timeout=0")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={WAIT_SECONDS * 1000}")


def _postgresql_timeouts(connection: Any, _record: object) -> None:  # noqa: ANN401 - as above
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{WAIT_SECONDS}s'")
        cursor.execute("SET timezone = 'UTC'")
    connection.commit()
