"""Asking somebody in: checked before, told by mail or letter, once, for three days; and a yes that is theirs to say."""

import html
import re
import sqlite3
import uuid

import pytest
from factories import NOW, grant
from flask import Flask
from sqlalchemy import select
from visiting import Clock, Sink, Visitor, add_person

from app.domain.authority import REPRESENTATIVES, Authority, Role, Scope
from app.people.offers import roles_offered
from app.persistence.database import db
from app.persistence.tables import AuthorityRow, Change, Invitation, Person
from app.persistence.verify import verify

AMINA = {"name": "Amina", "role": "carer", "way": "letter", "email": ""}
BY_MAIL = AMINA | {"way": "email", "email": "Amina@Example.com"}


def invite(nikki: Visitor, pot, **said: str) -> str:
    """Fill the form in, look at the check page, send it; where it stands then."""
    new, check = f"/p/{pot.id}/people/invite", f"/p/{pot.id}/people/invite/check"
    checked = nikki.change(check, new, **AMINA | said)
    assert checked.status_code == 200, checked.text
    form = checked.text.split(f'action="{new}"')[1].split("</form>")[0]
    told = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    answer = nikki.post(new, data={name: html.unescape(value) for name, value in told.items()})
    assert answer.status_code == 303, answer.text
    return answer.location.partition("?")[0]


def letter(nikki: Visitor, place: str) -> tuple[str, str]:
    """The path of the square, and the code."""
    page = nikki.get(f"{place}/letter").text
    code = re.search(r'class="code"[^>]*><bdi>([-A-Z2-9]{29})<', page)[1]
    return f"/come-in/{code.replace('-', '')}", code


def link(sink: Sink) -> str:
    return re.search(r"^https?://[^/]+(/come-in/\S+)$", sink.text, re.MULTILINE)[1]


def yes(visitor: Visitor, path: str, **typed: str):
    return visitor.change(path, path, **typed)


def authorities(service: Flask) -> dict[str, str]:
    with service.app_context():
        found = select(Person.name, AuthorityRow.role).join(AuthorityRow, AuthorityRow.person_id == Person.id)
        return dict(db.session.execute(found).all())


@pytest.fixture
def stranger(service) -> Visitor:
    """A browser in which nobody is signed in."""
    return service.test_client()


@pytest.fixture
def letters(as_nikki, pot) -> str:
    """Where an invitation by letter stands."""
    return invite(as_nikki, pot)


# --- asking


def test_what_they_will_see_and_do_is_said_before_they_are_asked(as_nikki, pot):
    check = f"/p/{pot.id}/people/invite/check"
    page = as_nikki.change(check, f"/p/{pot.id}/people/invite", **BY_MAIL).text
    assert "Ask <bdi" in page
    assert "Amina</bdi> in?" in page
    assert "Can write down their own shifts. Cannot see the money." in page
    assert "amina@example.com" in page
    assert "Send the email" in page
    assert as_nikki.get(f"/p/{pot.id}/people").text.count("Amina") == 0


def test_something_can_be_changed_after_the_check(as_nikki, pot):
    new = f"/p/{pot.id}/people/invite"
    answer = as_nikki.change(new, new, **BY_MAIL, edit="1")
    assert answer.status_code == 200
    assert 'value="Amina"' in answer.text
    assert 'value="Amina@Example.com"' in answer.text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"name": ""}, "Enter their name"),
        ({"role": ""}, "Choose what they are to you"),
        ({"role": "holder"}, "Choose what they are to you"),
        ({"role": "king"}, "Choose what they are to you"),
        ({"way": ""}, "Choose how they are told"),
        ({"way": "pigeon"}, "Choose how they are told"),
        ({"way": "email", "email": ""}, "Enter their email, like name@example.com"),
        ({"way": "email", "email": "amina"}, "Enter their email, like name@example.com"),
        ({"way": "phone", "role": "helper"}, "A link without an account is for carers."),
    ],
)
@pytest.mark.parametrize("path", ["/people/invite/check", "/people/invite"])
def test_what_is_missing_is_asked_for_and_everything_is_kept(as_nikki, pot, path, said, sentence):
    answer = as_nikki.change(f"/p/{pot.id}{path}", f"/p/{pot.id}/people/invite", **AMINA | said)
    assert answer.status_code == 422
    assert sentence in answer.text
    for field in ("name", "email"):
        kept = (AMINA | said)[field]
        assert not kept or f'value="{kept}"' in answer.text


