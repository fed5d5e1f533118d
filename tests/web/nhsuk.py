"""Our fields as the templates of nhsuk-frontend draw them: what our own markup is held against."""

from types import SimpleNamespace

from drawing import APP
from jinja2 import ChainableUndefined, Environment, PackageLoader
from wtforms import Field

THEIRS = Environment(loader=PackageLoader("nhsuk_frontend_jinja"), autoescape=True, undefined=ChainableUndefined)
CONTROLS = {
    "text_field": "input",
    "amount_field": "input",
    "textarea_field": "textarea",
    "date_field": "date-input",
    "radios_field": "radios",
    "checkboxes_field": "checkboxes",
    "select_field": "select",
    "file_field": "file-upload",
}
POUNDS_AND_PENCE = "In pounds and pence, like 12.50"


def field_html(macro: str, field: Field, hint: str | None = None, **options) -> str:
    """What our `macro` of that name says, said to the nhsuk control that it stands for."""
    hint = hint or field.description
    if macro == "amount_field":
        hint = f"{hint} {POUNDS_AND_PENCE}".strip()
    invalid = {"aria-invalid": "true"} if field.errors else {}
    params = {
        "id": field.id,
        "idPrefix": field.id,
        "name": field.name,
        "label": {"text": field.label.text},
        "attributes": invalid,
        **({"hint": {"text": hint}} if hint else {}),
        **({"errorMessage": {"html": _beside_alert(field.errors[0])}} if field.errors else {}),
    }
    return _draw(CONTROLS[macro], params | OWN[macro](field, invalid, **options))


def error_summary_html(form_errors: list[str], linked: dict[str, str]) -> str:
    """What is wrong with the whole form, then what is wrong at each link."""
    sentences = [{"text": sentence} for sentence in form_errors]
    links = [{"text": sentence, "href": href} for href, sentence in linked.items()]
    heading = {"html": _beside_alert("There is a problem")}
    return _draw("error-summary", {"heading": heading, "errorList": sentences + links})


def _draw(control: str, params: dict) -> str:
    template = THEIRS.get_template(f"nhsuk/components/{control}/macro.jinja")
    first, *more = control.split("-")
    macro = getattr(template.module, first + "".join(word.capitalize() for word in more))
    return macro(params)


def _beside_alert(words: str) -> str:
    with APP.test_request_context():
        beside = '{% from "components/icon.html" import icon %}{{ icon("alert") }}<span>{{ words }}</span>'
        return APP.jinja_env.from_string(beside).render(words=words)


def _text(field, _invalid, **options):
    return {"value": field._value(), **options}


def _amount(field, _invalid):
    return {
        "value": field._value(),
        "inputmode": "decimal",
        "autocomplete": "off",
        "prefix": {"text": "£"},
        "inputWrapper": {"attributes": {"dir": "ltr"}},
    }


def _textarea(field, _invalid, rows=4):
    return {"value": field._value(), "rows": rows}


def _date(field, invalid):
    boxes = {
        part: {
            "id": f"{field.name}-{part}",
            "name": f"{field.name}-{part}",
            "label": {"text": part.capitalize()},
            "value": field.parts[part],
            "width": width,
            "attributes": invalid,
        }
        for part, width in (("day", 2), ("month", 2), ("year", 4))
    }
    return {**_group(field), "id": field.id, **boxes}


def _choices(field, _invalid, *, inline=False):
    classes = {"classes": "nhsuk-radios--inline"} if inline else {}
    return {**_group(field), "items": _items(field.iter_choices()), **classes}


def _checkboxes(field, invalid):
    if hasattr(field, "iter_choices"):
        return _choices(field, invalid)
    box = SimpleNamespace(value=field._value(), label=field.label.text, selected=field.data)
    return {**_group(field), "items": _items([box]), "fieldset": None}


def _select(field, _invalid):
    return {"items": _items(field.iter_choices())}


def _file(field, invalid, accept=None):
    accepted = {"accept": accept} if accept else {}
    return {"multiple": field.widget.multiple, "attributes": accepted | invalid}


def _group(field):
    """Of several boxes the first has the field's id, and only boxes are invalid, never their group."""
    return {"id": None, "fieldset": {"legend": {"text": field.label.text}}, "attributes": {}}


def _items(choices):
    return [{"value": c.value, "text": c.label, "checked": c.selected, "selected": c.selected} for c in choices]


OWN = {
    "text_field": _text,
    "amount_field": _amount,
    "textarea_field": _textarea,
    "date_field": _date,
    "radios_field": _choices,
    "checkboxes_field": _checkboxes,
    "select_field": _select,
    "file_field": _file,
}
