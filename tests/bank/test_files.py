"""Choosing a file: who may, what is refused and how, and how long lists are shown."""

import io
from datetime import date

import pytest
from banking import SAMPLES, Home, Phone, csv
from flask import Flask
from sqlalchemy import event

from app.bank.reasons import _SENTENCES
from app.outside.bank_files import Reason
from app.outside.bank_files.refusal import PLAIN_ENGLISH
from app.persistence.database import db

BARCLAYS = "Number,Date,Account,Amount,Subcategory,Memo\n"


def test_every_reason_has_a_sentence_and_knows_its_facts(app: Flask):
    facts = {"most": 1, "kind": "k", "found": "f", "expected": "e"}
    with app.test_request_context():
        for reason in Reason:
            sentence = _SENTENCES[reason]() % facts
            assert "%(" not in sentence
            assert not any(word in sentence.casefold() for word in ("please", "sorry", "invalid", "required", "must"))
    assert set(_SENTENCES) == set(PLAIN_ENGLISH)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty"),
        (b"PK\x03\x04xxxx", "This is not a CSV file"),
        (b"a,b\n1,2\n", "We cannot read this kind of file"),
        (BARCLAYS.encode(), "There are no payments in this file"),
        ((BARCLAYS + " ,31/02/2026,1 2,1.00,x,y\n").encode(), "Line 2 of the file: “31/02/2026” is not a day"),
        ((BARCLAYS + " ,01/02/2026,1 2,1.005,x,y\n").encode(), "Line 2 of the file: “1.005” has more than two digits"),
        ((BARCLAYS + " ,01/02/2026,1 2,<b>,x,y\n").encode(), "“<b>” is not an amount like 12.50"),
        ((BARCLAYS + " ,01/02/2026,1 2,99999999999999.00,x,y\n").encode(), "There is a payment of £99,999,"),
        (b"07/10/2026,\x00,1.00\n", "This file is damaged"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(
    nikki: Phone, home: Home, content: bytes, sentence: str
):
    response = nikki.upload(content)

    assert response.status_code == 422
    assert sentence in nikki.text()
    assert 'id="file-error"' in response.text
    assert home.rows() == []


def test_a_file_of_more_than_five_megabytes_is_too_big(nikki: Phone, home: Home):
    nikki.open(home.page)
    token = nikki.fields(home.page)["csrf_token"]
    parts = (
        f'--x\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        + "x" * 5_000_001
        + "\r\n--x--\r\n"
    )

    response = nikki.client.post(home.page, data=parts, content_type="multipart/form-data; boundary=x")

    assert response.status_code == 422
    assert "This file is too big" in response.text


def test_other_money_than_pounds_is_refused_in_words(nikki: Phone, home: Home):
    content = (SAMPLES / "monzo.csv").read_text().replace("GBP", "EUR").encode()

    assert nikki.upload(content).status_code == 422
    assert "This file is in EUR. Choose the statement of an account in pounds" in nikki.text()
    assert home.rows() == []


def test_no_file_is_asked_for(nikki: Phone, home: Home):
    nikki.open(home.page)
    fields = nikki.fields(home.page)

    for nothing in ({}, {"file": (io.BytesIO(b""), "")}):
        assert nikki.client.post(home.page, data=fields | nothing).status_code == 422


def test_a_file_without_its_token_is_not_taken(nikki: Phone, home: Home):
    content = io.BytesIO((SAMPLES / "hsbc.csv").read_bytes())

    assert nikki.client.post(home.page, data={"file": (content, "x.csv")}).status_code == 400
    assert home.rows() == []


def test_only_who_may_import_sees_a_bank_s_rows(app: Flask, nikki: Phone, home: Home):
    path = nikki.bring("hsbc")
    row = home.rows()[0]
    joan = Phone(app, home, "joan")
    pages = [home.page, path, f"{path}/said", f"{path}/rows/{row.id}"]

    assert [joan.open(page).status_code for page in pages] == [403] * 4
    nikki.open(path)
    fields = nikki.fields(path)
    assert joan.client.post(path, data=fields).status_code in {400, 403, 404}
    assert app.test_client().get(path).status_code == 303


def test_what_is_not_of_this_pot_is_not_there(nikki: Phone, home: Home):
    path = nikki.bring("hsbc")
    nowhere = f"{home.page}/nothing"
    pages = [
        nowhere,
        f"{nowhere}/said",
        f"{path}/said/nothing",
        f"{path}/rows/nothing",
        f"{nowhere}/rows/{home.rows()[0].id}",
    ]

    assert [nikki.open(page).status_code for page in pages] == [404] * 5
    nikki.open(path)
    fields = nikki.fields(path)
    posts = [nowhere, f"{path}/said/nothing/undo", f"{path}/rows/nothing/unsay"]
    assert [nikki.client.post(page, data=fields).status_code for page in posts] == [404] * 3


def test_the_files_that_were_read_tell_how_many_are_left_to_say(nikki: Phone, home: Home):
    path = nikki.bring("lloyds")
    nikki.open(home.page)
    assert "13 rows" in nikki.text()
    assert "13 to say" in nikki.text()

    nikki.answer(path, {})
    nikki.open(home.page)

    assert "10 to say" in nikki.text()


def test_a_long_file_is_said_fifty_rows_at_a_time(nikki: Phone, home: Home):
    nikki.upload(csv(*((f"{day:02}/10/2026", f"SHOP {n}", "-1.00") for day in range(1, 13) for n in range(10))))
    path = nikki.response.request.path
    first = nikki.questions()
    assert len(first) == 50
    assert [f"says-{row.id}" for row in home.rows()[:50]] == first  # the oldest first

    last = home.rows()[49]
    nikki.open(f"{path}?before={last.booked_on}_{last.id}")
    assert [f"says-{row.id}" for row in home.rows()[50:100]] == nikki.questions()
    nikki.answer(path, dict.fromkeys(first, "not_in_plan"))
    assert "70 payments are left to say." in nikki.text()
    assert home.in_account() == -5_000
    assert home.is_sound()


def test_more_than_two_hundred_at_once_are_not_said(nikki: Phone, home: Home):
    nikki.upload(csv(*(("01/10/2026", f"SHOP {n}", "-1.00") for n in range(201))))
    path = nikki.response.request.path

    response = nikki.answer_here(path, {f"says-{row.id}": "not_ours" for row in home.rows()})

    assert response.status_code == 422
    assert "Say what at most 200 rows are at a time" in nikki.text()


def queries_of(phone: Phone, path: str) -> int:
    """How many queries a page costs, those for the person and their authority among them."""
    asked: list[str] = []
    with phone.client.application.app_context():
        engine = db.engine

    def note(_connection, _cursor, statement: str, *_rest) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    assert phone.open(path).status_code == 200
    event.remove(engine, "before_cursor_execute", note)
    assert any("statement" in one for one in asked)
    return sum(one.lstrip().startswith("SELECT") for one in asked)


def test_pages_cost_five_queries_whatever_the_size(nikki: Phone, home: Home):
    for n in range(12):
        home.spend(100 + n, f"Thing {n}", date(2026, 10, 1 + n))
        home.owe(10_000 + n, date(2026, 10, 1 + n))
    nikki.upload(
        csv(
            *((f"{day:02}/10/2026", "SHOP", f"-{100 + day - 1}.{day:02}") for day in range(1, 13)),
            *((f"{day:02}/10/2026", "BACK", f"1.{day:02}") for day in range(1, 13)),
            *((f"{day:02}/10/2026", "CARER", f"-100.{day - 1:02}") for day in range(1, 13)),
        )
    )
    path = nikki.response.request.path

    assert queries_of(nikki, path) <= 5
    assert queries_of(nikki, home.page) <= 5
    nikki.answer(path, {})
    assert queries_of(nikki, f"{path}/said") <= 5
    said = next(row for row in home.rows() if row.text == "CARER")
    assert queries_of(nikki, f"{path}/rows/{said.id}") <= 5
