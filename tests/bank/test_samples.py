"""The four banks' files, from the file to the books, page by page."""

from datetime import date

import pytest
from banking import SAMPLES, Home, Phone

BANKS = ["lloyds", "barclays", "hsbc", "monzo"]
SUM_PENCE = 52_691


def say_everything(phone: Phone, home: Home, path: str) -> None:
    """What is sure stays as it is chosen; the rest is spending, and one row is money back."""
    phone.open(path)
    answers = {}
    for row in home.rows():
        if row.amount_pence < 0:
            line = "out" if "Swim" in row.text.title() else "care"
            answers[f"says-{row.id}"] = f"spending:{home.lines[line]}"
    assert phone.answer_here(path, answers).status_code == 200
    assert "1 payment is left to say." in phone.text()
    phone.open(path)
    (question,) = phone.questions()
    (back,) = [value for value, label in phone.choices(question).items() if "£32.50" in label]
    assert phone.answer_here(path, {question: back}).status_code == 200
    assert "Every payment in this file is said." in phone.text()


@pytest.mark.parametrize("bank", BANKS)
def test_every_penny_of_a_sample_arrives_in_the_books(bank: str, nikki: Phone, home: Home):
    path = nikki.bring(bank)

    assert len(home.rows()) == 13
    assert sum(row.amount_pence for row in home.rows()) == SUM_PENCE
    assert home.in_account() == 0  # reading a file moves nothing

    say_everything(nikki, home, path)

    assert home.in_account() == SUM_PENCE
    assert home.is_sound()


def test_on_both_databases(nikki_on_both: Phone, home_on_both: Home):
    path = nikki_on_both.bring("lloyds")

    say_everything(nikki_on_both, home_on_both, path)

    assert home_on_both.in_account() == SUM_PENCE
    assert home_on_both.is_sound()


def test_money_that_was_expected_is_chosen_beforehand(nikki: Phone, home: Home):
    nikki.bring("barclays")

    by_text = {f"says-{row.id}": row.text for row in home.rows()}
    chosen = {by_text[name]: value.partition(":")[0] for name, value in nikki.chosen().items()}

    assert chosen == {
        "ICB PHB PAYMENT 000123": "instalment",
        "COUNTY COUNCIL DP 88211": "instalment",
        "CLIENT CONTRIBUTION": "client",
    }


@pytest.mark.parametrize("bank", BANKS)
def test_the_same_file_again_adds_none(bank: str, nikki: Phone, home: Home):
    nikki.bring(bank)
    nikki.bring(bank)

    assert "Everything in this file is here already." in nikki.text()
    assert len(home.rows()) == 13


def test_the_same_rows_from_another_bank_s_file_of_the_account_add_none(nikki: Phone, home: Home):
    nikki.bring("lloyds")
    nikki.bring("hsbc")
    nikki.bring("barclays")

    assert "Everything in this file is here already." in nikki.text()
    assert len(home.rows()) == 13


def test_a_file_that_overlaps_adds_only_what_is_new(nikki: Phone, home: Home):
    whole = (SAMPLES / "hsbc.csv").read_bytes().splitlines()
    nikki.upload(b"\n".join(whole[:6]))
    nikki.upload(b"\n".join(whole[4:]))

    assert len(home.rows()) == 13
    nikki.open(home.page)
    assert "9 rows, 7 were new" in nikki.text()


def test_two_equal_rows_on_one_day_are_two_payments(nikki: Phone, home: Home):
    nikki.bring("lloyds")

    assert [row.amount_pence for row in home.rows() if row.booked_on == date(2026, 10, 7)] == [-21_607, -21_607]
