"""Languages and how values are said; and what the service tells of people: on pages, in its log, to scripts."""

import logging
import re

import pytest
from household import Household
from phone import Phone, words_of

LANGUAGES = ("en", "cy", "x-rtl")


@pytest.fixture
def household(app, sqlite_engine, clock):
    household = Household.made(app, sqlite_engine, clock)
    household.agree("support", "Night support", nhs=2, council=1)
    return household


def language_of(phone: Phone) -> tuple[str, str]:
    (html,) = phone.page.all("html")
    return html.get("lang"), html.get("dir")


# --- the switch


def test_the_language_is_chosen_before_sign_in_and_stays_after_it(household, phone):
    nobody = phone()
    nobody.open("/sign-in")
    assert language_of(nobody) == ("en-GB", "ltr")
    nobody.follow("Cymraeg")
    assert (nobody.path, language_of(nobody)) == ("/sign-in", ("cy", "ltr"))
    nobody.client.get("/demo/as/nikki")
    nobody.open(household.home + "/")
    assert language_of(nobody) == ("cy", "ltr")
    nobody.follow("English")
    assert (nobody.path, language_of(nobody)) == (household.home + "/", ("en-GB", "ltr"))


def test_the_switch_leads_back_to_where_one_was_with_what_was_asked(household, phone):
    nikki = phone("nikki")
    path = f"{household.home}/messages?start=2"
    nikki.open(path)
    answer = nikki.client.get(nikki.link("Cymraeg"))
    assert (answer.status_code, answer.location) == (303, path)


def test_the_page_one_came_from_counts_if_it_is_of_this_site(client):
    came = client.get("/language/cy", headers={"Referer": "http://localhost/help?x=1"})
    assert came.location == "/help?x=1"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "\\\\elsewhere.example",
        "/\t/elsewhere.example", "/%09/elsewhere.example\n", "javascript:alert(1)", "elsewhere.example", "",
    ],
)  # fmt: skip
def test_nobody_is_led_to_another_site(client, elsewhere):
    by_address = client.get("/language/cy", query_string={"back": elsewhere})
    by_referrer = client.get("/language/cy", headers={"Referer": f"http://elsewhere.example/{elsewhere.strip()}"})
    for answer in (by_address, by_referrer):
        assert answer.status_code == 303
        assert answer.location.startswith("/")
        assert not re.match(r"/[/\\]|/\s", answer.location)
    assert by_referrer.location == "/"


@pytest.mark.parametrize("code", ["fr", "EN", "x-ltr", "en-GB", "%00"])
def test_a_language_that_is_not_there_is_not_found(client, code):
    assert client.get(f"/language/{code}").status_code == 404


def test_the_browsers_language_counts_until_one_is_chosen(client):
    page = client.get("/sign-in", headers={"Accept-Language": "cy, en;q=0.5"})
    assert '<html lang="cy"' in page.text


# --- amounts


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_amount_stands_apart_in_latin_digits_in_every_language(household, phone, language):
    nikki = phone("nikki")
    nikki.client.get(f"/language/{language}")
    for path in ("/", "/money", "/plan"):
        nikki.open(household.home + path)
        page = nikki.page
        amounts = page.all("data")
        kept_apart = [data for bdi in page.all("bdi") for data in bdi.findall("data")]
        assert set(amounts) == set(kept_apart)
        for amount in amounts:
            assert re.fullmatch(r"−?£[0-9]{1,3}(,[0-9]{3})*\.[0-9]{2}", words_of(amount))
            assert words_of(amount).translate(str.maketrans("−", "-", "£,.")) == _pence(amount.get("value"))
        assert "£" not in _without_amounts(nikki), path
    assert nikki.page.all("data")


def _pence(value: str) -> str:
    sign, digits = ("-", value[1:]) if value.startswith("-") else ("", value)
    return sign + digits.zfill(3)


def _without_amounts(phone: Phone) -> str:
    page = phone.page
    for amount in page.all("data"):
        amount.text = ""
    (main,) = page.all("main")
    return words_of(main)


# --- the log


def test_what_breaks_is_told_to_the_log_without_a_word_of_the_person(household, phone, monkeypatch, caplog, app):
    nikki = phone("nikki")
    nikki.open(f"{household.home}/spending/new")
    told = nikki.fields("/spending") | {"what_for": "Incontinence pads", "amount": "12.34", "note": "Ring my sister"}

    def broken(*_args, **_more):
        raise KeyError(told["what_for"])

    monkeypatch.setattr("app.spending.changes.record", broken)
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with caplog.at_level(logging.DEBUG):
        answer = nikki.client.post(f"{household.home}/spending", data=told)
    assert answer.status_code == 500
    assert "It is our fault. Nothing was lost." in answer.text
    log = "\n".join(logging.Formatter("%(message)s").format(record) for record in caplog.records)
    assert "KeyError" in log
    assert "spending.record" in log
    for private in ("Incontinence", "Ring my sister", "12.34", "Nikki", "nikki@", household.pot.id, told["csrf_token"]):
        assert private not in log
        assert private not in answer.text
    assert household.whole().spent_pence == 0


# --- what scripts are told


def test_the_script_is_told_who_it_is_by_a_key_that_says_nothing(household, phone):
    nikki, again, amina = phone("nikki"), phone("nikki"), phone("amina")
    keys = [one.client.get("/session.json").json["person"] for one in (nikki, again, amina)]
    assert keys[0] == keys[1] != keys[2]
    assert household.person["nikki"] not in keys[0]
    assert nikki.client.get("/session.json").json["csrf_token"]


def test_every_answer_says_whose_it_is_by_the_same_key(household, phone):
    nikki, amina = phone("nikki"), phone("amina")
    key = nikki.client.get("/session.json").json["person"]
    for path in (household.home + "/", f"{household.home}/nosuch", "/help", "/session.json"):
        assert nikki.client.get(path).headers["X-User-Key"] == key
    assert nikki.open(household.home + "/").text.count(f'data-person="{key}"') == 1
    assert amina.client.get("/help").headers["X-User-Key"] not in {key, "none"}
    assert phone().client.get("/help").headers["X-User-Key"] == "none"


def test_nobody_signed_in_is_401_and_no_token(client):
    answer = client.get("/session.json")
    assert (answer.status_code, answer.json) == (401, {"person": None})


def test_the_service_says_whether_it_is_well(app, client, sqlite_engine):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")
    with sqlite_engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE pot RENAME TO pot_lost")
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert client.get("/healthz").status_code == 500
