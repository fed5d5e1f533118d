"""Our form controls are nhsuk's, printed by ourselves: the same elements, classes, ids and aria, with no difference."""

from typing import ClassVar

import html5lib
import pytest
from drawing import NASTY, html_of
from nhsuk import error_summary_html, field_html
from wtforms import (
    BooleanField,
    Field,
    FileField,
    Form,
    MultipleFileField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)

CHOICES = [SelectChoice("a", "First"), SelectChoice(NASTY, NASTY), SelectChoice("c", "Third")]


class ADay(Field):
    """A day as three typed texts."""

    parts: ClassVar = {"day": "", "month": "", "year": ""}


class AForm(Form):
    """One field of each kind."""

    line = StringField(NASTY)
    amount = StringField(NASTY)
    text = TextAreaField(NASTY)
    day = ADay(NASTY)
    one = RadioField(NASTY, choices=CHOICES)
    some = SelectMultipleField(NASTY, choices=CHOICES)
    yes = BooleanField(NASTY)
    pick = SelectField(NASTY, choices=CHOICES)
    photo = FileField(NASTY)
    photos = MultipleFileField(NASTY)


TYPED = {
    "line": NASTY,
    "amount": NASTY,
    "text": f"One\n  two\n\n{NASTY}</textarea>",
    "one": NASTY,
    "some": ["a", NASTY],
    "yes": True,
    "pick": NASTY,
}
CONTROLS = [
    ("text_field", "line", {}),
    ("text_field", "line", {"type": "email", "inputmode": "email", "autocomplete": "email"}),
    ("amount_field", "amount", {}),
    ("textarea_field", "text", {}),
    ("textarea_field", "text", {"rows": 8}),
    ("date_field", "day", {}),
    ("radios_field", "one", {}),
    ("radios_field", "one", {"inline": True}),
    ("checkboxes_field", "some", {}),
    ("checkboxes_field", "yes", {}),
    ("select_field", "pick", {}),
    ("file_field", "photo", {}),
    ("file_field", "photos", {"accept": "image/*"}),
]


@pytest.mark.parametrize("typed", [False, True], ids=["empty", "typed"])
@pytest.mark.parametrize("errors", [(), (NASTY, "Second")], ids=["right", "wrong"])
@pytest.mark.parametrize(
    ("description", "hint"), [("", None), (NASTY, None), ("Its own", "Given")], ids=["no hint", "its own", "given"]
)
@pytest.mark.parametrize(("macro", "name", "options"), CONTROLS)
def test_a_control_is_as_nhsuk_draws_it(macro, name, options, description, hint, errors, typed):
    form = AForm(data=TYPED if typed else {})
    field = form[name]
    field.description, field.errors = description, errors
    if typed and name == "day":
        field.parts = {"day": NASTY, "month": "2", "year": "2026"}

    ours = html_of("{{ " + macro + "(field, hint=hint, **options) }}", field=field, hint=hint, options=options)

    assert outline(ours) == outline(field_html(macro, field, hint, **options))


@pytest.mark.parametrize(
    ("form_errors", "wrong"),
    [
        ([], ["line"]),
        ([], ["day"]),
        ([NASTY, "Another"], []),
        ([NASTY], ["amount", "day", "one", "some", "yes"]),
    ],
)
def test_the_error_summary_is_as_nhsuk_draws_it(form_errors, wrong):
    form = AForm()
    form.form_errors = form_errors
    for name in wrong:
        form[name].errors = [NASTY]

    theirs = error_summary_html(form_errors, {"#day-day" if name == "day" else f"#{name}": NASTY for name in wrong})

    assert outline(html_of("{{ error_summary(form) }}", form=form)) == outline(theirs)


@pytest.mark.parametrize(
    "changed",
    [
        '<p class="a" id="c">One two</p>',
        '<p class="a b">One two</p>',
        '<p id="c" class="a b">One <b>two</b></p>',
        '<p id="c" class="a b">One two three</p>',
        '<div id="c" class="a b">One two</div>',
        '<p id="c" class="a b">One two</p><p></p>',
    ],
)
def test_an_outline_shows_every_difference(changed):
    assert outline(changed) != outline('<p id="c" class="a b">One two</p>')


def test_an_outline_does_not_see_how_the_html_is_laid_out():
    assert outline('<p id="c" class="a">\n  One\n  two</p>\n') == outline("<p class='a' id=c>One two</p>")
    assert outline("<textarea>a\n  b</textarea>") != outline("<textarea>a b</textarea>")


def outline(html: str) -> list:
    """What a browser makes of it: elements, attributes in any order, words with single spaces.

    Only in a textarea is every space a word of its own.
    """
    return _inside(html5lib.parseFragment(html))


def _inside(element) -> list:
    keep = element.tag.endswith("}textarea")
    parts = [element.text]
    for child in element:
        parts += [(child.tag, dict(child.attrib), _inside(child)), child.tail]
    folded = [p if keep or isinstance(p, tuple) else " ".join((p or "").split()) for p in parts]
    return [part for part in folded if part]
