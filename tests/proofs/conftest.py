"""The demo's households, a shorter year of them, for proofs that look at everything."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from factories import NOW
from flask import Flask
from sqlalchemy import create_engine
from visiting_all import Street

from app.demo.load import load
from app.domain.year import london_day
from app.persistence.database import prepare
from app.persistence.files import Files

WEEKS = 12  # of a demo year: enough for a page of every kind


def _load_demo(database_url: str, files: Path) -> None:
    engine = prepare(create_engine(database_url))
    load(engine, london_day(NOW), Files(files), weeks=WEEKS)
    engine.dispose()


@pytest.fixture(scope="session")
def demo_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("demo") / "demo.sqlite"
    shutil.copyfile(sqlite_template, file)
    _load_demo(f"sqlite:///{file}", file.parent / "files")
    return file


@pytest.fixture
def demo_url(demo_template: Path, tmp_path: Path) -> str:
    file = tmp_path / "demo.sqlite"
    shutil.copyfile(demo_template, file)
    shutil.copytree(demo_template.parent / "files", tmp_path / "files", dirs_exist_ok=True)
    return f"sqlite:///{file}"


@pytest.fixture
def street(make_app: Callable[[str], Flask], demo_url: str) -> Street:
    """Everybody of the demo, on SQLite."""
    return _street(make_app, demo_url)


@pytest.fixture
def postgres_street(make_app: Callable[[str], Flask], postgres_url: str, tmp_path: Path) -> Street:
    """Everybody of the demo, on PostgreSQL."""
    _load_demo(postgres_url, tmp_path / "files")
    return _street(make_app, postgres_url)


def _street(make_app: Callable[[str], Flask], database_url: str) -> Street:
    street = Street(make_app(database_url))
    street.move_in()
    return street