def test_every_role_but_the_holders_is_offered_by_one_function(as_nikki, pot):
    page = as_nikki.get(f"/p/{pot.id}/people/invite").text
    holder, deputy = (Authority("a", "b", role, NOW, None) for role in (Role.HOLDER, Role.DEPUTY))
    assert re.findall(r'name="role" type="radio" value="([^"]+)"', page) == roles_offered(holder)
    assert set(roles_offered(holder)) == set(Role) - {Role.HOLDER}
    assert not (REPRESENTATIVES | {Role.REVIEWER}) & set(roles_offered(deputy))


def test_who_has_not_answered_stands_on_the_page_of_people(as_nikki, pot, letters):
    page = as_nikki.get(f"/p/{pot.id}/people").text
    assert "Asked, not answered yet" in page
    assert f'href="{letters}"' in page
    assert "They can answer until" in page


def test_a_helper_sees_who_was_asked_and_asks_nobody(come_in, pot, letters):
    joan = come_in("joan@example.com")
    page = joan.get(f"/p/{pot.id}/people").text
    assert "Amina" in page
    assert letters not in page
    assert joan.get(letters).status_code == 403
    assert joan.get(f"/p/{pot.id}/people/invite").status_code == 403


# --- by letter


def test_a_letter_is_opened_on_another_phone_and_makes_a_new_person(service, as_nikki, stranger, pot, letters):
    path, _code = letter(as_nikki, letters)
    page = stranger.get(path).text
    assert "Nikki</bdi> asks you to join" in page
    assert "Can write down their own shifts." in page
    assert 'value="Amina"' in page
    answer = yes(stranger, path, name="Amina Yusuf")
    assert (answer.status_code, answer.location) == (303, "/me/first-phone")
    assert f'href="/p/{pot.id}/?after=' in stranger.get("/me/first-phone").text
    assert "A link by email always works too." not in stranger.get("/me/first-phone").text
    assert stranger.get(f"/p/{pot.id}/shifts").status_code == 200
    assert stranger.get(f"/p/{pot.id}/money").status_code == 403
    assert authorities(service)["Amina Yusuf"] == "carer"
    page = as_nikki.get(f"/p/{pot.id}/people").text
    assert "Asked, not answered yet" not in page
    assert "Amina Yusuf" in page


def test_it_is_a_change_of_the_pot_by_who_said_yes_and_the_books_are_sound(service, as_nikki, stranger, pot, letters):
    yes(stranger, letter(as_nikki, letters)[0], name="Amina")
    with service.app_context():
        made = db.session.scalars(select(Change).where(Change.name == "invitation accepted")).one()
        authority = db.session.scalars(select(AuthorityRow).where(AuthorityRow.change_id == made.id)).one()
        assert (made.person_id, made.authority_id) == (authority.person_id, authority.id)
        assert db.session.get(Person, made.person_id).name == "Amina"
    with pot.session() as session:
        verify(session)


def test_the_code_of_a_letter_can_be_typed(as_nikki, stranger, letters):
    path, code = letter(as_nikki, letters)
    answer = stranger.send("/come-in", on="/come-in", code=code.lower())
    assert (answer.status_code, answer.location) == (303, path)


@pytest.mark.parametrize("typed", ["", "x", "2F7KM-9XT4C-QH3WD-6NRVG-8PJY5"])
def test_a_code_of_no_letter_is_asked_for_again(visitor, typed):
    answer = visitor.send("/come-in", on="/come-in", code=typed)
    assert answer.status_code == 422
    assert not typed or f'value="{typed}"' in answer.text


