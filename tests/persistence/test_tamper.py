"""Somebody with the database in their hands: whatever they change, `verify` finds it.

The intruder has no triggers and no foreign keys against them. Each tamper is taken back by a savepoint.
"""
# ruff: noqa: S608 - chance with a seed, and the intruder's own SQL

import os
import random
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import (
    Boolean,
    Date,
    Engine,
    Integer,
    String,
    delete,
    event,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from app.domain import books
from app.domain.books import NONE
from app.persistence.tables import Base, Words
from app.persistence.tables.base import OPEN_ENDED, Instant
from app.persistence.triggers import drop_triggers
from app.persistence.verify import Unsound, verify
from tests.factories import NOW, TODAY, YEAR, make_person, make_pot, pay, promise, write_split

LONG = os.environ.get("ONEPOT_LONG") == "1"
TRIES = {"sqlite": 1000, "postgresql": 1000 if LONG else 150}
SEED = 20260210

LEDGER = ("change", "entry", "posting", "account", "commitment", "balance", "words")
BESIDE = ("week_total", "split_taken", "aside", "terms", "contribution", "plan_line_split", "authority", "budget_year")
TABLES = {name: Base.metadata.tables[name] for name in (*LEDGER, *BESIDE, "pot")}


@pytest.fixture
def pot(engine):
    """A pot with a dozen changes of every sort, and another pot beside it."""
    other = make_pot(engine)
    pay(other, 12_34)
    pot = make_pot(engine)
    promise(pot, nhs=18_000_00, council=6_000_00)
    source = pay(pot, 101_01)
    pay(pot, 55_55, day=TODAY - timedelta(days=40))
    line = pot.lines["support"]

    def said(act):
        act.say(note="what matters", reason="because")

    def outside_plan(act):
        act.books.post("paid", "outside", TODAY, books.paid_outside_plan(1, 9_99))

    def owed(act):
        split_id, shares = act.books.share(line, TODAY, 12_50)
        act.books.post("approved", "shift", TODAY, books.approved(1, shares, line), split_id)

    def reversed_(act):
        act.books.reverse(source, "paid")

    def aside(act):
        act.books.set_aside_by_split("rota", YEAR, line, TODAY, 77_77)
        act.books.set_aside("cash", YEAR, NONE, {NONE: 5_00}, OPEN_ENDED)

    def shared(act):
        write_split(act, line, TODAY - timedelta(days=50), pot.parts(nhs=2, council=1))

    for decide in (said, outside_plan, owed, reversed_, aside, shared):
        pot.do(decide)
    return pot


@pytest.fixture
def intruder(engine: Engine, pot):
    """A connection with nothing in its way but unique keys."""
    if engine.dialect.name == "sqlite":
        engine.dispose()
        event.listen(engine, "connect", lambda connection, _record: connection.execute("PRAGMA foreign_keys=OFF"))
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            for name in Base.metadata.tables:
                for key in inspect(connection).get_foreign_keys(name):
                    connection.execute(text(f'ALTER TABLE "{name}" DROP CONSTRAINT "{key["name"]}"'))
        drop_triggers(connection)
        assert_sound(connection)
        yield connection


def assert_sound(connection):
    with Session(connection) as session:
        verify(session)


def found(connection):
    """What verify says, or None."""
    with Session(connection) as session:
        try:
            verify(session)
        except Unsound as unsound:
            return str(unsound)
    return None


def rows_of(connection, table):
    return [dict(row) for row in connection.execute(select(table)).mappings()]


def content(connection, table, how):
    """What a table holds, where the tamper might be none: two equal values swapped."""
    return Counter(map(repr, rows_of(connection, table))) if how is swap else None


def key_of(table, row):
    return [column == row[column.name] for column in table.primary_key]


def another(rng, column, value, others):
    """A value of the column's type that is not the one there."""
    while (made := any_value(rng, column, value, others)) == value:
        pass
    return made


def any_value(rng, column, value, others):
    if value is not None and rng.random() < 0.3:
        return None if column.nullable and rng.random() < 0.5 else rng.choice(others)
    if isinstance(column.type, Boolean):
        return not value
    if isinstance(column.type, Integer):
        return (value or 0) + rng.choice([-1, 1, 100, -(value or 0), 2**31 - 1 - (value or 0)])
    if isinstance(column.type, Instant):
        return (value or NOW) + timedelta(microseconds=rng.choice([1, -1]))
    if isinstance(column.type, Date):
        return (TODAY if value in {None, date.max} else value) + timedelta(days=rng.choice([1, -1]))
    return another_text(rng, value or "", column.type.length or 50)


def another_text(rng, value, length):
    at = rng.randrange(len(value) + 1)
    return rng.choice([value[:at] + "x" + value[at + 1 :], value[:at], (value + "0")[:length], "", NONE])


def edit(rng, connection, table):
    rows = rows_of(connection, table)
    row, column = rng.choice(rows), rng.choice(list(table.columns))
    value = another(rng, column, row[column.name], [other[column.name] for other in rows])
    connection.execute(update(table).where(*key_of(table, row)).values({column.name: value}))
    return f"{table.name}.{column.name}: {row[column.name]!r} became {value!r}"


def remove(rng, connection, table):
    row = rng.choice(rows_of(connection, table))
    connection.execute(delete(table).where(*key_of(table, row)))
    return f"{table.name}: {row} was taken out"


def swap(rng, connection, table):
    rows, column = rows_of(connection, table), rng.choice(list(table.columns))
    one, two = rng.sample(rows, 2) if len(rows) > 1 else (rows[0], rows[0])
    if column.primary_key:  # by way of a value that nobody has
        between = (
            -999 if isinstance(column.type, Integer) else "between" if isinstance(column.type, String) else date.min
        )
        steps = ((one, between), (two, one[column.name]), (one | {column.name: between}, two[column.name]))
    else:
        steps = ((one, two[column.name]), (two, one[column.name]))
    for row, value in steps:
        connection.execute(update(table).where(*key_of(table, row)).values({column.name: value}))
    return f"{table.name}.{column.name}: {one[column.name]!r} and {two[column.name]!r} were swapped"


def slip_in(rng, connection, table):
    row = dict(rng.choice(rows_of(connection, table)))
    key = rng.choice(list(table.primary_key))
    row[key.name] = any_value(rng, key, row[key.name], [row[key.name]])
    unique = "seq" if table.name == "change" else rng.choice(list(row))
    row[unique] = any_value(rng, table.columns[unique], row[unique], [row[unique]])
    connection.execute(insert(table), [row])
    return f"{table.name}: {row} was put in"


def test_every_tamper_is_found(intruder, engine):
    rng = random.Random(SEED)
    names = [*LEDGER] * 3 + [*BESIDE]
    tried, missed = 0, []
    while tried < TRIES[engine.dialect.name]:
        how = rng.choice([edit, edit, edit, remove, swap, slip_in])
        table = TABLES[rng.choice(names)]
        savepoint = intruder.begin_nested()
        before = content(intruder, table, how)
        try:
            what = how(rng, intruder, table)
        except (IntegrityError, DBAPIError):  # a unique key, or a text too long
            savepoint.rollback()
            continue
        if content(intruder, table, how) != before or how is not swap:
            tried += 1
            if found(intruder) is None:
                missed.append(what)
        savepoint.rollback()
    assert missed == []
    assert_sound(intruder)


@pytest.mark.parametrize("column", [column.name for column in TABLES["pot"].columns])
def test_a_pots_own_row_is_covered_too(intruder, column):
    rng, table = random.Random(SEED), TABLES["pot"]
    rows = rows_of(intruder, table)
    for row in rows:
        value = another(rng, table.columns[column], row[column], [f"{row[column]}x"])
        with intruder.begin_nested() as savepoint:
            intruder.execute(update(table).where(*key_of(table, row)).values({column: value}))
            assert found(intruder), f"pot.{column} became {value!r}"
            savepoint.rollback()


def test_the_last_changes_cut_off_are_found_by_the_head(intruder, pot):
    change = TABLES["change"]
    last = intruder.execute(select(change).where(change.c.pot_id == pot.id).order_by(change.c.seq.desc())).first()
    intruder.execute(delete(change).where(change.c.id == last.id))
    assert "head" in found(intruder)


def test_a_pot_that_was_taken_out_leaves_strays(intruder, pot):
    intruder.execute(delete(TABLES["pot"]).where(TABLES["pot"].c.id == pot.id))
    assert "of no pot" in found(intruder)


def test_a_pot_that_was_put_in_is_found(intruder, pot):
    row = next(row for row in rows_of(intruder, TABLES["pot"]) if row["id"] == pot.id)
    intruder.execute(insert(TABLES["pot"]), [row | {"id": "false", "version": 0, "head": "0" * 64}])
    assert "begun by no change" in found(intruder)


def test_what_is_no_date_or_number_is_named_and_does_not_stop_verify(sqlite_engine):
    pot = make_pot(sqlite_engine)
    pay(pot, 1_00)
    for table, column in (("entry", "happened_on"), ("posting", "amount_pence"), ("change", "received_at")):
        with sqlite_engine.connect() as connection:
            drop_triggers(connection)
            connection.execute(text(f"UPDATE {table} SET {column} = 'junk'"))
            assert found(connection)


# --- words that were erased by law


def test_erasing_by_a_change_leaves_the_chain_whole(engine):
    pot = make_pot(engine)
    said = pot.do(lambda act: act.say(note="a secret", reason="why")).change
    pot.do(lambda act: act.blank(said, "note"))
    with pot.session() as session:
        verify(session)
        texts = dict(session.execute(select(Words.field, Words.text).where(Words.change_id == said)).all())
        salts = dict(session.execute(select(Words.field, Words.salt).where(Words.change_id == said)).all())
    assert texts == {"note": None, "reason": "why"}
    assert salts["note"] is None


def test_erasing_without_a_change_is_found(intruder):
    words = TABLES["words"]
    intruder.execute(update(words).where(words.c.field == "note").values(text=None, salt=None))
    assert "are gone" in found(intruder)


def test_words_that_were_erased_may_not_come_back(engine):
    pot = make_pot(engine)
    said = pot.do(lambda act: act.say(note="a secret")).change
    words = TABLES["words"]
    with engine.connect() as connection:
        before = connection.execute(select(words).where(words.c.change_id == said)).one()
    pot.do(lambda act: act.blank(said, "note"))
    with engine.connect() as connection:
        drop_triggers(connection)
        connection.execute(update(words).where(words.c.change_id == said).values(text=before.text, salt=before.salt))
        assert "are back" in found(connection)


def test_words_of_another_pot_cannot_be_erased(engine):
    person = make_person(engine)
    mine, theirs = make_pot(engine, person), make_pot(engine)
    said = theirs.do(lambda act: act.say(note="theirs")).change
    mine.do(lambda act: act.blank(said, "note"))
    with theirs.session() as session:
        assert session.execute(select(Words.text).where(Words.change_id == said)).scalar_one() == "theirs"
