"""Claims: what somebody wrote down before their authority ended, and sent after. It moves nothing of itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.domain.authority import Authority
from app.persistence.act import Act
from app.persistence.commit import Intent, NotTheirs, authority_told
from app.persistence.tables import AuthorityRow, Change, Claim, Person
from app.persistence.tables.base import new_id
from app.persistence.texts import texts_of
from app.persistence.waiting import CLAIMS

MADE, TAKEN, LEFT = "made", "taken", "left"
FIELD = "claim."  # before the name of a field, in the words of the change


@dataclass(frozen=True, slots=True)
class ClaimNow:
    """A claim as it stands: who wrote it and in which role, when by their phone's clock, and when it came in."""

    id: str
    n: int
    step: str
    kind: str
    person_id: str
    name: str
    role: str
    made: str  # as the phone said it, with its offset
    change_id: str  # that made it
    came_in: datetime
    by: str  # who took or left it, and when
    at: datetime
    fields: Mapping[str, str] = field(default_factory=dict)  # as they were typed

    @property
    def made_at(self) -> datetime:
        """When it was written, by the phone's clock."""
        return datetime.fromisoformat(self.made)

    @property
    def waits(self) -> bool:
        """Whether nobody has taken or left it."""
        return self.step == MADE


def by_ended(session: Session, intent: Intent, now: datetime) -> Authority:
    """The authority by which a change may become a claim: it has ended, and stood when the change was made.

    The moment of making is the phone's own word, which is one reason why it is no more than a claim. Raises NotTheirs.
    """
    made_at = datetime.fromisoformat(intent.made_at)
    held = authority_told(session, intent).at(made_at)
    ended = held.valid_to is not None and held.valid_to <= now
    if not ended or not held.stands(made_at) or not held.allows(*intent.needs):
        raise NotTheirs
    return held


def make(act: Act, kind: str, told: Mapping[str, str]) -> str:
    """Keep what was typed; its id. `kind` is the change that it would have been."""
    row = act.write(
        Claim(id=new_id(), n=0, step=MADE, kind=kind, person_id=act.authority.person_id, made_at=act.made_at)
    )
    for name, text in told.items():
        act.say_field(f"{FIELD}{name}", text)
    act.wait_for(f"{CLAIMS}{kind}", 1)
    return row.id


def move(act: Act, before: Claim, step: str) -> None:
    """A further row of a claim."""
    act.write(
        Claim(
            id=before.id, n=before.n + 1, step=step, kind=before.kind, person_id=before.person_id,
            made_at=before.made_at,
        )
    )  # fmt: skip
    act.wait_for(f"{CLAIMS}{before.kind}", int(step == MADE) - int(before.step == MADE))


def last_told(act: Act, claim_id: str) -> Claim:
    """The claim as it stands. Raises LookupError when this pot has none of this id."""
    return act.last_told(Claim, claim_id)


def claims_of(session: Session, pot_id: str, claim_id: str | None = None) -> list[ClaimNow]:
    """Those that wait, the oldest first, without their fields; or one by its id, whatever became of it, with them."""
    later, first, came, last, by = aliased(Claim), aliased(Claim), aliased(Change), aliased(Change), aliased(Person)
    role = select(AuthorityRow.role).where(AuthorityRow.id == came.authority_id, AuthorityRow.n == 0).scalar_subquery()
    wanted = (
        select(
            Claim.id, Claim.n, Claim.step, Claim.kind, Claim.person_id, Person.name, role, Claim.made_at,
            came.id, came.received_at, by.name, last.received_at,
        )
        .join(Person, Person.id == Claim.person_id)
        .join(first, (first.id == Claim.id) & (first.n == 0))
        .join(came, came.id == first.change_id)
        .join(last, last.id == Claim.change_id)
        .join(by, by.id == last.person_id)
        .where(Claim.pot_id == pot_id, ~select(later.id).where(later.id == Claim.id, later.n > Claim.n).exists())
        .where(Claim.step == MADE if claim_id is None else Claim.id == claim_id)
        .order_by(came.seq)
    )  # fmt: skip
    found = [ClaimNow(*row) for row in session.execute(wanted)]
    if claim_id is None or not found:
        return found
    said = texts_of(session, {found[0].change_id})[found[0].change_id]
    fields = {name.removeprefix(FIELD): text for name, text in said.items() if name.startswith(FIELD)}
    return [replace(found[0], fields=fields)]
