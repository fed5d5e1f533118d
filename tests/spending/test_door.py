"""One door for a page, its script and a phone that was off-line: the same change, once, whoever asks how often."""

import uuid

import pytest
from factories import end
from household import LEFT
from phone import HTMX, OUTBOX, plain

from app.domain.authority import Role
from app.spending.forms import RecordSpending

POOL = {"what_for": "Pool", "amount": "18.50"}


@pytest.fixture
def told(nikki):
    """What her phone keeps of a payment that it sends later."""
    return nikki.fields("/spending") | POOL


# --- HTMX


def test_htmx_gets_the_page_that_follows_as_a_piece_with_the_same_figure(household, nikki):
    answer = nikki.send("/spending", headers=HTMX, **POOL)
    assert answer.status_code == 200
    assert not nikki.page.whole
    pushed = answer.headers["HX-Push-Url"]
    assert pushed.startswith(f"{household.page}/{household.only_payment()}/saved?after=")
    assert "HX-Request" in answer.vary
    piece = (nikki.page.figures("left-to-spend"), nikki.sums(), nikki.page.title)
    nikki.open(pushed)
    assert nikki.page.whole
    assert (nikki.page.figures("left-to-spend"), nikki.sums(), nikki.page.title) == piece
    assert piece[0] == [household.left()]


def test_htmx_gets_the_form_again_with_its_sentences(household, nikki):
    nikki.send("/spending", headers=HTMX, what_for="", amount="5")
    assert nikki.response.status_code == 422
    assert not nikki.page.whole
    assert nikki.error_of("what_for") == "Write what you paid for"
    nikki.send("/spending", headers=HTMX, what_for="Pool")
    assert household.left() == LEFT - 500


# --- the outbox


def test_the_outbox_is_told_that_it_is_done_and_what_is_left(household, nikki, told):
    answer = nikki.post(household.page, told, OUTBOX)
    assert answer.status_code == 200
    said = answer.json
    assert said.pop("url").startswith(f"{household.page}/{household.only_payment()}/saved?after=")
    assert said == {
        "change_id": told["change_id"],
        "status": "done",
        "say": "Saved.",
        "undo": f"{household.page}/{household.only_payment()}/take-out",
        "figures": {"left-to-spend": LEFT - 1_850},
        "figures_said": {"left-to-spend": "£9,981.50"},
    }
    assert household.left() == LEFT - 1_850


def test_the_same_again_is_already_done_and_done_once(household, nikki, told):
    first = nikki.post(household.page, told, OUTBOX).json
    for _again in range(3):
        answer = nikki.post(household.page, told, OUTBOX)
        assert (answer.status_code, answer.json) == (200, first | {"status": "already done"})
    assert household.payments() == 1


def test_the_same_again_from_a_page_is_the_same_page(household, nikki, told):
    first = nikki.post(household.page, told)
    assert nikki.post(household.page, told).request.path == first.request.path
    assert household.payments() == 1


def test_a_fresh_token_does_not_make_it_another_change(household, nikki, told):
    nikki.post(household.page, told, OUTBOX)
    fresh = nikki.client.get("/session.json").json["csrf_token"]
    assert nikki.post(household.page, told | {"csrf_token": fresh}, OUTBOX).json["status"] == "already done"


def test_what_is_typed_wrong_uses_up_no_id(household, nikki, told):
    wrong = nikki.post(household.page, told | {"amount": "-5", "what_for": ""}, OUTBOX)
    assert wrong.status_code == 422
    assert wrong.json == {
        "change_id": told["change_id"],
        "status": "refused",
        "errors": {
            "amount": "Is it a refund? Enter the amount without a minus sign, like 12.50",
            "what_for": "Write what you paid for",
        },
    }
    assert nikki.post(household.page, told, OUTBOX).json["status"] == "done"


def test_who_comes_second_is_told_409_in_words(household, nikki):
    paid = household.pay("Pool")
    nikki.open(f"{household.page}/{paid}")
    first, second = nikki.fields("/take-out"), nikki.fields("/take-out") | {"change_id": str(uuid.uuid4())}
    nikki.post(f"{household.page}/{paid}/take-out", first, OUTBOX)
    answer = nikki.post(f"{household.page}/{paid}/take-out", second, OUTBOX)
    assert answer.status_code == 409
    assert (answer.json["change_id"], answer.json["status"]) == (second["change_id"], "refused")
    assert plain(answer.json["say"]) == "Nikki took this out on 3 March, 2:10 pm"


def test_signed_out_is_401_and_it_is_sent_again_after_sign_in(household, nikki, told):
    nikki.client.post("/sign-out", data={"csrf_token": told["csrf_token"]})
    answer = nikki.post(household.page, told, OUTBOX)
    # A token counts in one session: whoever has neither session nor token is not told which one it is.
    assert answer.status_code in {401, 403}
    nikki.client.get("/demo/as/nikki")
    fresh = nikki.client.get("/session.json").json["csrf_token"]
    assert nikki.post(household.page, told | {"csrf_token": fresh}, OUTBOX).json["status"] == "done"