def test_the_letter_can_be_drawn_again_and_holds_a_square_that_leads_there(as_nikki, letters):
    first, again = (as_nikki.get(f"{letters}/letter").text for _time in range(2))
    assert letter(as_nikki, letters) == letter(as_nikki, letters)
    assert "<svg" in first
    assert first.split("<svg")[2:] == again.split("<svg")[2:]


def test_who_is_signed_in_says_yes_as_themselves(service, as_nikki, come_in, pot, letters):
    sam = come_in("sam@example.com")
    sam.send("/me/name", on="/me/name", name="Sam Field")
    path, _code = letter(as_nikki, letters)
    page = sam.get(path).text
    assert "You are signed in as" in page
    assert 'name="name"' not in page
    answer = yes(sam, path)
    assert answer.location.startswith(f"/p/{pot.id}/?after=")
    assert authorities(service)["Sam Field"] == "carer"
    assert "You are part of this now." in sam.get(f"/p/{pot.id}/shifts?{answer.location.partition('?')[2]}").text


def test_who_would_rather_use_their_mail_signs_in_first_and_comes_back(service, as_nikki, stranger, sink, pot, letters):
    path, _code = letter(as_nikki, letters)
    assert f'href="/sign-in?next={path}"' in stranger.get(path).text
    stranger.get(f"/sign-in?next={path}")
    stranger.post(
        "/sign-in", data={"csrf_token": stranger.token(f"/sign-in?next={path}"), "email": "amina@example.com"}
    )
    stranger.send("/sign-in/code", on="/sign-in/code", code=sink.code)
    stranger.send("/me/first-name", on="/me/first-name", name="Amina")
    assert f'href="{path}"' in stranger.get("/me/first-phone").text
    stranger.get(f"/sign-in?next={path}")
    yes(stranger, path)
    assert authorities(service)["Amina"] == "carer"


def test_it_lets_in_once(service, as_nikki, stranger, letters):
    path, _code = letter(as_nikki, letters)
    form = stranger.fields(path, path) | {"name": "Amina"}
    assert stranger.post(path, data=form).status_code == 303
    thief: Visitor = service.test_client()
    assert thief.get(path).status_code == 410
    for change_id in (str(uuid.uuid4()), "7d444840-9dc0-11d1-b245-5ffdce74fad2"):
        told = form | {"change_id": change_id, "csrf_token": thief.token()}
        assert thief.post(path, data=told).status_code == 410
    assert not thief.is_signed_in
    assert list(authorities(service).values()).count("carer") == 1


def test_a_yes_whose_answer_was_lost_on_the_way_is_answered_again(service, as_nikki, stranger, pot, letters):
    path, _code = letter(as_nikki, letters)
    form = stranger.fields(path, path) | {"name": "Amina"}
    cookie = stranger.get_cookie("onepot_before").value
    assert stranger.post(path, data=form).status_code == 303
    stranger.delete_cookie("onepot")  # the answer did not come
    stranger.set_cookie("onepot_before", cookie)
    answer = stranger.post(path, data=form)
    assert (answer.status_code, answer.location) == (303, "/me/first-phone")
    assert list(authorities(service).values()).count("carer") == 1


def test_the_holder_is_not_made_their_own_carer(as_nikki, letters):
    answer = yes(as_nikki, letter(as_nikki, letters)[0])
    assert answer.status_code == 409
    assert "You are part of this already." in answer.text


def test_nobody_is_the_same_twice(service, as_nikki, come_in, pot, letters):
    grant(pot, add_person(service, "carl@example.com", "Carl"), Role.CARER)
    answer = yes(come_in("carl@example.com"), letter(as_nikki, letters)[0])
    assert answer.status_code == 409


