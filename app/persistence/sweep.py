"""Takes away files that no change came to name: a photo that was chosen, and then never saved."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Select, or_, select
from sqlalchemy.orm import Session

from app.persistence.database import writing
from app.persistence.files import Files
from app.persistence.tables import GoneThrough, Pot, Receipt

KEPT_DAYS = 30  # a page may wait on a phone for as long


def sweep(engine: Engine, files: Files, now: datetime, days: int = KEPT_DAYS) -> int:
    """Delete what is older than so many days and named by no change; how many files that were.

    The folder of a pot that this database does not know is left alone: it may be another's.
    """
    moment = (now - timedelta(days=days)).timestamp()
    return sum(_sweep_pot(engine, files, pot_id, moment) for pot_id in files.pots())


def _sweep_pot(engine: Engine, files: Files, pot_id: str, moment: float) -> int:
    """One file at a time under the pot's own lock: a change that names a file holds it too, and looks again inside."""
    swept = 0
    for path in list(files.older_than(pot_id, moment)):
        with writing(engine) as session:
            known = session.execute(select(Pot.id).where(Pot.id == pot_id).with_for_update()).first()
            if known and not _is_named(session, pot_id, path) and path.stat().st_mtime < moment:
                path.unlink()
                swept += 1
    return swept


def _is_named(session: Session, pot_id: str, path: Path) -> bool:
    return any(session.execute(_naming(table, pot_id, path.name)).first() for table in (Receipt, GoneThrough))


def _naming(table: Any, pot_id: str, digest: str) -> Select[tuple[str]]:  # noqa: ANN401 - a table of things with files
    named = or_(table.digest == digest, table.small_digest == digest)
    return select(table.id).where(table.pot_id == pot_id, named).limit(1)
