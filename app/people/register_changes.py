"""The register of a pot: who is let in, how far and until when; who accepted it; what is switched on for a while."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from app.domain.authority import Permission, Role, Scope, words_of
from app.domain.funders import same_body
from app.domain.register import ends_with_childhood, ground, needs_acceptance
from app.persistence.act import Act
from app.persistence.authorities import told_again
from app.persistence.commit import NotAllowed
from app.persistence.tables import Acceptance, AuthorityRow, Contribution, Funder
from app.persistence.tables.base import new_id
from app.persistence.texts import text_column, texts_of

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
    _answer(act, authority_id, funder_id, accepted_on, standing=True)
    _counts_while_all_accept(act, authority_id)


def say_no(act: Act, authority_id: str, funder_id: str, reason: str) -> None:
    """A funder does not accept it, or does no longer; why is said. Raises LookupError."""
    _answer(act, authority_id, funder_id, act.today, standing=False, reason=reason)
    _counts_while_all_accept(act, authority_id)


def take_back_answer(act: Act, authority_id: str, funder_id: str) -> None:
    """What a funder said last is not said: it is as it was before. Raises LookupError, also where nothing was said."""
    last = _last_answer(act, authority_id, funder_id)
    was = act.session.get(Acceptance, {"id": last.id, "n": last.n - 1}) if last else None
    if last is None:
        raise LookupError(funder_id)
    if was is None:
        _answer(act, authority_id, funder_id, act.today, standing=False)
    else:
        reason = texts_of(act.session, {was.change_id})[was.change_id].get(f"reason.{was.id}", "")
        _answer(act, authority_id, funder_id, was.accepted_on, standing=was.standing, reason=reason)
    _counts_while_all_accept(act, authority_id)


def waits_for(act: Act, authority_id: str) -> list[str]:
    """The ids of the funders that pay and have not accepted it yet; one for the records of one body."""
    row = last_told(act, authority_id)
    if not needs_acceptance(Role(row.role), act.today):
        return []
    body_of = _bodies(act)
    answers = {one.id: one for one in (*_answers(act, authority_id), *act.written(Acceptance))}
    said = [one for one in answers.values() if one.authority_id == authority_id]
    accepted = {body_of[one.funder_id] for one in said if one.standing}
    waiting = {body_of[funder]: funder for funder in sorted(_paying(act)) if body_of[funder] not in accepted}
    return sorted(waiting.values())


def end(act: Act, authority_id: str) -> None:
    """It ends now. Raises LookupError, and NotAllowed for the holder's own."""
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
    """Tell an authority anew with some columns changed. Raises LookupError.

    Nobody ever changes the holder's: NotAllowed, whoever asks and whatever let them come so far.
    """
    told: Mapping[str, Any] = changes
    before = last_told(act, authority_id)
    if before.role == Role.HOLDER:
        raise NotAllowed
    return act.write(told_again(before, told))


def last_told(act: Act, authority_id: str) -> AuthorityRow:
    """The authority as it stands, with what this change did. Raises LookupError."""
    return act.last_told(AuthorityRow, authority_id)


def _answer(act: Act, authority_id: str, funder_id: str, on: date, *, standing: bool, reason: str = "") -> None:
    """A further row of what one body says to an authority, whichever of its records is named."""
    last_told(act, authority_id)
    before = _last_answer(act, authority_id, funder_id)
    row = act.write(
        Acceptance(
            id=before.id if before else new_id(), n=before.n + 1 if before else 0, authority_id=authority_id,
            funder_id=funder_id, accepted_on=on, standing=standing,
        )
    )  # fmt: skip
    act.say_field(f"reason.{row.id}", reason)


def _last_answer(act: Act, authority_id: str, funder_id: str) -> Acceptance | None:
    body_of = _bodies(act)
    said = _answers(act, authority_id)
    return next((one for one in said if body_of[one.funder_id] == body_of[funder_id]), None)


def _counts_while_all_accept(act: Act, authority_id: str) -> None:
    """From when nobody is waited for any more. It is not lost again because one more funder begins to pay."""
    counts, waits, body_of = last_told(act, authority_id).accepted_at, waits_for(act, authority_id), _bodies(act)
    if not counts and not waits:
        again(act, authority_id, accepted_at=act.now)
    lost = {body_of[one.funder_id] for one in act.written(Acceptance) if not one.standing}
    if counts and lost & {body_of[funder_id] for funder_id in waits}:
        again(act, authority_id, accepted_at=None)


def _answers(act: Act, authority_id: str) -> list[Acceptance]:
    """What each body said last to an authority."""
    later = aliased(Acceptance)
    return list(
        act.session.scalars(
            select(Acceptance).where(
                Acceptance.pot_id == act.pot.id,
                Acceptance.authority_id == authority_id,
                ~select(later.id).where(later.id == Acceptance.id, later.n > Acceptance.n).exists(),
            )
        )
    )


def _paying(act: Act) -> set[str]:
    """The records of the funders that pay today."""
    later = aliased(Contribution)
    return set(
        act.session.scalars(
            select(Contribution.funder_id).where(
                Contribution.pot_id == act.pot.id,
                Contribution.valid_from <= act.today,
                Contribution.valid_to >= act.today,
                Contribution.step != "ended",
                ~select(later.id).where(later.id == Contribution.id, later.n > Contribution.n).exists(),
            )
        )
    )


def _bodies(act: Act) -> dict[str, str]:
    """Which body each record of a funder is of: a council that pays twice has two."""
    found = select(Funder.id, Funder.code, text_column(Funder.change_id, "funder_name"))
    rows = act.session.execute(found.where(Funder.pot_id == act.pot.id))
    return {funder_id: same_body(code, name or "", funder_id) for funder_id, code, name in rows}
