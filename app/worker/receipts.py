"""Reads the total of a receipt that was photographed, so that it can be suggested."""

from collections.abc import Callable, Iterable

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.clock import Clock
from app.outside.reading import Line, total_of
from app.persistence.files import Files
from app.persistence.jobs import Leased
from app.persistence.tables import Receipt, ReceiptReading

See = Callable[[bytes], Iterable[Line]]


class FileGone(Exception):
    """The photo is not there now: perhaps its folder is away for a moment."""


def read_total(engine: Engine, files: Files, clock: Clock, see: See, job: Leased) -> ReceiptReading | None:
    """What the photo seems to say; nothing where it says nothing. Raises FileGone."""
    with Session(engine) as session:
        digest = session.execute(
            select(Receipt.digest).where(Receipt.pot_id == job.pot_id, Receipt.id == job.about, Receipt.n == 0)
        ).scalar_one()
    photo = files.read(job.pot_id, digest)
    if photo is None:
        raise FileGone
    amount_pence = total_of(see(photo))
    if amount_pence is None:
        return None
    return ReceiptReading(receipt_id=job.about, pot_id=job.pot_id, amount_pence=amount_pence, read_at=clock())
