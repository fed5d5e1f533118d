"""What the bank has seen: rows of statements that were said to be something, and still are."""

from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select
from sqlalchemy.orm import Session, aliased

from app.persistence.tables import Sighting


def standing() -> Select[Sighting]:
    """The last sighting of each row that is said to be something."""
    later = aliased(Sighting)
    return select(Sighting).where(
        Sighting.says != "unsaid",
        ~select(later.id).where(later.id == Sighting.id, later.n > Sighting.n).exists(),
    )


def sightings_of(session: Session, pot_id: str, *sources: str) -> list[Sighting]:
    """The rows that are said to be one of these things, or to give money back for it."""
    found = standing().where(Sighting.pot_id == pot_id, Sighting.source.in_(sources))
    return list(session.execute(found.order_by(Sighting.booked_on, Sighting.id)).scalars())


def is_said(row_id: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """Whether the row of a query is said to be something."""
    return _one().where(_SEEN.id == row_id).exists()


def is_seen(pot_id: str, kind: str, thing_id: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """Whether a row of the bank is said to be the thing of a query. A refund is another payment."""
    source = literal(f"{kind}:") + thing_id
    return _one().where(_SEEN.pot_id == pot_id, _SEEN.source == source, _SEEN.says != "refund").exists()


_SEEN = aliased(Sighting)
_LATER = aliased(Sighting)


def _one() -> Select[str]:
    return select(_SEEN.id).where(
        _SEEN.says != "unsaid",
        ~select(_LATER.id).where(_LATER.id == _SEEN.id, _LATER.n > _SEEN.n).exists(),
    )
