"""Commands of an operator: `flask --app wsgi …`."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import text

from app.domain.year import london_day
from app.outside.bank_files import UnreadableStatement, read_statement
from app.people.invite import invite
from app.persistence.database import db
from app.persistence.files import Files
from app.persistence.jobs import standing
from app.persistence.sweep import KEPT_DAYS
from app.persistence.sweep import sweep as sweep_files
from app.persistence.verify import Unsound
from app.persistence.verify import verify as verify_all


def register(app: Flask) -> None:
    """Install the commands."""
    for command in (verify, sweep, worker, statement, demo, invite, migrations):
        app.cli.add_command(command)


class _Migrations(click.Group):
    """The library's commands, loaded once somebody asks for one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return _migrating().commands.list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them."""
        return _migrating().commands.get_command(ctx, cmd_name)


@click.group("db", cls=_Migrations)
@click.pass_context
def migrations(ctx: click.Context) -> None:
    """Bring the database up to date."""
    ctx.obj = _migrating().alembic()


def _migrating() -> ModuleType:
    from app.persistence import migrating  # noqa: PLC0415 - the web process never needs it

    return migrating


@click.command()
@with_appcontext
def verify() -> None:
    """Recompute books, shares, chain, totals and the equation from nothing, and look for every file."""
    try:
        sound = verify_all(db.session, _files())
    except Unsound as unsound:
        click.echo(f"not sound: {unsound}", err=True)
        sys.exit(1)
    click.echo(f"sound: {sound.pots} pots, {sound.entries} entries, {sound.changes} changes")


@click.command()
@click.option("--days", default=KEPT_DAYS, show_default=True, help="Only what is older than so many days.")
@with_appcontext
def sweep(days: int) -> None:
    """Delete files that were sent and then never saved; never one that a change names."""
    click.echo(f"swept: {sweep_files(db.engine, _files(), datetime.now(UTC), days)} files")


@click.command()
@click.option("--once", is_flag=True, help="Do what is due, then end.")
@click.option("--status", is_flag=True, help="Only say how much waits, and for how long the oldest has.")
@with_appcontext
def worker(*, once: bool, status: bool) -> None:
    """Do what was asked for behind the pages, until stopped. Several may run at once."""
    from app.worker import loop, start  # noqa: PLC0415 - the web process never reads them

    clock = current_app.extensions["clock"]
    if not status:
        made = start.worker(db.engine, _files(), clock, click.echo)
        if once:
            made.drain()
        else:
            start.until_stopped(made)
    click.echo(loop.in_words(standing(db.session, clock())))


@click.command()
@click.option("--fresh", is_flag=True, help="Set the database aside and start a new one.")
@with_appcontext
def demo(*, fresh: bool) -> None:
    """Load the demo households that are not there yet."""
    from app.demo.load import load  # noqa: PLC0415 - a real installation never reads the demo

    if not current_app.config["DEMO"]:
        click.echo("Demo people are for ONEPOT_DEMO=1 only.", err=True)
        sys.exit(1)
    if fresh:
        _start_anew()
    loaded = load(db.engine, london_day(current_app.extensions["clock"]()), _files())
    click.echo(f"loaded: {', '.join(loaded) or 'nothing, all are there'}")


def _start_anew() -> None:
    """A SQLite file is renamed beside itself; a PostgreSQL schema likewise: nothing is deleted."""
    engine = db.engine
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        engine.dispose()
        for part in ("", "-wal", "-shm"):
            if Path(f"{file}{part}").exists():
                Path(f"{file}{part}").rename(f"{file}.aside-{stamp}{part}")
    else:
        with engine.begin() as connection:
            connection.execute(text(f'ALTER SCHEMA public RENAME TO "aside_{stamp}"'))
            connection.execute(text("CREATE SCHEMA public"))
    _migrating().alembic().upgrade()


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def statement(file: Path) -> None:
    """Read a bank's file without touching any pot, and print it as JSON."""
    try:
        read = read_statement(file.read_bytes())
    except UnreadableStatement as unreadable:
        click.echo(str(unreadable), err=True)
        sys.exit(1)
    rows = [
        {
            "date": row.booked_on.isoformat(),
            "amount_pence": row.amount_pence,
            "text": row.text,
            "balance_pence": row.balance_pence,
        }
        for row in read.rows
    ]
    whole = {
        "format": read.format,
        "currency": read.currency,
        "rows": rows,
        "sum_pence": read.sum_pence,
    }
    click.echo(json.dumps(whole, ensure_ascii=False, indent=1))


def _files() -> Files:
    files: Files = current_app.extensions["files"]
    return files
