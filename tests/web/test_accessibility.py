"""What is said about who can use the pages, and whom to tell when something is in the way."""

from dataclasses import replace

import pytest
from phone import Phone


@pytest.fixture
def reader(app) -> Phone:
    return Phone(app.test_client())


def test_it_is_reached_from_help_and_from_the_foot_of_every_page(reader):
    reader.open("/sign-in")
    (footer,) = reader.page.all("footer")
    assert "/accessibility" in [a.get("href") for a in footer.iter("a")]
    reader.open("/help")
    (main,) = reader.page.all("main")
    assert "/accessibility" in [a.get("href") for a in main.iter("a")]


def test_it_says_what_works_what_does_not_how_it_is_tested_and_when(reader):
    reader.open("/accessibility")
    headings = [h.text for h in reader.page.all("h2")]
    assert headings == ["What works", "What does not work yet", "How we test it", "Tell us", "The rules we follow"]
    assert [t.get("datetime") for t in reader.page.all("time")]
    assert "It has not been tested with people yet" in reader.text()


@pytest.mark.parametrize("path", ["/accessibility", "/help"])
def test_it_says_whom_to_tell(app, reader, path):
    reader.open(path)
    assert "the person who invited you" in reader.text()
    app.extensions["settings"] = replace(app.extensions["settings"], contact="help@pots.example <b>")
    reader.open(path)
    assert "help@pots.example <b>" in reader.text()


def test_it_is_there_in_welsh_from_the_first_word_to_the_last(reader):
    reader.open("/accessibility")
    english = sentences(reader)
    reader.client.get("/language/cy")
    reader.open("/accessibility")
    assert {words for words in english & sentences(reader) if not words[0].isdigit()} == set()


def sentences(reader: Phone) -> set[str]:
    (main,) = reader.page.all("main")
    return {e.text.strip() for e in main.iter() if e.tag in {"h2", "p", "li", "b"} and (e.text or "").strip()}
