"""Keep receipts, join them to payments, take them off and out. Each step can be taken back, and is kept."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.config import Settings
from app.persistence.act import Act
from app.persistence.commit import Then
from app.persistence.jobs import READ_RECEIPT
from app.persistence.tables import Receipt
from app.persistence.tables.base import new_id
from app.spending.receipt_queries import latest_receipts
from app.web.door import AlreadyDecided, Change, Refused, change
from app.web.forms import ChangeForm
from app.web.held import Held, is_there
from app.web.words import plainly

TO_MATCH = "receipt_to_match"


def keep(act: Act, held: Sequence[Held], spending_id: str | None = None) -> list[str]:
    """Write down photos whose files are kept: of a payment, or waiting for one; the receipts' ids.

    The same photo again is the same receipt: one that waits is joined to the payment, one that is there stays.
    """
    return [_keep(act, one, spending_id) for one in dict.fromkeys(held)]


def join(act: Act, receipt_ids: Iterable[str], spending_id: str) -> None:
    """Receipts that wait are of this payment. Raises LookupError, or AlreadyDecided for one that waits no more."""
    for receipt_id in dict.fromkeys(receipt_ids):
        before = last_told(act, receipt_id)
        if before.standing and before.spending_id == spending_id:
            if before.change_id != act.id:
                _again(act, before, "kept_again")
            continue
        if not before.standing or before.spending_id:
            raise AlreadyDecided(who_and_when(act, before))
        _again(act, before, "matched", spending_id=spending_id)


def take_off(act: Act, receipt_id: str) -> None:
    """It waits for a payment again."""
    _again(act, last_told(act, receipt_id), "taken_off", spending_id=None)


def let_go(act: Act, spending_id: str) -> None:
    """The payment is taken out: its receipts wait for another."""
    of_it = latest_receipts(act.pot.id).where(Receipt.spending_id == spending_id, Receipt.standing)
    for row in act.session.execute(of_it).scalars().all():
        _again(act, row, "let_go", spending_id=None)


def take_again(act: Act, spending_id: str, let_go_by: str) -> None:
    """The payment is put back: what was let go with it is its own again, unless it is something else's by now."""
    let_go_then = latest_receipts(act.pot.id).where(Receipt.change_id == let_go_by, Receipt.step == "let_go")
    for row in act.session.execute(let_go_then).scalars().all():
        before = act.session.get(Receipt, {"id": row.id, "n": row.n - 1})
        if before and before.spending_id == spending_id:
            _again(act, row, "matched", spending_id=spending_id)


def take_out(act: Act, receipt_id: str) -> None:
    """It is no receipt of this pot's; its file stays with the history."""
    _again(act, last_told(act, receipt_id), "taken_out", standing=False)


def last_told(act: Act, receipt_id: str) -> Receipt:
    """The receipt as it stands, with what this change did. Raises LookupError when this pot has none of this id."""
    return act.last_told(Receipt, receipt_id)


def who_and_when(act: Act, before: Receipt) -> str:
    """'Ruth took this photo out on 3 March, 2:10 pm': the last step of a receipt as a plain sentence."""
    said = {
        "kept": _("%(name)s kept this photo on %(when)s"),
        "kept_again": _("%(name)s kept this photo on %(when)s"),
        "matched": _("%(name)s said on %(when)s what this photo is for"),
        "taken_off": _("%(name)s took this photo off a payment on %(when)s"),
        "let_go": _("%(name)s took the payment of this photo out on %(when)s"),
        "taken_out": _("%(name)s took this photo out on %(when)s"),
        "undone": _("%(name)s took back on %(when)s what was done with this photo"),
    }[before.step]
    return said % plainly(*act.by_whom(before.change_id))


def must_be_there(act: Act, held: Sequence[Held]) -> None:
    """Look again inside the transaction: a file that is swept now must not be named. Raises Refused."""
    if not all(is_there(act.pot.id, one) for one in held):
        raise Refused(field="receipt", sentence=_("Choose the photo again"))


def _keep(act: Act, held: Held, spending_id: str | None) -> str:
    same = _standing_of(act, held.digest)
    there = next((row for row in same if row.spending_id == spending_id), None)
    waits = next((row for row in same if row.spending_id is None), None)
    if there or (same and spending_id is None):
        return _again(act, there or same[0], "kept_again").id
    if waits:
        return _again(act, waits, "matched", spending_id=spending_id).id
    new = Receipt(
        id=new_id(), n=0, step="kept", standing=True, spending_id=spending_id, media=held.media,
        digest=held.digest, small_digest=held.small_digest, size_bytes=held.size_bytes,
    )  # fmt: skip
    _count(act, new, waited=0)
    return act.write(new).id


