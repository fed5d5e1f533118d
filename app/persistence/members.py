"""Who is part of a pot: every authority over it as last told, with the person's name."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.domain.authority import Authority, Permission, Role
from app.persistence.tables import AuthorityRow, Person


@dataclass(frozen=True, slots=True)
class Member:
    """A person and their authority over the pot."""

    name: str
    authority: Authority

    @property
    def person_id(self) -> str:
        """Who it is."""
        return self.authority.person_id


def members_of(session: Session, pot_id: str) -> list[Member]:
    """Every authority over the pot as it was last told, ended ones too, the oldest first."""
    later = aliased(AuthorityRow)
    rows = session.execute(
        select(Person.name, AuthorityRow)
        .join(Person, Person.id == AuthorityRow.person_id)
        .where(
            AuthorityRow.pot_id == pot_id,
            ~select(later.id).where(later.id == AuthorityRow.id, later.n > AuthorityRow.n).exists(),
        )
        .order_by(AuthorityRow.valid_from, Person.name, AuthorityRow.id)
    )
    return [
        Member(name, Authority(row.id, row.person_id, Role(row.role), row.valid_from, row.valid_to))
        for name, row in rows
    ]


def standing(members: list[Member], now: datetime, *permissions: Permission) -> list[Member]:
    """Those whose authority holds now and allows all of these."""
    return [m for m in members if m.authority.stands(now) and m.authority.allows(*permissions)]
