"""A file that can't be read is refused whole, with the line and the reason."""

import pytest

from app.outside.bank_files import Reason, UnreadableStatement, read_statement
from app.outside.bank_files.refusal import PLAIN_ENGLISH
from tests.outside.bank_samples import BANKS, BARCLAYS, LLOYDS, changed, refusal, sample


@pytest.mark.parametrize("content", [b"", b" \r\n\n", b"\xef\xbb\xbf", b"\xff\xfe", b",,,\n,,"])
def test_an_empty_file(content):
    assert refusal(content) == (Reason.EMPTY, None)


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"PK\x03\x04\x14\x00", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "xls"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture"),
        (b"GIF89a", "picture"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"Caf\x81\x8d", "unknown"),
        (b"\xff\xfea", "unknown"),
    ],
)
def test_a_file_that_is_not_text(start, kind):
    with pytest.raises(UnreadableStatement) as caught:
        read_statement(start)
    assert (caught.value.reason, caught.value.line) == (Reason.NOT_TEXT, None)
    assert caught.value.facts == {"kind": kind}


def test_a_nul_is_refused_with_its_line():
    assert refusal(sample("hsbc").replace(b"HMRC", b"HM\0C")) == (Reason.NUL, 5)
    assert refusal(sample("hsbc") + b"\0" * 512) == (Reason.NUL, 14)
    assert refusal(sample("hsbc").decode().encode("utf-16-le")) == (Reason.NUL, 1)
    assert refusal(changed("hsbc", "HMRC", "HM\0C").decode().encode("utf-16")) == (Reason.NUL, 5)


def test_a_file_of_more_than_five_megabytes():
    row = b"01/10/2026,A,1.00" + b" " * 482 + b"\n"
    assert len(row * 10_000) == 5_000_000
    assert len(read_statement(row * 10_000).rows) == 10_000
    assert refusal(row * 10_000 + b"\n") == (Reason.TOO_BIG, None)


def test_more_than_twenty_thousand_rows():
    assert len(read_statement(b"01/10/2026,A,1\n" * 20_000).rows) == 20_000
    assert refusal(b"01/10/2026,A,1\n" * 20_001) == (Reason.TOO_MANY_ROWS, 20_001)


def test_a_flood_of_blank_lines():
    assert len(read_statement(b"\n" * 99_999 + b"01/10/2026,A,1").rows) == 1
    assert refusal(b"\n" * 100_000 + b"01/10/2026,A,1") == (Reason.TOO_MANY_ROWS, 100_001)


def test_a_line_of_absurd_length():
    assert refusal(b"01/10/2026,A,1\n02/10/2026," + b"A" * 10_000 + b",1\n") == (Reason.LINE_TOO_LONG, 2)
    assert refusal(b'01/10/2026,"' + b"A\n" * 6_000 + b'",1\n') == (Reason.LINE_TOO_LONG, 1)


@pytest.mark.parametrize("row", [b'02/10/2026,"A,1\n03/10/2026,B,1\n', b'02/10/2026,"A"B,1\n'])
def test_quotation_marks_that_do_not_match(row):
    assert refusal(b"01/10/2026,A,1\n" + row) == (Reason.BROKEN_LINE, 2)


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body>Your session has ended</body></html>",
        b"Date,Description,Amount\n01/10/2026,A,1.00\n",
        b"01/10/2026,A\n",
        b"01/10/2026,A,1,1,1\n",
        b"2026-10-01,A,1\n",
        LLOYDS.replace("Debit Amount,Credit Amount", "Credit Amount,Debit Amount").encode(),
        BARCLAYS.replace(",Memo", "").encode(),
    ],
)
def test_columns_that_no_known_bank_has(content):
    assert refusal(content) == (Reason.UNKNOWN_LAYOUT, 1)


@pytest.mark.parametrize("bank", ["lloyds", "barclays", "monzo"])
def test_a_header_with_nothing_under_it(bank):
    assert refusal(sample(bank).splitlines(keepends=True)[0]) == (Reason.NO_ROWS, None)


@pytest.mark.parametrize("bank", BANKS)
@pytest.mark.parametrize("extra", [b"stray\n", b"a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t\n"])
def test_a_row_with_too_few_or_too_many_columns(bank, extra):
    content = sample(bank)
    assert refusal(content + extra) == (Reason.WRONG_COLUMNS, len(content.splitlines()) + 1)


def test_a_comma_in_an_unquoted_text_is_refused_not_guessed():
    content = changed("barclays", "HMRC NDDS", "HMRC, NDDS")
    with pytest.raises(UnreadableStatement) as caught:
        read_statement(content)
    assert caught.value.facts == {"expected": 6, "found": 7}
    assert caught.value.line == 6


def test_a_row_in_another_currency_than_the_rest():
    assert refusal(changed("monzo", "-20.00,GBP,", "-20.00,EUR,")) == (Reason.TWO_CURRENCIES, 14)


@pytest.mark.parametrize("currency", ["", "gbp", "£", "GBPS"])
def test_what_is_no_currency(currency):
    assert refusal(changed("monzo", "2310.00,GBP,", f"2310.00,{currency},")) == (Reason.NOT_A_CURRENCY, 2)


@pytest.mark.parametrize("bank", ["barclays", "lloyds"])
def test_a_file_of_two_accounts(bank):
    assert refusal(changed(bank, "12345678", "87654321")) == (Reason.TWO_ACCOUNTS, 3)


def test_the_same_id_twice():
    assert refusal(changed("monzo", "tx_0000A0012xYz", "tx_0000A0006xYz")) == (Reason.REPEATED_ID, 14)


def test_the_line_is_that_of_the_file_however_long_the_rows_before():
    assert refusal(b'\n01/10/2026,"A\nB\nC",1.00\n\n31/02/2026,D,1.00\n') == (Reason.NOT_A_DATE, 6)


def test_the_sentence_for_the_command_line():
    with pytest.raises(UnreadableStatement) as caught:
        read_statement(changed("hsbc", "28/10/2026", "31/02/2026"))
    assert str(caught.value) == "Line 13: “31/02/2026” is not a date written as day/month/year."


def test_what_is_quoted_from_a_file_is_short_and_harmless():
    with pytest.raises(UnreadableStatement) as caught:
        read_statement(b"01/10/2026,A,\x1b[31m{line}" + b"9" * 500)
    assert caught.value.facts["found"] == "?[31m{line}" + "9" * 28 + "…"
    assert "\x1b" not in str(caught.value)


def test_every_reason_has_its_sentence():
    assert set(PLAIN_ENGLISH) == set(Reason)
