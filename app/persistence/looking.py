"""Keeps that somebody looked: once a day for each person, pot and kind of page."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects import postgresql, sqlite

from app.persistence.database import writing
from app.persistence.tables import Looked


def keep_look(engine: Engine, look: Mapping[str, Any]) -> None:
    """Write the row, unless it is there. Raises Busy at once where somebody else writes: the books come first."""
    dialect = sqlite if engine.dialect.name == "sqlite" else postgresql
    with writing(engine, at_once=True) as session:
        session.execute(dialect.insert(Looked.__table__).on_conflict_do_nothing(), [dict(look)])
