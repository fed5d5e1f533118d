"""Jason's pot, with Ruth who acts for him."""

import pytest
from flask import Flask
from household import Clock
from jasons import Jasons, move_in
from sqlalchemy import Engine


@pytest.fixture
def home(app: Flask, sqlite_engine: Engine, clock: Clock) -> Jasons:
    return move_in(app, sqlite_engine, clock)
