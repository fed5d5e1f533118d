"""Which split of a plan line stands on a day, and what each contribution has borne under it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.domain.split import DatedSplit
from app.persistence.tables import Change, PlanLineSplit, SplitTaken


def splits_of(session: Session, pot_id: str, plan_line_id: str) -> list[DatedSplit]:
    """Every split that was ever agreed for a line."""
    return dated(session.connection().execute(_SPLITS, {"pot_id": pot_id, "plan_line_id": plan_line_id}))


def dated(rows: Iterable[tuple[str, date, str, int, int]]) -> list[DatedSplit]:
    """Rows of (split, from_on, contribution, parts, seq) gathered by split."""
    parts: dict[tuple[str, date, int], dict[str, int]] = defaultdict(dict)
    for split_id, from_on, contribution, part, seq in rows:
        parts[split_id, from_on, seq][contribution] = part
    return [DatedSplit(*key, shares) for key, shares in parts.items()]


def taken_under(session: Session, split_id: str) -> dict[str, int]:
    """Pence that each contribution has borne under this split."""
    return dict(session.connection().execute(_TAKEN, {"split_id": split_id}).all())


_SPLITS = (
    select(PlanLineSplit.id, PlanLineSplit.from_on, PlanLineSplit.contribution_id, PlanLineSplit.parts, Change.seq)
    .join(Change, Change.id == PlanLineSplit.change_id)
    .where(PlanLineSplit.pot_id == bindparam("pot_id"), PlanLineSplit.plan_line_id == bindparam("plan_line_id"))
)
_TAKEN = select(SplitTaken.contribution_id, SplitTaken.taken_pence).where(SplitTaken.split_id == bindparam("split_id"))
