"""What the money page shows: who puts in what, and every figure with its parts."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from app.domain.books import NONE, OWED_KINDS
from app.domain.figures import Figures
from app.domain.year import BudgetYear
from app.persistence.database import db
from app.persistence.figures import Sums
from app.persistence.lines import CONTRIBUTIONS, EVERY_LINE
from app.persistence.together import together
from app.pot import present, queries
from app.web import words
from app.web.address import address

KINDS_OF: dict[str, tuple[str, ...]] = {
    "brought-forward": ("carried",),
    "received": ("due", "client_due", "funding"),
    "given-back": ("given_back",),
    "spent": ("used", "not_agreed", *OWED_KINDS),
    "owed": OWED_KINDS,
}
BEFORE = "before"  # of no line, as what is not in the plan, but nobody asks about it


@dataclass(frozen=True, slots=True)
class Part:
    """What one contribution (or `none`) has of a figure."""

    id: str
    name: Markup | str
    pence: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure: its mark, its words, the whole, what each contribution has of it."""

    mark: str
    label: str
    pence: int
    parts: list[Part]
    lines: list[tuple[Markup | str, int]]  # the same by plan line, where that says something
    href: str | None


_FIGURES: tuple[tuple[str, Callable[[Figures], int]], ...] = (
    ("brought-forward", lambda f: f.brought_forward_pence),
    ("received", lambda f: f.received_pence),
    ("due", lambda f: f.due_pence),
    ("given-back", lambda f: f.given_back_pence),
    ("spent", lambda f: f.spent_pence),
    ("owed", lambda f: f.owed_pence),
    ("set-aside", lambda f: f.set_aside_pence),
    ("left-to-spend", lambda f: f.left_to_spend_pence),
    ("in-account", lambda f: f.in_account_pence),
)


def context(pot_id: str, sums: Sums, today: date) -> dict[str, Any]:
    """Everything the page places."""
    figures = sums.figures
    everyone, lines, instalments = together(db.session, CONTRIBUTIONS, EVERY_LINE, queries.INSTALMENTS, pot_id=pot_id)
    contributions = [c for c in everyone if c.budget_year == figures.year.number]
    names = present.payer_names(contributions) | {NONE: words.say("Not agreed yet")}
    line_names = {line.id: words.name(line.name) for line in lines}
    line_names[BEFORE] = words.say("Spent before you began here")
    by_line = _by_line(sums, line_names)
    labels = _labels()
    shown = {
        mark: Shown(
            mark,
            labels[mark],
            read(figures.whole),
            [Part(c, names.get(c, ""), read(part)) for c, part in sorted(figures.parts.items())],
            by_line.get(mark, []),
            address("pot.figure", mark=mark) if mark in KINDS_OF else None,
        )
        for mark, read in _FIGURES
    }
    received: dict[str, int] = defaultdict(int)
    for instalment in instalments:
        if instalment.step == "received":
            received[instalment.contribution_id] += instalment.amount_pence
    return {
        "contributions": contributions,
        "received_by": received,
        "late": [i for i in instalments if i.step == "expected" and i.due_on < today],
        "coming": [i for i in instalments if i.step == "expected" and i.due_on >= today][:6],
        "names": names,
        "year": figures.year,
        "shown": shown,
    }


def entries_context(pot_id: str, year: BudgetYear, mark: str, before: tuple[date, str] | None) -> dict[str, Any]:
    """A page of the entries behind one figure, with a way to what each is of."""
    found = queries.entries_of(db.session, pot_id, year.number, KINDS_OF[mark], before)
    shown, last = found[: queries.PAGE], found[queries.PAGE - 1 : queries.PAGE]
    more = len(found) > queries.PAGE
    sign = -1 if mark in {"owed", "brought-forward", "received"} else 1
    return {
        "label": _labels()[mark],
        "rows": [(_words_of(m), _way_to(m.source), m.happened_on, sign * m.amount_pence) for m in shown],
        "older": address("pot.figure", mark=mark, before=f"{last[0].happened_on}_{last[0].id}") if more else None,
    }


def _by_line(sums: Sums, line_names: dict[str, Markup]) -> dict[str, list[tuple[Markup | str, int]]]:
    used, owed = sums.by_line("used"), sums.by_line(*OWED_KINDS)
    spent = Counter({BEFORE: used.pop(NONE, 0)})
    for part in (used, sums.by_line("not_agreed"), owed):
        spent.update(part)
    return {
        "spent": _named(spent, line_names),
        "owed": _named({line: -pence for line, pence in owed.items()}, line_names),
        "set-aside": _named(sums.aside_by_line(), line_names),
    }


def _named(by_line: Mapping[str, int], line_names: dict[str, Markup]) -> list[tuple[Markup | str, int]]:
    outside = words.say("Not in the plan yet")
    named = [(line_names.get(line, outside), pence) for line, pence in by_line.items() if pence]
    return sorted(named, key=lambda pair: -pair[1])


def _labels() -> dict[str, str]:
    return {
        "brought-forward": _("Brought from last year"),
        "received": _("Came in"),
        "due": _("Still to come in"),
        "given-back": _("Given back"),
        "spent": _("Spent"),
        "owed": _("Owed"),
        "set-aside": _("Set aside"),
        "left-to-spend": _("Left to spend"),
        "in-account": _("In the account today"),
    }


def _words_of(moved: queries.Moved) -> Markup:
    kind = moved.kind.removesuffix(" reversed")
    said = words.name(moved.what_for) if moved.what_for else words.ours(_kind_words(kind))
    return words.say("%(what)s, taken back", what=said) if moved.kind != kind else said


def _kind_words(kind: str) -> str:
    return {
        "paid": _("A payment"),
        "agreed": _("Agreed into the plan"),
        "approved": _("A shift"),
        "owed paid": _("A shift was paid"),
        "received": _("Money came in"),
        "refunded": _("Money came back"),
        "carried over": _("From last year"),
        "given back": _("Given back"),
        "shared anew": _("Shared anew"),
        "spent before": _("Spent before you began here"),
    }.get(kind, _("An entry"))


def _way_to(source: str) -> str | None:
    what, _sep, of = source.partition(":")
    pages = {"spending": ("spending.entry", "spending_id"), "shift": ("care.shift", "shift_id")}
    if what not in pages:
        return None
    endpoint, argument = pages[what]
    return address(endpoint, **{argument: of})
