"""What a holder was asked, and what they wish: shown on pages of its own, and beside what was decided."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from app.domain.books import NONE
from app.persistence.signers import role_column
from app.persistence.tables import Change, Person, PlanLine, Shift, Spending, Wish
from app.persistence.tables.base import Versioned
from app.persistence.texts import BLANKED, text_column, told_column
from app.persistence.together import Wanted
from app.persistence.waiting import is_open_wish

ANSWERED = ("answered", "told")
TAKEN_BACK = "taken_back"
MOST = 60
OF_SOURCE: dict[str, type[Versioned]] = {"shift": Shift, "line": PlanLine, "spending": Spending}


@dataclass(frozen=True, slots=True)
class WishNow:
    """A question as it stands. `told_by`: who wrote the answer down, where it was not the holder."""

    id: str
    step: str
    question: str
    picture: str
    amount_pence: int | None
    source: str
    asker_id: str
    asker: str
    asker_role: str | None
    asked_at: datetime
    answer: str | None
    how: str  # in words of who wrote it down
    answered_at: datetime | None
    told_step: str | None
    told_by: str | None
    told_by_role: str | None

    @property
    def open(self) -> bool:
        """Whether it waits for an answer."""
        return is_open_wish(self.step, self.answer)

    @property
    def by_another(self) -> bool:
        """Whether somebody else wrote down what the holder answered."""
        return self.told_step == "told"


def wishes_of(session: Session, pot_id: str) -> list[WishNow]:
    """The last questions of a pot: those that wait first, then the newest; at most so many. None is taken back."""
    return _OF_POT.read(session, pot_id=pot_id)


def wish_of(session: Session, pot_id: str, wish_id: str) -> WishNow | None:
    """One question; None where this pot has none of this id."""
    return next(iter(_ONE.read(session, pot_id=pot_id, wish_id=wish_id)), None)


def wishes_about(session: Session, pot_id: str, source: str) -> list[WishNow]:
    """What the holder was asked about a thing, the oldest first."""
    return _ABOUT.read(session, pot_id=pot_id, source=source)


def is_there(session: Session, pot_id: str, source: str) -> bool:
    """Whether this pot has such a thing that can be asked about."""
    kind, _sep, thing_id = source.partition(":")
    table = OF_SOURCE.get(kind)
    if table is None:
        return source == NONE
    found = select(table.id).where(table.pot_id == pot_id, table.id == thing_id).limit(1)
    return session.execute(found).first() is not None


_later, _first, _answered, _later_answered = aliased(Wish), aliased(Wish), aliased(Wish), aliased(Wish)
_asked, _told = aliased(Change), aliased(Change)
_asker, _teller = aliased(Person), aliased(Person)
_LAST_ANSWER = and_(
    _answered.id == Wish.id,
    _answered.step.in_(ANSWERED),
    ~select(_later_answered.id)
    .where(_later_answered.id == _answered.id, _later_answered.n > _answered.n, _later_answered.step.in_(ANSWERED))
    .exists(),
)
_WISHES = (
    select(
        Wish.id,
        Wish.step,
        func.coalesce(text_column(_first.change_id, "question"), BLANKED),
        Wish.picture,
        Wish.amount_pence,
        Wish.source,
        Wish.asker_id,
        _asker.name,
        role_column(_asked.authority_id),
        _asked.received_at,
        Wish.answer,
        told_column(_answered.change_id, "how"),
        _told.received_at,
        _answered.step,
        _teller.name,
        role_column(_told.authority_id),
    )
    .join(_first, and_(_first.id == Wish.id, _first.n == 0))
    .join(_asked, _asked.id == _first.change_id)
    .join(_asker, _asker.id == Wish.asker_id)
    .outerjoin(_answered, _LAST_ANSWER)
    .outerjoin(_told, _told.id == _answered.change_id)
    .outerjoin(_teller, _teller.id == _told.person_id)
    .where(
        Wish.pot_id == bindparam("pot_id"),
        ~select(_later.id).where(_later.id == Wish.id, _later.n > Wish.n).exists(),
    )
)
_ONE = Wanted(_WISHES.where(Wish.id == bindparam("wish_id")), WishNow)
_STANDS = Wish.step != TAKEN_BACK
_OF_POT = Wanted(_WISHES.where(_STANDS), WishNow, order=(Wish.answer.is_not(None), _asked.seq.desc()), most=MOST)
_ABOUT = replace(_OF_POT, rows=_WISHES.where(_STANDS, Wish.source == bindparam("source")), order=(_asked.seq,))
