"""A code and a link by mail: ten minutes, once, five tries; the same for everybody."""

import html
import re

import pytest
from flask import Flask
from sqlalchemy import select
from visiting import Clock, wrong

from app.persistence.database import db
from app.persistence.tables import Person

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def people(service: Flask) -> dict[str, str]:
    with service.app_context():
        return dict(db.session.execute(select(Person.email, Person.name)).all())


# --- in by code


def test_an_unknown_address_with_the_right_code_becomes_a_person(service, visitor, sink):
    answer = visitor.send("/sign-in", email="sam.new@example.com")
    assert (answer.status_code, answer.location) == (303, "/sign-in/code")
    assert "sam.new@example.com" in visitor.get("/sign-in/code").text
    answer = visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code)
    assert (answer.status_code, answer.location) == (303, "/me/first-name")
    assert visitor.is_signed_in
    assert people(service) == {"sam.new@example.com": "sam.new"}


def test_nobody_is_made_before_the_code_is_right(service, visitor, sink):
    visitor.send("/sign-in", email="sam@example.com")
    visitor.send("/sign-in/code", on="/sign-in/code", code=wrong(sink.code))
    assert people(service) == {}


def test_a_new_person_says_their_name_and_goes_where_they_were_going(service, visitor, sink):
    visitor.get("/sign-in?next=/me?a=1")
    visitor.post("/sign-in", data={"csrf_token": visitor.token("/sign-in?next=/me?a=1"), "email": "sam@example.com"})
    visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code)
    empty = visitor.send("/me/first-name", on="/me/first-name", name=" ")
    assert empty.status_code == 422
    assert "Enter your name" in empty.text
    answer = visitor.send("/me/first-name", on="/me/first-name", name="Sam Ó")
    assert (answer.status_code, answer.location) == (303, "/me/first-phone")
    assert people(service) == {"sam@example.com": "Sam Ó"}
    assert '<a class="btn two" href="/me?a=1">' in visitor.get("/me/first-phone").text


def test_who_was_here_before_goes_home(as_nikki, sink):
    as_nikki.send("/sign-out", on="/me")
    as_nikki.send("/sign-in", email="nikki@example.com")
    answer = as_nikki.send("/sign-in/code", on="/sign-in/code", code=sink.code)
    assert answer.location == "/"


@pytest.mark.parametrize(
    "typed",
    [
        "{0}",
        " {0}\n",
        "{1} {2}",
        "{1}-{2}",
        "Your code:\n\n{1} {2}",
        "{3}",
    ],
)
def test_a_code_is_taken_as_people_type_and_paste_it(visitor, sink, typed):
    visitor.send("/sign-in", email="sam@example.com")
    code = typed.format(sink.code, sink.code[:4], sink.code[4:], sink.code.translate(ARABIC))
    assert visitor.send("/sign-in/code", on="/sign-in/code", code=code).status_code == 303
    assert visitor.is_signed_in


@pytest.mark.parametrize("typed", ["", "1234567", "123456789", "abcdefgh", "²³¹²³¹²³", "½" * 8])
def test_what_is_no_code_is_asked_for_again_beside_its_field(visitor, typed):
    visitor.send("/sign-in", email="sam@example.com")
    answer = visitor.send("/sign-in/code", on="/sign-in/code", code=typed)
    assert answer.status_code == 422
    assert "Enter the 8 numbers from the email" in answer.text
    assert f'value="{typed}"' in answer.text or not typed


def test_a_wrong_code_is_kept_on_the_page_and_five_of_them_are_the_end_of_it(visitor, sink):
    visitor.send("/sign-in", email="sam@example.com")
    for _try in range(4):
        answer = visitor.send("/sign-in/code", on="/sign-in/code", code=wrong(sink.code))
        assert answer.status_code == 422
        assert "That is not the code we sent" in answer.text
        assert wrong(sink.code) in answer.text
    assert visitor.send("/sign-in/code", on="/sign-in/code", code=wrong(sink.code)).status_code == 410
    answer = visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code)
    assert answer.status_code == 410
    assert "This sign-in link is too old." in answer.text
    assert not visitor.is_signed_in


def test_a_code_is_good_for_ten_minutes(visitor, sink, clock: Clock):
    visitor.send("/sign-in", email="sam@example.com")
    clock.forward(minutes=10)
    assert visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code).status_code == 410
    visitor.send("/sign-in/code/another", on="/sign-in/code")
    assert len(sink.mails) == 2
    clock.forward(minutes=9, seconds=59)
    assert visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code).status_code == 303


def test_a_code_is_good_only_in_the_browser_that_asked_for_it(service, visitor, sink):
    visitor.send("/sign-in", email="sam@example.com")
    other = service.test_client()
    answer = other.send("/sign-in/code", code=sink.code)
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert not other.is_signed_in


def test_a_code_is_good_once_and_uses_up_the_link_beside_it(service, visitor, sink):
    visitor.send("/sign-in", email="sam@example.com")
    other = service.test_client()
    with visitor.session_transaction() as mine, other.session_transaction() as theirs:
        theirs["code_id"] = mine["code_id"]
    visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code)
    assert other.send("/sign-in/code", on="/sign-in/code", code=sink.code).status_code == 410
    assert other.get(sink.link).status_code == 410


