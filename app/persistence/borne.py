"""Who bears what of one thing in the books."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select

from app.domain.books import AccountKey, shares_of
from app.persistence.tables import Account, Entry, Posting
from app.persistence.together import Wanted


def borne(postings: Iterable[tuple[AccountKey, int]]) -> dict[str, int]:
    """Pence that each contribution bears, by the postings of a thing as it stands; `none` for what is not agreed."""
    return {of: pence for of, pence in shares_of(postings, "used", "not_agreed").items() if pence}


POSTINGS: Wanted[tuple[AccountKey, int]] = Wanted(  # every posting of the thing of this `source`
    select(Account.budget_year, Account.kind, Account.contribution_id, Account.plan_line_id, Posting.amount_pence)
    .join(Posting, Posting.account_id == Account.id)
    .join(Entry, Entry.id == Posting.entry_id)
    .where(Entry.pot_id == bindparam("pot_id"), Entry.source == bindparam("source")),
    lambda *row: (AccountKey(*row[:4]), row[4]),
)
