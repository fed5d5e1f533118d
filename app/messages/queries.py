"""What the page of the broker's thread shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from app.persistence.tables import Message, Person, Thread, ThreadRead
from app.persistence.texts import BLANKED, text_column

PAGE = 50


@dataclass(frozen=True, slots=True)
class Said:
    """One message: whose, when, its words, and whether it was taken back."""

    id: str
    author_id: str
    author: str
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
    rows = session.execute(
        select(Thread.id, ThreadRead.person_id, Person.name, ThreadRead.read_up_to)
        .outerjoin(ThreadRead, ThreadRead.thread_id == Thread.id)
        .outerjoin(Person, Person.id == ThreadRead.person_id)
        .where(Thread.pot_id == pot_id, Thread.kind == "broker")
        .order_by(Person.name)
    ).all()
    marks = [Mark(*row[1:]) for row in rows if row.person_id is not None]
    return ThreadNow(rows[0].id, marks) if rows else None


def messages_before(session: Session, pot_id: str, person_id: str, before: str | None) -> list[Said]:
    """The last messages up to one of them, the newest first; one more than fits on a page.

    What was taken back is there only for who wrote it.
    """
    later, edge = aliased(Message), aliased(Message)
    taken_back = select(later.id).where(later.id == Message.id, later.n > 0).exists()
    found = (
        select(
            Message.id,
            Message.author_id,
            Person.name.label("author"),
            Message.said_at,
            text_column(Message.change_id, "body").label("body"),
            taken_back.label("taken_back"),
        )
        .join(Person, Person.id == Message.author_id)
        .where(Message.pot_id == pot_id, Message.n == 0, or_(~taken_back, Message.author_id == person_id))
        .order_by(Message.said_at.desc())
        .limit(PAGE + 1)
    )
    if before:
        moment = select(edge.said_at).where(edge.pot_id == pot_id, edge.id == before, edge.n == 0)
        found = found.where(Message.said_at < moment.scalar_subquery())
    return _said(session.execute(found).all())


def is_there(session: Session, pot_id: str, message_id: str, author_id: str) -> bool:
    """Whether this person wrote such a message in this pot."""
    wanted = select(Message.id).where(
        Message.pot_id == pot_id, Message.id == message_id, Message.n == 0, Message.author_id == author_id
    )
    return session.execute(wanted).first() is not None


def _said(rows: Sequence[Any]) -> list[Said]:
    return [Said(**(row._asdict() | {"body": row.body or BLANKED})) for row in rows]
