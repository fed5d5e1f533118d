"""Who asks to act for the holder, on the first page of each funder's reviewer; accepted, or not and why."""

import pytest
from flask import Flask
from household import Clock
from phone import HTMX, Phone
from registering import Registered, queries_of, registered
from sqlalchemy import Engine
from test_person_page import NEW, door, sees

from app.domain.authority import Role
from app.persistence.verify import verify


@pytest.fixture
def home(app: Flask, sqlite_engine: Engine, clock: Clock) -> Registered:
    home = registered(app, sqlite_engine, clock)
    home.joins("ruth", reference="DWP 123")
    return home


@pytest.fixture
def reviewers(home: Registered, phone) -> tuple[Phone, Phone]:
    """David for the council, Nina for the NHS."""
    home.joins("david", funder_id=home.funders()["council"])
    home.joins("nina", role=Role.REVIEWER, funder_id=home.funders()["nhs"])
    return phone("david"), phone("nina")


def test_who_asks_stands_on_the_reviewers_first_page_and_counts_once_all_have_accepted(home, reviewers, phone):
    david, nina = reviewers
    ruth = phone("ruth")
    assert ruth.open(f"{home.home}/spending").status_code == 403
    sees(ruth, "The NHS or the council has not accepted you yet as the one who acts for Jason.")
    david.open(f"{home.home}/")
    sees(david, "Somebody asks to act for Jason", "Ruth, Appointee", "Westshire Council: not accepted yet")
    assert "NHS Westshire" not in david.page.by_id("main").itertext()
    david.follow("Ruth")
    sees(
        david, "May Ruth act for Jason with your money?", "A letter from the DWP (about benefits only)", "DWP 123",
        "You accept for Westshire Council.", "Approve shifts",
    )  # fmt: skip
    david.send(f"/{home.authority['david']}")
    sees(david, "Accepted.", "Westshire Council: accepted on 10 February 2026", "NHS Westshire: not accepted yet")
    assert ruth.open(f"{home.home}/spending").status_code == 403
    nina.open(f"{home.home}/")
    nina.follow("Ruth")
    nina.send(f"/{home.authority['nina']}")
    assert ruth.open(f"{home.home}/spending").status_code == 200
    david.open(f"{home.home}/")
    sees(david, "Nothing is shared with you yet", "What you answered", "Ruth, Appointee")
    assert home.told("ruth") == ["authority", "authority"]
    assert home.told("jason") == ["authority", "authority"]
    with home.pot.session() as session:
        verify(session)


def test_who_waits_reads_on_their_first_page_who_has_still_to_accept(home, reviewers, phone):
    david, _nina = reviewers
    ruth = phone("ruth")
    ruth.open(f"{home.home}/")
    sees(
        ruth, "You are not accepted yet", "This covers benefits only, until NHS Westshire and Westshire Council accept",
        "A letter from the DWP", "NHS Westshire: not accepted yet",
    )  # fmt: skip
    david.open(f"{home.home}/")
    david.follow("Ruth")
    david.send(f"/{home.authority['david']}")
    ruth.open(f"{home.home}/")
    sees(ruth, "until NHS Westshire accept it", "Westshire Council: accepted on 10 February 2026")
    assert ruth.link("People") == f"{home.home}/people"
    assert ruth.link("What you may do here") == f"{home.home}/people/me"


def test_no_with_a_reason_that_the_one_who_asks_can_read(home, reviewers, phone):
    david, _nina = reviewers
    david.open(f"{home.home}/")
    david.follow("Ruth")
    david.follow("Say no, and why")
    david.send("/no", reason="")
    assert david.response.status_code == 422
    david.send("/no", reason="The letter is <i>too old</i>")
    sees(david, "Said, with your reason.", "The letter is <i>too old</i>")
    ruth = phone("ruth")
    ruth.open(f"{home.home}/")
    sees(ruth, "Westshire Council: said no on 10 February 2026. The letter is <i>too old</i>")


def test_undo_of_a_yes_takes_it_away_and_undo_of_a_no_brings_it_back(home, phone):
    home.joins("david")
    david, ruth = phone("david"), phone("ruth")
    page = f"{home.of('ruth')}/acceptance/{home.authority['david']}"
    david.open(page)
    david.send(f"/{home.authority['david']}")
    assert ruth.open(f"{home.home}/spending").status_code == 200
    david.send("/undo")
    sees(david, "Done. It is as it was before.", "Westshire Council: not accepted yet")
    assert ruth.open(f"{home.home}/spending").status_code == 403
    david.send(f"/{home.authority['david']}")
    david.open(f"{page}/no")
    david.send("/no", reason="No")
    assert ruth.open(f"{home.home}/spending").status_code == 403
    david.send("/undo")
    assert ruth.open(f"{home.home}/spending").status_code == 200


