"""The fields of forms: each in the markup of its nhsuk control, and nothing typed is ever markup."""

from typing import ClassVar

import pytest
from drawing import DOOR, NASTY, draw, find, words
from flask_babel import lazy_gettext
from wtforms import (
    BooleanField,
    Field,
    FileField,
    Form,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)


class DayParts(Field):
    """A day as three typed texts."""

    parts: ClassVar = {"day": NASTY, "month": "2", "year": "2026"}


class Everything(Form):
    """One field for each macro, every word of it nasty."""

    line = StringField(NASTY, description=NASTY)
    amount = StringField(NASTY, description=NASTY)
    text = TextAreaField(NASTY, description=NASTY)
    day = DayParts(NASTY, description=NASTY)
    one = RadioField(NASTY, choices=[SelectChoice(NASTY), SelectChoice("b", "B")], description=NASTY)
    some = SelectMultipleField(NASTY, choices=[SelectChoice(NASTY)], description=NASTY)
    yes = BooleanField(NASTY, description=NASTY)
    pick = SelectField(NASTY, choices=[SelectChoice(NASTY)], description=NASTY)
    photo = FileField(NASTY, description=NASTY)
    photos = MultipleFileField(NASTY, description=NASTY)
    kept = HiddenField(NASTY)


CALLS = {
    "line": "text_field(form.line)",
    "amount": "amount_field(form.amount)",
    "text": "textarea_field(form.text)",
    "day": "date_field(form.day)",
    "one": "radios_field(form.one)",
    "some": "checkboxes_field(form.some)",
    "yes": "checkboxes_field(form.yes)",
    "pick": "select_field(form.pick)",
    "photo": "file_field(form.photo, accept='image/*')",
    "photos": "file_field(form.photos)",
}


def nasty_form() -> Everything:
    form = Everything(data={"some": [NASTY], **dict.fromkeys(["line", "amount", "text", "one", "pick", "kept"], NASTY)})
    for field in form:
        field.errors = [NASTY]
    return form


@pytest.mark.parametrize("name", CALLS)
def test_nothing_typed_becomes_markup(name):
    form = nasty_form()

    tree = draw("{{ " + CALLS[name] + " }}", form=form)

    assert list(tree.iter("b")) == []
    assert all(e.get("onclick") is None for e in tree.iter())
    assert words(tree).count(NASTY) >= 3 + hasattr(form[name], "choices"), "label, hint, error and choice, as typed"


@pytest.mark.parametrize("name", ["line", "amount"])
def test_what_was_typed_is_still_in_the_box(name):
    box = find(draw("{{ " + CALLS[name] + " }}", form=nasty_form()), "input")

    assert box.get("value") == NASTY


def test_a_text_of_several_lines_comes_back_as_it_was():
    typed = f"one\n  two\n\n{NASTY}</textarea><b>"

    box = find(draw("{{ textarea_field(form.text) }}", form=Everything(data={"text": typed})), "textarea")

    assert box.text == typed


@pytest.mark.parametrize(
    "source",
    [
        "{{ error_summary(form) }}",
        "{{ hidden_fields(form) }}",
        "{% call change_form(nasty) %}{{ submit(nasty, name='n', value=nasty) }}{% endcall %}",
    ],
)
def test_nothing_around_a_field_becomes_markup(source):
    tree = draw(source, form=nasty_form(), nasty=NASTY)

    assert list(tree.iter("b")) == []
    assert all(e.get("onclick") is None for e in tree.iter())


def test_a_wrong_field_says_so_in_words_picture_and_code():
    tree = draw("{{ amount_field(form.amount) }}", form=nasty_form())

    box, error = find(tree, "input"), find(tree, "span", id="amount-error")
    assert box.get("aria-invalid") == "true"
    assert box.get("aria-describedby") == "amount-hint amount-error"
    assert words(error) == f"Error: {NASTY}"
    assert find(error, "svg").get("aria-hidden") == "true"


def test_a_right_field_has_no_mark_of_an_error():
    box = find(draw("{{ amount_field(form.amount) }}", form=Everything()), "input")

    assert box.get("aria-invalid") is None
    assert box.get("aria-describedby") == "amount-hint"


@pytest.mark.parametrize("name", ["line", "amount", "text", "pick", "photo"])
def test_the_id_of_a_field_is_its_name_and_its_label_points_there(name):
    tree = draw("{{ " + CALLS[name] + " }}", form=Everything())

    box = next(e for e in tree.iter() if e.get("name") == name)
    assert box.get("id") == name
    assert find(tree, "label").get("for") == name


