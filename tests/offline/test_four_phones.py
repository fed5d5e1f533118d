"""Four phones out of signal at random, a server that is killed, one phone renewed half-way: nothing lost or doubled."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from crowd import Carrier
from factories import grant, make_person, make_pot, promise
from flask import Flask
from playwright.sync_api import Browser
from pocket import PHONE, Pocket
from real_server import RealServer
from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session
from weak_signal import Service, Signal

from app.domain.authority import Role
from app.persistence.database import prepare
from app.persistence.tables import Account, Posting, Spending, Words
from app.persistence.verify import verify

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("offline")]
CARRIERS = ("nikki", "joan", "nikki", "joan")  # two phones each


@pytest.fixture
def engine_of_nikki(sqlite_url: str) -> Iterator[Engine]:
    engine = prepare(create_engine(sqlite_url))
    yield engine
    engine.dispose()


@pytest.fixture
def pot(engine_of_nikki: Engine) -> str:
    nikki = make_person(engine_of_nikki, "Nikki", "nikki@demo.example")
    pot = make_pot(engine_of_nikki, nikki)
    promise(pot, nhs=20_000_000, council=10_000_000)
    grant(pot, make_person(engine_of_nikki, "Joan", "joan@demo.example"), Role.HELPER)
    return f"/p/{pot.id}"


@pytest.fixture
def server(sqlite_url: str, tmp_path: Path) -> Iterator[RealServer]:
    server = RealServer(sqlite_url, tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize(
    ("seed", "changes", "kills"),
    [(1, 24, 2), *(pytest.param(seed, 300, 5, marks=pytest.mark.long) for seed in (2, 3))],
)
def test_the_books_are_the_sum_of_what_was_typed(
    seed: int, changes: int, kills: int, browser: Browser, server: RealServer, pot: str, engine_of_nikki: Engine
):
    random = Random(f"four phones {seed}")
    phones = carriers(browser, server, pot, random)
    killed = 0
    while (typed := sum(len(phone.written) for phone in phones)) < changes:
        if typed >= changes * (killed + 1) // (kills + 1):
            killed += 1
            server.kill()
            random.choice(phones).turn()  # somebody writes something down at that very moment
            server.start(release=2 if killed > kills // 2 else 1)
            if killed == kills // 2 + 1:
                phones[0].is_asked_about_the_newer_version()
        random.choice(phones).turn()
    for phone in phones:
        phone.comes_home()
    written = [one for phone in phones for one in phone.written]
    each_is_there_once(engine_of_nikki, written)
    assert server.verify().startswith("sound: 1 pots")
    assert [fault for phone in phones for fault in phone.pocket.faults] == []
    for phone in phones:
        phone.pocket.context.close()


def carriers(browser: Browser, server: RealServer, pot: str, random: Random) -> list[Carrier]:
    service = Service(f"http://localhost:{server.port}", Flask("elsewhere"), Signal(lambda _environ, _start: []))
    phones = []
    for number, name in enumerate(CARRIERS):
        pocket = Pocket(browser.new_context(**PHONE), service, pot)
        pocket.signs_in_as(name)
        pocket.is_ready()
        phones.append(Carrier(f"{name}{number}", pocket, Random(random.random())))
    return phones


def each_is_there_once(engine: Engine, written: list) -> None:
    """What was taken back may never have been sent; nothing else is missing, and nothing is there twice."""
    with Session(engine) as session:
        assert verify(session).pots == 1
        found = Counter(
            session.execute(
                select(Words.text)
                .join(Spending, Spending.change_id == Words.change_id)
                .where(Spending.n == 0, Words.field.startswith("what_for"))
            ).scalars()
        )
        used = session.execute(
            select(func.sum(Posting.amount_pence))
            .join(Account, Account.id == Posting.account_id)
            .where(Account.kind.in_(["used", "not_agreed"]))
        ).scalar()
    assert {words for words, times in found.items() if times > 1} == set()
    assert {one.words for one in written if not one.taken_back} <= set(found)
    assert set(found) <= {one.words for one in written}
    assert used == sum(one.pence for one in written if not one.taken_back)
    print(f"\n{len(written)} typed, {sum(one.taken_back for one in written)} taken back")  # noqa: T201 - the run
