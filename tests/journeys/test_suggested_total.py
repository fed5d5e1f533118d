"""Nikki's photo was read: she is asked whether the amount is right, says yes, and saves. Looked at in every way."""

import pytest
from sqlalchemy import insert, select

from app.persistence.database import db
from app.persistence.tables import Receipt, ReceiptReading, Todo
from tests.factories import NOW

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


@pytest.fixture
def read(demo) -> None:
    """The photo of the heat pads, which waits for its amount: £11.95."""
    with demo.app.app_context(), db.engine.begin() as connection:
        pot_id = connection.scalar(select(Todo.pot_id).where(Todo.kind == "receipt_to_match", Todo.waiting == 1))
        waits = select(Receipt.id).where(Receipt.pot_id == pot_id, Receipt.n == 0, Receipt.spending_id.is_(None))
        row = {"receipt_id": connection.scalar(waits), "pot_id": pot_id, "amount_pence": 1_195, "read_at": NOW}
        connection.execute(insert(ReceiptReading.__table__), [row])


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "light", 360), ("en", "dark", 320), ("cy", "light", 320), ("x-rtl", "dark", 320)],
)
def test_every_page_of_it_in_every_way(person, read, language, scheme, width):
    person.page.set_viewport_size({"width": width, "height": 740})
    person.page.emulate_media(color_scheme=scheme)
    person.page.goto(f"{person.demo.url}/language/{language}")
    person.signs_in_as("nikki")
    person.opens(f"/p/{person.pot_id}/receipts")
    yes = person.page.locator("a[href*='amount=read']")
    assert "£11.95" in yes.inner_text()
    person.opens(yes.get_attribute("href").replace("&amount=read", "").replace("amount=read&", ""))
    assert person.page.locator("#amount").input_value() == ""
    yes.click()
    person.waits()
    person.finds_no_fault()
    assert person.page.locator("#amount").input_value() == "11.95"


def test_from_the_tray_to_the_books(person, read):
    person.signs_in_as("nikki")
    before, pot_id = person.figure(), person.pot_id
    person.opens(f"/p/{pot_id}/receipts")
    person.sees("It looks like £11.95. Is that right?")
    person.taps("Yes, it is £11.95")
    person.sees("We read this from your photo. Check it.")
    person.page.get_by_label("What did you pay for?").fill("Heat pads")
    person.taps("Save")
    person.sees("Saved.")
    assert before - person.demo.left_to_spend_pence(pot_id) == 1_195


def test_yes_leaves_what_was_typed_already(person, read):
    person.signs_in_as("nikki")
    person.opens(f"/p/{person.pot_id}/receipts")
    yes = person.page.locator("a[href*='amount=read']").get_attribute("href")
    person.opens(yes.replace("&amount=read", "").replace("amount=read&", ""))
    person.page.get_by_label("What did you pay for?").fill("Heat pads")
    person.taps("Yes, it is £11.95")
    assert person.page.locator("#amount").input_value() == "11.95"
    assert person.page.get_by_label("What did you pay for?").input_value() == "Heat pads"