# --- in by link


def test_a_link_opens_a_button_and_only_the_button_lets_in(service, visitor, sink):
    visitor.send("/sign-in", email="sam@example.com")
    elsewhere = service.test_client()
    for _look in range(3):  # as mail scanners do
        assert elsewhere.get(sink.link).status_code == 200
        assert elsewhere.head(sink.link).status_code == 200
    assert not elsewhere.is_signed_in
    assert elsewhere.send(sink.link, on=sink.link).status_code == 303
    assert elsewhere.is_signed_in


def test_a_link_is_good_once_and_for_ten_minutes(service, visitor, sink, clock: Clock):
    visitor.send("/sign-in", email="sam@example.com")
    visitor.send(sink.link, on=sink.link)
    again = service.test_client()
    assert again.get(sink.link).status_code == 410
    assert again.send(sink.link).status_code == 410
    assert not again.is_signed_in
    again.send("/sign-in", email="sam@example.com")
    clock.forward(minutes=10)
    assert again.get(sink.link).status_code == 410
    assert again.send(sink.link).status_code == 410


def test_an_old_link_is_changed_for_a_new_one_to_the_same_address(visitor, sink, clock: Clock):
    visitor.send("/sign-in", email="sam@example.com")
    clock.forward(hours=2)
    old = visitor.get(sink.link).text
    assert "This sign-in link is too old." in old
    assert "Send me a new one" in old
    assert "sam@example.com" not in old
    answer = visitor.send(f"{sink.link}/another", on=sink.link)
    assert answer.location == "/sign-in/code"
    assert sink.recipients == [["sam@example.com"]] * 2
    assert visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code).status_code == 303


def test_a_link_that_was_made_up_mails_nobody(visitor, sink):
    page = visitor.get("/sign-in/link/made-up")
    assert page.status_code == 410
    answer = visitor.send("/sign-in/link/made-up/another")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert sink.mails == []


@pytest.mark.parametrize(("address", "mails"), [(None, 0), ("https://onepot.example/", 1)])
def test_links_lead_to_the_service_whatever_host_a_stranger_sends(service, sink, address, mails):
    object.__setattr__(service.extensions["settings"], "url", address)
    stranger = service.test_client()
    page = stranger.get("/sign-in", base_url="http://evil.example").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    fields = {"csrf_token": token, "email": "nikki@example.com"}
    stranger.post("/sign-in", data=fields, base_url="http://evil.example")
    assert len(sink.mails) == mails
    assert all("https://onepot.example/sign-in/link/" in mail.get_content() for mail in sink.mails)


# --- nobody learns who is known


@pytest.mark.usefixtures("nikki")
def test_known_and_unknown_addresses_get_the_same_answers(service, sink):
    seen = []
    for email in ("nikki@example.com", "other@example.com"):
        visitor = service.test_client()
        answer = visitor.send("/sign-in", email=email)
        page = visitor.get("/sign-in/code").text.replace(email, "")
        page = re.sub(r'value="[^"]{30,}"', "", page)
        mail = sink.text.replace(sink.link, "").replace(f"{sink.code[:4]} {sink.code[4:]}", "")
        seen.append((answer.status_code, answer.location, answer.text, page, sink.mails[-1]["Subject"], mail))
    assert seen[0] == seen[1]


@pytest.mark.usefixtures("nikki")
def test_case_and_wide_letters_make_no_other_person(service, visitor, sink):
    visitor.send("/sign-in", email=" Nikki＠EXAMPLE.com ")
    visitor.send("/sign-in/code", on="/sign-in/code", code=sink.code)
    assert people(service) == {"nikki@example.com": "Nikki"}


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "nikki",
        "a@b",
        "a@b@example.com",
        "a,b@example.com",
        "a@example.com,b@example.com",
        "a@example.com\r\nBcc: b@example.com",
        "<a@example.com>",
        "a@[1.2.3.4]",
        "a" * 250 + "@example.com",
        "a@" + "b" * 70 + ".com",
        "nikki\u0131@example.com",
        "<script>alert(1)</script>",
    ],
)
def test_what_is_no_address_is_asked_for_again_with_what_was_typed(visitor, sink, typed):
    answer = visitor.send("/sign-in", email=typed)
    assert answer.status_code == 422
    assert "Enter your email, like name@example.com" in answer.text or "254 letters" in answer.text
    kept = re.search(r'name="email"[^>]*value="([^"]*)"', answer.text)
    assert not typed.strip() or html.unescape(kept[1])[:5] == typed[:5]
    assert "<script>alert" not in answer.text
    assert sink.mails == []


def test_a_mail_says_that_no_one_wrote_it_and_keeps_its_link_whole(visitor, sink):
    visitor.send("/sign-in", email="sam@example.com")
    mail = sink.mails[-1]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["From"] == "Onepot <onepot@service.example>"
    assert sink.code not in mail["Subject"]
    assert sink.link


def test_a_mail_server_that_is_away_is_said_beside_the_field(service, visitor):
    object.__setattr__(service.extensions["settings"], "smtp_url", "smtp://127.0.0.1:9")
    answer = visitor.send("/sign-in", email="sam@example.com")
    assert answer.status_code == 503
    assert "We could not send the email" in answer.text
    assert 'value="sam@example.com"' in answer.text
