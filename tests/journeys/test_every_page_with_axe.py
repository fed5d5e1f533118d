"""Every page that each person of the demo reaches by links, on a small phone, in light and dark: axe finds nothing."""

import re
from urllib.parse import urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

PEOPLE = ("nikki", "amina", "joan", "fatima", "david", "admin", "sam")
ID = re.compile(r"[a-z2-7]{20}")
NOT_A_PAGE = ("/language/", "/static/", "/demo")


def reached(person) -> list[str]:
    """Paths of this site that this page links to."""
    hrefs = person.page.locator("a[href]").evaluate_all("all => all.map(one => one.href)")
    here = urlsplit(person.demo.url).netloc
    return [urlsplit(href).path for href in hrefs if urlsplit(href).netloc == here]


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_of_every_person(person, name):
    person.signs_in_as(name)
    waiting, kinds = reached(person), set()
    while waiting:
        path = waiting.pop()
        kind = ID.sub("…", path)
        if kind in kinds or path.startswith(NOT_A_PAGE):
            continue
        kinds.add(kind)
        person.opens(path)
        person.page.emulate_media(color_scheme="dark")
        person.finds_no_fault()
        person.page.emulate_media(color_scheme="light")
        waiting += reached(person)
    assert len(kinds) >= {"nikki": 15, "sam": 3, "admin": 2, "david": 2}.get(name, 4), kinds
