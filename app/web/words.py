"""Languages and how values are said: amounts, days and times, each kept apart from the words around."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from babel import Locale
from babel.dates import format_date, format_time
from babel.support import NullTranslations
from flask import Flask, abort, current_app, g, redirect, request, session
from flask_babel import Babel, Domain, gettext, ngettext
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from app.domain.money import pounds
from app.domain.year import LONDON, london_time
from app.web.access import public
from app.web.address import on_this_site
from app.web.pseudo import PseudoTranslations

LANGUAGES = {"en": "English", "cy": "Cymraeg"}
PSEUDO = "x-rtl"  # longer, mirrored words made from English: demo only


def register(app: Flask) -> None:
    """Install languages, filters and the switch."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "../i18n"
    app.config["BABEL_DEFAULT_LOCALE"] = "en_GB"
    app.config["BABEL_DEFAULT_TIMEZONE"] = LONDON.key
    babel.init_app(app, locale_selector=_locale)
    app.jinja_env.filters |= {
        "pounds": pounds,
        "day": day,
        "day_short": day_short,
        "clock": clock,
        "moment": moment,
    }
    # Jinja's own way asks the context and Flask-Babel a dozen questions for each word.
    app.jinja_env.globals |= {"_": _in_template, "page_lang": page_lang, "page_dir": page_dir}
    app.add_url_rule("/language/<code>", "language", switch)


def language() -> str:
    """The language of this request: chosen, the person's own, or the browser's."""
    code: str | None = g.get("language")
    if code is None:
        code = g.language = _language()
    return code


def _language() -> str:
    chosen = session.get("language")
    if chosen in LANGUAGES or (chosen == PSEUDO and current_app.config["DEMO"]):
        return str(chosen)
    return request.accept_languages.best_match(["en-GB", "en", "cy"], "en")[:2]


@contextmanager
def in_language_of(code: str) -> Iterator[None]:
    """Words for somebody else than who asks: in their language."""
    before = language()
    g.language = code if code in LANGUAGES else before
    try:
        yield
    finally:
        g.language = before


@public
def switch(code: str) -> Response:
    """Change language and go back to where one was, on this site only."""
    if code not in LANGUAGES and not (code == PSEUDO and current_app.config["DEMO"]):
        abort(404)
    session["language"] = code
    return redirect(back_here(), 303)


def page_lang() -> str:
    """The language that the page says it is in."""
    return {"en": "en-GB", PSEUDO: "en-GB"}.get(language(), language())


def page_dir() -> str:
    """Which way it is read."""
    return "rtl" if language() == PSEUDO else "ltr"


def say(text: str, **values: object) -> Markup:
    """A translated sentence with values in it that may be markup; plain ones are escaped."""
    words = ours(gettext(text))
    return words % values if values else words


def say_n(one: str, many: str, number: int, **values: object) -> Markup:
    """The same with a number, in the plural forms of the language."""
    escaped = {key: escape(value) for key, value in values.items()}
    return ours(ngettext(one, many, number, **escaped))


def by_number(sentence: Callable[[int], str]) -> dict[str, str]:
    """A sentence about a number for each plural form of the language, as the scripts of a page choose among them."""
    rule = Locale.parse(_locale()).plural_form
    return {rule(number): sentence(number) for number in (0, 1, 2, 3, 6, 4)}


def ours(text: str) -> Markup:
    """Words from our own catalogues, which may hold markup: never what a person typed."""
    return Markup(text)  # noqa: S704  # nosec B704


def day(value: date, *, year: bool = False, weekday: bool = False, pattern: str = "") -> Markup:
    """'3 March', 'Tuesday 3 March', '3 March 2026'; or by a CLDR pattern."""
    return _day(value, pattern or ("EEEE " if weekday else "") + "d MMMM" + (" y" if year else ""), _locale())


def day_short(value: date) -> Markup:
    """'3 Mar'."""
    return _day(value, "d MMM", _locale())


def clock(value: datetime) -> Markup:
    """'10 pm', '10:02 pm', London time."""
    local = london_time(value)
    words = format_time(local, "h a" if local.minute == 0 else "h:mm a", locale=_locale())
    return _time(local.isoformat(timespec="minutes"), words.lower())


def moment(value: datetime, *, year: bool = False) -> Markup:
    """'3 March, 2:10 pm', London time; '3 March 2026, 2:10 pm'."""
    local = london_time(value)
    on = format_date(local, "d MMMM y" if year else "d MMMM", _locale())
    words = f"{on}, {format_time(local, 'h:mm a', locale=_locale()).lower()}"
    return _time(local.isoformat(timespec="minutes"), words)


def plainly(who: str, at: datetime) -> dict[str, str]:
    """`name` and `when` for a sentence without markup: signs keep a name of another script apart."""
    return {"name": f"\u2068{who}\u2069", "when": moment(at).striptags()}


def amount(pence: int) -> Markup:
    """'£14.00' in a sentence: what the macro `money` is in a template."""
    return Markup('<bdi><data class="money" value="{}">{}</data></bdi>').format(pence, pounds(pence))


def name(text: str) -> Markup:
    """What a person wrote or is called: kept apart from our words, and never translated."""
    return Markup('<bdi dir="auto" translate="no" lang="">{}</bdi>').format(text)


@lru_cache(maxsize=4096)
def _day(value: date, pattern: str, locale: str) -> Markup:
    return _time(value.isoformat(), format_date(value, pattern, locale))


def _time(machine: str, words: str) -> Markup:
    return Markup('<bdi><time datetime="{}">{}</time></bdi>').format(machine, words.replace(" ", "\u00a0"))


def _locale() -> str:
    return {"cy": "cy"}.get(language(), "en_GB")


def back_here() -> str:
    """The page one came from, if it is of this site; its path only."""
    came = urlsplit(request.referrer or "")
    if came.netloc == request.host and came.path.startswith("/") and not came.path.startswith("//"):
        return came.path + (f"?{came.query}" if came.query else "")
    return on_this_site(request.args.get("back")) or "/"


class _Words(Domain):
    """The catalogues, and the language that is made up. What is once read is kept."""

    def __init__(self) -> None:
        super().__init__()
        self._of_language: dict[str, NullTranslations] = {PSEUDO: PseudoTranslations()}

    def get_translations(self) -> NullTranslations:
        code = language()
        if code not in self._of_language:
            self._of_language[code] = super().get_translations()
        return self._of_language[code]


class _Babel(Babel):
    """Flask-Babel with our catalogues."""

    @property
    def domain_instance(self) -> Domain:
        return _CATALOGUES


def _in_template(text: str, **values: object) -> Markup:
    """What `_` does in a template."""
    return Markup(_CATALOGUES.get_translations().ugettext(text)) % values  # noqa: S704  # nosec B704


_CATALOGUES = _Words()
babel = _Babel()
