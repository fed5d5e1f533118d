"""Load the households that are not there yet."""

import hashlib
from collections.abc import Callable, Collection
from contextlib import closing
from datetime import date, timedelta
from random import Random

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.demo.asha import asha
from app.demo.ivy import ivy
from app.demo.jason import jason
from app.demo.katy import katy, maria
from app.demo.nikki import nikki
from app.demo.rhys import rhys
from app.demo.stage import WEEKS, Stage, london, person, year_start
from app.demo.tom import tom
from app.persistence.files import Files
from app.persistence.tables import Pot
from app.persistence.tables.base import ids_drawn_from

PEOPLE = {
    "nikki": "Nikki Shaw",
    "amina": "Amina Yusuf",
    "beth": "Beth Carter",
    "carl": "Carl Evans",
    "tom": "Tom Hollis",
    "jim": "Jim Hollis",
    "jason": "Jason Bell",
    "ruth": "Ruth Bell",
    "dele": "Dele Adeyemi",
    "kofi": "Kofi Mensah",
    "lena": "Lena Novak",
    "priya": "Priya Nair",
    "omar": "Omar Haddad",
    "katy": "Katy Rossi",
    "maria": "Maria Rossi",
    "grace": "Grace Obi",
    "sunil": "Sunil Patel",
    "ivy": "Ivy Marsh",
    "joan": "Joan Marsh",
    "asha": "Asha Rahman",
    "leila": "Leila Rahman",
    "rhys": "Rhys Morgan",
    "cerys": "Cerys Pugh",
    "fatima": "Fatima Khan",
    "helen": "Helen Ward",
    "david": "David Lowe",
    "sadiq": "Sadiq Ali",
    "admin": "Alex Reed",
    "sam": "Sam Field",
}
HOUSEHOLDS: dict[str, Callable[[Stage, dict[str, str]], None]] = {
    "nikki": nikki, "tom": tom, "jason": jason, "katy": katy, "maria": maria, "ivy": ivy, "asha": asha, "rhys": rhys,
}  # fmt: skip


def load(
    engine: Engine, today: date, files: Files, *, weeks: int = WEEKS, only: Collection[str] = HOUSEHOLDS
) -> list[str]:
    """Load what is not there yet, with so many weeks behind it; the names of the households that were.

    The same for the same day.
    """
    loaded = []
    _hurry(engine, "OFF")
    first_day = year_start(today, weeks) - timedelta(days=1)
    with ids_drawn_from(_bytes_of("people", today)), Session(engine) as session:
        people = {
            nickname: person(session, nickname, name, london(first_day, 9), runs_service=nickname == "admin")
            for nickname, name in PEOPLE.items()
        }
        there = set(session.execute(select(Pot.holder_id)).scalars())
    for nickname, play in HOUSEHOLDS.items():
        if nickname in only and people[nickname] not in there:
            with ids_drawn_from(_bytes_of(nickname, today)):
                play(Stage(engine, today, _random(nickname, today), files, weeks=weeks), people)
            loaded.append(nickname)
    _hurry(engine, "FULL")
    return loaded


def _hurry(engine: Engine, synchronous: str) -> None:
    """On SQLite the demo does not wait for the disk after each of its thousand changes."""
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute(f"PRAGMA synchronous={synchronous}")


def _random(name: str, today: date) -> Random:
    seed = hashlib.sha256(f"{name} {today}".encode()).digest()
    return Random(seed)  # noqa: S311 - made-up households keep no secret


def _bytes_of(name: str, today: date) -> Callable[[int], bytes]:
    return _random(f"ids of {name}", today).randbytes
