"""The demo's households, a shorter year of them, to walk through."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories import NOW
from flask import Flask
from sqlalchemy import create_engine
from world import World, lived_in

from app import create_app
from app.demo.load import load
from app.domain.year import london_day
from app.persistence.database import db, prepare
from app.persistence.files import Files

WEEKS = 12  # of a demo year: enough for a page of every kind


@pytest.fixture(scope="session")
def street_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("street") / "street.sqlite"
    shutil.copyfile(sqlite_template, file)
    engine = prepare(create_engine(f"sqlite:///{file}"))
    load(engine, london_day(NOW), Files(file.parent / "files"), weeks=WEEKS)
    engine.dispose()
    return file


@pytest.fixture
def street(make_app: Callable[[str], Flask], street_template: Path, tmp_path: Path) -> Flask:
    """The service with everybody of the demo."""
    file = tmp_path / "street.sqlite"
    shutil.copyfile(street_template, file)
    shutil.copytree(street_template.parent / "files", tmp_path / "files", dirs_exist_ok=True)
    return make_app(f"sqlite:///{file}")


@pytest.fixture(scope="module")
def street_of_all(street_template: Path, settings_for, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The same for many tests that only look."""
    folder = tmp_path_factory.mktemp("all")
    shutil.copyfile(street_template, folder / "street.sqlite")
    shutil.copytree(street_template.parent / "files", folder / "files", dirs_exist_ok=True)
    app = create_app(settings_for(f"sqlite:///{folder / 'street.sqlite'}", folder / "files"))
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="module")
def world(sqlite_template: Path, settings_for, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two pots, and everybody's phone: as it was made, because no test of it does anything."""
    with lived_in(sqlite_template, settings_for, tmp_path_factory.mktemp("who")) as world:
        yield world