def test_who_acts_for_the_holder_counts_once_the_funders_have_said_yes(service, as_nikki, come_in, pot):
    place = invite(as_nikki, pot, name="Ruth", role="appointee")
    assert "Each funder has to say yes to them first." in as_nikki.get(place).text
    ruth = come_in("ruth@example.com")
    assert yes(ruth, letter(as_nikki, place)[0]).status_code == 303
    with service.app_context():
        row = db.session.scalars(select(AuthorityRow).where(AuthorityRow.role == Role.APPOINTEE)).one()
        assert (row.document, row.scope, row.accepted_at) == ("dwp_letter", Scope.BOTH, None)
    assert ruth.get(f"/p/{pot.id}/people").status_code == 200
    assert ruth.get(f"/p/{pot.id}/money").status_code == 403
    assert ruth.get(f"/p/{pot.id}/people/invite").status_code == 403


# --- by mail


def test_a_mail_without_names_leads_to_who_asks_and_lets_only_its_address_in(service, as_nikki, stranger, sink, pot):
    invite(as_nikki, pot, **BY_MAIL)
    assert sink.recipients[-1] == ["amina@example.com"]
    for word in ("Nikki", "Amina", "carer", "budget"):
        assert word not in sink.text
        assert word not in sink.mails[-1]["Subject"]
    page = stranger.get(link(sink)).text
    assert "You come in as" in page
    assert "amina@example.com" in page
    answer = yes(stranger, link(sink))
    assert (answer.status_code, answer.location) == (303, "/me/first-phone")
    assert "amina@example.com" in stranger.get("/me").text
    assert authorities(service)["Amina"] == "carer"


def test_in_the_browser_of_somebody_else_it_is_still_bound_to_its_address(service, as_nikki, come_in, sink, pot):
    invite(as_nikki, pot, **BY_MAIL)
    path = link(sink)
    joan = come_in("joan@example.com")
    yes(joan, path)
    assert "amina@example.com" in joan.get("/me").text
    assert authorities(service)["Amina"] == "carer"


def test_who_has_an_account_at_that_address_signs_in_first(service, as_nikki, come_in, stranger, sink, pot):
    come_in("amina@example.com")
    invite(as_nikki, pot, **BY_MAIL)
    path = link(sink)
    assert "Sign in as" in stranger.get(path).text
    answer = yes(stranger, path)
    assert (answer.status_code, answer.location) == (303, f"/sign-in?next={path}")
    assert not stranger.is_signed_in
    assert "carer" not in authorities(service).values()
    stranger.get(answer.location)
    stranger.post("/sign-in", data={"csrf_token": stranger.token(answer.location), "email": "amina@example.com"})
    answer = stranger.send("/sign-in/code", on="/sign-in/code", code=sink.code)
    answer = answer if answer.location == path else stranger.get(f"/sign-in?next={path}")
    assert answer.location == path
    assert yes(stranger, path).location.startswith(f"/p/{pot.id}/")
    assert "carer" in authorities(service).values()


def test_a_mail_that_cannot_be_sent_is_said_and_can_be_sent_again(service, as_nikki, sink, pot):
    url = service.extensions["settings"].smtp_url
    object.__setattr__(service.extensions["settings"], "smtp_url", None)
    place = invite(as_nikki, pot, **BY_MAIL)
    assert "We could not send the email." in as_nikki.get(place).text
    object.__setattr__(service.extensions["settings"], "smtp_url", url)
    assert as_nikki.change(f"{place}/again", place).status_code == 303
    assert sink.recipients[-1] == ["amina@example.com"]


# --- too old, taken back, sent again


def test_it_works_for_three_days(as_nikki, stranger, letters, clock: Clock):
    path, _code = letter(as_nikki, letters)
    clock.forward(hours=71, minutes=59)
    assert stranger.get(path).status_code == 200
    form = stranger.fields(path, path) | {"name": "Amina"}
    clock.forward(minutes=1)
    answer = stranger.get(path)
    assert answer.status_code == 410
    assert "This sign-in link is too old." in answer.text
    assert "Send me a new one" in answer.text
    assert stranger.post(path, data=form).status_code == 410
    assert not stranger.is_signed_in
    assert "The time to answer is over." in as_nikki.get(letters).text
    assert as_nikki.get(f"{letters}/letter").location == letters


