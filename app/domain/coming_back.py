"""When somebody who lost every way in is let in again, because people around them say who it is.

Nobody is let in at once: from the moment enough people have said so, a day goes by in which the person whose
sign-in it is can stop it from any device. And nobody who acts for somebody does it alone: a representative could
otherwise take the holder's own sign-in over.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from app.domain.authority import Role

ASKED_FOR = timedelta(hours=24)  # so long the code can be told to a helper
WAIT = timedelta(hours=24)
OPEN_FOR = timedelta(hours=72)  # so long they can come in after the wait


class Weight(Enum):
    """What somebody's word counts for."""

    ALONE = "enough alone"
    SECOND = "a second person"
    REPRESENTATIVE = "acts for the person: never without somebody who does not"


WEIGHTS = {
    Role.HOLDER: Weight.ALONE,  # for those around their own pot
    Role.HELPER: Weight.ALONE,
    **dict.fromkeys((Role.BROKER, Role.ADVOCATE, Role.COORDINATOR, Role.PROFESSIONAL), Weight.SECOND),
}


@dataclass(frozen=True, slots=True)
class Word:
    """Somebody says that it is them, by an authority that stands."""

    person_id: str
    weight: Weight


def weight_of(role: Role) -> Weight:
    """What the word of a role counts for; of a role that is not named here, as little as may be."""
    return WEIGHTS.get(role, Weight.REPRESENTATIVE)


def enough(words: Iterable[Word], asker_id: str, *, can_be_told: bool = True) -> bool:
    """Whether these words together begin the wait: nobody's own word counts, nor the same person's twice.

    Of somebody who has neither a phone nor an address to be told at (`can_be_told`), two have to say it: there is
    nobody who could stop one.
    """
    said: dict[str, set[Weight]] = {}
    for word in words:
        if word.person_id != asker_id:
            said.setdefault(word.person_id, set()).add(word.weight)
    counts = [_least(weights) for weights in said.values()]
    if len(counts) > 1:
        return set(counts) != {Weight.REPRESENTATIVE}
    return can_be_told and counts == [Weight.ALONE]


def _least(weights: set[Weight]) -> Weight:
    """What one person counts for who may say it in several ways: who acts for somebody does so in all of them."""
    return next(w for w in (Weight.REPRESENTATIVE, Weight.ALONE, Weight.SECOND) if w in weights)


class Stage(Enum):
    """How far it has come."""

    ASKED = "asked"  # a code was shown
    SAID = "said"  # somebody said so, and another is needed
    WAITS = "waits"
    OPEN = "open"
    STOPPED = "stopped"
    OVER = "over"  # used, or too old


def stage_at(
    now: datetime,
    *,
    asked_at: datetime,
    said: bool,
    opens_at: datetime | None,
    stopped: bool,
    used: bool,
) -> Stage:
    """Where it stands at a moment."""
    if used:
        return Stage.OVER
    if stopped:
        return Stage.STOPPED
    if opens_at is not None:
        if now < opens_at:
            return Stage.WAITS
        return Stage.OPEN if now < opens_at + OPEN_FOR else Stage.OVER
    if now >= asked_at + ASKED_FOR:
        return Stage.OVER
    return Stage.SAID if said else Stage.ASKED
