"""What a photo seems to show is suggested where it waits, filled in when somebody says so, booked when they save."""

import io
from dataclasses import replace

import pytest
from phone import Phone
from photos import photo
from sqlalchemy import insert, select

from app.persistence.tables import Job, Receipt, ReceiptReading
from tests.factories import NOW

ASKS = "It looks like £21.90. Is that right?"
SAYS_YES = "Yes, it is £21.90"
TAXI = {"what_for": "Taxi", "plan_line": "none"}


@pytest.fixture
def tray(household) -> str:
    return f"{household.home}/receipts"


@pytest.fixture
def keep(nikki, household):
    """Keeps a photo that waits; the receipt's id."""

    def keep(shade: int = 0) -> str:
        before = ids(household)
        nikki.open(f"{household.home}/spending/new")
        nikki.send("/spending", receipt=(io.BytesIO(photo(shade)), "a.jpg"))
        (new,) = ids(household) - before
        return new

    return keep


@pytest.fixture
def read(household):
    """What the worker read in a photo."""

    def read(receipt_id: str, pence: int = 2190) -> None:
        row = {"receipt_id": receipt_id, "pot_id": household.pot.id, "amount_pence": pence, "read_at": NOW}
        with household.pot.engine.begin() as connection:
            connection.execute(insert(ReceiptReading.__table__), [row])

    return read


def ids(household) -> set[str]:
    with household.pot.session() as session:
        return set(session.scalars(select(Receipt.id).where(Receipt.pot_id == household.pot.id)))


def amount_in(phone: Phone) -> str:
    return phone.fields("/spending")["amount"]


def test_from_the_tray_to_the_payment_in_two_taps_and_a_word(nikki, household, tray, keep, read):
    read(keep())
    nikki.open(tray)
    assert ASKS in nikki.text()
    nikki.follow(SAYS_YES)
    assert amount_in(nikki) == "21.90"
    assert "We read this from your photo. Check it." in nikki.text()
    assert ASKS not in nikki.text()
    assert household.payments() == 0  # nothing is booked by a suggestion
    assert nikki.send("/spending", **TAXI).status_code == 200
    assert household.spent() == {"none": 2190}
    nikki.open(tray)
    assert ASKS not in nikki.text()


def test_the_form_asks_too_and_fills_in_nothing_until_somebody_says_yes(nikki, household, keep, read):
    kept = keep()
    read(kept)
    nikki.open(f"{household.home}/spending/new?receipt={kept}")
    assert ASKS in nikki.text()
    assert amount_in(nikki) == ""
    nikki.follow(SAYS_YES)
    assert amount_in(nikki) == "21.90"
    assert nikki.fields("/spending")["from_tray"] == kept
    assert nikki.send("/spending", **TAXI, amount="12.50").status_code == 200  # it was wrong
    assert household.spent() == {"none": 1250}


def test_no_amount_stands_in_an_address(nikki, tray, keep, read):
    read(keep())
    nikki.open(tray)
    assert not any("21" in link.rpartition("?")[2] for link in nikki.page.links() if "amount=" in link)


def test_what_was_not_read_is_not_mentioned(nikki, household, tray, keep):
    kept = keep()
    for path in (tray, f"{household.home}/spending/new?receipt={kept}", f"{household.home}/spending/new?amount=read"):
        nikki.open(path)
        assert "It looks like" not in nikki.text()
    nikki.open(f"{household.home}/spending/new?receipt={kept}&amount=read")
    assert amount_in(nikki) == ""


def test_photos_of_one_payment_suggest_only_what_all_of_them_show(nikki, household, keep, read):
    first, second, third = (keep(shade) for shade in (0, 40, 80))
    both = f"{household.home}/spending/new?receipt={first}&receipt={second}"
    read(first)
    nikki.open(both)
    assert "It looks like" not in nikki.text()
    read(second)
    nikki.open(both)
    assert ASKS in nikki.text()
    read(third, 500)
    nikki.open(f"{both}&receipt={third}")
    assert "It looks like" not in nikki.text()


def test_a_helper_is_asked_too(household, tray, keep, read, phone):
    read(keep())
    joan = phone("joan")
    joan.open(tray)
    joan.follow(SAYS_YES)
    assert amount_in(joan) == "21.90"


def test_a_form_with_something_to_put_right_keeps_what_was_typed(nikki, household, keep, read):
    kept = keep()
    read(kept)
    nikki.open(f"{household.home}/spending/new?receipt={kept}")
    assert nikki.send("/spending", what_for="Taxi").status_code == 422
    assert "It looks like" not in nikki.text()  # a way to another page, where "Taxi" would be gone
    assert nikki.fields("/spending")["what_for"] == "Taxi"


@pytest.mark.parametrize("wanted", [True, False])
def test_a_photo_kept_by_a_form_is_asked_to_be_read_where_that_is_set(app, household, keep, wanted):
    app.extensions["settings"] = replace(app.extensions["settings"], read_receipts=wanted)
    kept = keep()
    with household.pot.session() as session:
        assert session.execute(select(Job.kind, Job.about, Job.state)).all() == (
            [("read receipt", kept, "waiting")] if wanted else []
        )
