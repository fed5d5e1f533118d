"""What the page of the broker's thread shows."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.persistence.members import MEMBERS, Member
from app.persistence.signers import role_column
from app.persistence.tables import Change, Message, Person, Thread, ThreadRead
from app.persistence.texts import BLANKED, text_column
from app.persistence.together import Wanted, together

PAGE = 50


@dataclass(frozen=True, slots=True)
class Said:
    """One message: whose, when, its words, and whether it was taken back."""

    id: str
    author_id: str
    author: str
    author_role: str | None
    said_at: datetime
    body: str
    taken_back: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to when somebody has read the thread."""

    person_id: str
    name: str
    read_up_to: datetime


@dataclass(frozen=True, slots=True)
class ThreadNow:
    """The pot's thread, and how far each person has read it."""

    id: str
    marks: list[Mark]

    def readers(self, message: Said) -> list[str]:
        """The names of all but its author who have read as far as this message."""
        return [m.name for m in self.marks if m.person_id != message.author_id and m.read_up_to >= message.said_at]


def thread_of(session: Session, pot_id: str) -> ThreadNow | None:
    """The thread with the broker, or None while nobody has written."""
    return _thread(_MARKS.read(session, pot_id=pot_id))


def thread_with_messages(
    session: Session, pot_id: str, person_id: str, before: str | None
) -> tuple[ThreadNow | None, list[Said], list[Member]]:
    """The thread, its last messages up to one of them, the newest first, and everyone who is or was of the pot.

    There is one message more than fits on a page. What was taken back is there only for who wrote it.
    """
    wanted = _EARLIER if before else _MESSAGES
    marks, messages, members = together(
        session, _MARKS, wanted, MEMBERS, pot_id=pot_id, person_id=person_id, before=before
    )
    return _thread(marks), messages, members


def is_there(session: Session, pot_id: str, message_id: str, author_id: str) -> bool:
    """Whether this person wrote such a message in this pot."""
    wanted = select(Message.id).where(
        Message.pot_id == pot_id, Message.id == message_id, Message.n == 0, Message.author_id == author_id
    )
    return session.execute(wanted).first() is not None


def _thread(marks: list[tuple[str, Mark | None]]) -> ThreadNow | None:
    return ThreadNow(marks[0][0], [mark for _thread_id, mark in marks if mark]) if marks else None


_MARKS: Wanted[tuple[str, Mark | None]] = Wanted(  # how far each person has read the thread; nobody, where it is new
    select(Thread.id, ThreadRead.person_id, Person.name, ThreadRead.read_up_to)
    .outerjoin(ThreadRead, ThreadRead.thread_id == Thread.id)
    .outerjoin(Person, Person.id == ThreadRead.person_id)
    .where(Thread.pot_id == bindparam("pot_id"), Thread.kind == "broker"),
    lambda thread_id, *mark: (thread_id, Mark(*mark) if mark[0] else None),
    order=(Person.name,),
)
_later, _edge = aliased(Message), aliased(Message)
_TAKEN_BACK = select(_later.id).where(_later.id == Message.id, _later.n > 0).exists()
_MESSAGES = Wanted(
    select(
        Message.id,
        Message.author_id,
        Person.name,
        role_column(Change.authority_id),
        Message.said_at,
        func.coalesce(text_column(Message.change_id, "body"), BLANKED),
        _TAKEN_BACK,
    )
    .join(Person, Person.id == Message.author_id)
    .join(Change, Change.id == Message.change_id)
    .where(
        Message.pot_id == bindparam("pot_id"),
        Message.n == 0,
        or_(~_TAKEN_BACK, Message.author_id == bindparam("person_id")),
    ),
    Said,
    order=(Message.said_at.desc(),),
    most=PAGE + 1,
)
_EDGE = select(_edge.said_at).where(_edge.pot_id == bindparam("pot_id"), _edge.id == bindparam("before"), _edge.n == 0)
_EARLIER = replace(_MESSAGES, rows=_MESSAGES.rows.where(Message.said_at < _EDGE.scalar_subquery()))
