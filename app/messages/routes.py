"""The page of the broker's thread, and its forms."""

from contextlib import suppress
from functools import partial

from flask import Blueprint, Response, abort, request
from flask_babel import lazy_gettext as _l

from app.clock import now
from app.domain.authority import Permission
from app.domain.year import london_day
from app.messages import changes, present, queries
from app.messages.forms import SendMessage
from app.messages.reading import mark_read
from app.persistence.database import Busy, db
from app.persistence.members import standing
from app.web import claims
from app.web.access import allows, current_access
from app.web.address import address
from app.web.answers import page
from app.web.claims import Claimable, may_become_claim
from app.web.door import enter
from app.web.forms import ChangeForm, NothingToType

CLAIMABLE = Claimable(
    kind=changes.SEND.name,
    title=_l("Message"),
    form=SendMessage,
    fields=("body",),
    shows=("body",),
    needs=frozenset({Permission.MESSAGE, Permission.RECORD}),
    use="messages.threads",
)

blueprint = Blueprint("messages", __name__, url_prefix="/p/<pot_id>/messages")


@blueprint.get("")
@allows(Permission.MESSAGE)
def threads(pot_id: str) -> str:
    """The broker's thread: there is one. `start` puts ready-made words into the box, `claim` what somebody wrote."""
    claim = claims.to_use(pot_id, changes.SEND.name)
    if claim:
        return _draw(SendMessage(claims.filled_in(claim)), pot_id)
    starts = {str(number): words for number, words in enumerate(present.starts(current_access()), 1)}
    words = starts.get(request.args.get("start", ""), "")
    return _draw(SendMessage(data={"body": words}), pot_id)


@blueprint.get("/<message_id>/sent")
@allows(Permission.MESSAGE)
def sent(pot_id: str, message_id: str) -> str:
    """The thread, with the message that was just sent."""
    return _draw(SendMessage(), pot_id, just_sent=message_id)


@blueprint.post("")
@may_become_claim(CLAIMABLE)
@allows(Permission.MESSAGE)
def send(pot_id: str) -> Response:
    """Send a message."""
    return enter(changes.SEND, SendMessage(request.form), partial(_draw, pot_id=pot_id))


@blueprint.post("/<message_id>/taken-back")
@allows(Permission.MESSAGE)
def take_back(pot_id: str, message_id: str) -> Response:
    """Take one's own message back while nobody has read it."""
    _own_or_404(pot_id, message_id)

    def redraw(_form: ChangeForm) -> str:
        return _draw(SendMessage(), pot_id)

    return enter(changes.TAKE_BACK, NothingToType(request.form), redraw, message_id=message_id)


def _draw(form: ChangeForm, pot_id: str, just_sent: str | None = None) -> str:
    access = current_access()
    before = request.args.get("before") if request.method == "GET" else None
    thread, found, everyone = queries.thread_with_messages(db.session, pot_id, access.person.id, before)
    on_page, more = found[: queries.PAGE], len(found) > queries.PAGE
    if just_sent and not _is_own(just_sent, on_page):
        _own_or_404(pot_id, just_sent)
    members = standing(everyone, now(), Permission.MESSAGE)
    if thread and "X-Warm" not in request.headers:  # a phone that makes its forms ready has read nothing
        _mark(thread, on_page, pot_id)
    return page(
        "messages/thread.html",
        form=form,
        other=present.other_side(access, members),
        alone=len({member.person_id for member in members}) == 1,
        messages=_shown(thread, on_page) if thread else [],
        older=address("messages.threads", before=on_page[-1].id) if more else None,
        just_sent=just_sent,
        starts=present.starts(access),
        back=address("pot.home"),
    )


def _is_own(message_id: str, on_page: list[queries.Said]) -> bool:
    return (message_id, current_access().person.id) in {(message.id, message.author_id) for message in on_page}


def _shown(thread: queries.ThreadNow, on_page: list[queries.Said]) -> list[present.Shown]:
    """Oldest first."""
    person_id, today = current_access().person.id, london_day(now())
    return [present.shown(message, thread, person_id, today) for message in reversed(on_page)]


def _mark(thread: queries.ThreadNow, on_page: list[queries.Said], pot_id: str) -> None:
    """What another wrote and this page shows is read. A busy database does not keep anybody from reading."""
    person_id = current_access().person.id
    newest = next((message.said_at for message in on_page if message.author_id != person_id), None)
    mark = next((mark.read_up_to for mark in thread.marks if mark.person_id == person_id), None)
    if newest and (mark is None or mark < newest):
        with suppress(Busy):
            mark_read(db.engine, pot_id, thread.id, person_id, newest)


def _own_or_404(pot_id: str, message_id: str) -> None:
    if not queries.is_there(db.session, pot_id, message_id, current_access().person.id):
        abort(404)
