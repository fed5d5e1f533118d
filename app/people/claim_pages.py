"""What somebody wrote down before they left: shown with who and when, to be used or left out."""

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, request
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.domain.authority import Permission, Role
from app.persistence.act import Act
from app.persistence.claims import LEFT, TAKEN, ClaimNow, claims_of
from app.persistence.commit import Then
from app.persistence.database import db
from app.web import claims
from app.web.access import allows, current_access
from app.web.address import address
from app.web.answers import page
from app.web.claims import CLAIMABLE
from app.web.door import Change, change, enter
from app.web.forms import ChangeForm, Day, NothingToType
from app.web.roles import role_words
from app.web.words import moment, name, say


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim in words."""

    href: str
    title: str
    who: Markup
    wrote: Markup


# Which claims somebody may see depends on what each is about: the address itself asks for no more than a way in.
@allows(Permission.OPEN)
def claims_waiting(pot_id: str) -> str:
    """Those that wait."""
    _must_see_some()
    mine = [one for one in claims_of(db.session, pot_id) if claims.sees(current_access(), one.kind)]
    return page("people/claims.html", claims=[_shown(one) for one in mine], back=address("pot.home"))


@allows(Permission.OPEN)
def claim(pot_id: str, claim_id: str) -> str:
    """What it says, who wrote it and when."""
    _must_see_some()
    return _draw(NothingToType(), pot_id, claim_id)


@allows(Permission.OPEN)
def leave_claim(pot_id: str, claim_id: str) -> Response:
    """Leave it out."""
    return _step(LEAVE, pot_id, claim_id)


@allows(Permission.OPEN)
def bring_claim_back(pot_id: str, claim_id: str) -> Response:
    """It waits again."""
    return _step(BRING_BACK, pot_id, claim_id)


def _must_see_some() -> None:
    if not any(claims.sees(current_access(), kind) for kind in CLAIMABLE):
        abort(403)


def _shown(one: ClaimNow) -> Shown:
    return Shown(
        href=address("people.claim", claim_id=one.id),
        title=str(CLAIMABLE[one.kind].title),
        who=say("%(name)s, %(role)s", name=name(one.name), role=role_words(Role(one.role))),
        wrote=say("Written on %(when)s, by the clock of their phone", when=moment(one.made_at)),
    )


def _said(one: ClaimNow) -> list[tuple[str, Markup]]:
    """What was typed, by the questions that were asked."""
    claimable = CLAIMABLE[one.kind]
    form = claimable.form(claims.filled_in(one))
    said = [(form[field].label.text, _typed(form[field])) for field in claimable.shows]
    return [(str(question), name(text)) for question, text in said if text]


def _typed(field: Any) -> str:  # noqa: ANN401 - a field of any kind
    return " ".join(field.parts.values()).strip() if isinstance(field, Day) else str(field._value() or "")  # noqa: SLF001


def _became(one: ClaimNow) -> Markup | None:
    """What became of it, by whom and when."""
    if one.step == TAKEN:
        return say("%(name)s used this on %(when)s.", name=name(one.by), when=moment(one.at))
    if one.step == LEFT:
        return say("%(name)s left this out on %(when)s.", name=name(one.by), when=moment(one.at))
    return None


def _step(kind: Change, pot_id: str, claim_id: str) -> Response:
    _must_see_some()
    claims.one_or_404(pot_id, claim_id)

    def redraw(form: ChangeForm) -> str:
        return _draw(form, pot_id, claim_id)

    return enter(kind, NothingToType(request.form), redraw, claim_id=claim_id)


def _draw(_form: ChangeForm, pot_id: str, claim_id: str) -> str:
    one = claims.one_or_404(pot_id, claim_id)
    return page(
        "people/claim.html",
        claim=one,
        shown=_shown(one),
        said=_said(one),
        came_in=one.came_in,
        became=_became(one),
        use=address(CLAIMABLE[one.kind].use, claim=one.id),
        back=address("people.claims_waiting"),
    )


def _leave(act: Act, _form: ChangeForm, claim_id: str) -> Then:
    claims.leave(act, claim_id)
    return Then("people.claim", {"claim_id": claim_id})


def _bring_back(act: Act, _form: ChangeForm, claim_id: str) -> Then:
    claims.bring_back(act, claim_id)
    return Then("people.claim", {"claim_id": claim_id})


LEAVE = change(Change("claim left out", _l("Left out. It is kept here."), _leave, undo="people.bring_claim_back"))
BRING_BACK = change(Change("claim brought back", _l("It waits again."), _bring_back, undo="people.leave_claim"))
