"""What people wrote, by the change that said it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ScalarSelect, literal, select
from sqlalchemy.orm import Session

from app.persistence.tables import Words

BLANKED = "…"


def texts_of(session: Session, change_ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """All that these changes said: texts by field, by change. Erased words are an ellipsis."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    wanted = set(change_ids)
    if wanted:
        rows = session.execute(select(Words.change_id, Words.field, Words.text).where(Words.change_id.in_(wanted)))
        for change_id, field, text in rows:
            found[change_id][field] = BLANKED if text is None else text
    return found


def field_of(field: str, thing_id: str) -> str:
    """The field of one thing in a change that may tell of several."""
    return f"{field}.{thing_id}"


def text_column(change_id: Any, field: str, thing_id: Any = None) -> ScalarSelect[str | None]:  # noqa: ANN401 - columns
    """A column of a query: what the change of this row said under this field (of this thing)."""
    name = field if thing_id is None else literal(f"{field}.") + thing_id
    return select(Words.text).where(Words.change_id == change_id, Words.field == name).scalar_subquery()
