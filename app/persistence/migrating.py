"""Migrations, for who migrates. Their library takes 12 MB of every process that loads it, and no page needs it."""

from typing import cast

from flask import Flask, current_app
from flask_alembic import Alembic
from flask_alembic.cli import cli as commands

from app.persistence.tables import Base

__all__ = ["alembic", "commands"]


def alembic() -> Alembic:
    """What migrates the database of the app of this context."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - kept by the app itself
    if "alembic" not in app.extensions:
        app.config["ALEMBIC"] = {"script_location": "../migrations", "file_template": "%%(rev)s_%%(slug)s"}
        app.config["ALEMBIC_CONTEXT"] = {"render_as_batch": True, "compare_type": True}
        Alembic(app, metadatas=Base.metadata, run_mkdir=False, command_name="")
    return cast(Alembic, app.extensions["alembic"])
