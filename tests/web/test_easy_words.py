"""Easy Read is easy: short sentences of short words, on every page that has it."""

import re

import pytest
from phone import Phone, plain, words_of
from reading_age import grade, sentences, syllables, words

from app.activity.sentences import TELLINGS, TRIED

LONGEST = 15  # words of a sentence
HARDEST = 4  # school year


@pytest.fixture
def jason(street) -> Phone:
    """In Easy Read."""
    one = Phone(street.test_client(), "jason")
    one.client.get("/settings/easy-read")
    one.open("/")
    return one


def is_easy(one: Phone) -> None:
    """What the page says in its middle: its frame is the same everywhere."""
    assert "We are still testing this page." in one.text()
    said = sentences(one.page.by_id("main"))
    assert [sentence for sentence in said if len(words(sentence)) > LONGEST] == []
    assert grade(said) <= HARDEST, (one.path, round(grade(said), 2))


def test_home(jason):
    is_easy(jason)


def test_what_people_did_is_reached_from_home_and_leads_back(jason):
    home = jason.path
    jason.follow("What people did")
    is_easy(jason)
    while jason.link("See older ones"):
        jason.follow("See older ones")
        is_easy(jason)
    jason.follow("Go to home")
    assert jason.path == home


def test_it_says_who_did_what_and_when(jason):
    jason.follow("What people did")
    acts = [words_of(li) for li in jason.page.all("li") if (li.get("id") or "").startswith("act-")]
    assert any(plain(act).startswith("Ruth Bell Asked: Shall we rent a tent? 9 February") for act in acts)


def test_a_question(jason):
    jason.follow("1 question for you")
    is_easy(jason)
    assert "Shall we rent a tent?" in jason.text()
    (form,) = [f for f in jason.page.forms("/answer") if any(b.get("value") == "yes" for b in f.iter("input"))]
    jason.post(form.get("action"), {box.get("name"): box.get("value") for box in form.iter("input")})
    is_easy(jason)
    jason.follow("See all questions")
    is_easy(jason)
    assert jason.text().count("You said Yes") == 2


def test_a_month(jason):
    jason.follow("What people did")
    jason.follow("Print it")
    is_easy(jason)
    earlier = [link for link in jason.page.links() if "/activity/month/" in link and link < jason.path]
    jason.open(earlier[0])
    is_easy(jason)


def test_every_sentence_of_what_was_done_is_short(app):
    with app.test_request_context():
        full = [telling.full for telling in TELLINGS.values() if telling.full and not callable(telling.full)]
        said = [str(one) for one in (*(telling.plain for telling in TELLINGS.values()), *full, *TRIED.values())]
    parts = [part for one in said for part in re.split(r"[.:]\s*", re.sub(r"%\(\w+\)s", "X", one)) if part]
    assert [part for part in parts if len(words(part)) > LONGEST] == []


@pytest.mark.parametrize(
    ("word", "heard"),
    [("logged", 1), ("recorded", 3), ("table", 2), ("looked", 1), ("money", 2), ("home", 1), ("X", 1), ("message", 2)],
)
def test_how_words_are_heard(word, heard):
    assert syllables(word) == heard


def test_hard_words_in_long_sentences_are_found():
    assert grade(["The authorisation of the contribution is retrospectively reconsidered annually by the council"]) > 12
    assert grade(["The cat sat on the mat"]) < 1
