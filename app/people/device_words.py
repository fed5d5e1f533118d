"""A phone or computer in words, from what its browser calls itself: a guess that a person can follow."""

from flask_babel import gettext as _

# The first that is found counts: browsers name those that they want to be taken for as well.
_DEVICES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Macintosh", "Mac"),
    ("Windows", "Windows"),
)
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def in_words(user_agent: str) -> str:
    """'Chrome on Android', as far as it can be told."""
    device = _first(_DEVICES, user_agent) or _first((("Linux", "Linux"),), user_agent)
    browser = _first(_BROWSERS, user_agent)
    if device and browser:
        return _("%(browser)s on %(device)s", browser=browser, device=device)
    return device or browser or _("A phone or computer")


def guess_name(user_agent: str) -> str:
    """What a person may call the phone or computer they are using."""
    found = _first(_DEVICES, user_agent)
    return _("My %(device)s", device=found) if found else _("My computer")


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str | None:
    return next((name for sign, name in known if sign in user_agent), None)
