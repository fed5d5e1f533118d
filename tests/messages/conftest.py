"""Nikki's pot, everybody around it, and their phones."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from factories import make_person
from flask import Flask
from household import Clock, Household
from phone import Phone, words_of
from sqlalchemy import Engine, select

from app.messages import changes
from app.persistence.tables import ThreadRead
from app.pot.changes import name_contact


class Thread(Household):
    """The household as its thread with the broker sees it."""

    @property
    def page(self) -> str:
        return f"{self.home}/messages"

    def say(self, who: str, body: str) -> str:
        """A message; its id."""
        return self.act(who, lambda act: changes.send(act, None, body), audience="thread")

    def reads(self, who: str) -> datetime | None:
        """Up to when somebody has read the thread."""
        with self.pot.session() as session:
            marks = select(ThreadRead.read_up_to).where(ThreadRead.person_id == self.person[who])
            return session.execute(marks).scalar()


class ThreadPhone(Phone):
    """A phone that shows the thread."""

    def forms_to(self, action: str) -> int:
        """How many forms of this page go to such an address."""
        return len(self.page.forms(action))

    def bubbles(self) -> list[str]:
        """What each message of this page says, with what became of it."""
        return [words_of(li) for li in self.page.all("li") if "said" in li.get("class", "").split()]

    def words(self) -> list[str]:
        """The words of each message alone, as they stand in the page."""
        return ["".join(p.itertext()) for p in self.page.all("p") if p.get("class") == "words"]


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 2, 10, 13, 5, tzinfo=UTC))


def make_household(app: Flask, engine: Engine, clock: Clock) -> Thread:
    household = Thread.made(app, engine, clock)
    household.person["sam"] = make_person(engine, "Sam", "sam@demo.example")
    household.act("nikki", lambda act: name_contact(act, "go_to", household.person["fatima"]))
    return household


@pytest.fixture
def household(app: Flask, sqlite_engine: Engine, clock: Clock) -> Thread:
    return make_household(app, sqlite_engine, clock)


@pytest.fixture
def household_on_both(app_on_both: Flask, engine: Engine, clock: Clock) -> Thread:
    return make_household(app_on_both, engine, clock)


@pytest.fixture
def phone(app: Flask) -> Callable[[str], ThreadPhone]:
    return lambda name: ThreadPhone(app.test_client(), name)


@pytest.fixture
def phone_on_both(app_on_both: Flask) -> Callable[[str], ThreadPhone]:
    return lambda name: ThreadPhone(app_on_both.test_client(), name)