@pytest.mark.parametrize(("name", "first"), [("one", "one"), ("some", "some"), ("yes", "yes"), ("day", "day-day")])
def test_of_several_boxes_the_summary_leads_to_the_first(name, first):
    tree = draw("{{ error_summary(form) }}{{ " + CALLS[name] + " }}", form=nasty_form())

    boxes = [e for e in tree.iter("input") if (e.get("name") or "").startswith(name)]
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert boxes[0].get("id") == first
    assert f"#{first}" in [a.get("href") for a in tree.iter("a")]
    assert len(ids) == len(set(ids))


def test_the_ear_hears_pounds_and_pence_also_beside_another_hint():
    form = Everything()

    hint = find(draw("{{ amount_field(form.amount, hint='With tax') }}", form=form), "div", id="amount-hint")

    assert words(hint) == "With tax In pounds and pence, like 12.50"
    assert find(draw("{{ amount_field(form.amount) }}", form=form), "input").get("inputmode") == "decimal"


def test_a_day_is_three_boxes_in_one_group():
    tree = draw("{{ date_field(form.day) }}", form=Everything())

    boxes = {e.get("name"): e.get("value") for e in tree.iter("input")}
    assert boxes == {"day-day": NASTY, "day-month": "2", "day-year": "2026"}
    assert [words(label) for label in tree.iter("label")] == ["Day", "Month", "Year"]
    assert words(find(tree, "legend")) == NASTY


@pytest.mark.parametrize(("name", "mark"), [("one", "checked"), ("some", "checked"), ("pick", "selected")])
def test_what_was_chosen_is_still_chosen(name, mark):
    tree = draw("{{ " + CALLS[name] + " }}", form=nasty_form())

    chosen = [e.get("value") for e in tree.iter() if mark in e.attrib]
    assert chosen == [NASTY]


def test_nothing_is_chosen_for_anybody():
    tree = draw(
        "{{ radios_field(form.one) }}{{ checkboxes_field(form.some) }}{{ checkboxes_field(form.yes) }}",
        form=Everything(),
    )

    assert [e for e in tree.iter("input") if "checked" in e.attrib] == []


def test_several_files_only_where_several_are_asked_for():
    tree = draw("{{ file_field(form.photo, accept='image/*') }}{{ file_field(form.photos) }}", form=Everything())

    one, many = find(tree, "input", id="photo"), find(tree, "input", id="photos")
    assert (one.get("accept"), "multiple" in one.attrib, "multiple" in many.attrib) == ("image/*", False, True)


@pytest.mark.parametrize("name", CALLS)
def test_lazy_words_are_no_markup_either(name):
    lazy = lazy_gettext(NASTY)
    form = nasty_form()
    field = form[name]
    field.label.text, field.description, field.errors, form.form_errors = lazy, lazy, [lazy], [lazy]
    if hasattr(field, "choices"):
        field.choices = [SelectChoice("a", lazy)]

    tree = draw("{{ error_summary(form) }}{{ " + CALLS[name] + " }}", form=form)

    assert list(tree.iter("b")) == []
    in_summary = 1 + len(list(form))
    assert words(tree).count(NASTY) >= in_summary + 3 + hasattr(field, "choices"), "label, hint, error and choice"


def test_no_summary_where_nothing_is_wrong():
    assert words(draw("{{ error_summary(form) }}", form=Everything())) == ""


def test_what_is_wrong_with_the_whole_form_stands_in_the_summary():
    form = Everything()
    form.form_errors = ["This page has changed"]

    assert words(draw("{{ error_summary(form) }}", form=form)) == "There is a problem This page has changed"


def test_a_change_form_carries_what_the_door_asks_for():
    form = find(
        draw("{% call change_form('/p/1/spending', form, files=True) %}{% endcall %}", form=nasty_form()), "form"
    )

    hidden = {e.get("name"): e.get("value") for e in form.iter("input") if e.get("type") == "hidden"}
    assert hidden == {**DOOR, "kept": NASTY}
    assert (form.get("method"), form.get("enctype"), "novalidate" in form.attrib) == (
        "post",
        "multipart/form-data",
        True,
    )
    assert (form.get("action"), form.get("hx-post"), form.get("hx-target")) == (
        "/p/1/spending",
        "/p/1/spending",
        "#main",
    )


def test_a_form_that_leads_to_another_frame_is_a_plain_one():
    form = find(draw("{% call change_form('/sign-out', whole_page=True) %}{% endcall %}"), "form")

    assert [name for name in form.attrib if name.startswith("hx-")] == []


def test_only_a_form_sent_before_keeps_its_id():
    kept = find(draw("{% call change_form('/x', kept_id=True) %}{% endcall %}"), "form")
    fresh = find(draw("{% call change_form('/x') %}{% endcall %}"), "form")

    assert ("data-kept-id" in kept.attrib, "data-kept-id" in fresh.attrib) == (True, False)
