"""A browser that runs no scripts: every task goes by plain forms."""

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, "java_script_enabled": False}


class Hands:
    """Somebody who taps and types, and waits for whole pages."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def comes_as(self, name: str) -> None:
        self.page.goto(f"{self.url}/demo")
        self.page.goto(f"{self.url}/demo/as/{name}")

    def taps(self, words: str) -> None:
        button = self.page.get_by_role("button", name=words)
        target = button.or_(self.page.get_by_role("link", name=words)).first
        with self.page.expect_navigation():
            target.click()

    def types(self, words: str, text: str) -> None:
        self.page.get_by_label(words).fill(text)

    def sees(self, words: str) -> None:
        assert words in self.page.locator("main").inner_text()

    def left_pence(self) -> int:
        return int(self.page.locator("[data-figure=left-to-spend]:not([data-part])").first.get_attribute("value"))


@pytest.fixture
def hands(page: Page, demo) -> Hands:
    return Hands(page, demo.url)


def test_spending_is_recorded_undone_and_corrected(hands):
    hands.comes_as("nikki")
    before = hands.left_pence()
    hands.taps("Record spending")
    hands.types("What did you pay for?", "Bus to the sea")
    hands.types("How much was it?", "4.2")
    hands.taps("Save")
    hands.sees("Saved.")
    assert hands.left_pence() == before - 420
    hands.taps("Undo")
    hands.sees("Taken out.")
    hands.taps("Put it back")
    hands.taps("Change it")
    hands.types("How much was it?", "5.555")
    hands.taps("Save the change")
    hands.sees("There is a problem")
    hands.types("How much was it?", "5.55")
    hands.taps("Save the change")
    hands.sees("Changed.")
    hands.taps("Home")
    assert hands.left_pence() == before - 555


def test_a_carer_logs_a_shift_and_nikki_approves_it(hands):
    hands.comes_as("beth")
    hands.taps("Log a shift")
    hands.types("When did it start?", "7")
    hands.types("When did it end?", "9.30 am")
    hands.types("What was agreed for it?", "37.50")
    hands.taps("Send")
    hands.sees("It waits for Nikki")
    hands.taps("Undo")
    hands.sees("Taken back.")
    hands.taps("Shifts")
    hands.taps("Log a shift")
    hands.types("When did it start?", "7")
    hands.types("When did it end?", "9.30 am")
    hands.types("What was agreed for it?", "37.50")
    hands.taps("Send")
    hands.comes_as("nikki")
    hands.taps("shifts to approve")
    hands.taps("Beth")
    hands.taps("Approve")
    hands.sees("Approved.")


def test_a_message_is_written_and_taken_back(hands):
    hands.comes_as("nikki")
    hands.taps("Messages")
    hands.types("Your message", "Can you ring me about the review?")
    hands.taps("Send")
    hands.sees("Sent.")
    hands.sees("Can you ring me about the review?")
    hands.taps("Undo")
    hands.sees("Taken back")


def test_the_language_is_changed_and_one_signs_out(hands):
    hands.comes_as("nikki")
    hands.taps("Cymraeg")
    assert hands.page.locator("html").get_attribute("lang") == "cy"
    hands.page.goto(f"{hands.url}/me")
    hands.taps("Allgofnodi")
    assert hands.page.url == f"{hands.url}/signed-out"
