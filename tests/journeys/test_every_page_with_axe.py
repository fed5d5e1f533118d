"""Every page that each person of the demo reaches by links: axe finds nothing, and nothing is wider than the screen.

Each kind of page once for one person of each role, who looks at theirs in one way; in the long tests they do in every
way, and everybody else in one.
"""

import re
from urllib.parse import urlsplit

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

LOOKS = {
    "light": {},
    "dark": {"scheme": "dark"},
    "narrow": {"width": 320},
    "Welsh": {"width": 320, "language": "cy"},
    "mirrored": {"width": 320, "language": "x-rtl", "scheme": "dark"},
}
PEOPLE = {
    "nikki": "light",
    "ruth": "Welsh", "leila": "mirrored", "joan": "dark",  # they act for somebody, or help
    "amina": "dark", "dele": "mirrored", "priya": "Welsh",  # they work
    "fatima": "Welsh", "omar": "dark", "helen": "narrow", "david": "narrow", "sadiq": "light",
    "admin": "mirrored", "sam": "dark",
}  # fmt: skip
OTHERS = (
    "beth", "carl", "tom", "jim", "jason", "kofi", "lena", "katy", "maria", "grace", "sunil", "asha", "ivy", "rhys",
    "cerys",
)  # fmt: skip
LONG = [(name, look) for name, usual in PEOPLE.items() for look in LOOKS if look != usual]
LONG += zip(OTHERS, [*LOOKS] * 3, strict=True)
FEWEST = {"nikki": 15, "ruth": 15, "leila": 12, "rhys": 12, "ivy": 10} | dict.fromkeys(
    ("sam", "admin", "david", "sadiq", "helen"), 3
)
ID = re.compile(r"[a-z2-7]{20}")
NOT_A_PAGE = ("/language/", "/settings/", "/static/", "/demo")
A_FILE = "/p/…/receipts/…"


def reached(person) -> list[str]:
    """Paths of this site that this page links to."""
    hrefs = person.page.locator("a[href]").evaluate_all("all => all.map(one => one.href)")
    here = urlsplit(person.demo.url).netloc
    return [urlsplit(href).path for href in hrefs if urlsplit(href).netloc == here]


def look_at_everything(person, name: str, *, language: str = "en", scheme: str = "light", width: int = 360) -> None:
    """Go to one page of every kind."""
    person.page.set_viewport_size({"width": width, "height": 740})
    person.page.emulate_media(color_scheme=scheme)
    person.page.goto(f"{person.demo.url}/language/{language}")
    person.signs_in_as(name)
    waiting, kinds = reached(person), set()
    while waiting:
        path = waiting.pop()
        kind = ID.sub("…", path)
        if kind in kinds or kind == A_FILE or path.startswith(NOT_A_PAGE):
            continue
        kinds.add(kind)
        person.opens(path)
        waiting += reached(person)
    assert len(kinds) >= FEWEST.get(name, 5), kinds


@pytest.mark.parametrize(("name", "look"), PEOPLE.items())
def test_every_page_of_every_person(person, name, look):
    look_at_everything(person, name, **LOOKS[look])


@pytest.mark.long
@pytest.mark.parametrize(("name", "look"), LONG)
def test_every_page_of_every_person_in_every_way(person, name, look):
    look_at_everything(person, name, **LOOKS[look])


def test_somebody_who_has_not_signed_in(person):
    for path in ("/sign-in", "/help", "/accessibility", "/signed-out", "/no-such-page"):
        for scheme in ("light", "dark"):
            person.page.emulate_media(color_scheme=scheme)
            person.opens(path)
