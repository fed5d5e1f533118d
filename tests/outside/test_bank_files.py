"""Each bank's file gives its rows, in whatever encoding, and equal rows stay several."""

from datetime import date

import pytest

from app.domain.statement import identity
from app.outside.bank_files import read_statement
from tests.outside.bank_samples import BANKS, EXPECTED, LLOYDS, changed, sample


@pytest.mark.parametrize("bank", BANKS)
def test_each_sample_gives_every_row_and_the_sum_to_the_penny(bank):
    statement = read_statement(sample(bank))
    assert statement.format == bank
    assert statement.currency == "GBP"
    assert len(statement.rows) == EXPECTED["rows"] == 13
    assert statement.sum_pence == EXPECTED["sum"] * 100 == 52691
    assert sum(row.amount_pence for row in statement.rows) == 52691


def test_the_four_samples_say_the_same_oldest_first():
    said = [[(r.booked_on, r.amount_pence, r.text) for r in read_statement(sample(bank)).rows] for bank in BANKS]
    assert said[0] == said[1] == said[2] == said[3]
    assert said[0][0] == (date(2026, 10, 1), 231000, "ICB PHB PAYMENT 000123")
    assert said[0][-1] == (date(2026, 10, 28), -2000, "CASH MACHINE HIGH ST")


@pytest.mark.parametrize("bank", BANKS)
def test_two_equal_rows_on_one_day_stay_two(bank):
    equal = [row for row in read_statement(sample(bank)).rows if row.amount_pence == -21607]
    assert [row.booked_on for row in equal] == [date(2026, 10, 7)] * 2
    assert [row.count for row in equal] == [1, 2]
    assert len({identity(row, "account") for row in equal}) == 2


def test_lloyds_gives_the_running_balance():
    rows = read_statement(sample("lloyds")).rows
    balance = EXPECTED["opening_balance"] * 100
    for row in rows:
        balance += row.amount_pence
        assert row.balance_pence == balance
    assert balance == EXPECTED["closing_balance"] * 100


def test_monzo_gives_the_banks_own_ids():
    ids = [row.bank_id for row in read_statement(sample("monzo")).rows]
    assert ids[0] == "tx_0000A0000xYz"
    assert len(set(ids)) == 13


@pytest.mark.parametrize("bank", ["lloyds", "barclays", "hsbc"])
def test_other_banks_give_no_id(bank):
    assert {row.bank_id for row in read_statement(sample(bank)).rows} == {None}


def test_lloyds_in_reverse_order_is_the_same_statement():
    header, *rows = sample("lloyds").splitlines(keepends=True)
    assert read_statement(header + b"".join(reversed(rows))) == read_statement(sample("lloyds"))


def test_a_lloyds_file_of_one_day_is_newest_first():
    rows = "".join(f"01/10/2026,DEB,'1,1,{text},1.00,,{balance}\n" for text, balance in [("B", "8"), ("A", "9")])
    assert [row.text for row in read_statement((LLOYDS + rows).encode()).rows] == ["A", "B"]


def test_rows_in_no_order_come_oldest_first():
    rows = b"02/10/2026,B,1\n03/10/2026,C,1\n01/10/2026,A,1\n02/10/2026,D,1\n"
    days = [row.booked_on.day for row in read_statement(rows).rows]
    assert days == [1, 2, 2, 3]


def test_lloyds_without_the_trailing_comma():
    assert read_statement(changed("lloyds", "Balance,", "Balance")) == read_statement(sample("lloyds"))


def test_lloyds_with_a_trailing_comma_on_each_row_too():
    content = sample("lloyds").replace(b",\r\n", b"\r\n").replace(b"\r\n", b",\r\n")
    assert read_statement(content) == read_statement(sample("lloyds"))


def test_hsbc_with_a_balance_on_some_rows():
    statement = read_statement(b'01/10/2026,"A  ","1.00","1,234.56"\n02/10/2026,B,-3.00,\n')
    assert [row.balance_pence for row in statement.rows] == [123456, None]
    assert statement.sum_pence == -200


def test_a_header_is_known_in_any_case_quoted_and_padded():
    header = b'"NUMBER", date ,Account,"Amount",Subcategory,memo\n'
    assert read_statement(header + sample("barclays").split(b"\n", 1)[1]).format == "barclays"


def test_blank_lines_are_passed_over():
    assert read_statement(b"\n" + sample("hsbc").replace(b"\n", b"\n\n") + b" \n,,\n").sum_pence == 52691


def test_a_currency_other_than_pounds_is_read_and_named():
    statement = read_statement(sample("monzo").replace(b",GBP,", b",EUR,"))
    assert (statement.currency, statement.sum_pence) == ("EUR", 52691)


def test_monzo_amounts_are_of_the_account_not_of_the_shop():
    abroad = changed("monzo", "-20.00,GBP,-20.00,GBP", "-20.00,GBP,-23.10,EUR")
    statement = read_statement(abroad)
    assert (statement.currency, statement.sum_pence) == ("GBP", 52691)


def test_monzo_names_the_person_when_the_description_is_only_a_reference():
    rows = read_statement(changed("monzo", ",HMRC NDDS,", ",week 31,")).rows
    assert "week 31 Hmrc Ndds" in [row.text for row in rows]


def test_a_quoted_text_may_hold_commas_quotes_and_line_ends():
    rows = read_statement(b'01/10/2026,"A, ""B""\nC",1.00\n02/10/2026,D,2.00\n').rows
    assert [row.text for row in rows] == ['A, "B" C', "D"]


def test_the_same_file_again_adds_none():
    once = {identity(row, "a") for row in read_statement(sample("lloyds")).rows}
    again = {identity(row, "a") for row in read_statement(sample("lloyds")).rows}
    assert once == again
    assert len(once) == 13


@pytest.mark.parametrize("bank", BANKS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_gives_the_same_text(bank, encoding):
    content = sample(bank).decode().replace("SWIM & GYM", "CAFÉ £5 – GYM").replace("Swim & Gym", "Café £5 – Gym")
    statement = read_statement(content.encode(encoding))
    assert statement.sum_pence == 52691
    assert "CAFÉ £5 – GYM LEISURE" in [row.text for row in statement.rows]


def test_utf_16_big_endian_with_its_mark():
    assert read_statement(("\ufeff" + sample("hsbc").decode()).encode("utf-16-be")).sum_pence == 52691


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_every_line_end(end):
    assert read_statement(sample("barclays").replace(b"\n", end)).sum_pence == 52691
