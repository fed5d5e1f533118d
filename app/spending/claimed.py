"""A payment that somebody wrote down before they left: what is kept of it, and its photos, which wait in the tray."""

from collections.abc import Callable
from contextlib import suppress

from flask import request
from flask_babel import lazy_gettext as _l

from app.domain.authority import Permission
from app.outside.photos import NotUsable
from app.persistence.act import Act
from app.persistence.claims import ClaimNow
from app.persistence.database import db
from app.spending import changes, receipt_changes, receipt_queries
from app.spending.forms import RecordSpending
from app.web import claims
from app.web.claims import Claimable
from app.web.held import Held, files, held_for, hold, is_there
from app.web.photo_field import MOST_AT_ONCE


def filled_in(pot_id: str, claim: ClaimNow) -> RecordSpending:
    """The ordinary form with what was claimed, and those of its photos that still wait."""
    photos = receipt_queries.touched_by(db.session, pot_id, claim.change_id)
    return RecordSpending(claims.filled_in(claim, *(("from_tray", one.id) for one in photos if one.waits)))


def _hold(person_id: str, pot_id: str) -> Callable[[Act], None] | None:
    """Make what was sent safe and keep it. What cannot be used is left out: nobody is there to take it again."""
    found: list[Held] = []
    for word in request.form.getlist("receipt_kept")[:MOST_AT_ONCE]:
        held = held_for(person_id, pot_id, word)
        found += [held] if held else []
    for file in request.files.getlist("receipt")[:MOST_AT_ONCE]:
        if file.filename:
            file.stream.seek(0)  # the door has read it
            with suppress(NotUsable):
                found.append(hold(files(), pot_id, file.stream))
    if not found:
        return None

    def keep(act: Act) -> None:
        receipt_changes.keep(act, [held for held in found if is_there(pot_id, held)])

    return keep


CLAIMABLE = Claimable(
    kind=changes.RECORD.name,
    title=_l("Spending"),
    form=RecordSpending,
    fields=("what_for", "amount", "spent_on", "plan_line", "paid_to", "note"),
    shows=("what_for", "amount", "spent_on", "paid_to", "note"),
    needs=frozenset({Permission.RECORD}),
    use="spending.new",
    hold=_hold,
)
