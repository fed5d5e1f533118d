"""Who is part of a pot: every authority over it as last told, with the person's name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, select
from sqlalchemy.orm import Session, aliased

from app.domain.authority import Authority, Permission
from app.domain.needs import Need, needs_in
from app.persistence.authorities import REACH, Reach, authority
from app.persistence.tables import AuthorityRow, Person
from app.persistence.together import Wanted


@dataclass(frozen=True, slots=True)
class Member:
    """A person and their authority over the pot."""

    name: str
    authority: Authority
    needs: tuple[Need, ...] = ()  # how they need to be told things, where they share that

    @property
    def person_id(self) -> str:
        """Who it is."""
        return self.authority.person_id


def members_of(session: Session, pot_id: str) -> list[Member]:
    """Every authority over the pot as it was last told, ended ones too, the oldest first."""
    return MEMBERS.read(session, pot_id=pot_id)


def standing(members: list[Member], now: datetime, *permissions: Permission) -> list[Member]:
    """Those whose authority holds now and allows all of these."""
    return [m for m in members if m.authority.stands(now) and m.authority.at(now).allows(*permissions)]


def _member(name: str, authority_id: str, person_id: str, *told: Any) -> Member:
    *reach, needs = told
    return Member(name, authority(authority_id, person_id, Reach(*reach)), needs_in(needs))


_later = aliased(AuthorityRow)
MEMBERS = Wanted(
    select(
        Person.name,
        AuthorityRow.id,
        AuthorityRow.person_id,
        *REACH,
        case((Person.needs_shared.is_(True), Person.needs)).label("needs"),
    )
    .join(Person, Person.id == AuthorityRow.person_id)
    .where(
        AuthorityRow.pot_id == bindparam("pot_id"),
        ~select(_later.id).where(_later.id == AuthorityRow.id, _later.n > AuthorityRow.n).exists(),
    ),
    _member,
    order=(AuthorityRow.valid_from, Person.name, AuthorityRow.id),
)
