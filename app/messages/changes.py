"""Write to the broker's thread, and take a message back as long as nobody has read it."""

from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.domain.authority import Permission
from app.messages.forms import SendMessage
from app.persistence.act import Act
from app.persistence.commit import Then
from app.persistence.members import members_of, standing
from app.persistence.tables import Message, Person, Thread, ThreadRead
from app.persistence.tables.base import new_id
from app.web import claims
from app.web.door import AlreadyDecided, Change, change
from app.web.forms import ChangeForm
from app.web.words import name, say

NOTICE = "message"
JUST_AFTER = timedelta(microseconds=1)


def open_thread(act: Act) -> str:
    """The id of the pot's thread with its broker: the one there is, or a new one."""
    found = act.session.execute(
        select(Thread.id).where(Thread.pot_id == act.pot.id, Thread.kind == "broker")
    ).scalar_one_or_none()
    return found or act.write(Thread(id=new_id(), kind="broker")).id


def send(act: Act, thread_id: str | None, body: str) -> str:
    """Say something in the thread (None: the broker's) and tell all others who may read it; the message's id.

    One message to a change.
    """
    thread_id = thread_id or open_thread(act)
    message_id = new_id()
    act.write(
        Message(
            id=message_id, n=0, step="said", thread_id=thread_id, author_id=act.authority.person_id,
            said_at=_after_the_last(act, thread_id),
        )
    )  # fmt: skip
    act.say(body=body)
    for person_id in _readers(act):
        act.tell(person_id, NOTICE)
    return message_id


def take_back(act: Act, message_id: str) -> None:
    """Take one's own message back. Raises AlreadyDecided once another has read it, LookupError if it is not theirs."""
    last = act.session.execute(
        select(Message)
        .where(
            Message.pot_id == act.pot.id,
            Message.id == message_id,
            Message.author_id == act.authority.person_id,
        )
        .order_by(Message.n.desc())
        .limit(1)
    ).scalar_one_or_none()
    if last is None:
        raise LookupError(message_id)
    if last.step == "taken_back":
        raise AlreadyDecided(_("You took this back before."))
    reader = _first_reader(act, last)
    if reader is not None:
        raise AlreadyDecided(say("%(name)s has read it. You can send another.", name=name(reader)))
    act.write(
        Message(
            id=last.id, n=last.n + 1, step="taken_back", thread_id=last.thread_id, author_id=last.author_id,
            said_at=last.said_at,
        )
    )  # fmt: skip


def _after_the_last(act: Act, thread_id: str) -> datetime:
    """Now, or just after the last message: a later one is never older, so a mark of what was read stays true."""
    last = act.session.execute(
        select(func.max(Message.said_at)).where(Message.pot_id == act.pot.id, Message.thread_id == thread_id)
    ).scalar()
    return act.now if last is None else max(act.now, last + JUST_AFTER)


def _readers(act: Act) -> set[str]:
    members = members_of(act.session, act.pot.id)
    return {member.person_id for member in standing(members, act.now, Permission.MESSAGE)}


def _first_reader(act: Act, message: Message) -> str | None:
    """The name of one, other than its author, who has read the thread as far as this message."""
    return act.session.execute(
        select(Person.name)
        .join(ThreadRead, ThreadRead.person_id == Person.id)
        .where(
            ThreadRead.thread_id == message.thread_id,
            ThreadRead.person_id != message.author_id,
            ThreadRead.read_up_to >= message.said_at,
        )
        .order_by(Person.name)
        .limit(1)
    ).scalar()


def _send(act: Act, form: SendMessage) -> Then:
    claims.take(act, form.claim.data, SEND.name)
    return Then("messages.sent", {"message_id": send(act, None, form.body.data)})


def _take_back(act: Act, _form: ChangeForm, message_id: str) -> Then:
    take_back(act, message_id)
    return Then("messages.threads")


SEND = change(Change("message sent", _l("Sent."), _send, undo="messages.take_back", audience="thread", waits=True))
TAKE_BACK = change(Change("message taken back", _l("Taken back. Nobody had read it."), _take_back, audience="thread"))
