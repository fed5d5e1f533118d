"""Receipts from the photo to the payment and back: each step through the door, each can be taken back."""

import io
import uuid

import pytest
from factories import grant, make_person
from household import Household
from phone import HTMX, OUTBOX, Phone
from photos import kept_words, pdf, photo
from sqlalchemy import select

from app.domain.authority import Role
from app.persistence.tables import Receipt
from app.persistence.verify import Unsound, verify

TAXI = {
    "what_for": "Taxi", "amount": "12.50", "spent_on__day": "2", "spent_on__month": "3", "spent_on__year": "2026",
    "plan_line": "none",
}  # fmt: skip


def file(content: bytes | None = None, name: str = "IMG_0001.jpg"):
    return io.BytesIO(content or photo()), name


def receipts(household, spending_id: str | None = None) -> list[Receipt]:
    """Those that stand: of a payment, or waiting."""
    with household.pot.session() as session:
        rows = session.scalars(select(Receipt).where(Receipt.pot_id == household.pot.id).order_by(Receipt.n))
        last = {row.id: row for row in rows}
    return [row for row in last.values() if row.standing and row.spending_id == spending_id]


def sound(household, app) -> None:
    with household.pot.session() as session:
        verify(session, app.extensions["files"])


@pytest.fixture
def kept(app, nikki, household):
    """A photo that waits, as its page shows it."""
    nikki.send("/spending", receipt=file())
    (one,) = receipts(household)
    return one


# --- a photo alone


def test_a_photo_alone_is_kept_and_the_amount_may_come_later(app, nikki, household):
    nikki.send("/spending", receipt=file())
    assert "We kept your photo. You can add the amount when you are ready." in nikki.text()
    assert (household.payments(), len(receipts(household))) == (0, 1)
    nikki.follow("Add the amount")
    assert nikki.send("/spending", **TAXI).status_code == 200
    assert len(receipts(household, household.only_payment())) == 1
    assert receipts(household) == []
    sound(household, app)


def test_home_says_that_a_photo_waits_until_it_waits_no_more(nikki, household, kept):
    nikki.open(f"{household.home}/")
    assert "1 photo waits for its amount" in nikki.text()
    nikki.follow("1 photo waits")
    nikki.follow("Photo of")
    nikki.send("/take-out")
    nikki.open(f"{household.home}/")
    assert "waits for its amount" not in nikki.text()


def test_with_a_word_beside_it_the_photo_waits_in_the_form(nikki, household):
    assert nikki.send("/spending", what_for="Taxi", receipt=file()).status_code == 422
    assert "Enter how much it was" in nikki.error_of("amount")
    assert (household.payments(), len(receipts(household))) == (0, 0)
    assert len(kept_words(nikki)) == 1
    assert nikki.send("/spending", **TAXI, receipt_kept=kept_words(nikki)).status_code == 200
    assert len(receipts(household, household.only_payment())) == 1


def test_a_kept_photo_can_be_left_out_by_taking_its_tick_away(nikki, household):
    nikki.send("/spending", what_for="Taxi", receipt=file())
    assert nikki.send("/spending", **TAXI, receipt_kept=None).status_code == 200
    assert receipts(household, household.only_payment()) == []


def test_the_word_for_a_photo_is_worth_nothing_to_another_person_or_in_another_pot(
    app, nikki, household, sqlite_engine, clock, phone
):
    nikki.send("/spending", what_for="Taxi", receipt=file())
    (word,) = kept_words(nikki)
    joan = phone("joan")
    joan.open(f"{household.page}/new")
    assert joan.send("/spending", **TAXI, receipt_kept=word).status_code == 422
    assert joan.error_of("receipt") == "Choose the photo again"
    rhys = Household.made(app, sqlite_engine, clock, {}, holder="rhys")
    grant(rhys.pot, household.person["nikki"], Role.HELPER)
    nikki.open(f"{rhys.home}/spending/new")
    assert nikki.send("/spending", **TAXI, receipt_kept=word).status_code == 422
    nikki.open(f"{household.page}/new")
    assert nikki.send("/spending", **TAXI, receipt_kept=f"{word}x").status_code == 422
    assert nikki.send("/spending", **TAXI, receipt_kept=word).status_code == 200


