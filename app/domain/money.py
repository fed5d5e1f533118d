"""Money is whole pence. No float ever touches it."""

import re
import unicodedata
from typing import NewType

Pence = NewType("Pence", int)

MOST_PENCE = 999_999_999  # £9,999,999.99: above any published budget, below every integer limit

_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([ ,.'])[0-9]{3})(?:\1[0-9]{3})*")
_PLAIN = re.compile(r"[0-9]+")
_WITH_PART = re.compile(r"(.+)([.,])([0-9]{1,3})")
_SEPARATORS = {"٫": ".", "٬": ",", "،": ",", "\u2019": "'", "．": ".", "，": ",", "￡": "£"}
_DIRECTION_MARKS = re.compile(r"[\u200e\u200f\u061c\u2066-\u2069]")


class NotAnAmount(ValueError):
    """The text is no amount at all."""


class NothingTyped(NotAnAmount):
    """The field was empty."""


class NegativeAmount(NotAnAmount):
    """A minus sign: perhaps a refund."""


class ZeroAmount(NotAnAmount):
    """Nothing was paid."""


class TooMuch(NotAnAmount):
    """More than any budget holds."""


class UnclearAmount(NotAnAmount):
    """Two readings, `maybe` holds them in pence, the likelier one first."""

    def __init__(self, *maybe: int) -> None:
        super().__init__(maybe)
        self.maybe = tuple(Pence(pence) for pence in maybe)


def pence_from_typed(text: str) -> Pence:
    """Read an amount as people type it ('£1,250.50', '12,5', '١٢٫٥٠') exactly.

    Raises a NotAnAmount that says what is the matter. Amounts are above zero.
    """
    typed = _in_latin(text)
    if not typed:
        raise NothingTyped
    if typed.startswith(("-", "\u2212")):
        raise NegativeAmount
    pence = _pence(typed)
    if pence == 0:
        raise ZeroAmount
    if pence > MOST_PENCE:
        raise TooMuch
    return Pence(pence)


def pounds(pence: int) -> str:
    """'£1,234.50', Latin digits in every language; below zero with a true minus sign."""
    sign = "\u2212" if pence < 0 else ""
    whole, part = divmod(abs(pence), 100)
    return f"{sign}£{whole:,}.{part:02d}"


def _in_latin(text: str) -> str:
    """Digits and separators of any script in Latin, without the pound sign and outer space."""
    latin = "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else _SEPARATORS.get(sign, sign)
        for sign in _DIRECTION_MARKS.sub("", text)
    )
    latin = re.sub(r"\s+", " ", latin)
    return re.sub(r"^(-|\u2212)?\s*£\s*", r"\1", latin.strip())


def _pence(typed: str) -> int:
    if len(typed) > 40:
        raise TooMuch if re.fullmatch(r"[0-9 ,.]+", typed) else NotAnAmount
    if _PLAIN.fullmatch(typed):
        return int(typed) * 100
    grouped = _GROUPED.fullmatch(typed)
    if grouped:
        return _grouped_pence(typed, grouped.group(1))
    with_part = _WITH_PART.fullmatch(typed)
    if with_part is None:
        raise NotAnAmount
    whole, separator, part = with_part.groups()
    if len(part) < 3:
        return _whole_pounds(whole, separator) * 100 + int(part.ljust(2, "0"))
    if not _PLAIN.fullmatch(whole):
        raise NotAnAmount
    if int(whole + part) == 0:
        return 0
    raise UnclearAmount(int(whole) * 100 + int(part[:2]), int(whole + part) * 100)


def _grouped_pence(typed: str, separator: str) -> int:
    """'1,250' is 1250 pounds; '1.250' may be £1.25 or £1,250."""
    whole_pounds = int(typed.replace(separator, ""))
    if separator == "." and typed.count(".") == 1:
        pounds_typed, thousandths = typed.split(".")
        raise UnclearAmount(int(pounds_typed) * 100 + int(thousandths[:2]), whole_pounds * 100)
    return whole_pounds * 100


def _whole_pounds(whole: str, decimal_separator: str) -> int:
    if _PLAIN.fullmatch(whole):
        return int(whole)
    grouped = _GROUPED.fullmatch(whole)
    if grouped and grouped.group(1) != decimal_separator:
        return int(whole.replace(grouped.group(1), ""))
    raise NotAnAmount
