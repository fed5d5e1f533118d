"""Amounts as people type them, and as they are shown."""

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import (
    MOST_PENCE,
    NegativeAmount,
    NotAnAmount,
    NothingTyped,
    TooMuch,
    UnclearAmount,
    ZeroAmount,
    pence_from_typed,
    pounds,
)

TAKEN = {
    "12": 12_00,
    "12.5": 12_50,
    "12.50": 12_50,
    "12,50": 12_50,
    "12,5": 12_50,
    "£1,250.50": 1_250_50,
    "1,250": 1_250_00,
    "1,234,567": 1_234_567_00,
    "1.234.567": 1_234_567_00,
    "1.250,50": 1_250_50,
    "1 250": 1_250_00,
    "1 250,50": 1_250_50,
    "1\u00a0250,50": 1_250_50,
    "1\u202f250,50": 1_250_50,
    "1'250.50": 1_250_50,
    "1’250.50": 1_250_50,
    "  £ 12.50 ": 12_50,
    "0.01": 1,
    "0,5": 50,
    "007": 7_00,
    "9,999,999.99": MOST_PENCE,
}

SCRIPTS = {
    "Arabic": "١٢٫٥٠",
    "Arabic with a mark of direction": "\u200f١٢٫٥٠\u200e",
    "Persian": "۱۲٫۵۰",
    "Devanagari": "१२.५०",
    "Bengali": "১২.৫০",
    "Gurmukhi": "੧੨.੫੦",
    "Gujarati": "૧૨.૫૦",
    "Tamil": "௧௨.௫௦",
    "Thai": "๑๒.๕๐",
    "Khmer": "១២,៥០",
    "Burmese": "၁၂.၅၀",
    "Tibetan": "༡༢.༥༠",
    "Nko": "߁߂.߅߀",
    "full width": "￡１２．５０",
    "copied from a page, with isolates": "\u2068£12.50\u2069",
    "copied from a page, with a mark first": "\u200e£12.50",
}

NO_AMOUNT = (
    "1,25,0", "1,250,50", "12,50.5", "1.2.3", "12.", ".", ",", ".50", "twelve", "12 pounds", "5-", "(5)", "1e3",
    "0x10", "12.5555", "½", "²", "Ⅻ", "1_000", "+5", "12\x0050", "1,2500", "1 25", "\ud800", "NaN", "inf", "$5", "5%",
)  # fmt: skip


@pytest.mark.parametrize(("typed", "pence"), TAKEN.items())
def test_an_amount_is_taken(typed, pence):
    assert pence_from_typed(typed) == pence


@pytest.mark.parametrize("typed", SCRIPTS.values(), ids=SCRIPTS.keys())
def test_digits_of_any_script_are_taken(typed):
    assert pence_from_typed(typed) == 12_50


@pytest.mark.parametrize(
    ("typed", "maybe"),
    {
        "1.250": (1_25, 1_250_00),
        "12.555": (12_55, 12_555_00),
        "£1.250": (1_25, 1_250_00),
        "1234,555": (1_234_55, 1_234_555_00),
        "0,500": (50, 500_00),
        "١٫٢٥٠": (1_25, 1_250_00),
    }.items(),
)
def test_an_amount_with_two_readings_asks_which(typed, maybe):
    with pytest.raises(UnclearAmount, match=re.escape(str(maybe))) as unclear:
        pence_from_typed(typed)
    assert unclear.value.maybe == maybe


@pytest.mark.parametrize("typed", NO_AMOUNT)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(NotAnAmount):
        pence_from_typed(typed)


@pytest.mark.parametrize("typed", ["-5", "−5", "-£5", "£-5", "- 5", "\u200f-٥", "-1,250.50"])
def test_below_zero_may_be_a_refund(typed):
    with pytest.raises(NegativeAmount):
        pence_from_typed(typed)


@pytest.mark.parametrize("typed", ["0", "0.00", "0,0", "£0", "000", "٠", "0.000"])
def test_zero_is_refused(typed):
    with pytest.raises(ZeroAmount):
        pence_from_typed(typed)


@pytest.mark.parametrize("typed", ["", " ", "\u00a0", "\t\n", "\u200f", "£"])
def test_nothing_typed_is_told_apart_from_nonsense(typed):
    with pytest.raises(NothingTyped):
        pence_from_typed(typed)


@pytest.mark.parametrize(
    "typed",
    ["10,000,000", "9999999999", str(2**63), str(2**70), "1" * 40, "1" * 41, "9" * 5000, "١" * 5000],
    ids=lambda typed: f"{len(typed)} digits",
)
def test_more_than_any_budget_is_refused_before_it_is_a_number(typed):
    with pytest.raises(TooMuch):
        pence_from_typed(typed)


@pytest.mark.parametrize(
    ("typed", "why"), [("1," * 20, NotAnAmount), ("1," * 20 + "1", TooMuch), ("x" * 41, NotAnAmount)]
)
def test_what_is_longer_than_any_amount_is_not_read(typed, why):
    with pytest.raises(NotAnAmount) as refused:
        pence_from_typed(typed)
    assert refused.type is why


def test_a_text_without_end_is_read_in_no_time():
    for typed in ("1," * 100_000, " " * 100_000, "£" * 100_000, "1.000" * 50_000, "-" * 100_000):
        with pytest.raises(NotAnAmount):
            pence_from_typed(typed)


@given(st.text(max_size=60))
def test_any_text_is_an_amount_or_says_why_not(text):
    try:
        pence = pence_from_typed(text)
    except NotAnAmount:
        return
    assert type(pence) is int
    assert 0 < pence <= MOST_PENCE


@given(st.text(alphabet="0123456789.,' £-", max_size=14))
def test_anything_that_looks_like_money_is_whole_pence_or_refused(text):
    try:
        pence = pence_from_typed(text)
    except NotAnAmount:
        return
    assert type(pence) is int
    assert 0 < pence <= MOST_PENCE


@given(st.integers(min_value=1, max_value=MOST_PENCE))
def test_what_is_shown_is_read_back(pence):
    assert pence_from_typed(pounds(pence)) == pence


@given(st.integers(min_value=-MOST_PENCE, max_value=-1))
def test_what_is_shown_below_zero_is_read_as_below_zero(pence):
    with pytest.raises(NegativeAmount):
        pence_from_typed(pounds(pence))


@pytest.mark.parametrize(
    ("pence", "shown"),
    {
        0: "£0.00", 1: "£0.01", 10: "£0.10", 41250: "£412.50", 123450: "£1,234.50", -5: "−£0.05",
        -123450: "−£1,234.50", 10**20: "£1,000,000,000,000,000,000.00",
    }.items(),
)  # fmt: skip
def test_money_is_shown_in_pounds_and_pence(pence, shown):
    assert pounds(pence) == shown


def test_pennies_that_no_float_can_hold_are_shown_exactly():
    pence = 2**70 + 1
    assert float(pence) != pence
    assert pounds(pence).replace(",", "").replace(".", "") == f"£{pence}"
    assert sys.float_info.mant_dig < pence.bit_length()
