"""A browser without scripts, which looks at every page it is given as carefully as a person must be able to.

With `headers=HTMX` it sends as the script of a page does, with `headers=OUTBOX` as a phone that was off-line.
"""

from collections import Counter
from contextlib import closing
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.test import EnvironBuilder, TestResponse, encode_multipart

HTMX = {"HX-Request": "true"}
OUTBOX = {"X-Outbox": "1", "Accept": "application/json"}
BOXES = {"input", "textarea", "select"}
TICKED = {"radio", "checkbox"}
POINTERS = ("for", "aria-describedby", "aria-labelledby", "aria-controls")


class Page:
    """A page as it was sent: the whole of it, or the piece that HTMX puts into the page that is there."""

    def __init__(self, html: str) -> None:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.whole = html.lstrip().lower().startswith("<!doctype")
        self.root: Element = parser.parse(html) if self.whole else parser.parseFragment(html)
        self.parse_errors = [str(code) for _where, code, _more in parser.errors]

    def all(self, *tags: str) -> list[Element]:
        return [e for e in self.root.iter() if e.tag in tags]

    def by_id(self, wanted: str) -> Element | None:
        return next((e for e in self.root.iter() if e.get("id") == wanted), None)

    @property
    def title(self) -> str:
        return " / ".join(words_of(e) for e in self.all("title"))

    @property
    def text(self) -> str:
        return words_of(self.root)

    def form(self, action: str) -> Element:
        """The form that goes to an address that ends so."""
        return self.forms(action)[0]

    def forms(self, action: str) -> list[Element]:
        return [f for f in self.all("form") if f.get("action", "").endswith(action)]

    def links(self) -> list[str]:
        return [a.get("href") for a in self.all("a") if a.get("href")]

    def figures(self, name: str) -> list[int]:
        """The values of a main figure, in pence."""
        return [int(e.get("value")) for e in self.all("data") if e.get("data-figure") == name]

    def faults(self) -> list[str]:
        """What is wrong with it for somebody who listens to it, or zooms, or has no script."""
        found = [f"markup: {error}" for error in self.parse_errors]
        found += [f"{len(self.all(tag))} {tag}" for tag in ("h1", "title") if len(self.all(tag)) != 1]
        found += [
            f"empty {e.tag}" for e in self.all("h1", "title", "button", "a", "label", "legend") if not words_of(e)
        ]
        ids = Counter(e.get("id") for e in self.root.iter() if e.get("id") is not None)
        found += [f"id {name!r} {count} times" for name, count in ids.items() if count > 1 or not name]
        found += [f"no label for {b.get('name')}" for b in self.all(*BOXES) if not self._is_labelled(b)]
        pointed = [(e.tag, one) for e in self.root.iter() for p in POINTERS for one in e.get(p, "").split()]
        pointed += [("a", href[1:]) for href in self.links() if href.startswith("#")]
        found += [f"{tag} points at {one!r}, which is not there" for tag, one in pointed if one not in ids]
        return found + (self._faults_of_the_whole() if self.whole else [])

    def _faults_of_the_whole(self) -> list[str]:
        html = next(self.root.iter("html"))
        found = [] if html.get("lang") in {"en-GB", "cy"} else ["no language"]
        found += [] if html.get("dir") in {"ltr", "rtl"} else ["no direction"]
        return found + [f"{len(self.all(tag))} {tag}" for tag in ("main", "footer") if len(self.all(tag)) != 1]

    def _is_labelled(self, box: Element) -> bool:
        if box.get("type") == "hidden":
            return True
        return any(words_of(label) for label in self.all("label") if label.get("for") == box.get("id"))


