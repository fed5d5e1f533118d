"""Recovery codes: ten on paper, each good once, worth nothing to who reads the database."""

import re
import sqlite3

import pytest
from visiting import Clock, Visitor, add_person

CODE = re.compile(r"<li><bdi>([-A-Z2-9]{29})</bdi></li>")


def make(visitor: Visitor) -> list[str]:
    answer = visitor.send("/me/recovery-codes", on="/me/recovery-codes")
    assert answer.status_code == 200
    return CODE.findall(answer.text)


def use(visitor: Visitor, code: str):
    return visitor.send("/sign-in/recovery", on="/sign-in/recovery", code=code)


@pytest.fixture
def codes(as_nikki) -> list[str]:
    """Nikki's page of them."""
    return make(as_nikki)


@pytest.fixture
def stranger(service, codes) -> Visitor:
    """A browser in which nobody is signed in."""
    return service.test_client()


def test_ten_of_them_are_shown_once(as_nikki):
    assert "None yet. Print some" in as_nikki.get("/me").text
    codes = make(as_nikki)
    assert len(set(codes)) == 10
    page = as_nikki.get("/me/recovery-codes").text
    assert "You have 10 codes left." in page
    assert not CODE.search(page)
    assert "10 codes left" in as_nikki.get("/me").text


def test_the_database_holds_none_of_them(codes, sqlite_url):
    dump = "\n".join(sqlite3.connect(sqlite_url.removeprefix("sqlite:///")).iterdump())
    for code in codes:
        assert code not in dump
        assert code.replace("-", "") not in dump


def test_one_lets_in_once_and_leads_to_adding_a_phone(stranger, service, codes, sink):
    answer = use(stranger, codes[0].lower())
    assert (answer.status_code, answer.location) == (303, "/me/first-phone?again=1")
    assert stranger.is_signed_in
    page = stranger.get("/me/first-phone?again=1").text
    assert "You have 9 recovery codes left." in page
    assert "Add this phone" in page
    assert 'data-then="/me"' in page
    again = service.test_client()
    answer = use(again, codes[0])
    assert answer.status_code == 422
    assert "was used before" in answer.text
    assert codes[0] in answer.text
    assert not again.is_signed_in


def test_who_uses_one_is_told_by_mail(stranger, codes, sink):
    before = len(sink.mails)
    use(stranger, codes[3])
    assert len(sink.mails) == before + 1
    assert sink.recipients[-1] == ["nikki@example.com"]
    assert "Was it not you?" in sink.text


def test_a_page_made_anew_makes_the_old_one_void(as_nikki, stranger, codes):
    fresh = make(as_nikki)
    assert use(stranger, codes[5]).status_code == 422
    assert not stranger.is_signed_in
    assert use(stranger, fresh[5]).status_code == 303


def test_who_has_no_address_comes_in_by_one(service, visitor, stranger, sink, codes):
    # Nobody is told by mail who has none.
    ivy = add_person(service, None, "Ivy")
    assert ivy
    sent = len(sink.mails)
    assert use(stranger, codes[1]).status_code == 303
    assert len(sink.mails) == sent + 1


@pytest.mark.parametrize("typed", ["", "12345678", "2F7KM-9XT4C-QH3WD-6NRVG-8PJY", "A" * 25])
def test_what_is_no_code_is_asked_for_again_as_it_was_typed(visitor, typed):
    answer = use(visitor, typed)
    assert answer.status_code == 422
    assert "Enter the 25 letters and numbers of one code" in answer.text
    assert f'value="{typed}"' in answer.text


def test_ten_tries_in_a_quarter_of_an_hour(stranger, codes, clock: Clock):
    wrong = "2F7KM-9XT4C-QH3WD-6NRVG-8PJY5"
    for _try in range(10):
        assert use(stranger, wrong).status_code == 422
    answer = use(stranger, codes[0])
    assert answer.status_code == 429
    assert "Try again in 15 minutes." in answer.text
    clock.forward(minutes=15)
    assert use(stranger, codes[0]).status_code == 303


def test_a_cookie_from_before_lets_nobody_in_afterwards(stranger, service, codes):
    stranger.get("/sign-in/recovery")
    before = stranger.get_cookie("onepot_before").value
    use(stranger, codes[0])
    thief = service.test_client()
    thief.set_cookie("onepot_before", before)
    assert not thief.is_signed_in


def test_the_page_is_made_for_paper(as_nikki):
    page = as_nikki.send("/me/recovery-codes", on="/me/recovery-codes").text
    assert "We cannot show them again." in page
    assert "http://localhost" in page
    assert "data-print" in page
