"""A person with nothing but an award letter, and their phone without scripts."""

import html
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.domain.figures import Figures
from app.persistence.database import db
from app.persistence.figures import figures_of
from app.persistence.verify import verify

HTML = "{http://www.w3.org/1999/xhtml}"

COUNCIL = {
    "funder": "Westshire Council",
    "legal_basis": "care_act",
    "each": "780.00",
    "frequency": "monthly",
    "first_on-day": "6",
    "first_on-month": "4",
    "first_on-year": "2025",
    "way_held": "direct_payment",
    "client_each": "20",
    "reference": "AB/1",
}
NHS = COUNCIL | {
    "funder": "NHS Devon Integrated Care Board",
    "legal_basis": "joint_package",
    "each": "420",
    "frequency": "four_weekly",
    "first_on-day": "7",
    "client_each": "",
    "reference": "",
}
YEAR_FROM_APRIL = {"starts_on-day": "1", "starts_on-month": "4", "starts_on-year": "2025", "real": "yes"}


@dataclass
class Phone:
    """Fills in and sends the forms of the page it shows."""

    app: Flask
    client: FlaskClient
    page: TestResponse | None = None

    @property
    def pot(self) -> str:
        """The address of the pot whose page is shown."""
        return re.match(r"/p/[^/]+", self.page.request.path).group()

    @property
    def text(self) -> str:
        words = " ".join(" ".join(self._main().itertext()).split())
        return re.sub(r" ([,.:;)])", r"\1", words)

    @property
    def figure(self) -> int:
        """What is left, in pence, as the page says it."""
        found = [d for d in self._tree().iter(f"{HTML}data") if d.get("data-figure") == "left-to-spend"]
        return int(found[0].get("value"))

    def open(self, path: str) -> TestResponse:
        self.page = self.client.get(path, follow_redirects=True)
        return self.page

    def follow(self, words: str) -> TestResponse:
        """Tap the link that begins with these words."""
        links = self._tree().iter(f"{HTML}a")
        found = next(a for a in links if " ".join("".join(a.itertext()).split()).startswith(words))
        return self.open(found.get("href"))

    def has_link(self, words: str) -> bool:
        return any(words in "".join(a.itertext()) for a in self._tree().iter(f"{HTML}a"))

    def offers(self, action: str) -> bool:
        """Whether the page has a form that goes to such an address."""
        return any(f.get("action", "").endswith(action) for f in self._tree().iter(f"{HTML}form"))

    def send(self, action: str, typed: dict[str, str | list[str]] | None = None, **more: str) -> TestResponse:
        """Send the form of this page whose address ends so, with what is in it and what is typed."""
        form = next(f for f in self._tree().iter(f"{HTML}form") if f.get("action", "").endswith(action))
        data = self.fields(form) | (typed or {}) | more
        self.page = self.client.post(form.get("action"), data=data, follow_redirects=True)
        return self.page

    def fields_of(self, action: str) -> dict[str, str | list[str]]:
        """What the form that goes to such an address would send."""
        return self.fields(next(f for f in self._tree().iter(f"{HTML}form") if f.get("action", "").endswith(action)))

    def undo(self) -> TestResponse:
        """Tap Undo, beside what was just done."""
        form = next(f for f in self._tree().iter(f"{HTML}form") if "Undo" in "".join(f.itertext()))
        self.page = self.client.post(form.get("action"), data=self.fields(form), follow_redirects=True)
        return self.page

    def fields(self, form: Element) -> dict[str, str | list[str]]:
        """What a browser would send of a form: of boxes only those with a tick."""
        sent: dict[str, list[str]] = {}
        for field in form.iter(f"{HTML}input"):
            if field.get("type") not in {"radio", "checkbox"} or field.get("checked") is not None:
                sent.setdefault(field.get("name"), []).append(field.get("value", ""))
        return {name: values[0] if len(values) == 1 else values for name, values in sent.items()}

    def boxes(self, name: str) -> list[str]:
        """The values of the boxes of this name, in their order."""
        return [f.get("value") for f in self._tree().iter(f"{HTML}input") if f.get("name") == name]

    def typed(self, name: str) -> str | None:
        """What stands in a field of the page."""
        return next((f.get("value") for f in self._tree().iter(f"{HTML}input") if f.get("name") == name), None)

    def error(self, field: str) -> str:
        """The sentence beside a field."""
        found = next((e for e in self._tree().iter() if e.get("id") == f"{field}-error"), None)
        return "" if found is None else " ".join("".join(found.itertext()).split()).removeprefix("Error: ")

    def figures(self) -> dict[str, Figures]:
        """The figures of the pot by contribution and of the whole, from books that were found sound."""
        with self.app.app_context(), Session(db.engine) as session:
            verify(session)
            found = figures_of(session, self.pot.removeprefix("/p/"), self.app.extensions["clock"]().date())
        return found.parts | {"whole": found.whole}

    def begin(self, **said: str) -> None:
        """Begin a pot whose year runs from April 2025."""
        self.open("/begin")
        self.send("/begin", YEAR_FROM_APRIL | said)

    def add(self, letter: dict[str, str], came: int | None = None) -> str:
        """Write down who pays, and (all, or so many) payments as come; the address of the contribution."""
        self.open(f"{self.pot}/contributions/new")
        self.send("/contributions", letter)
        assert self.page.status_code == 200, self.text
        where = self.page.request.path.removesuffix("/arrived")
        if self.offers("/arrived"):
            self.send("/arrived", came=self.boxes("came")[:came])
        return where

    def _tree(self) -> Element:
        return html5lib.parse(self.page.text)

    def _main(self) -> Element:
        return next(self._tree().iter(f"{HTML}main"))


def code_in(mail: str) -> str:
    """The code of a mail that was printed."""
    found = re.search(r"^(\d{4}) (\d{4})$", html.unescape(mail), re.MULTILINE)
    return found.expand(r"\1\2")
