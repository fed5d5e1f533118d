"""Pages and forms of what a holder is asked first."""

from functools import partial

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _
from markupsafe import Markup

from app.domain.authority import Permission
from app.domain.books import NONE
from app.persistence.database import db
from app.persistence.wishes import WishNow, is_there, wish_of, wishes_of
from app.web.access import allows, current_access
from app.web.address import address
from app.web.answers import page
from app.web.door import enter
from app.web.forms import ChangeForm, NothingToType
from app.web.words import name
from app.wishes import changes
from app.wishes.forms import Answer, AskFirst, ToldAnswer

blueprint = Blueprint("wishes", __name__, url_prefix="/p/<pot_id>/wishes")


@blueprint.get("")
@allows(Permission.SEE_ACTIVITY)
def index(pot_id: str) -> str:
    """For the holder the question that waits longest, as a page of pictures; for who asks what became of theirs."""
    found = wishes_of(db.session, pot_id)
    waiting = sorted((wish for wish in found if wish.open), key=lambda wish: wish.asked_at)
    return page(
        "wishes/index.html",
        first=waiting[0] if waiting and current_access().own else None,
        waiting=waiting[1:] if current_access().own else waiting,
        answered=[wish for wish in found if not wish.open],
        back=address("pot.home"),
        holder=_holder(),
    )


@blueprint.get("/new")
@allows(Permission.SEE_ACTIVITY)
def new(pot_id: str) -> str:
    """What to ask, and which picture goes with it."""
    _must_act_for_them()
    about = request.args.get("about", NONE)
    if not is_there(db.session, pot_id, about):
        about = NONE
    picture = {"shift": "people", "spending": "money"}.get(about.partition(":")[0], "money")
    return _draw_new(AskFirst(data={"about": about, "picture": picture, "question": _likely(about)}))


@blueprint.post("")
@allows(Permission.SEE_ACTIVITY)
def ask(pot_id: str) -> Response:  # noqa: ARG001 - of the address
    """Ask the holder."""
    _must_act_for_them()
    return enter(changes.ASK, AskFirst(request.form), _draw_new)


@blueprint.get("/<wish_id>")
@allows(Permission.SEE_ACTIVITY)
def one(pot_id: str, wish_id: str) -> str:
    """A question, and what the holder wishes."""
    return _draw_one(ToldAnswer(), pot_id, wish_id)


@blueprint.post("/<wish_id>/answer")
@allows(Permission.SEE_ACTIVITY)
def answer(pot_id: str, wish_id: str) -> Response:
    """The holder answers; or who asked writes down what they were answered."""
    _wish_or_404(pot_id, wish_id)
    redraw = partial(_draw_one, pot_id=pot_id, wish_id=wish_id)
    if current_access().own:
        return enter(changes.ANSWER, Answer(request.form), redraw, wish_id=wish_id)
    return enter(changes.WRITE_DOWN, ToldAnswer(request.form), redraw, wish_id=wish_id)


@blueprint.post("/<wish_id>/taken-back")
@allows(Permission.SEE_ACTIVITY)
def take_back(pot_id: str, wish_id: str) -> Response:
    """No answer is needed any more."""
    _wish_or_404(pot_id, wish_id)
    redraw = partial(_draw_one, pot_id=pot_id, wish_id=wish_id)
    return enter(changes.TAKE_BACK, NothingToType(request.form), redraw, wish_id=wish_id)


def _draw_new(form: ChangeForm) -> str:
    return page("wishes/new.html", form=form, back=address("wishes.index"), holder=_holder())


def _draw_one(form: ChangeForm, pot_id: str, wish_id: str) -> str:
    wish = _wish_or_404(pot_id, wish_id)
    access = current_access()
    asked_by_me = wish.asker_id == access.person.id
    return page(
        "wishes/one.html",
        form=form,
        told=form if isinstance(form, ToldAnswer) else ToldAnswer(),
        wish=wish,
        asked_by_me=asked_by_me,
        back=address("wishes.index"),
        holder=_holder(),
    )


def _holder() -> Markup:
    return name(current_access().pot.holder_name)


def _likely(about: str) -> str:
    """A beginning that fits what it is about."""
    if about.startswith("shift:"):
        return _("Shall I approve this shift?")
    return ""


def _must_act_for_them() -> None:
    if not current_access().authority.represents:
        abort(403)


def _wish_or_404(pot_id: str, wish_id: str) -> WishNow:
    return wish_of(db.session, pot_id, wish_id) or abort(404)
