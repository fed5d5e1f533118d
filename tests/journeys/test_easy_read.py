"""Easy Read and big buttons under a thumb: nothing that can be tapped is small."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

SMALLEST_PX = 64
SMALL = """smallest => [...document.querySelectorAll("a, button, summary, label")]
    .filter(one => !one.matches(".skip") && one.checkVisibility() && !one.closest("p:not(:has(> .tap:only-child))"))
    .map(one => [one.innerText.trim(), Math.round(one.getBoundingClientRect().height)])
    .filter(([, high]) => high < smallest)"""


@pytest.mark.parametrize("mode", ["easy-read", "big-buttons"])
@pytest.mark.parametrize("width", [320, 360])
def test_every_button_and_way_is_large(person, mode, width):
    person.page.set_viewport_size({"width": width, "height": 740})
    person.signs_in_as("jason")
    person.opens(f"/settings/{mode}")
    home = f"/p/{person.pot_id}"
    for path in (f"{home}/", f"{home}/activity", f"{home}/wishes"):
        person.opens(path)
        assert person.page.evaluate(SMALL, SMALLEST_PX) == [], path
    person.sees("Shall we rent a tent?")
    person.taps("Yes")
    person.sees("You said Yes")
    assert person.page.evaluate(SMALL, SMALLEST_PX) == []
