"""Reads a page as a browser would: its forms and fields, its links, and whatever in it we did not write."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from app.web.assets import style_of_home

CANARY = "onepot-canary"
OWN_SCRIPTS = "/static/dist/"
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
TYPED = {"text", "email", "search", "tel", "number", "url", "textarea"}


@dataclass
class Field:
    """One name of a form, with what the page shows in it and, of several boxes, what it offers."""

    name: str
    type: str
    shown: str = ""
    offered: list[str] = field(default_factory=list)
    decimal: bool = False

    @property
    def is_typed(self) -> bool:
        return self.type in TYPED


@dataclass
class Form:
    """A form that a page offers."""

    action: str
    files: bool
    fields: dict[str, Field] = field(default_factory=dict)

    def as_shown(self) -> dict[str, str]:
        """What a browser sends when nothing is touched."""
        return {f.name: f.shown for f in self.fields.values() if f.type != "file" and (f.shown or f.is_typed)}


class Page(HTMLParser):
    """What is in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.foreign: list[str] = []  # what we did not write
        self.words = ""
        self.described: set[str] = set()
        self.words_of: dict[str, str] = {}
        self._open: list[tuple[str, str | None]] = []
        self._form: Form | None = None
        self._textarea: Field | None = None
        self._select: Field | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self._look_for_foreign(tag, told)
        if tag not in VOID:
            self._open.append((tag, told.get("id")))
        if "id" in told:
            self.words_of.setdefault(told["id"], "")
        self.described |= set(told.get("aria-describedby", "").split())
        if tag == "a" and "href" in told:
            self.links.append(told["href"])
        if tag == "form":
            self._form = Form(told.get("action", ""), files="multipart" in told.get("enctype", ""))
            if told.get("method", "").lower() == "post":
                self.forms.append(self._form)
        if tag == "option" and self._select is not None:
            self._select.offered.append(told.get("value", ""))
            if "selected" in told or not self._select.shown:
                self._select.shown = told.get("value", "")
        if self._form is not None and told.get("name") and tag in {"input", "textarea", "select", "button"}:
            self._field(tag, told)

    def handle_endtag(self, tag: str) -> None:
        while self._open and any(tag == opened for opened, _id in self._open):
            if self._open.pop()[0] == tag:
                break
        if tag == "form":
            self._form = None
        if tag == "textarea" and self._textarea is not None:
            self._textarea.shown = self._textarea.shown.removeprefix("\n")
            self._textarea = None
        if tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] in {"script", "style"} and data.strip() not in {"", style_of_home()}:
            self.foreign.append(f"inline {self._open[-1][0]}: {data[:80]}")
        if self._textarea is not None:
            self._textarea.shown += data
        self.words += data
        for _tag, identity in self._open:
            if identity:
                self.words_of[identity] += data

    def _field(self, tag: str, told: dict[str, str]) -> None:
        kind = {"input": told.get("type", "text"), "button": "hidden"}.get(tag, tag)
        known = self._form.fields.setdefault(told["name"], Field(told["name"], kind))
        if kind in {"radio", "checkbox"}:
            known.offered.append(told.get("value", ""))
            known.shown = told.get("value", "") if "checked" in told else known.shown
        else:
            known.shown = told.get("value", "")
        known.decimal = told.get("inputmode") == "decimal"
        if tag == "textarea":
            self._textarea = known
        if tag == "select":
            self._select = known

    def _look_for_foreign(self, tag: str, told: dict[str, str]) -> None:
        if tag == CANARY or told.keys() & {CANARY, "style"} or any(name.startswith("on") for name in told):
            self.foreign.append(f"{tag} {told}")
        if tag in {"iframe", "object", "embed", "base"}:
            self.foreign.append(tag)
        if tag == "script" and not told.get("src", "").startswith(OWN_SCRIPTS):
            self.foreign.append(f"script {told}")
        for name in ("href", "src", "action"):
            if urlsplit(told.get(name, "").strip()).scheme in {"javascript", "data", "vbscript"}:
                self.foreign.append(f"{tag} {name} {told[name]}")

    def beside(self) -> dict[str, str]:
        """The sentence beside each field that has one, by the id of the field."""
        return {
            identity.removesuffix("-error"): words.strip()
            for identity, words in self.words_of.items()
            if identity.endswith("-error") and identity in self.described
        }
