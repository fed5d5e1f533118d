"""What the pages of receipts show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ScalarSelect, Select, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session, aliased, join

from app.domain.year import london_day
from app.persistence.tables import Change, Receipt, ReceiptReading, Spending
from app.persistence.texts import told_column
from app.persistence.together import Wanted

PAGE = 24
_FIRST = aliased(Receipt)
_FIRST_CHANGE = aliased(Change)


@dataclass(frozen=True, slots=True)
class Kept:
    """A receipt as it stands, with the payment it is for. `seq` is the change that first kept it."""

    id: str
    n: int
    step: str
    standing: bool
    media: str
    digest: str
    small_digest: str | None
    size_bytes: int
    spending_id: str | None
    kept_at: datetime
    seq: int
    what_for: str = ""
    amount_pence: int | None = None
    happened_on: date | None = None
    looks_like_pence: int | None = None  # the total that the photo seems to show

    @property
    def kept_on(self) -> date:
        """The day in London."""
        return london_day(self.kept_at)

    @property
    def is_photo(self) -> bool:
        """Whether it can be shown in a page."""
        return self.small_digest is not None

    @property
    def waits(self) -> bool:
        """Whether it is for no payment yet."""
        return self.standing and self.spending_id is None


def latest_receipts(pot_id: str) -> Select[Receipt]:
    """The last row of each receipt."""
    later = aliased(Receipt)
    return select(Receipt).where(
        Receipt.pot_id == pot_id, ~select(later.id).where(later.id == Receipt.id, later.n > Receipt.n).exists()
    )


def how_many(pot_id: Any, spending_id: Any) -> ScalarSelect[int]:  # noqa: ANN401 - columns
    """A column of a query: how many receipts a payment has."""
    later = aliased(Receipt)
    return (
        select(func.count())
        .select_from(Receipt)
        .where(
            Receipt.pot_id == pot_id,
            Receipt.spending_id == spending_id,
            Receipt.standing,
            ~select(later.id).where(later.id == Receipt.id, later.n > Receipt.n).exists(),
        )
        .scalar_subquery()
    )


def page_of(session: Session, pot_id: str, before: tuple[bool, int, str] | None = None) -> list[Kept]:
    """A page of receipts: those that wait first, then the newest first; one more than fits.

    `before` is (whether it waits, seq, id) of the last one shown.
    """
    waits = case((Receipt.spending_id.is_(None), 1), else_=0)
    found = _told(pot_id).where(Receipt.standing)
    if before:
        waited, seq, receipt_id = before
        older = or_(_FIRST_CHANGE.seq < seq, and_(_FIRST_CHANGE.seq == seq, Receipt.id > receipt_id))
        found = found.where(or_(waits < int(waited), and_(waits == int(waited), older)))
    return _read(session, found.order_by(waits.desc(), _FIRST_CHANGE.seq.desc(), Receipt.id).limit(PAGE + 1))


def those(session: Session, pot_id: str, receipt_ids: Sequence[str]) -> list[Kept]:
    """These receipts as they stand, the first first: only those of this pot."""
    if not receipt_ids:
        return []
    found = _told(pot_id).where(Receipt.id.in_(receipt_ids))
    return _read(session, found.order_by(_FIRST_CHANGE.seq, Receipt.id))


def looks_like(shown: Sequence[Kept]) -> int | None:
    """The total in pence that photos of one payment seem to show: where each was read, and all say the same."""
    said = {kept.looks_like_pence for kept in shown}
    return said.pop() if len(said) == 1 else None


def was_given(session: Session, pot_id: str, change_id: str) -> bool:
    """Whether this change of the pot did something with receipts."""
    done = select(Receipt.id).where(Receipt.pot_id == pot_id, Receipt.change_id == change_id)
    return session.execute(done.limit(1)).first() is not None


def touched_by(session: Session, pot_id: str, change_id: str) -> list[Kept]:
    """The receipts that a change did something with, as they stand now."""
    done = select(Receipt.id).where(Receipt.pot_id == pot_id, Receipt.change_id == change_id)
    return _read(session, _told(pot_id).where(Receipt.id.in_(done)).order_by(_FIRST_CHANGE.seq, Receipt.id))


def _told(pot_id: str | BindParameter[str]) -> Select[*tuple[Any, ...]]:
    """Each receipt as it stands with when it was first kept, and the payment as it stands."""
    paid, later, later_paid = aliased(Spending), aliased(Receipt), aliased(Spending)
    last = ~select(later_paid.id).where(later_paid.id == paid.id, later_paid.n > paid.n).exists()
    return (
        select(
            Receipt.id, Receipt.n, Receipt.step, Receipt.standing, Receipt.media, Receipt.digest,
            Receipt.small_digest, Receipt.size_bytes, Receipt.spending_id,
            _FIRST_CHANGE.received_at, _FIRST_CHANGE.seq,
            told_column(paid.change_id, "what_for", paid.id), paid.amount_pence, paid.happened_on,
            ReceiptReading.amount_pence.label("looks_like_pence"),
        )
        .select_from(
            join(Receipt, _FIRST, (_FIRST.id == Receipt.id) & (_FIRST.n == 0))
            .join(_FIRST_CHANGE, _FIRST_CHANGE.id == _FIRST.change_id)
            .outerjoin(paid, (paid.id == Receipt.spending_id) & last)
            .outerjoin(ReceiptReading, ReceiptReading.receipt_id == Receipt.id)
        )
        .where(Receipt.pot_id == pot_id, ~select(later.id).where(later.id == Receipt.id, later.n > Receipt.n).exists())
    )  # fmt: skip


def _read(session: Session, found: Select[*tuple[Any, ...]]) -> list[Kept]:
    return [Kept(*row) for row in session.execute(found)]


OF_PAYMENT = Wanted(  # the receipts of a payment, the first first
    _told(bindparam("pot_id")).where(Receipt.spending_id == bindparam("spending_id"), Receipt.standing),
    Kept,
    order=(_FIRST_CHANGE.seq, Receipt.id),
)
