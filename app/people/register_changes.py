"""The register of a pot: who is let in, how far and until when; who accepted it; what is switched on for a while."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.domain.authority import Permission, Role, Scope, words_of
from app.domain.register import ends_with_childhood, ground, needs_acceptance
from app.persistence.act import Act
from app.persistence.authorities import told_again
from app.persistence.tables import Acceptance, AuthorityRow, Contribution
from app.persistence.tables.base import new_id

BIRTHDAY = "18th birthday"
ORDER = "order"


@dataclass(frozen=True, slots=True)
class Grant:
    """What somebody is let do. `born_on`: of the child, for a parent. `reference` and `accepted_by` are free text."""

    person_id: str
    role: Role
    scope: Scope | None = None
    valid_from: datetime | None = None  # now
    valid_to: datetime | None = None
    born_on: date | None = None
    document: str | None = None
    reference: str = ""
    funder_id: str | None = None
    given: frozenset[Permission] | None = None
    limit_pence: int | None = None
    when_on: frozenset[Permission] = frozenset()
    on_days: int | None = None
    id: str | None = None  # of an authority by which somebody says yes to it


def grant(act: Act, told: Grant) -> str:
    """Let a person act on this pot; the id of their authority. A parent's ends with the childhood by itself."""
    law = ground(told.role, act.today)
    valid_to, ends_by = told.valid_to, ORDER if told.valid_to else None
    if law and law.ends_by_itself == BIRTHDAY and told.born_on:
        valid_to, ends_by = ends_with_childhood(told.born_on), BIRTHDAY
    row = act.write(
        AuthorityRow(
            id=told.id or new_id(), n=0, person_id=told.person_id, role=told.role,
            valid_from=told.valid_from or act.now, valid_to=valid_to, ends_by=ends_by,
            scope=told.scope or (law.scopes[0] if law else None),
            document=told.document or (law.documents[0] if law else None), funder_id=told.funder_id,
            given=None if told.given is None else words_of(told.given), limit_pence=told.limit_pence,
            when_on=words_of(told.when_on) or None, on_days=told.on_days,
        )
    )  # fmt: skip
    act.say_field(f"reference.{row.id}", told.reference)
    return row.id


def accept(act: Act, authority_id: str, funder_id: str, accepted_on: date) -> None:
    """A funder accepts that somebody acts for the holder with its money: it counts once each of them has.

    Raises LookupError. SI 2013/1617 reg 5 and 6 for the NHS, Care Act 2014 s32 for a council.
    """
    before = last_told(act, authority_id)
    act.write(
        Acceptance(
            id=new_id(), n=0, authority_id=authority_id, funder_id=funder_id, accepted_on=accepted_on, standing=True
        )
    )
    if before.accepted_at is None and not waits_for(act, authority_id):
        act.write(told_again(before, {"accepted_at": act.now}))


def waits_for(act: Act, authority_id: str) -> list[str]:
    """The ids of the funders that have not accepted it yet."""
    row = last_told(act, authority_id)
    if not needs_acceptance(Role(row.role), act.today):
        return []
    accepted = set(
        act.session.scalars(
            select(Acceptance.funder_id).where(
                Acceptance.pot_id == act.pot.id, Acceptance.authority_id == authority_id, Acceptance.standing
            )
        )
    ) | {row.funder_id for row in act.written(Acceptance) if row.authority_id == authority_id}
    paying = act.session.scalars(
        select(Contribution.funder_id).where(
            Contribution.pot_id == act.pot.id, Contribution.valid_from <= act.today, Contribution.valid_to >= act.today
        )
    )
    return sorted(set(paying) - accepted)


def end(act: Act, authority_id: str) -> None:
    """It ends now. Raises LookupError."""
    again(act, authority_id, valid_to=act.now, ends_by=None, on_until=None)


def put_back(act: Act, authority_id: str, before_n: int) -> None:
    """What was ended a moment ago stands again, as it was told in row `before_n`."""
    was = act.session.get(AuthorityRow, {"id": authority_id, "n": before_n})
    again(act, authority_id, valid_to=was.valid_to if was else None, ends_by=was.ends_by if was else None)


def switch_on(act: Act, authority_id: str) -> datetime:
    """What was set in advance counts from now, for as many days as were set; until when."""
    row = last_told(act, authority_id)
    until = act.now + timedelta(days=row.on_days or 0)
    again(act, authority_id, on_until=until)
    return until


def switch_off(act: Act, authority_id: str) -> None:
    """It counts no longer."""
    again(act, authority_id, on_until=None)


def again(act: Act, authority_id: str, **changes: Any) -> AuthorityRow:
    """Tell an authority anew with some columns changed. Raises LookupError."""
    told: Mapping[str, Any] = changes
    return act.write(told_again(last_told(act, authority_id), told))


def last_told(act: Act, authority_id: str) -> AuthorityRow:
    """The authority as it stands, with what this change did. Raises LookupError."""
    written = [row for row in act.written(AuthorityRow) if row.id == authority_id]
    if written:
        return written[-1]
    found = act.session.execute(
        select(AuthorityRow)
        .where(AuthorityRow.pot_id == act.pot.id, AuthorityRow.id == authority_id)
        .order_by(AuthorityRow.n.desc())
        .limit(1)
    ).scalar_one_or_none()
    if found is None:
        raise LookupError(authority_id)
    return found
