"""Which amount a receipt says is to be paid, from pieces of text as eyes find them: anywhere, tilted, in any order."""

import math
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.money import MOST_PENCE, pounds
from app.outside.reading import Line, total_of

HIGH, ROW, SIGN = 30, 44, 16  # pixels: a line, the way to the next, a letter


def piece(text: str, x: float, y: float, high: float = HIGH) -> Line:
    """Text that begins at x, y."""
    wide = x + SIGN * max(1, len(text))
    return Line(text, ((x, y), (wide, y), (wide, y + high), (x, y + high)))


def paper(*rows: str) -> list[Line]:
    """A receipt: of each row what is left and right of a bar."""
    lines = []
    for nth, row in enumerate(rows):
        left, _bar, right = row.partition("|")
        lines += [piece(left, 40, nth * ROW)] if left else []
        lines += [piece(right, 800 - SIGN * len(right), nth * ROW)] if right else []
    return lines


def tilted(lines: list[Line], degrees: float) -> list[Line]:
    """The same, photographed at an angle."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [Line(one.text, tuple((x * cos - y * sin, x * sin + y * cos) for x, y in one.corners)) for one in lines]


# --- amounts


@pytest.mark.parametrize(
    "said",
    [
        "£21.90", "£21,90", "21.90", "21,90", "£ 21.90", "E21.90", "GBP 21.90", "21.90 A", "£21. 90", "21 .90",
        ":21.90", "....21.90", "*21.90", "£21.90*",
    ],
)  # fmt: skip
def test_an_amount_is_read_as_tills_print_it_and_as_eyes_see_it(said):
    assert total_of(paper(f"TOTAL|{said}")) == 2190
    assert total_of(paper(f"TOTAL {said}")) == 2190


@pytest.mark.parametrize(
    ("said", "pence"),
    [("£1,021.90", 102_190), ("1.021,90", 102_190), ("1,021,90", 102_190), ("£0.05", 5), ("£12,345.67", 1_234_567)],
)
def test_large_and_small_amounts(said, pence):
    assert total_of(paper(f"TOTAL|{said}")) == pence


@pytest.mark.parametrize(
    "said",
    [
        "-21.90", "-£21.90", "21.90-", "0.00", "2190", "21.9", "21.905", "20.00%", "20.00 %", "22.11.26", "22/11.26",
        "10:42.50", "123456.78", "£", "",
    ],
)  # fmt: skip
def test_what_is_no_amount_to_pay_is_none(said):
    assert total_of(paper("Bread|1.20", f"TOTAL|{said}")) is None


def test_two_amounts_in_one_row_are_no_answer():
    assert total_of(paper("TOTAL 18.25|21.90")) is None
    assert total_of(paper("TOTAL 21.90|21.90")) == 2190


# --- words


@pytest.mark.parametrize(
    "says",
    [
        "TOTAL", "Total", "Total:", "TOTAL £", "T0TAL", "TOTA1", "TOTAI", "TOTAL DUE", "TOTAL TO PAY", "TOTALTOPAY",
        "Grand Total", "AMOUNT DUE", "AMOUNTDUE", "Amount payable", "BALANCE DUE", "BALANCE TO PAY", "BALANCE",
        "Amount", "SALE",
        "Total (incl. VAT)", "TOTAL INC VAT", "TOTAL 5 ITEMS", "TOTAL FOR 10 ITEMS", "Order total", "TOTAL GBP",
        "Total amount", "Sale total", "CYFANSWM", "Cyfanswm i'w dalu", "I'w dalu",
    ],
)  # fmt: skip
def test_words_that_say_what_is_to_be_paid(says):
    assert total_of(paper("Bread|1.20", f"{says}|£21.90", "Thank you")) == 2190


@pytest.mark.parametrize(
    "says",
    [
        "SUBTOTAL", "SUB TOTAL", "SUB-TOTAL", "Sub-total", "IS-GYFANSWM", "CHANGE", "CHANGE DUE", "CASH", "VISA DEBIT",
        "VAT", "TOTAL VAT", "VAT TOTAL", "TOTAL SAVINGS", "TOTAL DISCOUNT", "POINTS BALANCE", "GIFT CARD BALANCE",
        "PREVIOUS BALANCE", "AMOUNT TENDERED", "NET TOTAL", "TOTAL EX VAT", "FAGE TOTAL 0%", "TOTALLY NUTS", "DEPOSIT",
        "",
    ],
)  # fmt: skip
def test_words_that_say_something_else(says):
    assert total_of(paper("Bread|1.20", f"{says}|£30.00")) is None
    assert total_of(paper("Bread|1.20", f"{says}|£30.00", "TOTAL|£21.90")) == 2190


def test_words_that_came_in_pieces_are_one_row():
    apart = [piece("SUB", 40, 0), piece("TOTAL", 120, 2), piece("£30.00", 700, -1)]
    assert total_of(apart) is None
    together = [piece("BALANCE", 40, 100), piece("DUE", 200, 103), piece("£21.90", 700, 98)]
    assert total_of(apart + together) == 2190


def test_what_is_due_counts_before_a_total_that_came_before_it():
    assert total_of(paper("TOTAL|£40.00", "SERVICE|£5.00", "TOTAL DUE|£45.00")) == 4500


def test_totals_that_disagree_are_no_answer_and_those_that_agree_are():
    assert total_of(paper("TOTAL|£18.25", "TOTAL|£21.90")) is None
    assert total_of(paper("TOTAL|£21.90", "Card", "TOTAL|£21.90")) == 2190


def test_an_amount_belongs_to_its_own_row_however_large_the_letters_are():
    large = [piece("TOTAL", 40, 100, high=60), piece("£21.90", 600, 102, high=58)]
    around = [piece("VAT", 40, 60), piece("3.65", 700, 60), piece("CASH", 40, 172), piece("30.00", 700, 172)]
    assert total_of(large + around) == 2190


def test_nothing_is_read_of_nothing():
    assert total_of([]) is None
    assert total_of([piece("Thank you", 0, 0)]) is None


# --- whatever the receipt

AMOUNTS = st.integers(1, 9_999_999)
THINGS = st.sampled_from(
    ["Bread", "Milk 2pt", "TAXI", "Heat pads x2", "Loose carrots 0.454kg", "Total yoghurt 0%", "5 x"]
)
OTHERS = st.sampled_from(["SUBTOTAL", "SUB TOTAL", "VAT 20.00%", "CASH", "CHANGE", "TOTAL SAVINGS", "VISA", "POINTS"])
TOTALS = ("TOTAL", "Total to pay", "AMOUNT DUE", "BALANCE DUE", "Cyfanswm")
SAYS = st.sampled_from(TOTALS)


@dataclass(frozen=True)
class Printed:
    lines: list[Line]
    total: int


@st.composite
def receipts(draw: st.DrawFn) -> Printed:
    """Things, one total, and what else tills print, each with an amount of its own."""
    total = draw(AMOUNTS)
    things = draw(st.lists(st.tuples(THINGS, AMOUNTS), max_size=12))
    others = draw(st.lists(st.tuples(OTHERS, AMOUNTS), max_size=6))
    rows = [*things, (draw(SAYS), total), *others]
    comma = draw(st.booleans())
    told = [f"{words}|{_printed(pence, comma=comma)}" for words, pence in rows]
    return Printed(draw(st.permutations(tilted(paper("SHOP", *told), draw(st.floats(-15, 15))))), total)


def _printed(pence: int, *, comma: bool) -> str:
    text = pounds(pence)
    return text[:-3] + "," + text[-2:] if comma else text


@given(receipts())
def test_the_total_is_found_at_any_tilt_in_any_order_among_anything_else(printed):
    assert total_of(printed.lines) == printed.total


@given(receipts(), OTHERS, AMOUNTS)
def test_a_receipt_without_a_total_has_none(printed, words, pence):
    without = [one for one in printed.lines if one.text not in TOTALS]
    assert total_of([*without, *paper(f"{words}|{pounds(pence)}")]) is None


SOMEWHERE = st.tuples(*[st.floats(-1e6, 1e6)] * 2)
ANYTHING = st.lists(st.builds(Line, st.text(max_size=40) | SAYS, st.tuples(*[SOMEWHERE] * 4)), max_size=12)


@given(ANYTHING)
def test_whatever_eyes_claim_to_see_the_answer_is_none_or_pence(lines):
    found = total_of(lines)
    assert found is None or 0 < found <= MOST_PENCE
