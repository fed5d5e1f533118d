"""The migrations make the database that the tables describe, from nothing and back to nothing."""

from sqlalchemy import create_engine, inspect, text

from app.persistence.database import db, prepare
from app.persistence.migrating import alembic
from app.persistence.tables import Base
from tests.factories import make_pot


def tables_in(url):
    engine = create_engine(url)
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return names - {"alembic_version"}


def test_from_nothing_the_migrations_make_what_the_tables_say(empty_database_url, make_app):
    with make_app(empty_database_url).app_context():
        alembic().upgrade()
        assert alembic().compare_metadata() == []
        assert tables_in(empty_database_url) == set(Base.metadata.tables)
        db.engine.dispose()


def test_back_to_nothing_and_again(empty_database_url, make_app):
    with make_app(empty_database_url).app_context():
        alembic().upgrade()
        made = tables_in(empty_database_url)
        db.engine.dispose()
        alembic().downgrade("base")
        assert tables_in(empty_database_url) == set()
        alembic().upgrade()
        assert tables_in(empty_database_url) == made


def test_with_rows_in_it_too(empty_database_url, make_app):
    with make_app(empty_database_url).app_context():
        alembic().upgrade()
        engine = prepare(create_engine(empty_database_url))
        make_pot(engine)
        engine.dispose()
        alembic().downgrade("base")
        assert tables_in(empty_database_url) == set()


def test_a_connection_keeps_what_it_acknowledged(engine):
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            kept = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in (
                "journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "busy_timeout",
            )}  # fmt: skip
            assert kept == {
                "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1,
                "busy_timeout": 5000,
            }  # fmt: skip
        else:
            assert connection.execute(text("SHOW lock_timeout")).scalar() == "5s"
            assert connection.execute(text("SHOW timezone")).scalar() == "UTC"