# --- once


def test_sent_twice_under_one_id_it_is_there_once(nikki, household):
    told = nikki.fields("/spending") | {"change_id": str(uuid.uuid4())}
    answers = [
        nikki.post(household.page, told | {"receipt": file()}, OUTBOX).json["status"] for _turn in range(2)
    ]  # fmt: skip
    assert answers == ["done", "already done"]
    assert len(receipts(household)) == 1


def test_sent_twice_under_two_ids_it_is_there_once_too(app, nikki, household):
    for _turn in range(2):
        nikki.open(f"{household.page}/new")
        assert nikki.send("/spending", receipt=[file(), file(name="again.jpg")]).status_code == 200
    assert len(receipts(household)) == 1
    sound(household, app)


def test_a_photo_that_waits_and_comes_again_with_its_payment_waits_no_more(nikki, household, kept):
    nikki.open(f"{household.page}/new")
    nikki.send("/spending", **TAXI, receipt=file())
    (joined,) = receipts(household, household.only_payment())
    assert joined.id == kept.id
    assert receipts(household) == []


def test_the_same_photo_both_ticked_and_sent_is_one(nikki, household, kept):
    nikki.open(f"{household.page}/new?receipt={kept.id}")
    assert nikki.send("/spending", **TAXI, receipt=file()).status_code == 200
    assert [row.id for row in receipts(household, household.only_payment())] == [kept.id]


def test_one_receipt_may_show_two_payments(nikki, household):
    for what in ("Apples", "Batteries"):
        nikki.open(f"{household.page}/new")
        nikki.send("/spending", **TAXI | {"what_for": what}, receipt=file())
    assert household.payments() == 2
    assert receipts(household) == []


def test_the_same_photo_with_another_content_under_the_id_is_asked_about_and_can_be_chosen_again(nikki, household):
    told = nikki.fields("/spending")
    nikki.post(household.page, told | {"receipt": file()})
    answer = nikki.post(household.page, told | {"receipt": file(photo(60))})
    assert answer.status_code == 409
    assert "Choose your photo or file again" in nikki.text()


# --- matching


def test_a_photo_is_joined_to_what_is_written_down_and_taken_off_again(app, nikki, household, kept):
    pool = household.pay()
    nikki.open(f"{household.home}/receipts/{kept.id}/match")
    nikki.send("/match", spending_id=pool)
    assert "The photo is added." in nikki.text()
    assert [row.id for row in receipts(household, pool)] == [kept.id]
    nikki.send("/take-back")
    assert "It is as it was before" in nikki.text()
    assert [row.id for row in receipts(household)] == [kept.id]
    nikki.send("/take-back")
    assert [row.id for row in receipts(household, pool)] == [kept.id]
    nikki.open(f"{household.home}/receipts/{kept.id}/see")
    nikki.send("/take-off")
    assert [row.id for row in receipts(household)] == [kept.id]
    sound(household, app)


def test_nothing_chosen_is_asked_for(nikki, household, kept):
    household.pay()
    nikki.open(f"{household.home}/receipts/{kept.id}/match")
    assert nikki.send("/match").status_code == 422
    assert nikki.error_of("spending_id") == "Choose what this photo is for"


def test_photos_are_added_to_a_payment_several_at_a_time(nikki, household):
    pool = household.pay()
    nikki.open(f"{household.page}/{pool}")
    nikki.follow("Add a photo of the receipt")
    assert nikki.send("/photo").status_code == 422
    assert nikki.error_of("receipt") == "Choose a photo first"
    nikki.send("/photo", receipt=[file(), file(photo(80)), file(pdf(), "invoice.pdf")])
    assert "The photo is added." in nikki.text()
    assert len(receipts(household, pool)) == 3
    nikki.send("/take-back")
    assert receipts(household, pool) == []


def test_a_receipt_taken_out_is_seen_no_more_but_its_file_stays(app, nikki, household, kept):
    nikki.open(f"{household.home}/receipts/{kept.id}/see")
    nikki.send("/take-out")
    assert "Taken out. It is kept in the history." in nikki.text()
    assert receipts(household) == []
    nikki.open(f"{household.home}/receipts")
    assert "No receipts yet. Take a photo when you pay for something." in nikki.text()
    sound(household, app)
    nikki.open(f"{household.home}/receipts/{kept.id}/see")
    assert "This receipt was taken out." in nikki.text()


