"""The one place where the time is asked for; demo and tests can set or shift it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import current_app, g

Clock = Callable[[], datetime]

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "w": "weeks"}


def clock_from(setting: str | None) -> Clock:
    """The real time; or it shifted by '+3d', '-2h'; or standing still at an ISO time."""
    if not setting:
        return lambda: datetime.now(UTC)
    shift = re.fullmatch(r"([+-]\d+)([dhmw])", setting)
    if shift:
        by = timedelta(**{_UNITS[shift.group(2)]: int(shift.group(1))})
        return lambda: datetime.now(UTC) + by
    still = datetime.fromisoformat(setting)
    fixed = (still if still.tzinfo else still.replace(tzinfo=UTC)).astimezone(UTC)
    return lambda: fixed


def now() -> datetime:
    """The time of this request: the same moment from its beginning to its end."""
    if "now" not in g:
        g.now = current_app.extensions["clock"]()
    moment: datetime = g.now
    return moment
