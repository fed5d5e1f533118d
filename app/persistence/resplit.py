"""What was used on a plan line lies under the split of its day.

That may need putting right when a split is agreed with back-date, when something that was moved so is taken
back, and at the year's end.
"""

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.domain import books, split
from app.persistence.paying import money_accounts
from app.persistence.tables import Account, Entry, PlanLineSplit, Posting
from app.persistence.tables.base import new_id

if TYPE_CHECKING:
    from app.persistence.act import Act

KIND = "shared anew"


def put_right(act: "Act", plan_line_id: str) -> None:
    """Move what is booked under a split that stands no more, and even out what reversals left.

    What goes out of the old split and what goes into the new one are an entry each, because an entry counts
    under one split. Entries that were posted are never touched, and when all is right nothing is posted. With two
    contributions each ends within half a penny of exact for each split, with more within one.
    """
    moves = split.put_right(act.books.splits(plan_line_id), _borne(act, plan_line_id))
    money = money_accounts(act, {contribution for moved in moves for contribution in moved.shares})
    for moved in moves:
        movements = books.shared_anew(moved.budget_year, moved.shares, plan_line_id, money)
        act.books.post(KIND, f"line:{plan_line_id}:{new_id()}", moved.day, movements, moved.split_id)


def lines_astray(act: "Act") -> set[str]:
    """Lines of which this change agrees a split, or books something under one that stands no more."""
    lines = {row.plan_line_id for row in act.written(PlanLineSplit)}
    for entry, movements in act.books.posted():
        for line in {key.plan_line_id for key in movements if entry.split_id and key.kind == "used"}:
            if act.books.split_on(line, entry.happened_on).id != entry.split_id:
                lines.add(line)
    return lines


def _borne(act: "Act", plan_line_id: str) -> list[split.Borne]:
    """All that was ever used on the line under a split, reversals too, by day and contribution."""
    sums: Counter[tuple[int, str, date, str]] = Counter()
    for entry, movements in act.books.posted():
        for key, amount_pence in movements.items():
            if entry.split_id and (key.kind, key.plan_line_id) == ("used", plan_line_id):
                sums[key.budget_year, entry.split_id, entry.happened_on, key.contribution_id] += amount_pence
    of = (Account.budget_year, Entry.split_id, Entry.happened_on, Account.contribution_id)
    rows = act.session.execute(
        select(*of, func.sum(Posting.amount_pence))
        .join(Posting, Posting.account_id == Account.id)
        .join(Entry, Entry.id == Posting.entry_id)
        .where(
            Account.pot_id == act.pot.id,
            Account.kind == "used",
            Account.plan_line_id == plan_line_id,
            Entry.split_id.is_not(None),
        )
        .group_by(*of)
    )
    for year, split_id, day, contribution, amount_pence in rows:
        sums[year, str(split_id), day, contribution] += int(amount_pence)
    return [split.Borne(*key, amount_pence) for key, amount_pence in sums.items()]