def test_who_reviews_for_two_funders_answers_for_each_by_its_own_authority(home, phone):
    home.joins("david", funder_id=home.funders()["nhs"])
    nhs = home.authority["david"]
    home.joins("david", funder_id=home.funders()["council"])
    david, ruth = phone("david"), phone("ruth")
    for _each in range(2):
        david.open(f"{home.home}/")
        david.follow("Ruth")
        assert david.page.form(david.path).get("action") == david.path
        acting = david.fields(david.path)["acting"]
        assert david.path.endswith(acting)
        david.post(david.path, david.fields(david.path))
        assert david.response.status_code == 200
    assert ruth.open(f"{home.home}/spending").status_code == 200
    assert nhs != home.authority["david"]


def test_a_reviewer_without_a_funder_speaks_for_those_who_have_no_other(home, phone):
    home.joins("david")
    home.joins("nina", role=Role.REVIEWER, funder_id=home.funders()["nhs"])
    david = phone("david")
    david.open(f"{home.of('ruth')}/acceptance/{home.authority['david']}")
    sees(david, "You accept for Westshire Council.")


def test_what_was_accepted_before_is_said(home, phone):
    home.joins("david")
    david = phone("david")
    page = f"{home.of('ruth')}/acceptance/{home.authority['david']}"
    david.open(page)
    fields = david.fields(page)
    david.send(page)
    assert david.page.forms(page) == []
    again = david.client.post(page, data=fields | {"change_id": NEW})
    assert again.status_code == 409


@pytest.mark.parametrize("headers", [None, HTMX])
@pytest.mark.parametrize("who", ["joan", "ruth", "leila", "omar", "jason"])
def test_nobody_but_a_reviewer_accepts(home, phone, who, headers):
    home.joins("david")
    if who not in ("ruth", "jason"):
        home.joins(who)
    page = f"{home.of('ruth')}/acceptance/{home.authority['david']}"
    other = phone(who)
    assert other.client.get(page, headers=headers).status_code == 403
    for end in ("", "/no", "/undo"):
        acting = {"acting": home.authority[who], "reason": "x"}
        assert other.client.post(page + end, data=door(other) | acting, headers=headers).status_code == 403
    assert "representative accepted" not in home.log()


def test_another_reviewers_authority_or_one_who_need_not_be_accepted_is_not_there(home, reviewers):
    david, _nina = reviewers
    home.joins("maria")
    assert david.open(f"{home.of('ruth')}/acceptance/{home.authority['nina']}").status_code == 404
    assert david.open(f"{home.of('maria')}/acceptance/{home.authority['david']}").status_code == 404
    assert david.open(f"{home.of('david')}/acceptance/{home.authority['david']}").status_code == 404


def test_who_has_left_is_not_accepted_any_more(home, phone):
    home.joins("david")
    david = phone("david")
    page = f"{home.of('ruth')}/acceptance/{home.authority['david']}"
    david.open(page)
    fields = david.fields(page)
    ruth = phone("ruth")
    ruth.open(home.of("ruth", "/end"))
    ruth.send("/end")
    assert david.client.post(page, data=fields).status_code == 404
    david.open(f"{home.home}/")
    sees(david, "Nothing is shared with you yet")


def test_the_first_pages_ask_the_database_little(home, reviewers, phone):
    for who in ("david", "ruth"):
        assert queries_of(phone(who), f"{home.home}/") <= 5
    page = f"{home.of('ruth')}/acceptance/{home.authority['david']}"
    assert queries_of(phone("david"), page) <= 5


FRONT = {"helen": ("The plan",), "omar": ("The plan", "People"), "peter": ("Shifts", "The plan"), "sadiq": ()}


@pytest.mark.parametrize("who", FRONT)
def test_who_sees_no_money_finds_what_they_may_see(home, phone, who):
    home.joins(who)
    own = phone(who)
    assert own.open(f"{home.home}/").status_code == 200
    for words in (*FRONT[who], "What you may do here"):
        assert own.link(words), words
    assert "decides when you see a review" not in own.text()