class Phone:
    """Opens pages, fills in and sends the forms that they show."""

    def __init__(self, client: FlaskClient, name: str | None = None) -> None:
        """Sign in as somebody of the demo, or as nobody."""
        self.client = client
        self.response: TestResponse
        if name:
            assert client.get(f"/demo/as/{name}").status_code == 303

    @property
    def page(self) -> Page:
        return Page(self.response.text)

    @property
    def path(self) -> str:
        """Where it is."""
        return self.response.request.path

    def open(self, path: str, headers: dict[str, str] | None = None) -> TestResponse:
        return self._shown(self.client.get(path, headers=headers, follow_redirects=True))

    def follow(self, words: str) -> TestResponse:
        """Tap the link that begins with these words."""
        return self.open(next(a.get("href") for a in self.page.all("a") if words_of(a).startswith(words)))

    def fields(self, action: str) -> dict[str, str]:
        """What the form of this page that goes to an address would send when nothing is touched."""
        sent = {}
        for box in self.page.form(action).iter():
            name, value = box.get("name"), box.get("value", "")
            if box.tag == "textarea":
                sent[name] = (box.text or "").removeprefix("\n")
            elif box.tag == "select":
                sent[name] = _chosen(box)
            elif box.tag == "input" and box.get("type") != "file" and _is_sent(box):
                sent[name] = value
        return sent

    def send(self, action: str, headers: dict[str, str] | None = None, **typed: str | None) -> TestResponse:
        """Send a form with what is typed (`spent_on__day` for spent_on-day); None takes a field out of it."""
        told = self.fields(action) | {name.replace("__", "-"): value for name, value in typed.items()}
        told = {name: value for name, value in told.items() if value is not None}
        return self.post(self.page.form(action).get("action"), told, headers)

    def post(self, path: str, told: dict[str, Any], headers: dict[str, str] | None = None) -> TestResponse:
        """Send what no form of this page need hold."""
        if any(
            isinstance(one, tuple) for value in told.values() for one in (value if isinstance(value, list) else [value])
        ):
            return self._post_files(path, told, headers)
        return self._shown(self.client.post(path, data=told, headers=headers, follow_redirects=True))

    def _post_files(self, path: str, told: dict[str, Any], headers: dict[str, str] | None) -> TestResponse:
        """As a browser sends files; encoded here, because the client leaves large ones open."""
        with closing(EnvironBuilder(method="POST", data=told)) as builder:
            boundary, body = encode_multipart(CombinedMultiDict([builder.form, builder.files]))
        kind = f"multipart/form-data; boundary={boundary}"
        return self._shown(self.client.post(path, data=body, content_type=kind, headers=headers, follow_redirects=True))

    def offers(self, words: str) -> bool:
        """Whether this page has a button or a link with these words."""
        return any(words_of(e) == words for e in self.page.all("button", "a"))

    def link(self, words: str) -> str | None:
        """Where the link with these words leads, if there is one."""
        return next((a.get("href") for a in self.page.all("a") if words_of(a) == words), None)

    def text(self) -> str:
        return self.page.text

    def sums(self) -> dict[str, str]:
        """What the list of the page says, by name."""
        found = [row for row in self.page.all("div") if row.find("dt") is not None]
        return {words_of(row[0]): words_of(row[1]) for row in found}

    def error_of(self, field: str) -> str:
        """The sentence beside a field; nothing where there is none."""
        found = self.page.by_id(f"{field}-error")
        return "" if found is None else words_of(found).removeprefix("Error: ")

    def _shown(self, response: TestResponse) -> TestResponse:
        self.response = response
        if response.mimetype == "text/html":
            assert self.page.faults() == [], response.request.path
        return response


def words_of(element: Element) -> str:
    """What it says, with one space for any white space."""
    return " ".join("".join(element.itertext()).split())


def _is_sent(box: Element) -> bool:
    return box.get("name") is not None and (box.get("type") not in TICKED or box.get("checked") is not None)


def _chosen(select: Element) -> str:
    options = list(select.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None] or options
    return chosen[0].get("value", "") if chosen else ""


def plain(text: str) -> str:
    """Words as they are read: without the signs that keep a name apart, and with ordinary spaces."""
    return text.replace("\u2068", "").replace("\u2069", "").replace("\u00a0", " ").replace("\u202f", " ")
