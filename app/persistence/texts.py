"""What people wrote, by the change that said it."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, literal, select
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
    return _said(Words.text, change_id, field, thing_id)


def told_column(change_id: Any, field: str, thing_id: Any = None) -> ColumnElement[str]:  # noqa: ANN401 - columns
    """The same for a history: erased words are an ellipsis, what was not said is nothing."""
    return func.coalesce(_said(func.coalesce(Words.text, BLANKED), change_id, field, thing_id), "")


def _said(text: Any, change_id: Any, field: str, thing_id: Any) -> ScalarSelect[Any]:  # noqa: ANN401 - columns
    name = field if thing_id is None else literal(f"{field}.") + thing_id
    return select(text).where(Words.change_id == change_id, Words.field == name).scalar_subquery()
