"""Which split of a plan line stands on a day, and what each contribution has borne under it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.split import DatedSplit
from app.persistence.tables import Change, PlanLineSplit, SplitTaken


def splits_of(session: Session, pot_id: str, plan_line_id: str) -> list[DatedSplit]:
    """Every split that was ever agreed for a line."""
    rows = session.execute(
        select(
            PlanLineSplit.id,
            PlanLineSplit.from_on,
            PlanLineSplit.contribution_id,
            PlanLineSplit.parts,
            Change.seq,
        )
        .join(Change, Change.id == PlanLineSplit.change_id)
        .where(PlanLineSplit.pot_id == pot_id, PlanLineSplit.plan_line_id == plan_line_id)
    )
    return dated(rows)


def dated(rows: Iterable[tuple[str, date, str, int, int]]) -> list[DatedSplit]:
    """Rows of (split, from_on, contribution, parts, seq) gathered by split."""
    parts: dict[tuple[str, date, int], dict[str, int]] = defaultdict(dict)
    for split_id, from_on, contribution, part, seq in rows:
        parts[split_id, from_on, seq][contribution] = part
    return [DatedSplit(*key, shares) for key, shares in parts.items()]


def taken_under(session: Session, split_id: str) -> dict[str, int]:
    """Pence that each contribution has borne under this split."""
    rows = session.execute(
        select(SplitTaken.contribution_id, SplitTaken.taken_pence).where(SplitTaken.split_id == split_id)
    )
    return dict(rows.all())
