"""The components and the frame of every page: what is given to them is never markup, and never only a picture."""

import json
import re
from types import SimpleNamespace

import pytest
from drawing import DOOR, NASTY, draw, draw_page, find, words
from jinja2 import DictLoader
from markupsafe import Markup

from app import Onepot


@pytest.mark.parametrize("name", ["page.html", "page.jinja", "page.html.jinja", "mail.txt", "page"])
def test_every_template_escapes_whatever_its_name(name):
    app = Onepot("app")
    app.jinja_env.loader = DictLoader({name: "{{ typed }}"})

    assert app.jinja_env.get_template(name).render(typed="<b>") == "&lt;b&gt;"


@pytest.mark.parametrize(
    "source",
    [
        "{{ button_link(nasty, nasty, 'plus', end=nasty) }}",
        "{{ row(nasty, nasty, nasty, end=nasty, face=face(nasty, 'a')) }}{{ row(None, nasty) }}",
        "{% call note('bad') %}{{ nasty }}{% endcall %}{% call vessel() %}{{ nasty }}{% endcall %}",
        "{{ tag('fine', nasty) }}{{ task(nasty, nasty, 'done', nasty) }}",
        "{{ said({'mine': true, 'who': nasty, 'when': nasty, 'words': nasty}) }}",
        "<dl>{{ sum_row(nasty, nasty) }}</dl>{% call details_figure(nasty, nasty) %}{{ nasty }}{% endcall %}",
        "{{ year_table(nasty, [dict(label=nasty, amount_pence=1, spoken=nasty, wide=1, gone=nasty, to_come=nasty)]) }}",
    ],
)
def test_nothing_given_to_a_component_becomes_markup(source):
    tree = draw(source, nasty=NASTY)

    assert [b for b in tree.iter("b") if b.get("onclick")] == []
    assert all(e.get("onclick") is None for e in tree.iter())


@pytest.mark.parametrize(
    ("pence", "shown"), [(41250, "£412.50"), (-3520, "\u2212£35.20"), (123456789, "£1,234,567.89"), (0, "£0.00")]
)
def test_an_amount_is_isolated_and_has_its_pence(pence, shown):
    tree = draw("{{ money(pence) }}", pence=pence)

    amount = find(find(tree, "bdi"), "data")
    assert (words(amount), amount.get("value"), amount.get("class")) == (shown, str(pence), "money")
    assert {name for name in amount.attrib if name.startswith("data-")} == set()


def test_a_main_figure_says_which_and_whose_it_is():
    amount = find(draw("{{ money(1, 'left-to-spend', 'none') }}"), "data")

    assert (amount.get("data-figure"), amount.get("data-part")) == ("left-to-spend", "none")


def test_the_year_is_a_table_with_its_picture_inside():
    part = {"label": "March", "amount_pence": 594940, "spoken": "4 weeks, 1 to come"}
    part |= {"wide": 13, "gone": "M1 4h22z", "to_come": "M26 36h22z"}

    tree = draw("{{ year_table('Your year', [part]) }}", part=part)

    table = find(tree, "table")
    assert words(find(table, "caption")) == "Your year"
    assert words(find(table, "tbody")) == "March £5,949.40 4 weeks, 1 to come"
    pots = [p.get("class") for p in find(table, "svg").iter("path")]
    assert pots == ["f1", "f0", "shelf"]


@pytest.mark.parametrize("parts", [[7, 3], [1, 1, 1], [0, 5], [0, 0], [10**9, 1]])
def test_a_bar_stays_inside_its_picture(parts):
    tree = draw("{{ stack_bar(parts) }}", parts=parts)

    drawn = [tuple(map(int, re.match(r"M(\d+) 0h(\d+)v", p.get("d")).groups())) for p in tree.iter("path")]
    ends = [left + wide for left, wide in drawn]
    assert len(drawn) == len(parts)
    assert all(left >= before for (left, _wide), before in zip(drawn[1:], ends, strict=False))
    assert max(ends) <= 1000


def test_all_24_pictures_draw_something_and_are_silent():
    tree = draw("{% for name in drawings %}{{ icon(name) }}{% endfor %}")

    pictures = list(tree.iter("svg"))
    assert len(pictures) == 24
    assert all(len(p) and p.get("aria-hidden") == "true" and p.get("focusable") == "false" for p in pictures)


def test_only_the_arrow_mirrors():
    tree = draw("{% for name in drawings %}{{ icon(name) }}{% endfor %}{{ icon('way', 'on') }}")

    assert [p.get("class") for p in tree.iter("svg") if "way" in p.get("class")] == ["i way", "i way on"]


