"""Nikki's household behind a weak signal, and phones that have the worker."""

from collections.abc import Callable, Iterator

import pytest
from factories import NOW, grant, make_person, make_pot, promise
from flask import Flask
from household import Clock, Household
from playwright.sync_api import Browser, BrowserContext
from pocket import PHONE, Pocket
from sqlalchemy import create_engine, func, select
from weak_signal import Service, served

from app.domain.authority import Role
from app.persistence.database import db, prepare
from app.persistence.tables import Receipt, Spending, Words


@pytest.fixture
def household(app: Flask, sqlite_url: str) -> Iterator[Household]:
    """Nikki, and those around her."""
    engine = prepare(create_engine(sqlite_url))
    made = Household.made(app, engine, Clock(NOW))
    made.agree("help", "Personal assistants", nhs=2, council=1)
    yield made
    engine.dispose()


@pytest.fixture
def service(app: Flask, household: Household) -> Iterator[Service]:
    with served(app) as service:
        yield service


@pytest.fixture
def new_pocket(browser: Browser, service: Service, household: Household) -> Iterator[Callable[..., Pocket]]:
    """Another phone."""
    contexts: list[BrowserContext] = []

    def make(name: str | None = None, **options: object) -> Pocket:
        contexts.append(browser.new_context(**{**PHONE, **options}))
        pocket = Pocket(contexts[-1], service, household.home)
        if name:
            pocket.signs_in_as(name)
            pocket.is_ready()
        return pocket

    yield make
    for context in contexts:
        context.set_offline(False)
        context.close()


@pytest.fixture
def nikki(new_pocket: Callable[..., Pocket]) -> Pocket:
    """At home on her own phone, with everything made ready."""
    return new_pocket("nikki")


@pytest.fixture
def pots_of_fatima(household: Household) -> list[str]:
    """The addresses of four pots of which she is the broker."""
    pots = [household.home]
    for holder in ("Tom", "Ivy", "Rhys"):
        pot = make_pot(household.pot.engine, make_person(household.pot.engine, holder))
        promise(pot, nhs=100_000)
        grant(pot, household.person["fatima"], Role.BROKER)
        pots.append(f"/p/{pot.id}")
    return pots


@pytest.fixture
def receipts(app: Flask) -> Callable[[], int]:
    """How many photos the service keeps."""

    def count() -> int:
        with app.app_context():
            return db.session.execute(select(func.count()).select_from(Receipt).where(Receipt.n == 0)).scalar_one()

    return count


@pytest.fixture
def spendings(app: Flask, household: Household) -> Callable[[], list[tuple[str, int]]]:
    """What the books hold: each payment once, in words and pence, as it was first told."""

    def found() -> list[tuple[str, int]]:
        household.whole()  # sound
        with app.app_context():
            rows = db.session.execute(
                select(Words.text, Spending.amount_pence)
                .join(Spending, Spending.change_id == Words.change_id)
                .where(Spending.n == 0, Words.field.startswith("what_for"))
                .order_by(Words.text)
            ).all()
            db.session.rollback()
        return [(text, pence) for text, pence in rows]

    return found
