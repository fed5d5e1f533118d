"""Pages of what was done, and of who looked."""

from datetime import date

from flask import Blueprint, abort, request

from app.activity import month_routes, present, queries
from app.activity.facts import facts_of
from app.domain.authority import Permission
from app.persistence.database import db
from app.web.access import allows, current_access
from app.web.address import address
from app.web.answers import page
from app.web.words import name

LONGEST_SEQ = 15
LOOKS_SHOWN = 3  # on the page of what was done

blueprint = Blueprint("activity", __name__, url_prefix="/p/<pot_id>/activity")


@blueprint.get("")
@allows(Permission.OPEN)
def index(pot_id: str) -> str:
    """What was done, newest first: all of it for the holder and who acts for them, one's own for everybody else."""
    access = current_access()
    whole = access.may(Permission.SEE_ACTIVITY)
    before = _before()
    who = request.args.get("who") or None
    members, looks = queries.people_and_looks(db.session, pot_id, who) if whole else ([], [])
    if who is not None and who not in {member.person_id for member in members}:
        abort(404)
    found = queries.acts(db.session, pot_id, access.authority, before, who)
    on_page = found[: queries.PAGE]
    facts = facts_of(db.session, [act.id for act in on_page])
    more = len(found) > queries.PAGE
    return page(
        "activity/index.html",
        whole=whole,
        shown=present.shown(on_page, facts, access),
        older=address("activity.index", before=on_page[-1].seq, who=who) if more else None,
        choices=present.choices(members, who, access),
        chosen=next((name(member.name) for member in members if member.person_id == who), None),
        first_page=before is None,
        looks=present.looks_shown(looks, access)[:LOOKS_SHOWN],
        holder=name(access.pot.holder_name),
        month=month_routes.this_month(),
        back=address("pot.home"),
    )


@blueprint.get("/looked")
@allows(Permission.SEE_ACTIVITY)
def looked(pot_id: str) -> str:
    """Who looked, the last day first."""
    found = queries.looks(db.session, pot_id, _day_before())
    days = sorted({look.day for look in found}, reverse=True)
    on_page = days[: queries.DAYS]
    return page(
        "activity/looked.html",
        looks=present.looks_shown([look for look in found if look.day in on_page], current_access()),
        older=address("activity.looked", before=on_page[-1]) if len(days) > len(on_page) else None,
        holder=name(current_access().pot.holder_name),
        back=address("activity.index"),
    )


def _before() -> int | None:
    typed = request.args.get("before", "")[:LONGEST_SEQ]
    return int(typed) if typed.isascii() and typed.isdecimal() else None


def _day_before() -> date | None:
    try:
        return date.fromisoformat(request.args.get("before", ""))
    except ValueError:
        return None


ADDRESSES = (
    ("GET", "/month/<month>", month_routes.month),
    ("POST", "/month/<month>/gone-through", month_routes.go_through),
    ("GET", "/month/<month>/paper", month_routes.paper),
    ("POST", "/month/<month>/taken-back", month_routes.take_back),
)
for methods, path, view in ADDRESSES:
    blueprint.add_url_rule(path, view.__name__, view, methods=methods.split())
