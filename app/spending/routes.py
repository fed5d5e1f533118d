"""Pages and forms of spending."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _

from app.clock import now
from app.domain.authority import Permission
from app.domain.books import NONE
from app.domain.year import london_day
from app.persistence.database import db
from app.persistence.figures import figures_of
from app.persistence.lines import lines_for, lines_of
from app.persistence.wishes import WishNow, wish_of, wishes_about
from app.spending import changes, claimed, queries, receipt_changes, receipt_queries
from app.spending.forms import AddPhotos, ChangeSpending, RecordSpending
from app.web import claims
from app.web.access import allows, current_access
from app.web.address import address
from app.web.answers import page, page_from
from app.web.bodies import takes_photos
from app.web.claims import may_become_claim
from app.web.door import enter
from app.web.forms import ChangeForm, NothingToType
from app.web.unchanged import may_be_unchanged

PAPER_IS_FOUND = timedelta(weeks=2)  # afterwards a missing receipt is not mentioned: nobody can do much about it

AS_READ = "read"  # the amount that the photo seems to show: addresses hold no amounts

blueprint = Blueprint("spending", __name__, url_prefix="/p/<pot_id>/spending")


@blueprint.get("")
@allows(Permission.SEE_SPENDING)
@may_be_unchanged
def index(pot_id: str) -> str:
    """The list, newest first, a page at a time."""
    found = queries.latest(db.session, pot_id, page_from())
    shown, more = found[: queries.PAGE], len(found) > queries.PAGE
    older = address("spending.index", before=f"{shown[-1].happened_on}_{shown[-1].id}") if more else None
    return page(
        "spending/index.html",
        shown=shown,
        older=older,
        names={line.id: line.name for line in lines_of(db.session, pot_id, also_ended=True)},
        asks_from=_today() - PAPER_IS_FOUND,
        back=address("pot.home"),
    )


@blueprint.get("/new")
@allows(Permission.RECORD)
def new(pot_id: str) -> str:
    """Usual things first, then something new; or what somebody claimed, to be checked and saved."""
    claim = claims.to_use(pot_id, changes.RECORD.name)
    if claim:
        return _draw_new(claimed.filled_in(pot_id, claim), pot_id)
    like = _like(pot_id, request.args.get("like"))
    told = _as_typed(like) if like else {"spent_on": _today()} | _asked_first(pot_id)
    form = RecordSpending(data=told | {"from_tray": request.args.getlist("receipt")})
    return _draw_new(form, pot_id, like=like)


@blueprint.post("")
@takes_photos
@may_become_claim(claimed.CLAIMABLE)
@allows(Permission.RECORD)
def record(pot_id: str) -> Response:
    """Record a payment; a photo alone is kept until there is more to say of it."""
    form = RecordSpending(request.files | request.form).for_pot(lines_of(db.session, pot_id), _today())
    form.from_tray.check(receipt_queries.those(db.session, pot_id, form.from_tray.data))
    kind = receipt_changes.KEEP if form.photo_alone else changes.RECORD
    return enter(kind, form, partial(_draw_new, pot_id=pot_id))


@blueprint.get("/<spending_id>/saved")
@allows(Permission.RECORD)
def saved(pot_id: str, spending_id: str) -> str:
    """What was written down, and what is left now."""
    context = _whole_or_404(pot_id, spending_id)
    figures = figures_of(db.session, pot_id, _today()) if current_access().may(Permission.SEE_TOTALS) else None
    return page("spending/saved.html", figures=figures, **context)


@blueprint.get("/<spending_id>")
@blueprint.get("/<spending_id>/with/<given_id>")
@allows(Permission.SEE_SPENDING)
def entry(pot_id: str, spending_id: str, given_id: str | None = None) -> str:
    """One payment with its receipts, its shares and its history; `given_id` is what was just done to a receipt."""
    if given_id and not receipt_queries.was_given(db.session, pot_id, given_id):
        abort(404)
    return _draw_entry(None, pot_id, spending_id)


@blueprint.get("/<spending_id>/photo")
@allows(Permission.RECORD)
def photo(pot_id: str, spending_id: str) -> str:
    """Choose photos of the receipt."""
    return _draw_photo(AddPhotos(), pot_id, spending_id)


@blueprint.post("/<spending_id>/photo")
@takes_photos
@allows(Permission.RECORD)
def add_photo(pot_id: str, spending_id: str) -> Response:
    """Add photos to a payment."""
    _told_or_404(pot_id, spending_id)
    form = AddPhotos(request.files | request.form)
    form.from_tray.check(receipt_queries.those(db.session, pot_id, form.from_tray.data))
    redraw = partial(_draw_photo, pot_id=pot_id, spending_id=spending_id)
    return enter(receipt_changes.ADD, form, redraw, spending_id=spending_id)


@blueprint.get("/<spending_id>/change")
@allows(Permission.RECORD)
def change(pot_id: str, spending_id: str) -> str:
    """The payment in a form, to be told anew."""
    told = _told_or_404(pot_id, spending_id)[0]
    form = ChangeSpending(data=_as_typed(told) | {"seen": str(told.n)})
    return _draw_change(form.for_pot(lines_for(db.session, pot_id, told.plan_line_id), _today()), told)


@blueprint.post("/<spending_id>/change")
@allows(Permission.RECORD)
def change_it(pot_id: str, spending_id: str) -> Response:
    """Change a payment."""
    told = _told_or_404(pot_id, spending_id)[0]
    form = ChangeSpending(request.form).for_pot(lines_for(db.session, pot_id, told.plan_line_id), _today())
    return enter(changes.CHANGE, form, partial(_draw_change, told=told), spending_id=spending_id)


@blueprint.post("/<spending_id>/take-out")
@allows(Permission.RECORD)
def take_out(pot_id: str, spending_id: str) -> Response:
    """Take a payment out, or undo its recording."""
    return _step(changes.TAKE_OUT, pot_id, spending_id)


@blueprint.post("/<spending_id>/put-back")
@allows(Permission.RECORD)
def put_back(pot_id: str, spending_id: str) -> Response:
    """Put back what was taken out."""
    return _step(changes.PUT_BACK, pot_id, spending_id)


def _step(kind: Any, pot_id: str, spending_id: str) -> Response:  # noqa: ANN401 - a door.Change
    _told_or_404(pot_id, spending_id)
    redraw = partial(_draw_entry, pot_id=pot_id, spending_id=spending_id)
    return enter(kind, NothingToType(request.form), redraw, spending_id=spending_id)


def _draw_entry(_form: ChangeForm | None, pot_id: str, spending_id: str) -> str:
    return page("spending/entry.html", **_whole_or_404(pot_id, spending_id))


def _draw_new(form: RecordSpending, pot_id: str, like: queries.Told | None = None) -> str:
    lines = lines_of(db.session, pot_id)
    form.for_pot(lines, _today())
    form.from_tray.check(receipt_queries.those(db.session, pot_id, form.from_tray.data))
    looks_like = None if form.errors else receipt_queries.looks_like(form.from_tray.found)
    if looks_like and request.args.get("amount") == AS_READ:
        form.take_as_read(looks_like)
        looks_like = None
    told = form.errors or like or form.from_tray.data or form.claim.data
    return page(
        "spending/new.html",
        form=form,
        like=like,
        looks_like=looks_like,
        usual=[] if told else queries.usual(db.session, pot_id),
        back=address("spending.new" if like else "pot.home"),
    )


def _draw_photo(form: AddPhotos, pot_id: str, spending_id: str) -> str:
    told = _told_or_404(pot_id, spending_id)[0]
    back = address("spending.entry", spending_id=spending_id)
    return page("spending/photo.html", form=form, told=told, back=back)


def _draw_change(form: ChangeSpending, told: queries.Told) -> str:
    back = address("spending.entry", spending_id=told.id)
    return page("spending/change.html", form=form, spending_id=told.id, back=back)


def _told_or_404(pot_id: str, spending_id: str) -> list[queries.Told]:
    told = queries.history(db.session, pot_id, spending_id)
    if not told:
        abort(404)
    return told


def _whole_or_404(pot_id: str, spending_id: str) -> dict[str, Any]:
    whole = queries.whole(db.session, pot_id, spending_id)
    if not whole.history:
        abort(404)
    names = whole.funder_names | {NONE: _("Not agreed yet")}
    return {
        "told": whole.history[0],
        "history": whole.history,
        "shares": [(names.get(contribution, ""), pence) for contribution, pence in whole.borne.items()],
        "names": whole.line_names,
        "seen": whole.seen,
        "receipts": whole.receipts,
        "wishes": _wishes(pot_id, spending_id),
        "form": None,
        "back": address("spending.index"),
    }


def _wishes(pot_id: str, spending_id: str) -> list[WishNow]:
    """What the holder was asked about it, for who may see that."""
    if not current_access().may(Permission.SEE_ACTIVITY):
        return []
    return wishes_about(db.session, pot_id, changes.source_of(spending_id))


def _asked_first(pot_id: str) -> dict[str, Any]:
    """What the holder was asked before (`?wish=`): what it costs, and what ties the two."""
    asked = wish_of(db.session, pot_id, request.args["wish"]) if "wish" in request.args else None
    return {"wish": asked.id, "amount": asked.amount_pence} if asked else {}


def _like(pot_id: str, spending_id: str | None) -> queries.Told | None:
    told = queries.history(db.session, pot_id, spending_id) if spending_id else []
    return told[0] if told else None


def _as_typed(told: queries.Told) -> dict[str, Any]:
    """A usual thing happened today; a payment that is changed keeps its day."""
    return {
        "what_for": told.what_for,
        "amount": told.amount_pence,
        "spent_on": _today() if request.args.get("like") else told.happened_on,
        "plan_line": told.plan_line_id,
        "paid_to": told.paid_to,
        "note": "" if request.args.get("like") else told.note,
    }


def _today() -> date:
    return london_day(now())
