"""Every page that each person of the demo reaches by links: axe finds nothing, and nothing is wider than the screen.

Each kind of page once for each person on a small phone, for every second one in the dark; in the long tests the other
way round too, in each language and direction, and on the smallest screen.
"""

import re
from urllib.parse import urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

PEOPLE = ("nikki", "amina", "beth", "carl", "ivy", "joan", "rhys", "fatima", "david", "admin", "sam")
IN_THE_DARK = PEOPLE[1::2]
LOOKS = {
    "on the smallest screen": {"width": 320},
    "in Welsh there": {"width": 320, "language": "cy", "scheme": "dark"},
    "from right to left there": {"width": 320, "language": "x-rtl"},
}
FEWEST = {"nikki": 15, "rhys": 12, "ivy": 10, "sam": 3, "admin": 3, "david": 3}
ID = re.compile(r"[a-z2-7]{20}")
NOT_A_PAGE = ("/language/", "/static/", "/demo")


def reached(person) -> list[str]:
    """Paths of this site that this page links to."""
    hrefs = person.page.locator("a[href]").evaluate_all("all => all.map(one => one.href)")
    here = urlsplit(person.demo.url).netloc
    return [urlsplit(href).path for href in hrefs if urlsplit(href).netloc == here]


def look_at_everything(person, name: str, *, language: str = "en", scheme: str = "light", width: int = 360) -> int:
    """Go to one page of every kind; how many there are."""
    person.page.set_viewport_size({"width": width, "height": 740})
    person.page.emulate_media(color_scheme=scheme)
    person.page.goto(f"{person.demo.url}/language/{language}")
    person.signs_in_as(name)
    waiting, kinds = reached(person), set()
    while waiting:
        path = waiting.pop()
        kind = ID.sub("…", path)
        if kind in kinds or path.startswith(NOT_A_PAGE):
            continue
        kinds.add(kind)
        person.opens(path)
        waiting += reached(person)
    return len(kinds)


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_of_every_person(person, name):
    scheme = "dark" if name in IN_THE_DARK else "light"
    assert look_at_everything(person, name, scheme=scheme) >= FEWEST.get(name, 5)


@pytest.mark.long
@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_of_every_person_with_the_light_the_other_way(person, name):
    scheme = "light" if name in IN_THE_DARK else "dark"
    assert look_at_everything(person, name, scheme=scheme) >= FEWEST.get(name, 5)


@pytest.mark.long
@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_of_every_person_however_it_is_looked_at(person, name, look):
    assert look_at_everything(person, name, **LOOKS[look]) >= FEWEST.get(name, 5)


def test_somebody_who_has_not_signed_in(person):
    for path in ("/sign-in", "/help", "/accessibility", "/signed-out", "/no-such-page"):
        for scheme in ("light", "dark"):
            person.page.emulate_media(color_scheme=scheme)
            person.opens(path)
