"""How somebody needs to be told things: asked once, shown to who helps them, looked at again each year.

The Accessible Information Standard (DAPB1605, before DCB1605): identify, record, flag, share, meet and review.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from app.domain.year import add_months

REVIEW_AFTER_MONTHS = 12  # "review": DAPB1605; each year is our example, the standard says regularly


class Need(StrEnum):
    """What makes words reach somebody."""

    EASY_READ = "easy read"
    LARGE_PRINT = "large print"
    AUDIO = "audio"
    BSL = "bsl"
    PHONE_CALL = "phone call"
    SOMEONE_WITH_ME = "someone with me"


def needs_in(words: str | None) -> tuple[Need, ...]:
    """What is kept of somebody's needs, in the order in which they are asked."""
    kept = set((words or "").split(","))
    return tuple(need for need in Need if need in kept)


def words_of(needs: Iterable[Need]) -> str:
    """How they are kept."""
    return ",".join(need for need in Need if need in set(needs))


def ask_again(told_on: date | None, today: date) -> bool:
    """Whether it is time to ask if this is still right."""
    return told_on is not None and add_months(told_on, REVIEW_AFTER_MONTHS) <= today
