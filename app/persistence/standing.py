"""Who is signed in, and by which authority they reach a pot: one question at every request."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, bindparam, case, func, literal_column, or_, select
from sqlalchemy.orm import aliased

from app.persistence.authorities import REACH
from app.persistence.database import db
from app.persistence.straight import Straight
from app.persistence.tables import AuthorityRow, Contact, Person, Pot, Terms, ThreadRead, UserSession, WayBack
from app.persistence.tables.base import Instant

_PERSON = (Person.id, Person.name, Person.email, Person.language, Person.runs_service)
_SESSION = (
    UserSession.seen_on,
    UserSession.link_id,
    UserSession.unlocked_at,
    select(func.min(WayBack.opens_at))
    .where(WayBack.person_id == UserSession.person_id, WayBack.stopped_at.is_(None), WayBack.used_at.is_(None))
    .scalar_subquery()
    .label("way_back_opens_at"),
)
_ME = bindparam("person_id", type_=String)
_POT = bindparam("pot_id", type_=String)
_NOW = bindparam("now", type_=Instant)


def person_of(secret_hash: str) -> Any | None:  # noqa: ANN401 - a row
    """The person whose session this is, while it lasts."""
    return next(iter(_SIGNED_IN.ask(db.engine, secret_hash=secret_hash)), None)


def person_at(secret_hash: str, pot_id: str, now: datetime) -> list[Any]:
    """The same person with each authority that they hold, or held, over a pot: empty where there is none."""
    return _SIGNED_IN_AT.ask(db.engine, secret_hash=secret_hash, pot_id=pot_id, now=now)


def over_pot(person_id: str, pot_id: str, now: datetime) -> list[Any]:
    """Each authority that a person holds, or held, over a pot."""
    return _OVER_ONE.ask(db.engine, person_id=person_id, pot_id=pot_id, now=now)


def over_all(person_id: str) -> list[Any]:
    """Each authority of a person over any pot."""
    return _OVER_ALL.ask(db.engine, person_id=person_id)


def _authorities() -> Any:  # noqa: ANN401 - a Select of so many columns has no name
    """Authorities as they were last told, with what every page of their pot says."""
    later, later_terms, later_contact = aliased(AuthorityRow), aliased(Terms), aliased(Contact)
    holder, go_to = aliased(Person), aliased(Person)
    last_go_to = (
        Contact.pot_id == Pot.id,
        Contact.id == "go_to",
        ~select(later_contact.id)
        .where(later_contact.pot_id == Contact.pot_id, later_contact.id == Contact.id, later_contact.n > Contact.n)
        .exists(),
    )
    return (
        select(
            Pot.id.label("pot_id"),
            Pot.version,
            Pot.holder_id,
            holder.name.label("holder_name"),
            Terms.shadow,
            AuthorityRow.id.label("authority_id"),
            *REACH,
            go_to.name.label("go_to_name"),
            go_to.id.label("go_to_id"),
        )
        .select_from(AuthorityRow)
        .join(Pot, Pot.id == AuthorityRow.pot_id)
        .join(holder, holder.id == Pot.holder_id)
        .join(Terms, Terms.pot_id == Pot.id)
        .outerjoin(Contact, and_(*last_go_to))
        .outerjoin(go_to, go_to.id == Contact.person_id)
        .where(
            ~select(later.id).where(later.id == AuthorityRow.id, later.n > AuthorityRow.n).exists(),
            ~select(later_terms.id).where(later_terms.pot_id == Pot.id, later_terms.n > Terms.n).exists(),
        )
    )


def _beside_the_changes(person_id: Any) -> list[ColumnElement[Any]]:  # noqa: ANN401 - a column or a parameter
    """What pages of a pot show and its head does not cover (see app/web/unchanged.py).

    What its people are called and how they need to be told things, how many of them are part of it at this moment and
    have powers switched on, how far this one has read.
    """
    member, named = aliased(AuthorityRow), aliased(Person)
    needs = case((named.needs_shared.is_(True), named.needs))
    part_of_it = member.valid_from <= _NOW, or_(member.valid_to.is_(None), member.valid_to > _NOW)
    return [
        select(func.aggregate_strings(named.name + func.coalesce(needs, ""), literal_column("' '")))  # type: ignore[arg-type]
        .join(member, member.person_id == named.id)
        .where(member.pot_id == _POT)
        .scalar_subquery(),
        select(func.count(member.id).filter(*part_of_it)).where(member.pot_id == _POT).scalar_subquery(),
        select(func.count(member.id).filter(member.on_until > _NOW))
        .where(member.pot_id == _POT)
        .scalar_subquery()
        .label("may_be_on"),
        select(func.max(ThreadRead.read_up_to))
        .where(ThreadRead.pot_id == _POT, ThreadRead.person_id == person_id)
        .scalar_subquery(),
    ]


_SESSION_STANDS = (UserSession.secret_hash == bindparam("secret_hash"), UserSession.ended_at.is_(None))
_SIGNED_IN = Straight(
    select(*_PERSON, *_SESSION).join(UserSession, UserSession.person_id == Person.id).where(*_SESSION_STANDS)
)
_OVER_ALL = Straight(_authorities().where(AuthorityRow.person_id == _ME).order_by("holder_name", Pot.id))
_AT_POT = _authorities().where(AuthorityRow.pot_id == _POT).add_columns(Pot.head)
_OVER_ONE = Straight(_AT_POT.where(AuthorityRow.person_id == _ME).add_columns(*_beside_the_changes(_ME)))
_SIGNED_IN_AT = Straight(
    _AT_POT.join(UserSession, UserSession.person_id == AuthorityRow.person_id)
    .join(Person, Person.id == UserSession.person_id)
    .where(*_SESSION_STANDS)
    .add_columns(*_beside_the_changes(UserSession.person_id), *_PERSON, *_SESSION)
)