def test_an_address_that_is_not_there_is_404(household, nikki, told):
    for path in (f"{household.page}/nosuch/take-out", "/p/nosuch/spending"):
        answer = nikki.post(path, told, OUTBOX)
        assert (answer.status_code, answer.json) == (
            404,
            {
                "change_id": told["change_id"],
                "status": "refused",
                "say": "This is not shared with you any more, or it is not there.",
            },
        )


def test_who_may_not_is_403(household, phone):
    fatima = phone("fatima")
    fatima.open(f"{household.home}/messages")
    theirs = fatima.fields("/messages") | POOL
    answer = fatima.post(household.page, theirs, OUTBOX)
    assert (answer.status_code, answer.json["status"]) == (403, "refused")
    assert household.payments() == 0


# --- the same id with other content


def test_the_same_id_with_other_content_shows_both_and_lets_the_person_choose(household, nikki, told):
    nikki.post(household.page, told)
    nikki.post(household.page, told | {"amount": "20"})
    assert nikki.response.status_code == 409
    assert "This was saved before with other words" in nikki.text()
    assert nikki.sums()["what for"] == "Pool"
    assert nikki.sums()["amount"] == "20"
    assert household.payments() == 1
    both = nikki.response
    nikki.follow("See what is saved")
    assert nikki.sums()["How much"] == "£18.50"
    nikki.response = both
    nikki.send("/spending")
    assert nikki.response.status_code == 200
    assert household.payments() == 2
    assert household.left() == LEFT - 1_850 - 2_000


def test_the_outbox_is_told_of_other_content_too(household, nikki, told):
    nikki.post(household.page, told)
    answer = nikki.post(household.page, told | {"amount": "20"}, OUTBOX)
    assert answer.status_code == 409
    assert answer.json == {
        "change_id": told["change_id"],
        "status": "refused",
        "say": "This was saved before with other words",
        "url": f"{household.page}/{household.only_payment()}/saved",
    }


def test_the_same_id_of_another_person_is_another_change(household, phone, nikki, told):
    nikki.post(household.page, told)
    joan = phone("joan")
    joan.open(f"{household.page}/new")
    theirs = joan.fields("/spending") | POOL | {"change_id": told["change_id"]}
    assert joan.post(household.page, theirs, OUTBOX).json["status"] == "done"
    assert household.payments() == 2


# --- forms of other releases


def test_the_form_of_the_last_release_is_taken_and_an_older_one_shown_again(household, nikki, told, monkeypatch):
    monkeypatch.setattr(RecordSpending, "version", 3)
    older = nikki.post(household.page, told | {"form_version": "1"})
    assert older.status_code == 422
    assert "This page has changed. Check what you wrote, then save it again" in nikki.text()
    kept = nikki.fields("/spending")
    assert (kept["what_for"], kept["amount"], kept["form_version"]) == ("Pool", "18.50", "3")
    assert household.payments() == 0
    nikki.send("/spending")
    assert household.payments() == 1
    last = told | {"form_version": "2", "change_id": str(uuid.uuid4())}
    assert nikki.post(household.page, last, OUTBOX).json["status"] == "done"


@pytest.mark.parametrize("version", ["0", "2", "-1", "x", "", "9" * 400])
def test_a_form_of_no_release_is_shown_again(household, nikki, told, version):
    assert nikki.post(household.page, told | {"form_version": version}).status_code == 422
    assert household.payments() == 0


@pytest.mark.parametrize(
    "broken",
    [
        {"change_id": "x"},
        {"change_id": ""},
        {"made_at": "yesterday"},
        {"made_at": "2026-03-03T10:00:00"},
        {"acting": ""},
    ],
)
def test_what_no_page_of_ours_sends_is_not_understood(household, nikki, told, broken):
    assert nikki.post(household.page, told | broken).status_code == 400
    assert household.payments() == 0


# --- by whose authority


def test_the_authority_over_another_pot_is_no_way_in(app, household, nikki, told, sqlite_engine):
    other = type(household).made(app, sqlite_engine, household.clock, roles={}, holder="rhys")
    answer = nikki.post(household.page, told | {"acting": other.pot.authority_id})
    assert answer.status_code == 404
    assert nikki.post(other.page, told | {"acting": other.pot.authority_id}).status_code == 404
    assert nikki.post(other.page, told).status_code == 404
    assert household.payments() == 0


def test_after_authority_ended_what_was_done_is_said_without_figures_and_nothing_new_is_done(household, phone):
    joan = phone("joan")
    joan.open(f"{household.page}/new")
    told = joan.fields("/spending") | POOL
    joan.post(household.page, told, OUTBOX)
    end(household.pot, household.authority["joan"], household.person["joan"], Role.HELPER, household.clock.now)
    answer = joan.post(household.page, told, OUTBOX)
    assert answer.status_code == 200
    assert (answer.json["status"], answer.json["say"], answer.json["figures"]) == ("already done", "Saved.", {})
    fresh = told | {"change_id": str(uuid.uuid4())}
    assert joan.post(household.page, fresh, OUTBOX).status_code == 404
    assert joan.open(f"{household.page}/{household.only_payment()}").status_code == 404
    assert household.payments() == 1