def test_who_comes_second_reads_who_was_first_and_when(nikki, household, kept, phone):
    pool = household.pay()
    joan = phone("joan")
    joan.open(f"{household.home}/receipts/{kept.id}/match")
    nikki.open(f"{household.home}/receipts/{kept.id}/see")
    nikki.send("/take-out")
    assert joan.send("/match", spending_id=pool).status_code == 409
    assert "Nikki took this photo out on 3 March, 2:10" in joan.text().replace("\u2068", "").replace(
        "\u2069", ""
    ).replace("\xa0", " ")


def test_what_somebody_did_more_with_is_not_taken_back(nikki, household, kept):
    pool = household.pay()
    undo = f"{household.home}/receipts/given/{kept.change_id}/take-back"
    nikki.open(f"{household.home}/receipts/{kept.id}/match")
    fields = nikki.fields("/match")
    nikki.send("/match", spending_id=pool)
    assert nikki.post(undo, fields | {"change_id": str(uuid.uuid4())}).status_code == 409


# --- when the payment goes


def test_the_receipts_of_a_payment_that_is_taken_out_wait_and_come_back_with_it(app, nikki, household):
    nikki.send("/spending", **TAXI, receipt=file())
    taxi = household.only_payment()
    nikki.send("/take-out")
    assert (len(receipts(household, taxi)), len(receipts(household))) == (0, 1)
    nikki.send("/put-back")
    assert (len(receipts(household, taxi)), len(receipts(household))) == (1, 0)
    sound(household, app)


def test_a_receipt_that_is_another_payments_by_then_stays_with_it(nikki, household):
    nikki.send("/spending", **TAXI, receipt=file())
    taxi = household.only_payment()
    nikki.send("/take-out")
    (one,) = receipts(household)
    pool = household.pay()
    nikki.open(f"{household.home}/receipts/{one.id}/match")
    nikki.send("/match", spending_id=pool)
    nikki.open(f"{household.page}/{taxi}")
    nikki.send("/put-back")
    assert [row.id for row in receipts(household, pool)] == [one.id]
    assert receipts(household, taxi) == []


# --- who may see them


def test_the_same_photo_in_two_pots_is_two_and_neither_leads_to_the_other(
    app, nikki, household, sqlite_engine, clock, phone, kept
):
    rhyss = Household.made(app, sqlite_engine, clock, {}, holder="rhys")
    rhys = phone("rhys")
    rhys.open(f"{rhyss.home}/spending/new")
    rhys.send("/spending", receipt=file())
    (other,) = receipts(rhyss)
    assert (other.digest, other.id == kept.id) == (kept.digest, False)
    for client, home, mine, theirs in (
        (nikki.client, household.home, kept.id, other.id), (rhys.client, rhyss.home, other.id, kept.id),
    ):  # fmt: skip
        assert client.get(f"{home}/receipts/{mine}").status_code == 200
        assert client.get(f"{home}/receipts/{theirs}").status_code == 404
        assert client.get(f"{home}/receipts/{mine}/small").status_code == 200
        assert client.get(f"{home}/receipts/{theirs}/small").status_code == 404
    assert nikki.client.get(f"{rhyss.home}/receipts/{other.id}").status_code == 404


def test_who_may_see_no_longer_is_not_served_from_the_browsers_own_store(app, nikki, household, kept, clock):
    path = f"{household.home}/receipts/{kept.id}"
    first = nikki.client.get(path)
    again = nikki.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    stranger = Phone(app.test_client())
    answer = stranger.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert answer.status_code == 303
    assert "/sign-in" in answer.location


# --- files that are gone