def test_a_state_is_told_by_picture_and_word():
    tree = draw("{{ tag('fine', 'Done') }}{{ tag(None, 'Not started') }}")

    done, not_started = tree.iter("span")
    assert (words(done), len(list(done.iter("svg")))) == ("Done", 1)
    assert (words(not_started), len(list(not_started.iter("svg")))) == ("Not started", 0)


def test_only_an_answer_to_what_was_done_is_a_status():
    tree = draw("{% call note('fine', status=True) %}Saved{% endcall %}{% call note('look') %}Look{% endcall %}")

    assert [e.get("role") for e in tree.iter("div")] == ["status", None]


ACCESS = SimpleNamespace(
    person=SimpleNamespace(key="p-7f3a"),
    pot=SimpleNamespace(key="b-19c2", shadow=False),
    acting_for=SimpleNamespace(name=NASTY, role="You are Ruth, his appointee", change_url="/who"),
)
PLACES = [
    SimpleNamespace(href="/h", words="Home", icon="home", current=True),
    SimpleNamespace(href="/s", words="Spend", icon="spend"),
]


def test_a_page_says_whose_it_is_before_the_heading():
    tree = draw_page(access=ACCESS, nav=PLACES)

    body = find(tree, "body")
    assert (body.get("data-person"), body.get("data-pot")) == ("p-7f3a", "b-19c2")
    assert words(find(tree, "title")) == f"Spend - for \u2068{NASTY}\u2069 - Onepot"
    assert f"For {NASTY}" in words(find(tree, "header"))
    assert "data-acting" in tree.attrib
    assert words(body).index("For ") < words(body).index("Spend", words(body).index("person"))


def test_ones_own_page_has_no_bar():
    tree = draw_page(access=SimpleNamespace(person=SimpleNamespace(key="p"), pot=None, acting_for=None))

    assert "data-acting" not in tree.attrib
    assert [e for e in tree.iter("div") if e.get("class") == "acting"] == []
    assert find(tree, "body").get("data-pot") == ""


def test_a_stranger_sees_no_places():
    tree = draw_page()

    assert find(tree, "body").get("data-person") == ""
    assert list(tree.iter("nav")) == []
    assert words(find(tree, "title")) == "Spend - Onepot"


def test_the_title_begins_with_error_where_something_is_wrong():
    assert (
        words(find(draw_page(form=SimpleNamespace(errors={"line": ["Write something here"]})), "title"))
        == "Error: Spend - Onepot"
    )


def test_the_current_place_is_marked():
    current = [words(a) for a in draw_page(nav=PLACES).iter("a") if a.get("aria-current") == "page"]

    assert current == ["Home"]


def test_what_was_done_can_be_undone():
    tree = draw_page(said_after=SimpleNamespace(words=Markup("<b>Saved.</b>"), undo_url="/undo"))

    form = find(tree, "form", action="/undo")
    assert words(find(form, "button")) == "Undo"
    assert {e.get("name") for e in form.iter("input")} == set(DOOR)


def test_a_budget_that_is_not_real_says_so():
    pot = SimpleNamespace(key="b", shadow=True)

    said = words(find(draw_page(access=SimpleNamespace(person=None, pot=pot, acting_for=None)), "main"))

    assert said.startswith("This is not real money yet.")


def test_each_language_is_named_in_itself():
    languages = [
        SimpleNamespace(code="en", words="English", href="/language/en", current=True),
        SimpleNamespace(code="cy", words="Cymraeg", href="/language/cy", current=False),
    ]

    nav = find(draw_page(languages=languages), "nav", aria_label="Language")

    link = find(nav, "a")
    assert (link.get("lang"), link.get("hreflang"), words(link)) == ("cy", "cy", "Cymraeg")
    assert words(find(nav, "span", aria_current="true")) == "English"


def test_a_part_of_a_page_brings_its_title_its_main_and_its_way_round():
    tree = draw_page("fragment.html", access=ACCESS, nav=PLACES, back="/h")

    assert words(find(tree, "title")).startswith("Spend")
    assert words(find(tree, "h1")) == "Spend"
    assert list(tree.iter("main")) == []
    assert {e.get("id") for e in tree.iter() if e.get("hx-swap-oob") == "true"} == {"top", "nav"}


def test_a_page_has_no_inline_script_or_style():
    tree = draw_page(access=ACCESS, nav=PLACES, back="/h")

    assert list(tree.iter("style")) == []
    assert all(e.get("style") is None and not any(a.startswith("on") for a in e.attrib) for e in tree.iter())
    assert all(script.get("src") and not script.text for script in tree.iter("script"))
    config = json.loads(find(tree, "meta", name="htmx-config").get("content"))
    assert config == {"includeIndicatorCSS": False, "history": "reload"}
