"""Draws components and pages as the app does, and reads them as a browser does."""

from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask_babel import Babel

from app import Onepot
from app.domain.money import pounds
from app.web import icons

NASTY = "<b onclick=x>\"'&"
DOOR = {
    "change_id": NASTY,
    "csrf_token": "c",
    "form_version": "1",
    "made_at": "2026-02-10T10:00:00+00:00",
    "acting": "",
}
MACROS = {
    "form": "change_form, text_field, amount_field, textarea_field, date_field, radios_field, checkboxes_field, "
    "select_field, file_field, error_summary, hidden_fields, submit",
    "icon": "drawings, icon, mark",
    "money": "money",
    "parts": "vessel, button_link, note, face, tag, row, task, said",
    "pictures": "year_table, stack_bar, swatch",
    "sums": "sum_row, details_figure",
}
IMPORTS = "".join(f'{{% from "components/{file}.html" import {names} %}}' for file, names in MACROS.items())
PAGE = "{% extends layout %}{% block title %}Spend{% endblock %}{% block main %}<h1>Spend</h1>{% endblock %}"


def an_app() -> Flask:
    app = Onepot("app")
    Babel(app)
    app.jinja_env.filters |= {"pounds": pounds, "moment": str}
    app.jinja_env.globals.update(
        icons.GLOBALS,
        door_fields=lambda _form: DOOR,
        address=lambda endpoint, **_values: f"/{endpoint}",
        asset=lambda name: f"/static/{name}",
        mode_way=lambda mode, **_values: f"/{mode}",
        page_lang=lambda: "en-GB",
        page_dir=lambda: "ltr",
    )
    return app


APP = an_app()


def draw(source: str, **values) -> Element:
    """A line of Jinja with every component at hand."""
    return _read(html_of(source, **values))


def html_of(source: str, **values) -> str:
    """The same, as it is sent."""
    return _html(IMPORTS + source, values)


def draw_page(layout: str = "layout.html", **values) -> Element:
    """A page in its frame, or the part of it that HTMX asks for."""
    return _read(_html(PAGE, {"layout": layout, **values}))


def _html(source: str, values: dict) -> str:
    with APP.test_request_context():
        return APP.jinja_env.from_string(source).render(**values)


def _read(html: str) -> Element:
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    for element in tree.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]  # a drawing is read like the rest
    return tree


def words(element: Element) -> str:
    """What is read out of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())


def find(tree: Element, tag: str, **attributes: str) -> Element:
    """The one element of that kind and those attributes (`aria_label` is aria-label)."""
    wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
    found = [e for e in tree.iter(tag) if all(e.get(name) == value for name, value in wanted.items())]
    assert len(found) == 1, f"{len(found)} of <{tag} {wanted}>"
    return found[0]