def test_verify_names_a_file_that_is_missing_or_altered(app, nikki, household, kept):
    path = app.extensions["files"].path(household.pot.id, kept.digest)
    whole = path.read_bytes()
    sound(household, app)
    path.write_bytes(whole + b"x")
    with pytest.raises(Unsound, match=f"{kept.digest} of receipt {kept.id} was altered"):
        sound(household, app)
    path.unlink()
    with pytest.raises(Unsound, match=f"{kept.digest} of receipt {kept.id} is missing"):
        sound(household, app)
    assert nikki.open(f"{household.home}/receipts/{kept.id}").status_code == 410
    assert "This photo is not here" in nikki.text()


def test_sent_again_a_file_that_was_lost_is_there_again(app, nikki, household, kept):
    app.extensions["files"].path(household.pot.id, kept.digest).write_bytes(b"rotten")
    nikki.open(f"{household.page}/new")
    nikki.send("/spending", receipt=file())
    sound(household, app)


def test_a_photo_swept_while_its_form_waited_is_asked_for_again(app, nikki, household):
    nikki.send("/spending", what_for="Taxi", receipt=file())
    for path in (app.extensions["files"]._root / household.pot.id).iterdir():
        path.unlink()
    assert nikki.send("/spending", **TAXI, receipt_kept=kept_words(nikki)).status_code == 422
    assert nikki.error_of("receipt") == "Choose the photo again"


def test_a_disk_that_is_full_is_said_beside_the_photo(app, nikki, household, monkeypatch):
    def full(*_told):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.persistence.files._write_whole", full)
    assert nikki.send("/spending", **TAXI, receipt=file()).status_code == 422
    assert nikki.error_of("receipt").startswith("We could not keep the photo just now")
    monkeypatch.undo()
    assert nikki.send("/spending", **TAXI).status_code == 200


# --- on the pages


def test_the_list_asks_for_the_receipts_of_the_last_two_weeks_alone(nikki, household):
    household.pay("Old", day=household.clock.now.date().replace(month=1))
    household.pay("New")
    nikki.open(household.page)
    assert nikki.text().count("No receipt yet") == 1
    nikki.follow("New")
    nikki.follow("Add a photo")
    nikki.send("/photo", receipt=file())
    nikki.open(household.page)
    assert "No receipt yet" not in nikki.text()


def test_the_tray_goes_on_by_pages_and_leaves_none_out(nikki, household):
    for number in range(9):
        nikki.open(f"{household.page}/new")
        files = [file(photo(colour)) for colour in (number * 26, number * 26 + 9, number * 26 + 18)]
        nikki.send("/spending", **TAXI | {"what_for": f"Shop {number}"}, receipt=files)
    nikki.open(f"{household.home}/receipts")
    first = {link for link in nikki.page.links() if link.endswith("/see")}
    nikki.follow("Show older ones")
    second = {link for link in nikki.page.links() if link.endswith("/see")}
    with household.pot.session() as session:
        every = set(session.scalars(select(Receipt.id)))
    assert len(first) == 24
    assert not first & second
    assert len(first | second) == len(every)


def test_htmx_is_given_the_page_it_leads_to_at_once(nikki, household):
    answer = nikki.send("/spending", HTMX, receipt=file())
    assert answer.status_code == 200
    assert "/receipts/given/" in answer.headers["HX-Push-Url"]
    assert "Your photo is kept" in answer.text


def test_a_stale_form_and_a_signed_out_one_ask_for_the_photo_again(app, nikki, household):
    told = nikki.fields("/spending") | TAXI
    answer = nikki.post(household.page, told | {"csrf_token": "stale", "receipt": file()})
    assert answer.status_code == 400
    assert "Choose your photo or file again" in answer.text
    assert 'enctype="multipart/form-data"' in answer.text
    again = {
        field: value for field, value in nikki.fields(household.page).items() if not field.startswith("spent_on__")
    }
    assert nikki.post(household.page, again | {"spent_on": "2026-03-02", "receipt": file()}).status_code == 200
    assert len(receipts(household, household.only_payment())) == 1


def test_someone_who_has_no_pot_is_told_nothing(app, sqlite_engine, household, phone, kept):
    make_person(sqlite_engine, "Sam", "sam@demo.example")
    sam = phone("sam")
    for more in ("", "/small", "/see", "/match"):
        assert sam.client.get(f"{household.home}/receipts/{kept.id}{more}").status_code == 404
