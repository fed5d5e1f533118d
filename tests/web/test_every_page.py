"""Every page that anybody of the demo reaches by links: whole, named, with help, and cheap to make."""

from collections import defaultdict
from datetime import date

import pytest
from household import Household
from walking import counted, walk
from world import MADE_UP

from app.spending import changes as spending
from app.spending.changes import Payment

PEOPLE = (
    "nikki", "amina", "beth", "carl", "tom", "jim", "jason", "ruth", "dele", "kofi", "lena", "priya", "omar",
    "katy", "maria", "grace", "sunil", "asha", "leila", "ivy", "joan", "rhys", "cerys",
    "fatima", "helen", "david", "sadiq", "admin", "sam",
)  # fmt: skip
OF_EACH_ROLE = (
    "nikki", "ruth", "leila", "joan", "cerys", "amina", "dele", "priya", "omar", "fatima", "helen", "david", "sadiq",
    "admin", "sam",
)  # fmt: skip
OTHERS = [pytest.param(who, marks=pytest.mark.long) for who in PEOPLE if who not in OF_EACH_ROLE]
NO_PAGES = {"static", "healthz", "session_json", "worker"}
OF_EACH = 3  # pages of one kind, where every one of them was looked at before

# Questions of a page to the database at most: who it is, what they may, two of its own, and what was done just before.
QUESTIONS = 5
OF_HOME = 3
FEWEST = {
    "nikki": 100, "tom": 50, "jim": 40, "jason": 70, "ruth": 70, "katy": 70, "maria": 90, "asha": 60, "leila": 60,
    "rhys": 60, "ivy": 30, "joan": 25, "fatima": 40,
} | dict.fromkeys(("amina", "beth", "carl", "dele", "kofi", "lena", "grace", "sunil", "helen", "omar"), 10)  # fmt: skip
SAME_TITLE = {  # two kinds of page that say the same of themselves: each person has one of them
    "Home - Onepot": {"pot.home", "pot.start"},
}


@pytest.mark.parametrize("who", [*PEOPLE, None])
def test_every_page_by_links_is_there_whole_and_has_help(street, who):
    seen = walk(street, who)
    assert len(seen) >= FEWEST.get(who, 3)
    for one in seen:
        first = one.page.links()[0]
        assert one.page.by_id(first.removeprefix("#")).tag == "main", one.path  # past what is on every page
        (footer,) = one.page.all("footer")
        assert any(a.get("href") == "/help" or "/messages" in a.get("href") for a in footer.iter("a")), one.path
        assert one.response.headers["Cache-Control"] == "no-store, private", one.path
        scripts_and_styles = [e.get("src") or e.get("href") for e in one.page.all("script", "link")]
        assert all(path.startswith(("/static/", "/manifest")) for path in scripts_and_styles), one.path
    assert _titles_shared_by_two(seen) == {}
    assert {one.endpoint: one.queries for one in seen if one.queries >= QUESTIONS} == {}  # nothing was done before it
    assert all(one.queries <= OF_HOME for one in seen if one.endpoint == "pot.home")


@pytest.mark.parametrize(("language", "lang", "way"), [("cy", "cy", "ltr"), ("x-rtl", "en-GB", "rtl")])
@pytest.mark.parametrize("who", [*OF_EACH_ROLE, None, *OTHERS])
def test_every_kind_of_page_is_there_in_every_language(street, who, language, lang, way):
    for one in walk(street, who, language, OF_EACH):
        (html,) = one.page.all("html")
        assert (html.get("lang"), html.get("dir")) == (lang, way), one.path


def test_what_the_pages_of_a_visit_load_is_there(street):
    seen = walk(street, "nikki", of_each=1)
    assets = {e.get("src") or e.get("href") for one in seen for e in one.page.all("script", "link")}
    assert assets
    client = street.test_client()
    for path in assets:
        with client.get(path) as answer:
            assert answer.status_code == 200, path


@pytest.mark.parametrize(("who", "least"), [("nikki", 40), ("joan", 20), ("amina", 5), ("fatima", 5)])
def test_no_page_asks_more_than_five_questions_nor_does_one_after_a_change(world, who, least):
    asked = {}
    for endpoint in world.app.view_functions.keys() - NO_PAGES:
        for way, rule in world.ways(endpoint):
            with counted(world.app) as found:
                answer = world.ask(who, "GET", f"{rule}?after={MADE_UP}", world.ids_for(who)) if way == "GET" else None
            if answer and answer.status_code == 200:
                asked[rule] = found[-1]
    assert len(asked) >= least
    assert {rule: questions for rule, questions in asked.items() if questions > QUESTIONS} == {}


def test_a_page_asks_as_much_of_a_pot_with_five_hundred_payments_as_with_five(app, sqlite_engine, clock, phone):
    household = Household.made(app, sqlite_engine, clock)
    line = household.agree("support", "Night support", nhs=2, council=1)
    paid = Payment(100, date(2026, 3, 2), line, "Pool")
    one = household.act("nikki", lambda act: spending.record(act, paid))
    nikki = phone("nikki")
    paths = [household.home + more for more in ("/", "/money", "/money/spent", "/plan", f"/plan/lines/{line}")]
    paths += [f"{household.home}/spending{more}" for more in ("", "/new", f"/{one}", f"/new?like={one}")]

    def asked() -> dict[str, int]:
        with counted(app) as found:
            for path in paths:
                assert nikki.open(path).status_code == 200
        return dict(zip(paths, found, strict=True))

    def pay(times: int) -> None:
        household.act("nikki", lambda act: [spending.record(act, paid) for _turn in range(times)])

    pay(4)
    with_five = asked()
    for _change in range(99):
        pay(5)
    assert household.whole().spent_pence == 500 * 100
    assert asked() == with_five


def _titles_shared_by_two(seen) -> dict[str, set[str]]:
    kinds = defaultdict(set)
    for one in seen:
        kinds[one.page.title].add(one.endpoint)
    return {title: of for title, of in kinds.items() if len(of) > 1 and of != SAME_TITLE.get(title)}
