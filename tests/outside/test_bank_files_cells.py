"""Amounts and dates in a bank's file are read exactly or refused, never guessed."""

from datetime import date

import pytest

from app.outside.bank_files import Reason, read_statement
from tests.outside.bank_samples import BARCLAYS, LLOYDS, refusal


def one_amount(cell: str) -> int:
    return read_statement(f'01/10/2026,TAXI,"{cell}"\n'.encode()).sum_pence


def lloyds_row(out: str, into: str, balance: str = "5.00") -> bytes:
    return f"{LLOYDS}01/10/2026,DEB,'30-00-00,1,TAXI,{out},{into},{balance}\n".encode()


@pytest.mark.parametrize(
    ("cell", "pence"),
    [
        ("-1,187.32", -118732),
        ("  1,187.32  ", 118732),
        ("'-20.00", -2000),
        ("+20.00", 2000),
        ("0.29", 29),
        ("-0.01", -1),
        ("0.00", 0),
        ("20", 2000),
        ("2310.0", 231000),
        ("1,234,567.89", 123456789),
        ("92233720368547758.07", 2**63 - 1),
        ("-92233720368547758.07", -(2**63 - 1)),
    ],
)
def test_amounts_are_exact(cell, pence):
    assert one_amount(cell) == pence


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("", Reason.NO_AMOUNT),
        ("  ", Reason.NO_AMOUNT),
        *((cell, Reason.NOT_AN_AMOUNT) for cell in ["-", "'", ".", "12.", ".50", "1.2.3", "--1", "1-", "(5.00)"]),
        *((cell, Reason.NOT_AN_AMOUNT) for cell in ["1,18,7.32", "1187,32", "1.187,32", "1 187.32", ",100"]),
        *((cell, Reason.NOT_AN_AMOUNT) for cell in ["1e5", "NaN", "inf", "0x10", "1_000", "=1+1", "£5", "١٢", "５"]),
        ("12.555", Reason.TOO_MANY_DECIMALS),
        ("12.500", Reason.TOO_MANY_DECIMALS),
        ("92233720368547758.08", Reason.TOO_LARGE),
        ("-92233720368547758.08", Reason.TOO_LARGE),
        ("9" * 5000, Reason.TOO_LARGE),
    ],
)
def test_what_is_no_exact_amount_is_refused(cell, reason):
    assert refusal(f'01/10/2026,A,1.00\n01/10/2026,TAXI,"{cell}"\n'.encode()) == (reason, 2)


def test_a_sum_beyond_the_books_whole_numbers_is_refused():
    assert refusal(b"01/10/2026,A,92233720368547758.07\n" * 2) == (Reason.TOO_LARGE, None)


@pytest.mark.parametrize(
    "cell",
    [
        *("31/02/2026", "29/02/2027", "00/10/2026", "01/13/2026", "01/10/0000", "01/10/0001", "31/12/9999"),
        *("1/10/2026", "01/10/26", "2026-10-01", "01-10-2026", "", "today", "０１/10/2026", "01/10/2026 09:00"),
    ],
)
def test_what_is_no_possible_date_is_refused(cell):
    row = "\t ,{},20-00-00 1,1.00,Counter Credit,A\n"
    content = BARCLAYS + row.format("01/10/2026") + row.format(cell)
    assert refusal(content.encode()) == (Reason.NOT_A_DATE, 3)


def test_an_impossible_date_in_the_first_row_of_a_file_without_header():
    assert refusal(b"31/02/2026,A,1.00\n") == (Reason.NOT_A_DATE, 1)


def test_a_leap_day_is_a_date():
    assert read_statement(b"29/02/2028,A,1.00\n").rows[0].booked_on == date(2028, 2, 29)


def test_money_out_is_negative_and_money_in_positive():
    assert read_statement(lloyds_row("20.00", "")).sum_pence == -2000
    assert read_statement(lloyds_row("", "20.00")).sum_pence == 2000


@pytest.mark.parametrize(
    ("out", "into", "reason"),
    [
        ("20.00", "20.00", Reason.TWO_AMOUNTS),
        ("20.00", "0.00", Reason.TWO_AMOUNTS),
        ("", "", Reason.NO_AMOUNT),
        ("-20.00", "", Reason.NOT_AN_AMOUNT),
        ("", "'-20.00", Reason.NOT_AN_AMOUNT),
        ("x", "", Reason.NOT_AN_AMOUNT),
    ],
)
def test_money_out_or_money_in_but_one_of_them(out, into, reason):
    assert refusal(lloyds_row(out, into)) == (reason, 2)


def test_a_balance_may_be_missing_or_below_zero_but_is_an_amount():
    assert read_statement(lloyds_row("1.00", "", "")).rows[0].balance_pence is None
    assert read_statement(lloyds_row("1.00", "", "-5.01")).rows[0].balance_pence == -501
    assert refusal(lloyds_row("1.00", "", "much")) == (Reason.NOT_AN_AMOUNT, 2)
