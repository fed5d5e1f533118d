"""What each route asks for, and who is let in: a route that declares nothing stops the start.

A pot is only ever found through the signed-in person's authority: another's pot is a 404.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, make_response, redirect, request

from app.clock import now
from app.domain.authority import Authority, Permission
from app.persistence import standing
from app.persistence.authorities import authority
from app.persistence.commit import NotTheirs
from app.web.address import address
from app.web.identity import SignedIn, opaque_key, read_with_person, signed_in

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
SIGNED_IN = "signed in"


class UndeclaredAccess(Exception):
    """Routes that do not say who may use them."""


@dataclass(frozen=True, slots=True)
class PotNow:
    """The pot of this request, as the person may know it."""

    id: str
    version: int
    holder_id: str
    holder_name: str
    shadow: bool
    go_to_name: str | None  # the person named in the footer of every page
    go_to_id: str | None
    may_be_on: bool = False  # whether it is worth asking what is switched on for a while

    @property
    def key(self) -> str:
        """What stands for the pot in pages and on the phone."""
        return opaque_key(self.id)


@dataclass(frozen=True, slots=True)
class Access:
    """Who acts, on which pot, by which authority."""

    person: SignedIn
    pot: PotNow
    authority: Authority
    rests_on: tuple[Any, ...]  # all that was read to know this

    def may(self, *permissions: Permission) -> bool:
        """Whether this authority allows all of these."""
        return self.authority.allows(*permissions)

    @property
    def own(self) -> bool:
        """Whether it is the person's own pot."""
        return self.pot.holder_id == self.person.id


def public(view: View) -> View:
    """Anybody may use this route."""
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def for_signed_in(view: View) -> View:
    """Whoever is signed in may use this route; it shows only what is theirs."""
    view.access = SIGNED_IN  # type: ignore[attr-defined]
    return view


def allows(*permissions: Permission) -> Callable[[View], View]:
    """Only an authority over the pot of the address that has all of these may use this route."""

    def declare(view: View) -> View:
        view.access = frozenset(permissions)  # type: ignore[attr-defined]
        return view

    return declare


def even_locked(view: View) -> View:
    """This route is there while a PIN is asked for."""
    view.even_locked = True  # type: ignore[attr-defined]
    return view


def guard(app: Flask) -> None:
    """Called last: every route must have declared its access by now."""
    public(app.view_functions["static"])
    silent = [name for name, view in app.view_functions.items() if not hasattr(view, "access")]
    if silent:
        raise UndeclaredAccess(silent)
    app.before_request(refuse_unless_allowed)


def declared_by(view: Any) -> Any:  # noqa: ANN401 - any view, and what it declared
    """What a route asks for: PUBLIC, SIGNED_IN, or the permissions it needs."""
    return getattr(view, "access", PUBLIC)


def refuse_unless_allowed() -> Response | None:
    """Let the request through, or end it with 401, 403 or 404 (NotTheirs: app/web/errors.py).

    Of a locked phone, lead to where the PIN is asked.
    """
    if request.endpoint is None:
        return None
    if "%00" in request.full_path or any("\x00" in str(part) for part in (request.view_args or {}).values()):
        abort(404)  # no id holds one, and PostgreSQL takes none
    view = current_app.view_functions[request.endpoint]
    declared = declared_by(view)
    if declared == PUBLIC:
        return None
    person = signed_in()
    if person is None:
        abort(401)
    if person.locked and not hasattr(view, "even_locked"):
        return _ask_for_pin()
    if declared == SIGNED_IN:
        return None
    access = access_to(
        (request.view_args or {})["pot_id"], person, request.form.get("acting") if request.method == "POST" else None
    )
    if access is None:
        raise NotTheirs
    g.access = access
    if not access.may(*declared):
        abort(403)
    return None


def _ask_for_pin() -> Response:
    """What was typed is kept on the page of a refusal, as after signing out; what waits on the phone waits on."""
    if request.method != "GET":
        abort(401)
    return make_response(redirect(address("people.pin", next=request.full_path.rstrip("?")), 303))


def current_access() -> Access:
    """The access of this request: there is one on every route of a pot."""
    access: Access = g.access
    return access


def access_to(pot_id: str, person: SignedIn, acting: str | None = None) -> Access | None:
    """The person's standing authority over a pot: the one they act by, or else their widest."""
    rows = read_with_person(pot_id) or standing.over_pot(person.id, pot_id, now())
    found = [access for row in rows if (access := _access(person, row))]
    if acting:
        return next((access for access in found if access.authority.id == acting), None)
    return max(found, key=lambda access: _width(access.authority), default=None)


def pots_of(person: SignedIn) -> list[Access]:
    """Every pot over which the person holds a standing authority: one row each, own pot first."""
    rows = standing.over_all(person.id)
    widest: dict[str, Access] = {}
    for row in rows:
        access = _access(person, row)
        if access and (row.pot_id not in widest or _width(access.authority) > _width(widest[row.pot_id].authority)):
            widest[row.pot_id] = access
    return sorted(widest.values(), key=lambda access: not access.own)


def _width(authority: Authority) -> int:
    return len(authority.powers)


def _access(person: SignedIn, row: Any) -> Access | None:  # noqa: ANN401 - a row of app.persistence.standing
    moment = now()
    held = authority(row.authority_id, person.id, row).at(moment)
    if not held.stands(moment):
        return None
    pot = PotNow(
        row.pot_id, row.version, row.holder_id, row.holder_name, row.shadow, row.go_to_name, row.go_to_id,
        may_be_on=bool(getattr(row, "may_be_on", 0)),
    )  # fmt: skip
    return Access(person, pot, held, (person.way_back_opens_at, *row))
