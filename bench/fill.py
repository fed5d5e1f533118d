"""Databases of Nikki's demo year with more and more payments in her pot, made once and kept.

Every row comes from the change that a person would make; five hundred payments share one change, as when a bank's file
is brought in. The clock stands still, so that what was made can be used another day.
"""

import hashlib
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random

from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session

from app import create_app
from app.config import ROOT, settings_from
from app.demo.load import load
from app.demo.stage import EMAIL, Stage
from app.domain.books import NONE
from app.persistence import books, paying
from app.persistence.act import Act
from app.persistence.database import db, prepare
from app.persistence.files import Files
from app.persistence.migrating import alembic
from app.persistence.tables import AuthorityRow, Entry, Person, PlanLine, Pot
from app.persistence.verify import verify
from app.spending import changes as spending

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)  # a Wednesday
SIZES = (1_000, 10_000, 100_000)
AT_ONCE = 500
KEPT = ROOT / "var" / "bench"
THINGS = ("Taxi to clinic", "Hydrotherapy pool", "Wrist splints", "Grab rail", "Physio at home", "Shopping help")


def databases() -> dict[int, Path]:
    """A file for each size; those that are not there yet are made."""
    folder = KEPT / _digest()
    folder.mkdir(parents=True, exist_ok=True)
    before: Path | None = None
    files = {}
    for entries in SIZES:
        file = files[entries] = folder / f"{entries}.sqlite"
        if not file.exists():
            print(f"  a pot of {entries:,} entries", flush=True)
            making = file.with_suffix(".making")
            _begin(making) if before is None else shutil.copyfile(before, making)
            _fill(making, entries)
            making.rename(file)
        before = file
    return files


def settings(file: Path) -> dict[str, str]:
    """How the service is told to use such a file, at the time that it was made for."""
    return {
        "DATABASE_URL": f"sqlite:///{file}", "ONEPOT_FILES": str(file.parent / "files"),
        "ONEPOT_DEMO": "1", "ONEPOT_NOW": NOW.isoformat(),
    }  # fmt: skip


def _digest() -> str:
    """What is kept was made by these files."""
    digest = hashlib.sha256()
    for pattern in ("migrations/*.py", "app/persistence/**/*.py", "app/domain/*.py", "app/demo/*.py", "bench/fill.py"):
        for file in sorted(ROOT.glob(pattern)):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _begin(file: Path) -> None:
    file.unlink(missing_ok=True)
    app = create_app(settings_from(settings(file)))
    with app.app_context():
        alembic().upgrade()
        load(db.engine, NOW.date(), Files(file.parent / "files"), only=("nikki",))
        db.engine.dispose()


def _fill(file: Path, entries: int) -> None:
    engine = prepare(create_engine(f"sqlite:///{file}"))
    with closing(engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA synchronous=OFF")
    stage, lines = _nikkis(engine)
    random = Random(entries)  # noqa: S311 - made-up payments keep no secret
    missing = entries - _count(engine, str(stage.pot_id))
    while missing > 0:
        some = [_payment(random, lines) for _one in range(min(missing, AT_ONCE))]
        stage.act(next(iter(stage.authority_of)), spending.RECORD.name, NOW, _recording(some))
        missing -= len(some)
    with Session(engine) as session:
        print(f"    {verify(session)}", flush=True)
    with closing(engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def _nikkis(engine: Engine) -> tuple[Stage, list[str]]:
    with Session(engine) as session:
        found = select(Person.id, Pot.id, AuthorityRow.id).join(Pot, Pot.holder_id == Person.id)
        found = found.join(AuthorityRow, (AuthorityRow.pot_id == Pot.id) & (AuthorityRow.person_id == Person.id))
        person, pot, authority = session.execute(found.where(Person.email == EMAIL.format("nikki"))).one()
        lines = session.scalars(select(PlanLine.id).where(PlanLine.pot_id == pot, PlanLine.n == 0)).all()
    stage = Stage(engine, NOW.date(), Random(), Files(KEPT / "files"), pot, {person: authority})  # noqa: S311 - as above
    return stage, [*lines, NONE]


def _payment(random: Random, lines: list[str]) -> spending.Payment:
    day: date = NOW.date() - timedelta(days=random.randrange(330))
    line = random.choices(lines, weights=[9] * (len(lines) - 1) + [1])[0]
    return spending.Payment(random.randrange(1, 400), day, line, random.choice(THINGS), "High Street")


def _recording(some: list[spending.Payment]) -> Callable[[Act], None]:
    def record(act: Act) -> None:
        with _asked_once():
            act.books._counts = _Fresh(Counter)  # noqa: SLF001 - what a new payment has in the books need not be asked
            for paid in some:
                spending.record(act, paid)

    return record


class _Fresh(defaultdict[str, Counter[str]]):
    """Every source is new."""

    def __contains__(self, _source: object) -> bool:
        return True


@contextmanager
def _asked_once() -> Iterator[None]:
    """What cannot change within a change is read once for all its payments."""
    taken, held = books.taken_under, paying.money_accounts

    @cache
    def held_once(act_id: str, contributions: frozenset[str]) -> dict[str, str]:
        return held(acts[act_id], contributions)

    def held_by(act: Act, contributions: Iterable[str]) -> dict[str, str]:
        acts[act.id] = act
        return held_once(act.id, frozenset(contributions))

    acts: dict[str, Act] = {}
    books.taken_under, paying.money_accounts = cache(taken), held_by
    try:
        yield
    finally:
        books.taken_under, paying.money_accounts = taken, held


def _count(engine: Engine, pot_id: str) -> int:
    with Session(engine) as session:
        return session.execute(select(func.count()).select_from(Entry).where(Entry.pot_id == pot_id)).scalar_one()
