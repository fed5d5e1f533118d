"""The pot of these tests, on SQLite and where it matters on both databases."""

import pytest
from banking import AT, Home, Phone, make_home
from flask import Flask
from sqlalchemy import Engine


@pytest.fixture
def home(app: Flask, sqlite_engine: Engine) -> Home:
    app.extensions["clock"] = lambda: AT
    return make_home(sqlite_engine)


@pytest.fixture
def home_on_both(app_on_both: Flask, engine: Engine) -> Home:
    app_on_both.extensions["clock"] = lambda: AT
    return make_home(engine)


@pytest.fixture
def nikki(app: Flask, home: Home) -> Phone:
    return Phone(app, home)


@pytest.fixture
def nikki_on_both(app_on_both: Flask, home_on_both: Home) -> Phone:
    return Phone(app_on_both, home_on_both)
