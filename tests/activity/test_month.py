"""A month to print or to read out, and that somebody went through it with the holder."""

import io
from datetime import timedelta

import pytest
from jasons import PAGE
from phone import plain, words_of
from photos import drawn, encoded
from sqlalchemy import select

from app.persistence.sweep import sweep
from app.persistence.tables import GoneThrough
from app.persistence.verify import Unsound, verify

MARCH = "/month/2026-03"


def opened(home, phone, who: str = "jason", month: str = MARCH):
    one = phone(who)
    one.open(home.activity + month)
    return one


def goes_through(home, phone, person: str = "ruth", **typed: str):
    """Somebody writes down that they went through March; their phone."""
    one = opened(home, phone, person)
    one.send("/gone-through", **{"how": "said"} | typed)
    return one


def said(one) -> list[str]:
    """Each thing that was done, by whom, as the page says it."""
    return [plain(words_of(li)) for li in one.page.all("li") if (li.get("class") or "") == "easy-idea"]


def rows(home) -> list[GoneThrough]:
    with home.pot.session() as session:
        return list(session.scalars(select(GoneThrough).order_by(GoneThrough.n)))


def test_it_tells_by_day_who_did_what_in_short_words(home, phone, clock):
    home.pays("ruth", "Taxi")
    clock.forward(days=1)
    home.pays("jason", "Bus")
    one = opened(home, phone)
    assert [plain(words_of(h)) for h in one.page.all("h2")][:2] == ["3 March", "4 March"]
    assert [words for words in said(one) if "Recorded" in words] == [
        "Ruth Recorded £14.00 for Taxi", "You Recorded £14.00 for Bus",
    ]  # fmt: skip


def test_who_prints_it_for_the_holder_is_named_on_it(home, phone):
    home.pays("ruth", "Taxi")
    home.pays("jason", "Bus")
    words = said(opened(home, phone, "ruth"))
    assert {"Ruth Recorded £14.00 for Taxi", "Jason Recorded £14.00 for Bus"} <= set(words)


def test_it_is_of_that_month_alone(home, phone, clock):
    home.pays("ruth", "Taxi")
    clock.forward(days=30)
    home.pays("ruth", "Bus")
    assert "Bus" not in opened(home, phone).text()
    april = opened(home, phone, month="/month/2026-04")
    assert "Bus" in april.text()
    assert "Taxi" not in april.text()
    assert not april.offers("May 2026")
    april.follow("March 2026")
    assert "Taxi" in april.text()
    assert april.offers("April 2026")


def test_the_way_back_ends_where_the_log_begins(home, phone):
    began = home.changes()[-1].received_at
    one = opened(home, phone, month=f"/month/{began:%Y-%m}")
    assert [link for link in one.page.links() if link.startswith(f"{home.activity}/month/") and link < one.path] == []


def test_another_month_is_empty(home, phone):
    one = opened(home, phone, month="/month/2025-12")
    assert "Nobody did anything." in one.text()
    assert said(one)[:-1] == []


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-00", "2026-3", "2026-04", "9999-12", "0001-01", "1989-12", "2026-03-01", "²026-03", "x"]
)
def test_what_is_no_month_that_has_begun(home, phone, month):
    assert phone("jason").client.get(f"{home.activity}/month/{month}").status_code == 404
    assert phone("jason").client.get(f"{home.activity}{MARCH}").status_code == 200


def test_it_says_who_looked_on_how_many_days_and_at_what(home, phone, clock):
    for _day in range(2):
        with phone("fatima").client.get(f"{home.home}/plan") as answer:
            assert answer.status_code == 200
        clock.forward(days=1)
    assert "Fatima Looked on 2 days. They saw: the plan" in said(opened(home, phone))


def test_what_is_left_is_for_who_may_see_totals(home, phone):
    assert "there is £" in opened(home, phone).text()
    assert "there is £" not in opened(home, phone, "will").text()


def test_a_long_month_says_that_there_is_more(home, phone, monkeypatch):
    monkeypatch.setattr("app.activity.month_routes.MOST", PAGE)
    for number in range(PAGE):
        home.pays("ruth", f"Thing {number}")
    one = opened(home, phone)
    assert "There is more." in one.text()
    assert one.link("See all of it") == home.activity


@pytest.mark.parametrize("who", ["amina", "joan", "fatima", "david", "una"])
def test_who_may_not_see_what_was_done_has_no_such_page(home, phone, who):
    one = phone(who)
    assert one.client.get(home.activity + MARCH).status_code == 403
    one.open(home.activity)
    assert not one.offers("To print or read out")


def test_the_way_to_it_is_on_the_page_of_what_was_done(home, phone):
    for who in ("jason", "ruth"):
        one = opened(home, phone, who, "")
        one.follow("To print or read out")
        assert one.path.endswith(MARCH)


# --- that somebody went through it with them


def test_who_went_through_it_with_them_is_kept_and_told(home, phone):
    ruth = goes_through(home, phone, who="Aunt May", said="He laughed about the bus")
    assert "Kept: you went through this month." in ruth.text()
    jason = opened(home, phone)
    for words in ("Aunt May went through this on 3 March 2026.", "Yes: said it", "He laughed about the bus"):
        assert words in plain(jason.text())
    assert "Ruth wrote this down." in plain(jason.text())
    jason.open(home.activity)
    assert jason.acts()[max(jason.acts())].startswith("Wrote down that March 2026 was gone through Ruth, for Jason")
    jason.follow("Wrote down that March 2026")
    assert jason.path.endswith(MARCH)