def test_who_asked_is_told_when_it_was_too_old(as_nikki, stranger, sink, letters, clock: Clock):
    path, _code = letter(as_nikki, letters)
    clock.forward(hours=72)
    before = len(sink.mails)
    answer = stranger.send(f"{path}/another", on=path)
    assert answer.status_code == 200
    assert sink.recipients[before:] == [["nikki@example.com"]]
    assert letters in sink.text
    made_up = stranger.send("/come-in/2F7KM9XT4CQH3WD6NRVG8PJY5/another")
    assert made_up.text.split("<main")[1] == answer.text.split("<main")[1]
    assert len(sink.mails) == before + 1


def test_taken_back_it_is_worth_nothing(as_nikki, stranger, pot, letters):
    path, _code = letter(as_nikki, letters)
    assert as_nikki.change(f"{letters}/undo", letters).status_code == 303
    assert stranger.get(path).status_code == 410
    assert "Asked, not answered yet" not in as_nikki.get(f"/p/{pot.id}/people").text
    assert "You took this back" in as_nikki.get(letters).text


def test_sent_again_the_code_before_is_worth_nothing(as_nikki, stranger, letters, clock: Clock):
    path, _code = letter(as_nikki, letters)
    clock.forward(hours=100)
    as_nikki.change(f"{letters}/again", letters)
    fresh, _code = letter(as_nikki, letters)
    assert fresh != path
    assert stranger.get(path).status_code == 410
    assert stranger.get(fresh).status_code == 200


def test_after_a_yes_there_is_nothing_to_take_back(as_nikki, stranger, letters):
    undo = as_nikki.fields(letters, f"{letters}/undo")
    yes(stranger, letter(as_nikki, letters)[0], name="Amina")
    answer = as_nikki.post(f"{letters}/undo", data=undo)
    assert answer.status_code == 409
    assert "said yes on" in answer.text


# --- guarded


def test_the_database_holds_no_code(as_nikki, letters, sqlite_url):
    _path, code = letter(as_nikki, letters)
    dump = "\n".join(sqlite3.connect(sqlite_url.removeprefix("sqlite:///")).iterdump())
    assert code.replace("-", "") not in dump


def test_what_is_told_of_somebody_can_be_blanked(service, letters):
    with service.app_context():
        (row,) = db.session.scalars(select(Invitation))
    assert not {"name", "email"} & set(row.__table__.columns.keys())


def test_twenty_tries_in_a_quarter_of_an_hour(stranger, clock: Clock):
    for _try in range(20):
        assert stranger.send("/come-in", on="/come-in", code="2F7KM-9XT4C-QH3WD-6NRVG-8PJY5").status_code == 422
    assert stranger.send("/come-in", on="/come-in", code="2F7KM-9XT4C-QH3WD-6NRVG-8PJY5").status_code == 429


def test_a_cookie_from_before_lets_nobody_in_afterwards(service, as_nikki, stranger, letters):
    path, _code = letter(as_nikki, letters)
    stranger.get(path)
    before = stranger.get_cookie("onepot_before").value
    yes(stranger, path, name="Amina")
    thief: Visitor = service.test_client()
    thief.set_cookie("onepot_before", before)
    assert not thief.is_signed_in


def test_names_are_only_ever_text(as_nikki, stranger, pot):
    nasty = '"><img src=x onerror=y>%(name)s{{7*7}}'
    place = invite(as_nikki, pot, name=nasty)
    pages = [as_nikki.get(path).text for path in (place, f"{place}/letter", f"/p/{pot.id}/people")]
    for page in (*pages, stranger.get(letter(as_nikki, place)[0]).text):
        assert "<img" not in page
        assert "%(name)s{{7*7}}" in page