def _standing_of(act: Act, digest: str) -> list[Receipt]:
    """The receipts of this pot that show the same photo, with those of this change."""
    rows = act.session.execute(latest_receipts(act.pot.id).where(Receipt.digest == digest, Receipt.standing))
    found = {row.id: row for row in rows.scalars()}
    found |= {row.id: row for row in act.written(Receipt) if row.digest == digest}
    return list(found.values())


def _again(act: Act, before: Receipt, step: str, **now: Any) -> Receipt:
    """A further row of the same receipt."""
    values: dict[str, Any] = {"standing": before.standing, "spending_id": before.spending_id} | now
    row = Receipt(
        id=before.id, n=before.n + 1, step=step, media=before.media, digest=before.digest,
        small_digest=before.small_digest, size_bytes=before.size_bytes, **values,
    )  # fmt: skip
    _count(act, row, waited=_waits(before))
    return act.write(row)


def _count(act: Act, row: Receipt, waited: int) -> None:
    """Keep the count of those that wait, and have a photo read meanwhile that begins to wait."""
    more = _waits(row) - waited
    act.wait_for(TO_MATCH, more)
    if more > 0 and row.small_digest and _totals_are_read():
        act.ask_for(READ_RECEIPT, row.id)


def _totals_are_read() -> bool:
    """As it is set; not where rows are made without the service."""
    settings: Settings | None = current_app.extensions["settings"] if current_app else None
    return settings is not None and settings.read_receipts


def _waits(row: Receipt) -> int:
    return int(row.standing and row.spending_id is None)


def _take_back(act: Act, given_id: str) -> str | None:
    """Undo what a change did to receipts, unless somebody did more with them since; the payment it was about."""
    done = act.session.execute(
        select(Receipt).where(Receipt.pot_id == act.pot.id, Receipt.change_id == given_id).order_by(Receipt.id)
    ).scalars()
    about = None
    for row in done.all():
        last = last_told(act, row.id)
        if last.n != row.n:
            raise AlreadyDecided(who_and_when(act, last))
        before = act.session.get(Receipt, {"id": row.id, "n": row.n - 1})
        was = {"standing": before.standing, "spending_id": before.spending_id} if before else {"standing": False}
        now = _again(act, row, "undone" if before else "taken_out", **was)
        about = now.spending_id or row.spending_id
    return about


def _then(act: Act, spending_id: str | None) -> Then:
    if spending_id:
        return Then("spending.entry", {"spending_id": spending_id, "given_id": act.id})
    return Then("receipts.given", {"given_id": act.id})


def _decide_keep(act: Act, form: Any) -> Then:  # noqa: ANN401 - a form with photos
    must_be_there(act, form.receipt.data)
    keep(act, form.receipt.data)
    return _then(act, None)


def _decide_add(act: Act, form: Any, spending_id: str) -> Then:  # noqa: ANN401 - a form with photos
    must_be_there(act, form.receipt.data)
    keep(act, form.receipt.data, spending_id)
    join(act, form.from_tray.data or [], spending_id)
    return _then(act, spending_id)


def _decide_match(act: Act, form: Any, receipt_id: str) -> Then:  # noqa: ANN401 - a form that chooses a payment
    join(act, [receipt_id], form.spending_id.data)
    return _then(act, form.spending_id.data)


def _decide_take_off(act: Act, _form: ChangeForm, receipt_id: str) -> Then:
    before = last_told(act, receipt_id)
    if not before.standing or not before.spending_id:
        raise AlreadyDecided(who_and_when(act, before))
    take_off(act, receipt_id)
    return _then(act, before.spending_id)


def _decide_take_out(act: Act, _form: ChangeForm, receipt_id: str) -> Then:
    before = last_told(act, receipt_id)
    if not before.standing:
        raise AlreadyDecided(who_and_when(act, before))
    take_out(act, receipt_id)
    return _then(act, before.spending_id)


def _decide_take_back(act: Act, _form: ChangeForm, given_id: str) -> Then:
    return _then(act, _take_back(act, given_id))


UNDO = "receipts.take_back"
KEEP = change(
    Change(
        "photo kept",
        _l("We kept your photo. You can add the amount when you are ready."),
        _decide_keep,
        undo=UNDO,
        waits=True,
    )
)
ADD = change(Change("photo added", _l("The photo is added."), _decide_add, undo=UNDO))
MATCH = change(Change("photo matched", _l("The photo is added."), _decide_match, undo=UNDO))
TAKE_OFF = change(
    Change(
        "photo taken off",
        _l("Taken off. The photo waits with those that have no payment."),
        _decide_take_off,
        undo=UNDO,
    )
)
TAKE_OUT = change(Change("photo taken out", _l("Taken out. It is kept in the history."), _decide_take_out, undo=UNDO))
TAKE_BACK = change(Change("photo step undone", _l("Done. It is as it was before."), _decide_take_back, undo=UNDO))
