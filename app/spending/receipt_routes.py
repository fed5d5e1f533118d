"""Pages of receipts, and the photos and papers themselves: only ever found through the pot they belong to."""

from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, make_response, request
from wtforms import SelectChoice

from app.domain.authority import Permission
from app.domain.money import pounds
from app.persistence.database import db
from app.spending import queries, receipt_changes, receipt_queries
from app.spending.forms import AddPhotos, MatchPhoto
from app.spending.receipt_queries import Kept
from app.web.access import allows
from app.web.address import address
from app.web.answers import page
from app.web.bodies import takes_photos
from app.web.door import Change, enter
from app.web.forms import ChangeForm, NothingToType
from app.web.held import file_answer
from app.web.words import day_short

blueprint = Blueprint("receipts", __name__, url_prefix="/p/<pot_id>/receipts")

LONGEST_ORDER = 10**12
OFFERED = 12  # payments to choose from


@blueprint.get("")
@allows(Permission.SEE_SPENDING)
def tray(pot_id: str) -> str:
    """What waits for its payment, then all others, a page at a time."""
    return _draw_tray(AddPhotos(), pot_id)


@blueprint.post("")
@takes_photos
@allows(Permission.RECORD)
def keep(pot_id: str) -> Response:
    """Keep photos until there is more to say of them."""
    return enter(receipt_changes.KEEP, AddPhotos(request.files | request.form), partial(_draw_tray, pot_id=pot_id))


@blueprint.get("/<receipt_id>")
@allows(Permission.SEE_SPENDING)
def file(pot_id: str, receipt_id: str) -> Response:
    """The photo; a paper only ever as something to be saved."""
    kept = _one_or_404(pot_id, receipt_id)
    return _file_answer(pot_id, kept.digest, kept)


@blueprint.get("/<receipt_id>/small")
@allows(Permission.SEE_SPENDING)
def small(pot_id: str, receipt_id: str) -> Response:
    """The photo, small."""
    kept = _one_or_404(pot_id, receipt_id)
    return _file_answer(pot_id, kept.small_digest or abort(404), kept)


@blueprint.get("/<receipt_id>/see")
@allows(Permission.SEE_SPENDING)
def one(pot_id: str, receipt_id: str) -> str:
    """A receipt, what it is for, and what can be done with it."""
    return page("spending/receipt.html", one=_one_or_404(pot_id, receipt_id), back=address("receipts.tray"))


@blueprint.get("/given/<given_id>")
@allows(Permission.SEE_SPENDING)
def given(pot_id: str, given_id: str) -> str:
    """What a change did something with: photos just kept, or taken out."""
    shown = receipt_queries.touched_by(db.session, pot_id, given_id) or abort(404)
    waiting = [kept for kept in shown if kept.waits]
    return page("spending/given.html", shown=shown, waiting=waiting, back=address("receipts.tray"))


@blueprint.post("/given/<given_id>/take-back")
@allows(Permission.RECORD)
def take_back(pot_id: str, given_id: str) -> Response:
    """Undo what a change did with receipts."""
    if not receipt_queries.was_given(db.session, pot_id, given_id):
        abort(404)

    def redraw(_form: ChangeForm) -> str:
        return given(pot_id, given_id)

    return enter(receipt_changes.TAKE_BACK, NothingToType(request.form), redraw, given_id=given_id)


@blueprint.get("/<receipt_id>/match")
@allows(Permission.RECORD)
def match(pot_id: str, receipt_id: str) -> str:
    """Choose which payment it is for."""
    return _draw_match(_match_form(pot_id), pot_id, receipt_id)


@blueprint.post("/<receipt_id>/match")
@allows(Permission.RECORD)
def match_it(pot_id: str, receipt_id: str) -> Response:
    """Say which payment it is for."""
    _one_or_404(pot_id, receipt_id)
    redraw = partial(_draw_match, pot_id=pot_id, receipt_id=receipt_id)
    return enter(receipt_changes.MATCH, _match_form(pot_id, request.form), redraw, receipt_id=receipt_id)


@blueprint.post("/<receipt_id>/take-off")
@allows(Permission.RECORD)
def take_off(pot_id: str, receipt_id: str) -> Response:
    """Take it off its payment: it waits for another."""
    return _step(receipt_changes.TAKE_OFF, pot_id, receipt_id)


@blueprint.post("/<receipt_id>/take-out")
@allows(Permission.RECORD)
def take_out(pot_id: str, receipt_id: str) -> Response:
    """Take it out."""
    return _step(receipt_changes.TAKE_OUT, pot_id, receipt_id)


def _step(kind: Change, pot_id: str, receipt_id: str) -> Response:
    _one_or_404(pot_id, receipt_id)

    def redraw(_form: ChangeForm) -> str:
        return one(pot_id, receipt_id)

    return enter(kind, NothingToType(request.form), redraw, receipt_id=receipt_id)


def _file_answer(pot_id: str, digest: str, kept: Kept) -> Response:
    """The file, or that it is gone."""
    answer = file_answer(pot_id, digest, kept.media, f"receipt-{kept.kept_at:%Y-%m-%d}")
    return answer or make_response(page("spending/file_gone.html", back=address("receipts.tray")), 410)


def _match_form(pot_id: str, sent: Any = None) -> MatchPhoto:  # noqa: ANN401 - a form as it was sent
    """The latest payments, those without a receipt first; what was chosen is among them."""
    form = MatchPhoto(sent)
    stands = sorted((told for told in queries.latest(db.session, pot_id) if told.standing), key=_has_receipt)
    offered = [told for at, told in enumerate(stands) if at < OFFERED or told.id == form.spending_id.data]
    form.spending_id.choices = [SelectChoice(value=told.id, label=_in_a_line(told)) for told in offered]
    return form


def _has_receipt(told: queries.Told) -> bool:
    return told.receipts > 0


def _in_a_line(told: queries.Told) -> str:
    """'Taxi to clinic, £14.00, 3 Mar': a payment as a plain choice, its name kept apart."""
    return f"\u2068{told.what_for}\u2069, {pounds(told.amount_pence)}, {day_short(told.happened_on).striptags()}"


def _draw_match(form: ChangeForm, pot_id: str, receipt_id: str) -> str:
    back = address("receipts.one", receipt_id=receipt_id)
    return page("spending/match.html", form=form, one=_one_or_404(pot_id, receipt_id), back=back)


def _draw_tray(form: ChangeForm, pot_id: str) -> str:
    found = receipt_queries.page_of(db.session, pot_id, _before())
    shown = found[: receipt_queries.PAGE]
    older = None
    if len(found) > len(shown):
        older = address("receipts.tray", before=f"{int(shown[-1].waits)}_{shown[-1].seq}_{shown[-1].id}")
    return page(
        "spending/receipts.html",
        form=form,
        waiting=[kept for kept in shown if kept.waits],
        matched=[kept for kept in shown if not kept.waits],
        older=older,
        first_page=_before() is None,
        back=address("pot.home"),
    )


def _before() -> tuple[bool, int, str] | None:
    waited, _sep, rest = request.args.get("before", "").partition("_")
    seq, _sep, receipt_id = rest.partition("_")
    if waited not in {"0", "1"} or not (seq.isascii() and seq.isdecimal()) or int(seq[:20]) > LONGEST_ORDER:
        return None
    return waited == "1", int(seq[:20]), receipt_id


def _one_or_404(pot_id: str, receipt_id: str) -> Kept:
    found = receipt_queries.those(db.session, pot_id, [receipt_id])
    return found[0] if found else abort(404)
