"""The outbox and the kept pages in a real WebKit, the engine of every iPhone: no background sync, stricter stores."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from household import Household
from photos import encoded
from PIL import Image, ImageChops, ImageStat
from sqlalchemy import select
from weak_signal import Service
from webkit import Handset, missing, screen, webkit

from app.persistence.database import db
from app.persistence.tables import Receipt, Spending, Words

HOW = "./dev test --long installs it on Debian; elsewhere install Debian's webkit2gtk-driver and xvfb, or the like"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("offline"),
    pytest.mark.skipif(bool(missing()), reason=f"no real WebKit here ({', '.join(missing())}): {HOW}"),
]
SIZE = (1200, 900)


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with screen() as name:
        yield name


@pytest.fixture
def nikki(display: str, service: Service, household: Household, tmp_path: Path) -> Iterator[Handset]:
    """At home on her own phone, with everything made ready."""
    with webkit(display) as browser:
        handset = Handset(browser, service, household.home, tmp_path)
        handset.signs_in_as("nikki")
        handset.is_ready()
        yield handset


def drawn(seed: int) -> Image.Image:
    """A picture like no other, of about 300 KB."""
    chance = Random(seed)
    patches = Image.frombytes("RGB", (40, 30), chance.randbytes(40 * 30 * 3)).resize(SIZE, Image.Resampling.NEAREST)
    grain = Image.frombytes("RGB", SIZE, chance.randbytes(SIZE[0] * SIZE[1] * 3))
    return Image.blend(patches, grain, 0.2)


@pytest.fixture
def photos(app, household: Household) -> Callable[[], dict[str, Image.Image]]:
    """What the service keeps: the photo of each payment, by what was paid for."""

    def found() -> dict[str, Image.Image]:
        with app.app_context():
            rows = db.session.execute(
                select(Words.text, Receipt.digest)
                .join(Spending, Spending.change_id == Words.change_id)
                .join(Receipt, Receipt.spending_id == Spending.id)
                .where(Spending.n == 0, Words.field.startswith("what_for"))
            ).all()
            db.session.rollback()
        kept = app.extensions["files"]
        return {text: Image.open(io.BytesIO(kept.read(household.pot.id, digest))) for text, digest in rows}

    return found


def looks_like(one: Image.Image, other: Image.Image) -> bool:
    """The same picture from edge to edge, however often it was encoded."""
    if one.size != other.size:
        return False
    small = [image.resize((40, 30), Image.Resampling.BOX) for image in (one, other)]
    return max(ImageStat.Stat(ImageChops.difference(*small)).mean) < 5


def test_without_a_network_a_payment_and_its_photo_wait_through_a_reload(nikki: Handset, spendings, receipts):
    nikki.opens("/spending/new")
    nikki.loses_signal()
    nikki.fills_in("Taxi", "14", photo=encoded(drawn(1), quality=90))
    nikki.saves()
    nikki.sees("Saved on this phone")
    nikki.taps("See what is waiting")
    nikki.sees("1 thing is waiting to be sent")
    nikki.sees_listed("waiting", "Taxi, £14")
    assert nikki.bytes_that_wait() > 200_000
    assert (spendings(), receipts()) == ([], 0)
    nikki.reloads()
    nikki.sees_listed("waiting", "Taxi, £14")


def test_without_a_network_home_can_be_read_and_says_when_it_was_right(nikki: Handset):
    nikki.loses_signal()
    nikki.opens("/")
    nikki.sees("You have £10,000.00 left")
    nikki.sees("This was right at")


def test_a_form_that_no_script_takes_care_of_is_caught_by_the_worker(nikki: Handset, spendings, receipts):
    nikki.opens("/spending/new")
    nikki.loses_signal()
    nikki.fills_in("Bus", "2.50", photo=encoded(drawn(2), quality=90))
    nikki.saves_without_scripts()
    nikki.sees_listed("waiting", "Bus, £2.50")
    assert nikki.browser.current_url.endswith("/outbox")
    assert nikki.bytes_that_wait() > 200_000
    assert (spendings(), receipts()) == ([], 0)


def test_answers_cut_after_the_commit_leave_one_entry_each_with_its_whole_photo(
    nikki: Handset, spendings, receipts, photos
):
    taxi, bus = drawn(1), drawn(2)
    nikki.opens("/spending/new")
    nikki.loses_signal()
    nikki.fills_in("Taxi", "14", photo=encoded(taxi, quality=90))
    nikki.saves()
    nikki.sees("Saved on this phone")
    nikki.opens("/spending/new")
    nikki.fills_in("Bus", "2.50", photo=encoded(bus, quality=90))
    nikki.saves_without_scripts()
    nikki.sees_listed("waiting", "Bus, £2.50", "Taxi, £14")

    nikki.service.signal.cut = 2
    nikki.regains_signal()
    nikki.reloads()
    for left in (1, 0):  # it would try again by itself, but each time after a longer while
        nikki.until(lambda left=left: nikki.service.signal.cut == left, "an answer cut")
        nikki.taps("Try to send now")
    nikki.sees_listed("sent", "Bus, £2.50", "Taxi, £14")

    tries = nikki.service.signal.posts("/spending")
    assert [one.cut for one in tries] == [True, True, False, False]
    assert (spendings(), receipts()) == ([("Bus", 250), ("Taxi", 1400)], 2)
    assert looks_like(photos()["Taxi"], taxi)
    assert looks_like(photos()["Bus"], bus)


def test_with_a_network_a_plain_form_passes_the_worker_whole(nikki: Handset, spendings, photos):
    """WebKit has sent empty bodies where a worker stood between a form and the network."""
    taxi = drawn(1)
    nikki.opens("/spending/new")
    nikki.fills_in("Taxi", "14", photo=encoded(taxi, quality=90))
    nikki.saves_without_scripts()
    nikki.sees("Saved.")
    assert spendings() == [("Taxi", 1400)]
    assert looks_like(photos()["Taxi"], taxi)


def test_a_page_from_the_phone_gives_way_to_the_one_that_is_right_now(nikki: Handset, household: Household):
    nikki.service.signal.slow = 1
    nikki.opens("/")
    nikki.sees("This was right at")
    nikki.until(lambda: "This was right at" not in nikki.browser.find_element("tag name", "body").text, "right now")


def test_a_page_left_while_it_keeps_something_holds_up_nobody_and_keeps_it_when_it_comes_back(
    nikki: Handset, spendings
):
    nikki.opens("/spending/new")
    nikki.loses_signal()
    nikki.fills_in("Taxi", "14")
    with nikki.busy():
        nikki.saves()
        nikki.goes_to("/outbox")
    nikki.sees("Nothing is waiting")
    nikki.goes_back()
    nikki.sees("Saved on this phone")
    nikki.regains_signal()
    nikki.goes_to("/outbox")
    nikki.sees_listed("sent", "Taxi, £14")
    assert spendings() == [("Taxi", 1400)]


def test_a_page_left_while_it_sends_gives_way_and_sends_nothing_twice_when_it_comes_back(nikki: Handset, spendings):
    nikki.opens("/spending/new")
    nikki.loses_signal()
    nikki.fills_in("Taxi", "14")
    nikki.saves()
    nikki.sees("Saved on this phone")
    with nikki.busy():
        nikki.regains_signal()
        nikki.browser.execute_script("dispatchEvent(new Event('online'))")
        nikki.goes_to("/outbox")
    nikki.sees_listed("sent", "Taxi, £14")
    nikki.goes_back()
    nikki.sees("Saved.")
    assert len(nikki.service.signal.posts("/spending")) == 1
    assert spendings() == [("Taxi", 1400)]
