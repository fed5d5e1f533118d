"""Who was asked to be part of a pot, and has not answered; whose code somebody holds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.domain.authority import Role
from app.people import printed_codes
from app.persistence.tables import Change, Invitation, Person, Pot
from app.persistence.texts import text_column
from app.persistence.together import Wanted

EMAIL, LETTER, PHONE = "email", "letter", "phone"


@dataclass(frozen=True, slots=True)
class Asked:
    """An invitation as it stands."""

    id: str
    n: int
    pot_id: str
    change_id: str
    step: str
    role: str
    way: str
    expires_at: datetime
    person_id: str | None
    code_hash: str
    name: str
    email: str | None

    @property
    def as_role(self) -> Role:
        """What they are asked to be."""
        return Role(self.role)

    def waits(self, now: datetime) -> bool:
        """Whether it can still be answered."""
        return self.step == "sent" and now < self.expires_at

    @property
    def code(self) -> str:
        """What the letter says, as long as it can be answered: worked out anew each time, and nowhere kept."""
        return code_of(self.id, self.n)


@dataclass(frozen=True, slots=True)
class Around:
    """Whose pot it is, and who asks."""

    holder: str
    by: str
    by_holder: bool


def code_of(invitation_id: str, n: int) -> str:
    """The code of the how-manieth telling of an invitation: sent again, it is another."""
    return printed_codes.signed(f"invitation {invitation_id} {n}")


def one(session: Session, pot_id: str, invitation_id: str) -> Asked | None:
    """An invitation of this pot."""
    found = _told().where(Invitation.pot_id == pot_id, Invitation.id == invitation_id)
    row = session.execute(found).one_or_none()
    return Asked(*row) if row else None


def of_code(session: Session, typed: str) -> Asked | None:
    """The invitation whose code this is, whether it can still be answered or not."""
    code = printed_codes.read(typed)
    if code is None:
        return None
    row = session.execute(_told().where(Invitation.code_hash == printed_codes.hash_of(code))).one_or_none()
    return Asked(*row) if row else None


def around(session: Session, asked: Asked) -> Around:
    """Whose pot it is, and who sent the invitation."""
    holder, by = aliased(Person), aliased(Person)
    row = session.execute(
        select(holder.name, by.name, holder.id == by.id)
        .select_from(Change)
        .join(by, by.id == Change.person_id)
        .join(Pot, Pot.id == Change.pot_id)
        .join(holder, holder.id == Pot.holder_id)
        .where(Change.id == asked.change_id)
    ).one()
    return Around(row[0], row[1], by_holder=bool(row[2]))


def _told() -> Any:  # noqa: ANN401 - a Select of so many columns has no name
    """Invitations as they were last told. Who said yes is called by the name that they have now."""
    later = aliased(Invitation)
    return (
        select(
            Invitation.id,
            Invitation.n,
            Invitation.pot_id,
            Invitation.change_id,
            Invitation.step,
            Invitation.role,
            Invitation.way,
            Invitation.expires_at,
            Invitation.person_id,
            Invitation.code_hash,
            func.coalesce(Person.name, text_column(Invitation.change_id, "name"), "…").label("name"),
            text_column(Invitation.change_id, "email").label("email"),
        )
        .outerjoin(Person, Person.id == Invitation.person_id)
        .where(~select(later.id).where(later.id == Invitation.id, later.n > Invitation.n).exists())
    )


UNANSWERED = Wanted(  # and links that carers use on their phones
    _told().where(
        Invitation.pot_id == bindparam("pot_id"),
        or_(Invitation.step == "sent", and_(Invitation.step == "accepted", Invitation.way == PHONE)),
    ),
    Asked,
    order=(Invitation.expires_at, Invitation.id),
)
