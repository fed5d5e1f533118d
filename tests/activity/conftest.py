"""Jason's pot, and the phones of everybody around it."""

from collections.abc import Callable

import pytest
from flask import Flask
from household import Clock
from jasons import ActivityPhone, Jasons, move_in
from sqlalchemy import Engine


@pytest.fixture
def home(app: Flask, sqlite_engine: Engine, clock: Clock) -> Jasons:
    return move_in(app, sqlite_engine, clock)


@pytest.fixture
def phone(app: Flask) -> Callable[[str], ActivityPhone]:
    return lambda name: ActivityPhone(app.test_client(), name)
