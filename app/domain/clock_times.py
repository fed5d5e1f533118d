"""Times of day as people type them."""

import re
import unicodedata
from datetime import time

_HALVES = {"am": "am", "a": "am", "yb": "am", "pm": "pm", "p": "pm", "yh": "pm"}  # Welsh: y bore, yr hwyr
_TIME = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.,h ]?(?P<minute>[0-9]{2}))?h? ?(?P<half>[a-z]{1,2})?")
_MARKS = re.compile(r"[\u200e\u200f\u061c\u2066-\u2069]")


class NotATime(ValueError):
    """The text is no time of day."""


class NoTimeTyped(NotATime):
    """The field was empty."""


def time_from_typed(text: str) -> time:
    """Read '22:00', '10pm', '10.00 p.m.', '2200', '9', '٢٢:٠٠'. Without am or pm it is the 24-hour clock.

    Raises NotATime.
    """
    typed = _in_latin(text)
    if not typed:
        raise NoTimeTyped
    found = _TIME.fullmatch(typed)
    if found is None or (found["half"] and found["half"] not in _HALVES):
        raise NotATime
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    try:
        return time(_hour_of_day(hour, _HALVES.get(found["half"])), minute)
    except ValueError as error:
        raise NotATime from error


def as_typed(at: time) -> str:
    """'10 pm', '1:30 am': as a person would type it."""
    half = "am" if at.hour < 12 else "pm"
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {half}"


def _hour_of_day(hour: int, half: str | None) -> int:
    if half is None or (half == "pm" and hour > 12):
        return hour  # '22:00 pm' says the same thing twice
    if not 1 <= hour <= 12:
        raise NotATime
    return hour % 12 + (12 if half == "pm" else 0)


def _in_latin(text: str) -> str:
    """Digits of any script in Latin, small letters, without the points of 'p.m.' and outer space."""
    latin = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    latin = re.sub(r"\s+", " ", _MARKS.sub("", latin)).strip().casefold()
    return re.sub(r"\b([ap])\. ?m\b\.?", r"\1m", latin).removesuffix(".")
