"""The 24 ideas of the whole app, one drawing each: circles and a line, on a 24 px grid.

Drawn once and kept: a page holds thirty, and they are the same for everybody.
"""

from functools import cache

from markupsafe import Markup

DRAWINGS: dict[str, tuple[tuple[tuple[float, float, float], ...], str]] = {
    "home": ((), "M4 11l8-7 8 7v9h-6v-6h-4v6H4z"),
    "spend": ((), "M6 3h12v18l-3-2-3 2-3-2-3 2zM9.5 8h5M9.5 12h5"),
    "people": (((9, 8, 3.5),), "M3 20c0-3.6 2.5-6 6-6s6 2.4 6 6M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.6c2 .8 3 2.8 3 5.4"),
    "message": ((), "M4 5h16v11h-9l-4 4v-4H4z"),
    "help": (((12, 12, 9),), "M9.5 9.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M12 16.9v.1"),
    "way": ((), "M15 5l-7 7 7 7"),
    "plus": ((), "M12 5v14M5 12h14"),
    "camera": (((12, 13, 3.5),), "M3 8h4l2-3h6l2 3h4v11H3z"),
    "tick": ((), "M4 12.5l5 5L20 6.5"),
    "look": (((12, 12, 2.5),), "M2 12s3.5-6 10-6 10 6 10 6-3.5 6-10 6S2 12 2 12z"),
    "alert": ((), "M12 3.5L2.5 20h19zM12 10v4.5M12 17.2v.1"),
    "clock": (((12, 12, 9),), "M12 7v5l3.5 2"),
    "moon": ((), "M20 14.5A8.5 8.5 0 1 1 9.5 4 7 7 0 0 0 20 14.5z"),
    "week": ((), "M4 6h16v14H4zM4 10.5h16M8 3v4M16 3v4"),
    "wave": ((), "M2 12c2.5 0 2.5-4 5-4s2.5 8 5 8 2.5-8 5-8 2.5 4 5 4"),
    "pot": ((), "M3 6h18M5 6v6.5a7 7 0 0 0 14 0V6M9 22h6M5 11.5c2.3 1.8 4.7-1.8 7 0s4.7 1.8 7 0"),
    "undo": ((), "M8 5.5L3.5 10 8 14.5M4 10h10.5a5 5 0 0 1 0 10H11"),
    "phone": ((), "M5 3h4.5L11 8 8.5 9.5a12 12 0 0 0 6 6L16 13l5 1.5V19a2 2 0 0 1-2 2A16 16 0 0 1 3 5a2 2 0 0 1 2-2z"),
    "two": (((8, 8.5, 3), (17, 9.5, 2.5)), "M2 20c0-3.5 2.5-6 6-6s6 2.5 6 6M15.5 14.7c3.7-.6 6.5 1.5 6.5 4.8"),
    "plan": ((), "M11 6h10M11 12h10M11 18h10M3 6l1.5 1.5L7 4.5M3 12l1.5 1.5L7 10.5M3 18.5h3"),
    "listen": ((), "M4 9.5v5h3.5L13 19V5L7.5 9.5zM16.5 9a4.5 4.5 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11"),
    "chart": ((), "M3 20h18M7 20v-6M12 20V5M17 20v-9"),
    "key": (((8, 15, 4.5),), "M11.5 11.5L20 3M16 7l3.5 3.5"),
    "send": ((), "M4 13v7h16v-7M12 15V4M7.5 8.5L12 4l4.5 4.5"),
}
_MARK = Markup(
    '<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path class="f1" d="M6 11h20v6a10 10 0 0 1-20 0z"/>'
    '<path class="f2" d="M6 11h20v3.5c-3.3 2.5-6.7-2.5-10 0s-6.7 2.5-10 0z"/>'
    '<path class="line" d="M4.5 7.5h23M12 29.5h8"/></svg>'
)


@cache
def icon(name: str, extra_class: str = "") -> Markup:
    """A picture beside words, never instead of them. "way" is the only one that mirrors; "on" turns it forward."""
    circles, line = DRAWINGS[name]
    classes = " ".join(part for part in ("i", "way" if name == "way" else "", extra_class) if part)
    round_parts = Markup().join(Markup('<circle cx="{}" cy="{}" r="{}"/>').format(*circle) for circle in circles)
    drawn = Markup('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}<path d="{}"/></svg>')
    return drawn.format(classes, round_parts, line)


def mark() -> Markup:
    """The mark of the app."""
    return _MARK


GLOBALS = {"icon": icon, "mark": mark, "drawings": DRAWINGS}
