"""Which amount a receipt says is to be paid, told from pieces of text and where they are.

What stands side by side is one row. A row counts only when it says "total" or the like and nothing else ("subtotal",
"total savings", "change" do not), and shows one amount. Where rows of equal weight disagree there is no answer: no
suggestion is better than a wrong one.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.money import MOST_PENCE

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of text and the corners around it: clockwise from where it begins, in pixels, y downwards."""

    text: str
    corners: tuple[Point, Point, Point, Point]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A piece of text on paper that lies straight: where it begins, the middle of its height, and its height."""

    text: str
    left: float
    middle: float
    height: float


# What tills print, as their shops set them; letters only, because eyes lose spaces and signs. The first that is found
# counts: what is due is after service and deposit, where "total" may be before them. Welsh: cyfanswm, balans, i'w dalu.
_WORDS = (
    "((TOTAL|AMOUNT|BALANCE|CYFANSWM|BALANS)(AMOUNT)?(DUE|TOPAY|TOBEPAID|PAYABLE))|GRANDTOTAL|(CYFANSWM)?IWDALU|TOPAY",
    "TOTALS?|TOTAL(AMOUNT|PRICE|COST)|CYFANSWM",
    "(TOTAL|AMOUNT)PAID|AMOUNT|BALANCE|BALANS|SALE",
)
_BEFORE = "(YOUR|ORDER|INVOICE|BILL|SALES?|CARD)?"
_AFTER = (
    "((FOR)?ITEMS?)?(INCL?(UDING)?(VAT|TAX|TAW)|(VAT|TAX)INCL?(UDED|USIVE)?)?(GBP|STERLING)?[A-Z]?"  # a stray letter
)
# In a word, eyes take these signs for one another.
_ALIKE = re.compile("(?<=[A-Z])[01!|]|[01!|](?=[A-Z])")
_SAYS = tuple(re.compile(f"{_BEFORE}({words}){_AFTER}".replace("I", "L")) for words in _WORDS)

_AMOUNT = re.compile(
    r"""
    (?<![0-9]) (?<![0-9][.,:/])  # not the end of a number, a day or a time
    (?P<minus>[−–-])?
    (?:£\s?|GBP\s?|(?<![A-Z])[EF€](?=[0-9]))?
    (?P<pounds>[0-9]{1,3}(?:[,.][0-9]{3})+|[0-9]{1,5})
    \s?[.,]\s?
    (?P<pence>[0-9]{2})
    (?![0-9−–-]|\s?%|[.,:/][0-9])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WIDE = 2  # so much wider than high, text tells how the paper lies
_STEEPEST = math.radians(40)
_SAME_ROW = 0.5  # of the smaller height


def total_of(lines: Iterable[Line]) -> int | None:
    """The total in pence, or None where there is none or more than one."""
    rows = _rows(_straightened(list(lines)))
    for says in _SAYS:
        amounts = [amount for letters, amount in rows if amount is not None and says.fullmatch(letters)]
        if amounts:
            return amounts[0] if len(set(amounts)) == 1 else None
    return None


def _straightened(lines: Sequence[Line]) -> list[_Placed]:
    """The pieces as they lie when the paper is turned back by the tilt that most of the text has."""
    tilt = _tilt(lines)
    cos, sin = math.cos(tilt), math.sin(tilt)
    placed = []
    for line in lines:
        turned = [(x * cos + y * sin, y * cos - x * sin) for x, y in line.corners]
        middle = sum(y for _x, y in turned) / 4
        placed.append(_Placed(line.text, min(x for x, _y in turned), middle, _height(line)))
    return placed


def _tilt(lines: Sequence[Line]) -> float:
    """The angle at which the longer half of the text's length lies: short pieces tell it badly."""
    angles = sorted(
        (math.atan2(ahead[1] - begin[1], ahead[0] - begin[0]), width)
        for line in lines
        for begin, ahead in [line.corners[:2]]
        if (width := math.dist(begin, ahead)) >= _WIDE * _height(line)
    )
    half = sum(width for _angle, width in angles) / 2
    for angle, width in angles:
        half -= width
        if half <= 0:
            return angle if abs(angle) <= _STEEPEST else 0.0
    return 0.0


def _height(line: Line) -> float:
    first, second, third, fourth = line.corners
    return (math.dist(second, third) + math.dist(first, fourth)) / 2


def _rows(placed: Sequence[_Placed]) -> list[tuple[str, int | None]]:
    """For each piece the row it is in: its letters, and its amount where there is exactly one."""
    rows = []
    for one in placed:
        beside = [p for p in placed if abs(p.middle - one.middle) <= _SAME_ROW * min(p.height, one.height)]
        text = "  ".join(p.text for p in sorted(beside, key=lambda p: (p.left, p.middle, p.text)))
        amounts = {_pence(match) for match in _AMOUNT.finditer(text)}
        rows.append((_letters(_AMOUNT.sub(" ", text)), amounts.pop() if len(amounts) == 1 else None))
    return rows


def _pence(match: re.Match[str]) -> int | None:
    pence = int(re.sub(r"[^0-9]", "", match["pounds"])) * 100 + int(match["pence"])
    return pence if not match["minus"] and 0 < pence <= MOST_PENCE else None


def _letters(words: str) -> str:
    as_meant = _ALIKE.sub(lambda sign: "O" if sign[0] == "0" else "L", words.upper())
    return re.sub(r"[^A-Z]", "", as_meant).replace("I", "L")
