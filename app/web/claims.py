"""What was written before an authority ended and comes in after: kept for the holder to take or leave.

A view says that what is sent to it may become a claim (`@may_become_claim`). Only what waited on a phone does, sent by
the very person whose authority it was; whatever else comes by an ended authority meets a 404.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Response, abort, current_app, request
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from werkzeug.datastructures import MultiDict

from app.clock import now
from app.domain.authority import REPRESENTATIVES, Permission, Role
from app.persistence import claims
from app.persistence.act import Act
from app.persistence.claims import ClaimNow, claims_of
from app.persistence.commit import Intent, NotAllowed, NotTheirs, SameIdOtherContent, Then, commit
from app.persistence.database import db
from app.persistence.members import members_of, standing
from app.web import answers
from app.web.access import Access, current_access
from app.web.door import AlreadyDecided, Change, change, content, kind_of
from app.web.forms import LONGEST_TEXT, ChangeForm, clean
from app.web.identity import signed_in
from app.web.words import plainly

View = TypeVar("View")
Keep = Callable[[Act], None]

NOTICE = "claim"


@dataclass(frozen=True, slots=True)
class Claimable:
    """What a claim of one kind is: the fields that are kept, those that say what it was, and who may use it.

    `use` is the page with the ordinary form, opened with `?claim=`. `hold` makes photos safe before the transaction and
    answers with what keeps them in it.
    """

    kind: str  # the name of the change that it would have been
    title: LazyString
    form: type[ChangeForm]
    fields: tuple[str, ...]
    shows: tuple[str, ...]
    needs: frozenset[Permission]
    use: str
    hold: Callable[[str, str], Keep | None] | None = None


CLAIMABLE: dict[str, Claimable] = {}


def may_become_claim(claimable: Claimable) -> Callable[[View], View]:
    """What is sent to this view by an ended authority may be kept as a claim."""
    CLAIMABLE[claimable.kind] = claimable

    def declare(view: View) -> View:
        view.claimable = claimable  # type: ignore[attr-defined]
        return view

    return declare


def instead() -> Response | None:
    """The answer to a change that is kept as a claim; None where it cannot be one."""
    view: Any = current_app.view_functions.get(request.endpoint or "")
    claimable: Claimable | None = getattr(view, "claimable", None)
    intent = _intent(view.access) if claimable and request.method == "POST" and answers.wants_json() else None
    if claimable is None or intent is None or intent.pot_id is None:
        return None
    db.session.rollback()
    told = _told(claimable)
    try:
        claims.by_ended(db.session, intent, now())  # before any photo of a stranger is looked at
        keep = claimable.hold(intent.actor_id, intent.pot_id) if claimable.hold else None
        if not told and keep is None:
            return None
        db.session.rollback()
        outcome = commit(db.engine, intent, now(), lambda act: _make(act, claimable, told, keep), claims.by_ended)
    except NotTheirs:
        return None
    except SameIdOtherContent as other:
        return answers.same_id_other_content(other.outcome, kind_of(other.outcome).says)
    return answers.done(outcome, MADE.says, None, None, claimed=True)


def take(act: Act, claim_id: str | None, kind: str) -> None:
    """What is said now was claimed: the claim is taken in the same change, and by nobody else. Nothing for no claim."""
    if claim_id:
        _decide(act, claim_id, claims.MADE, claims.TAKEN, kind)


def leave(act: Act, claim_id: str) -> None:
    """It is not so, or it is known already."""
    _decide(act, claim_id, claims.MADE, claims.LEFT)


def bring_back(act: Act, claim_id: str) -> None:
    """It was not to be left out."""
    _decide(act, claim_id, claims.LEFT, claims.MADE)


def sees(access: Access, kind: str) -> bool:
    """Whether somebody may see, and so use, claims of a kind."""
    return kind in CLAIMABLE and access.may(*CLAIMABLE[kind].needs)


def one_or_404(pot_id: str, claim_id: str) -> ClaimNow:
    """A claim that the one who asks may see."""
    found = claims_of(db.session, pot_id, claim_id)
    if not found or not sees(current_access(), found[0].kind):
        abort(404)
    return found[0]


def to_use(pot_id: str, kind: str, claim_id: str | None = None) -> ClaimNow | None:
    """The claim that the address of a form names; none where it names none. 404 where it cannot be used there."""
    claim_id = clean(claim_id or request.args.get("claim", ""))
    if not claim_id:
        return None
    found = one_or_404(pot_id, claim_id)
    return found if found.kind == kind else abort(404)


def filled_in(claim: ClaimNow, *more: tuple[str, str]) -> MultiDict[str, str]:
    """What was typed, as a form takes it, and the claim itself: it is taken when the form is saved."""
    return MultiDict([*claim.fields.items(), ("claim", claim.id), *more])


def _decide(act: Act, claim_id: str, was: str, becomes: str, kind: str | None = None) -> None:
    try:
        before = claims.last_told(act, claim_id)
    except LookupError as error:
        raise NotTheirs from error
    if kind is not None and before.kind != kind:
        raise NotTheirs
    if not act.authority.allows(*CLAIMABLE[before.kind].needs):
        raise NotAllowed
    if before.step != was:
        raise AlreadyDecided(_who_and_when(act, before.step, before.change_id))
    claims.move(act, before, becomes)


def _who_and_when(act: Act, step: str, change_id: str) -> str:
    said = {
        claims.MADE: _l("%(name)s brought this back on %(when)s"),
        claims.TAKEN: _l("%(name)s used this on %(when)s"),
        claims.LEFT: _l("%(name)s left this out on %(when)s"),
    }[step]
    return str(said) % plainly(*act.by_whom(change_id))


def _make(act: Act, claimable: Claimable, told: dict[str, str], keep: Keep | None) -> Then:
    claims.make(act, claimable.kind, told)
    if keep is not None:
        keep(act)
    for member in standing(members_of(act.session, act.pot.id), act.now, *claimable.needs):
        if member.authority.role in {Role.HOLDER, *REPRESENTATIVES}:
            act.tell(member.person_id, NOTICE)
    return Then("outbox")


def _intent(needs: frozenset[Permission]) -> Intent | None:
    person, change_id = signed_in(), answers.uuid_in(request.form.get("change_id"))
    made_at = answers.moment_in(request.form.get("made_at"))
    acting = request.form.get("acting", "")
    if person is None or change_id is None or made_at is None or not acting.isalnum():
        return None
    return Intent(
        actor_id=person.id,
        authority_id=acting,
        change_id=change_id,
        fingerprint=content(),
        name=MADE.name,
        form_version=1,
        made_at=made_at,
        needs=needs,
        pot_id=(request.view_args or {}).get("pot_id"),
    )


def _told(claimable: Claimable) -> dict[str, str]:
    """What was typed into the fields that are kept, cut to what can be kept; a day may come in parts."""
    names = [name + part for name in claimable.fields for part in ("", "-day", "-month", "-year")]
    typed = {name: clean(request.form.get(name, ""))[:LONGEST_TEXT] for name in names}
    return {name: text for name, text in typed.items() if text}


def _never(_act: Act, _form: ChangeForm) -> Then:
    """No form makes a claim: it is made of a change of another kind."""
    raise NotAllowed


MADE = change(
    Change("claim made", _l("You are no longer part of this. We sent it to be looked at."), _never, claimed=True)
)