def test_the_form_begins_with_who_fills_it_in(home, phone):
    assert opened(home, phone, "ruth").fields("/gone-through")["who"] == "Ruth"
    assert opened(home, phone, "jason").fields("/gone-through")["who"] == ""


def test_that_they_did_not_agree_is_kept_as_well(home, phone):
    goes_through(home, phone, how="not_agreed")
    assert "No: something is not right" in opened(home, phone).text()


def test_what_is_missing_is_asked_for(home, phone):
    one = goes_through(home, phone, "jason", how="", gone_on__year="2027")
    assert one.response.status_code == 422
    assert one.error_of("who") == "Write who went through it"
    assert one.error_of("how") == "Choose whether everything was right"
    assert one.error_of("gone_on") == "Enter a day that is today or before"
    assert rows(home) == []


@pytest.mark.parametrize("who", ["ruth", "jason"])
def test_who_wrote_it_takes_it_back_and_so_does_the_holder(home, phone, who):
    goes_through(home, phone)
    one = opened(home, phone, who)
    one.send("/taken-back")
    assert "went through this on" not in one.text()
    one.send("/gone-through", how="signed", who="Ruth")
    assert "Yes: signed on paper" in one.text()
    assert [(row.n, row.standing) for row in rows(home)] == [(0, True), (1, False), (2, True)]


def test_nobody_else_takes_it_back(home, phone):
    goes_through(home, phone)
    nora = opened(home, phone, "nora")
    assert not nora.page.forms("/taken-back")
    ruth = opened(home, phone, "ruth").fields("/taken-back")
    told = ruth | {"acting": home.authority["nora"], "csrf_token": phone_token(nora)}
    assert nora.post(home.activity + MARCH + "/taken-back", told).status_code == 403


def phone_token(one) -> str:
    return one.client.get("/session.json").json["csrf_token"]


def test_who_comes_second_is_told_who_was_first(home, phone):
    nora = opened(home, phone, "nora")
    goes_through(home, phone)
    assert nora.send("/gone-through", how="said").status_code == 409
    assert "Ruth did this on 3 March" in plain(nora.text())


# --- a photo of what was signed


def paper(image=None) -> tuple[io.BytesIO, str]:
    return io.BytesIO(encoded(image or drawn())), "paper.jpg"


def signs(home, phone, **typed):
    one = opened(home, phone, "ruth")
    told = one.fields("/gone-through") | {"how": "signed", "who": "Ruth", "paper": paper()} | typed
    one.post(home.activity + MARCH + "/gone-through", told)
    return one


def test_a_photo_of_what_was_signed_is_kept_and_shown(home, phone, app):
    signs(home, phone)
    jason = opened(home, phone)
    (photo,) = [img.get("src") for img in jason.page.all("img")]
    answer = jason.client.get(photo)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    (row,) = rows(home)
    kept = app.extensions["files"]
    assert kept.read(home.pot.id, row.digest) == answer.data
    sound(home, kept)


def test_only_who_may_see_what_was_done_sees_the_photo(home, phone):
    signs(home, phone)
    there = f"{home.activity}{MARCH}/paper"
    assert phone("nora").client.get(there).status_code == 200
    assert phone("joan").client.get(there).status_code == 403
    assert phone("jason").client.get(f"{home.activity}/month/2026-02/paper").status_code == 404


def test_it_is_gone_from_the_pages_when_it_is_taken_back_and_stays_with_the_history(home, phone, app):
    ruth = signs(home, phone)
    ruth.send("/taken-back")
    assert ruth.client.get(f"{home.activity}{MARCH}/paper").status_code == 404
    sound(home, app.extensions["files"])


def test_what_is_no_photo_is_asked_for_again_and_what_was_chosen_is_kept(home, phone):
    one = signs(home, phone, paper=(io.BytesIO(b"no photo"), "x.jpg"))
    assert one.response.status_code == 422
    assert one.error_of("paper")
    one = signs(home, phone, how="")
    assert one.fields("/gone-through")["paper_kept"]
    one.send("/gone-through", how="signed")
    assert [row.media for row in rows(home)] == ["image/jpeg"]


def test_one_photo_is_enough(home, phone):
    one = signs(home, phone, paper=[paper(), paper(drawn(100, 100))])
    assert one.error_of("paper") == "Send one photo"


def test_its_file_is_not_swept_and_is_missed_when_it_is_gone(home, phone, app, sqlite_engine):
    signs(home, phone)
    (row,) = rows(home)
    kept = app.extensions["files"]
    sweep(sqlite_engine, kept, home.clock.now + timedelta(days=365 * 50))
    assert kept.has(home.pot.id, row.digest)
    assert kept.has(home.pot.id, row.small_digest)
    kept.path(home.pot.id, row.digest).unlink()
    with pytest.raises(Unsound, match=f"{row.digest} of month {row.id} is missing"):
        sound(home, kept)


def sound(home, kept) -> None:
    with home.pot.session() as session:
        verify(session, kept)
