"""With the keys alone: everything can be reached, in order, and it is always seen where one is."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

RING_PX = 2  # WCAG 2.4.13
WHERE = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const ring = (style) => style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
  const box_or_dot = at.matches("[type=radio], [type=checkbox]");
  const drawn = box_or_dot ? getComputedStyle(at.nextElementSibling, "::before") : getComputedStyle(at);
  const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return {
    words: (at.labels?.length ? at.labels[0].innerText : at.innerText).replaceAll(/\\s+/g, " ").trim(),
    tag: at.tagName,
    name: at.getAttribute("name") ?? "",
    ring: ring(drawn),
    covered: ![at, ...(at.labels ?? [])].some((own) => own.contains(there) || there?.contains(own)),
    place: [...document.querySelectorAll("*")].indexOf(at),
  };
}"""

PLACES = """all => all.filter(one => one.checkVisibility({visibilityProperty: true}))
    .map(one => [...document.querySelectorAll("*")].indexOf(one))"""


@dataclass(frozen=True)
class Stop:
    """Where the keys are."""

    words: str
    tag: str
    name: str
    ring: float
    covered: bool
    place: int


@dataclass
class Keys:
    """A keyboard, and eyes that follow it."""

    page: Page

    @property
    def here(self) -> Stop:
        return Stop(**self.page.evaluate(WHERE))

    def tab_to(self, words: str, *, back: bool = False) -> None:
        """Press Tab until it is there: each stop on the way is seen, and lies further on in the page."""
        before = self.here
        for _press in range(60):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            now = self.here
            if now.tag == "BODY":  # past the last one, and round to the first
                before = now
                continue
            assert now.ring >= RING_PX, f"no ring around {now}"
            assert not now.covered, f"something lies over {now}"
            assert before.tag in {"BODY", "MAIN"} or (now.place < before.place) == back, f"{now} after {before}"
            if words in now.words:
                return
            before = now
        pytest.fail(f"{words!r} is not reached from {before}")

    def type_in(self, words: str, text: str) -> None:
        self.tab_to(words)
        self.page.keyboard.type(text)

    def press(self, key: str = "Enter") -> None:
        self.page.keyboard.press(key)


@pytest.fixture
def keys(page: Page) -> Keys:
    return Keys(page)


def test_spending_is_recorded_and_undone(person, keys):
    person.signs_in_as("nikki")
    before = person.figure()
    keys.tab_to("Record spending")
    keys.press()
    person.page.wait_for_url("**/spending/new")
    keys.type_in("What did you pay for?", "Bus to the sea")
    keys.type_in("How much was it?", "4.20")
    keys.tab_to("Save")
    keys.press()
    person.sees("Saved.")
    person.waits()
    assert keys.here.tag == "H1"
    assert person.figure() == before - 420
    keys.tab_to("Undo", back=True)
    keys.press()
    person.sees("Taken out.")
    person.waits()
    assert keys.here.tag == "H1"
    keys.tab_to("Home")
    keys.press()
    person.page.wait_for_url("**/p/*/")
    assert person.figure() == before


def test_what_is_missing_is_said_first_and_leads_to_its_box(person, keys):
    person.signs_in_as("nikki")
    person.opens(f"/p/{person.pot_id}/spending/new")
    keys.type_in("What did you pay for?", "Bus to the sea")
    keys.tab_to("Save")
    keys.press()
    person.sees("There is a problem")
    person.waits()
    assert "There is a problem" in keys.here.words
    keys.tab_to("Enter how much it was")
    keys.press()
    assert keys.here.name == "amount"
    person.page.keyboard.type("4.20")
    keys.tab_to("Save")
    keys.press()
    person.sees("Saved.")


def test_the_first_stop_of_a_page_leads_past_what_is_on_every_page(person, keys):
    person.signs_in_as("nikki")
    keys.tab_to("Skip to main content")
    keys.press()
    assert keys.here.tag == "MAIN"
    keys.tab_to("How we work this out")


def test_nothing_on_the_way_through_a_page_is_skipped_or_holds_the_keys(person, keys):
    """Once round: everything that can be pressed, and then the first again."""
    person.signs_in_as("amina")
    person.opens(f"/p/{person.pot_id}/shifts/new")
    wanted = person.page.locator("a[href], button, input:not([type=hidden]), textarea, select, summary")
    shown = set(wanted.evaluate_all(PLACES))
    reached = []
    while (place := _next(keys)) not in reached:
        reached.append(place)
    assert shown - set(reached) == _other_radios(person.page)


def _next(keys: Keys) -> int:
    keys.press("Tab")
    return keys.here.place


def _other_radios(page: Page) -> set[int]:
    """Of several radios, Tab reaches one; the arrows reach the others."""
    return set(page.locator("[type=radio]:not(:checked)").evaluate_all(PLACES))
