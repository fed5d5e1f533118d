"""The one transaction in which a change happens: read again, decide, post, seal."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, bindparam, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.authority import Authority, Permission, Role
from app.persistence import chain
from app.persistence.act import Act
from app.persistence.authorities import REACH, authority
from app.persistence.database import writing
from app.persistence.tables import AuthorityRow, Done, Pot
from app.persistence.tables.base import new_id


class NotTheirs(Exception):
    """The person has no standing authority over such a pot any more."""


class NotAllowed(Exception):
    """The authority does not reach so far."""


@dataclass(frozen=True, slots=True)
class Then:
    """Where an answer leads: an endpoint and its values, ids only."""

    endpoint: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Intent:
    """What somebody wants to do, as their phone sent it."""

    actor_id: str
    authority_id: str
    change_id: str  # the phone's own id for it
    fingerprint: str
    name: str
    form_version: int
    made_at: str
    needs: frozenset[Permission]
    pot_id: str | None  # None: it begins a pot
    audience: str = "pot"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A change that is done: the server's id of it, where it leads, and whether it was before."""

    change: str
    then: Then
    earlier: bool


class SameIdOtherContent(Exception):
    """The id was used for something else: `outcome` is what it was used for."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


Decide = Callable[[Act], Then]
By = Callable[[Session, Intent, datetime], Authority]


def fingerprint(fields: Mapping[str, list[str]]) -> str:
    """What a form said, in one digest: all its fields but the CSRF token, which is fresh each time."""
    told = {name: values for name, values in fields.items() if name != "csrf_token"}
    text = json.dumps(told, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def done_before(session: Session, actor_id: str, change_id: str, content: str) -> Outcome | None:
    """The outcome under which this id was used up, or None. Raises SameIdOtherContent."""
    row = session.connection().execute(_DONE, {"actor": actor_id, "change_id": change_id}).first()
    if row is None:
        return None
    answer = json.loads(row.answer)
    outcome = Outcome(row.change, Then(answer["endpoint"], answer["values"]), earlier=True)
    if row.fingerprint != content:
        raise SameIdOtherContent(outcome)
    return outcome


def commit(engine: Engine, intent: Intent, now: datetime, decide: Decide, by: By | None = None) -> Outcome:
    """Do it once. Raises NotTheirs, NotAllowed, SameIdOtherContent, Busy, or what `decide` and `by` raise.

    An id is used up only by a commit: whatever is raised leaves no trace. `by` finds the authority where it is not
    one that stands already: who says yes to an invitation acts by the one that they are given; what was written
    before an end comes in as a claim.
    """
    try:
        return _commit(engine, intent, now, decide, by or _authority)
    except IntegrityError:
        # Two senders of one id that begins a pot lock no common row: the key of `done` tells them
        # apart, and the second finds the first's answer.
        with writing(engine) as session:
            earlier = done_before(session, intent.actor_id, intent.change_id, intent.fingerprint)
        if earlier is None:
            raise
        return earlier


def _commit(engine: Engine, intent: Intent, now: datetime, decide: Decide, by: By) -> Outcome:
    with writing(engine) as session:
        locked = _lock(session, intent.pot_id) if intent.pot_id else None
        earlier = done_before(session, intent.actor_id, intent.change_id, intent.fingerprint)
        if earlier is not None:
            return earlier
        pot = locked or _begin(session, intent, now)
        act = Act(
            session=session,
            pot=pot,
            authority=by(session, intent, now),
            name=intent.name,
            now=now,
            form_version=intent.form_version,
            made_at=intent.made_at,
            audience=intent.audience,
        )
        then = decide(act)
        change = act.seal()
        answer: dict[str, Any] = {"endpoint": then.endpoint, "values": dict(then.values)}
        done = {
            "actor": intent.actor_id,
            "change_id": intent.change_id,
            "change": change.id,
            "fingerprint": intent.fingerprint,
            "answer": json.dumps(answer),
        }
        session.connection().execute(_KEEP_DONE, done)
        return Outcome(change.id, then, earlier=False)


def _lock(session: Session, pot_id: str) -> Pot:
    """The pot's row, locked: whoever comes second waits here."""
    found = session.connection().execute(_LOCK, {"pot_id": pot_id}).mappings().first()
    if found is None:
        raise NotTheirs
    return Pot(**found)


def _begin(session: Session, intent: Intent, now: datetime) -> Pot:
    """A new pot, whose holder is the one who begins it."""
    pot = Pot(id=new_id(), holder_id=intent.actor_id, created_at=now, version=0, head=chain.FIRST)
    session.execute(insert(Pot.__table__), [chain.columns_of(pot)])
    return pot


def _authority(session: Session, intent: Intent, now: datetime) -> Authority:
    """The authority, read again inside the transaction: it may have ended a moment ago."""
    if intent.pot_id is None:
        return Authority(new_id(), intent.actor_id, Role.HOLDER, now, None)
    held = authority_told(session, intent).at(now)
    if not held.stands(now):
        raise NotTheirs
    if not held.allows(*intent.needs):
        raise NotAllowed
    return held


def authority_told(session: Session, intent: Intent) -> Authority:
    """The authority as it was last told, whether it stands or not. Raises NotTheirs where this person has no such."""
    by = {"pot_id": intent.pot_id, "authority_id": intent.authority_id, "person_id": intent.actor_id}
    row = session.connection().execute(_AUTHORITY, by).first()
    if row is None:
        raise NotTheirs
    return authority(intent.authority_id, intent.actor_id, row)


_LOCK = select(*Pot.__table__.columns).where(Pot.id == bindparam("pot_id")).with_for_update()
_DONE = select(Done.change, Done.fingerprint, Done.answer).where(
    Done.actor == bindparam("actor"), Done.change_id == bindparam("change_id")
)
_KEEP_DONE = insert(Done.__table__)
_AUTHORITY = (
    select(*REACH)
    .where(
        AuthorityRow.pot_id == bindparam("pot_id"),
        AuthorityRow.id == bindparam("authority_id"),
        AuthorityRow.person_id == bindparam("person_id"),
    )
    .order_by(AuthorityRow.n.desc())
    .limit(1)
)
