"""Which row of a bank is which thing of the books: what is offered, what is sure, what is asked about."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from app.domain.matching import Said, Thing, alike, plausible, proposals, said_twice, to_ask

DAY = date(2026, 3, 3)


@dataclass(frozen=True)
class Row:
    id: str
    amount_pence: int
    booked_on: date = DAY


def on(days: int) -> date:
    return DAY + timedelta(days=days)


def thing(says: str, amount_pence: int, days: int = 0, source: str = "a") -> Thing:
    return Thing(says, source, amount_pence, on(days))


def sure(rows: list[Row], *things: Thing) -> dict[str, str]:
    """The sources that are chosen beforehand, by row."""
    return {row_id: one.sure.source for row_id, one in proposals(rows, things).items() if one.sure}


def asked(rows: list[Row], said: dict[str, Said], *things: Thing) -> dict[str, list[str]]:
    return {row_id: [one.source for one in found] for row_id, found in to_ask(rows, said, things).items()}


@pytest.mark.parametrize(
    ("says", "amount_pence", "days", "offered"),
    [
        ("already", -1400, 5, True),
        ("already", -1400, -5, True),
        ("already", -1400, 6, False),
        ("already", -1400, -6, False),
        ("already", -1399, 0, False),
        ("already", 1400, 0, False),
        ("owed", -1400, -60, True),
        ("owed", -1401, 0, False),
    ],
)
def test_money_out_may_be_what_is_owed_or_stands_with_exactly_that_sum(says, amount_pence, days, offered):
    found = plausible(Row("r", -1400), [thing(says, amount_pence, days)])

    assert bool(found) is offered


@pytest.mark.parametrize(
    ("says", "amount_pence", "days", "offered"),
    [
        ("instalment", 231_000, 300, True),  # exactly that sum, whenever it was due
        ("instalment", 200_000, 45, True),
        ("instalment", 200_000, 46, False),
        ("client", 6_140, -45, True),
        ("client", 6_140, -46, False),
        ("refund", 231_000, 0, True),
        ("refund", 231_001, -90, True),
        ("refund", 231_001, -91, False),
        ("refund", 231_001, 1, False),  # nothing is given back before it is paid
        ("refund", 230_999, 0, False),  # more than was paid
        ("already", 231_000, 5, True),
        ("already", 231_000, 6, False),
    ],
)
def test_money_in_may_be_what_was_due_about_then_or_come_back(says, amount_pence, days, offered):
    found = plausible(Row("r", 231_000), [thing(says, amount_pence, days)])

    assert bool(found) is offered


def test_money_out_is_no_instalment_and_no_refund():
    things = [thing("instalment", 1400), thing("client", 1400), thing("refund", 1400)]

    assert plausible(Row("r", -1400), things) == ()
    assert len(plausible(Row("r", 1400), things)) == 3


def test_the_likeliest_is_offered_first_and_only_a_few_of_the_others():
    due = [thing("instalment", 100_000, days, f"due{days}") for days in range(-20, 21)]
    paid = [thing("refund", 500_000, -days, f"paid{days:02}") for days in range(30)]

    found = plausible(Row("r", 100_000), [*paid, *due, thing("already", 100_000, 2, "here")])

    assert [one.source for one in found[:4]] == ["here", "due0", "due-1", "due1"]
    assert [one.says for one in found] == ["already"] + ["instalment"] * 6 + ["refund"] * 10
    assert [one.source for one in found[-10:]] == [f"paid{days:02}" for days in range(10)]


@pytest.mark.parametrize(
    ("says", "amount_pence", "days", "is_sure"),
    [
        ("already", -1400, 5, True),
        ("owed", -1400, -5, True),
        ("owed", -1400, -6, False),
        ("instalment", 1400, 15, True),
        ("instalment", 1400, 16, False),
        ("instalment", 1399, 0, False),
        ("client", 1400, -15, True),
        ("refund", 1400, 0, False),
    ],
)
def test_what_is_sure_has_exactly_that_sum_and_is_near(says, amount_pence, days, is_sure):
    row = Row("r", -1400 if amount_pence < 0 else 1400)

    assert bool(sure([row], thing(says, amount_pence, days))) is is_sure


def test_the_nearest_is_sure():
    assert sure([Row("r", -1400)], thing("already", -1400, -3, "far"), thing("already", -1400, 1, "near")) == {
        "r": "near"
    }


def test_no_thing_is_sure_for_two_rows():
    rows = [Row("one", -1400), Row("two", -1400)]

    assert sure(rows, thing("already", -1400, 0, "a")) == {"one": "a"}
    assert sure(rows, thing("already", -1400, 0, "a"), thing("already", -1400, 0, "b")) == {"one": "a", "two": "b"}


def test_a_row_takes_nothing_from_one_that_is_nearer_to_it():
    rows = [Row("early", -1400, on(0)), Row("late", -1400, on(4))]

    assert sure(rows, thing("already", -1400, 4, "a")) == {"late": "a"}
    assert sure(rows, thing("already", -1400, 4, "a"), thing("already", -1400, -5, "b")) == {"late": "a", "early": "b"}


@pytest.mark.parametrize("says", ["owed", "instalment"])
def test_between_two_people_or_two_funders_nothing_is_sure(says):
    amount = -12_000 if says == "owed" else 12_000

    assert sure([Row("r", amount)], thing(says, amount, 0, "amina"), thing(says, amount, 0, "beth")) == {}


def test_what_may_be_of_two_kinds_is_not_sure():
    assert sure([Row("r", -1400)], thing("owed", -1400, 0, "shift"), thing("already", -1400, 1, "taxi")) == {}


def test_a_new_payment_is_asked_about_where_one_of_that_sum_stands_within_five_days():
    new = {"r": Said("spending", "line")}

    assert asked([Row("r", -1400)], new, thing("already", -1400, 5)) == {"r": ["a"]}
    assert asked([Row("r", -1400)], new, thing("owed", -1400, -5)) == {"r": ["a"]}
    assert asked([Row("r", -1400)], {"r": Said("not_in_plan")}, thing("already", -1400)) == {"r": ["a"]}
    assert asked([Row("r", -1400)], new, thing("already", -1400, 6)) == {}
    assert asked([Row("r", -1400)], new, thing("owed", -1400, -6)) == {}
    assert asked([Row("r", -1400)], new, thing("already", -1401)) == {}


@pytest.mark.parametrize("said", [Said("already", "a"), Said("owed", "a"), Said("not_ours")])
def test_what_is_not_new_is_not_asked_about(said):
    assert asked([Row("r", -1400)], {"r": said}, thing("already", -1400)) == {}


def test_nothing_said_is_nothing_asked():
    assert asked([Row("r", -1400)], {}, thing("already", -1400)) == {}


def test_only_what_was_shown_is_answered():
    said = {"r": Said("spending", "line", frozenset({"a"}))}

    assert asked([Row("r", -1400)], said, thing("already", -1400, 0, "a")) == {}
    assert asked([Row("r", -1400)], said, thing("already", -1400, 0, "a"), thing("already", -1400, 1, "b")) == {
        "r": ["b"]
    }


def test_a_thing_that_another_row_is_needs_no_question():
    rows = [Row("one", -1400), Row("two", -1400)]
    said = {"one": Said("already", "a"), "two": Said("spending", "line")}

    assert asked(rows, said, thing("already", -1400)) == {}


def test_two_equal_new_rows_are_both_asked_about():
    rows = [Row("one", -1400), Row("two", -1400)]
    new = dict.fromkeys(("one", "two"), Said("not_in_plan"))

    assert asked(rows, new, thing("already", -1400)) == {"one": ["a"], "two": ["a"]}


def test_alike_is_what_stands_and_not_what_may_come_back():
    row = Row("r", 1400)

    assert alike(row, [thing("refund", 1400), thing("instalment", 1400)]) == ()
    assert alike(row, [thing("already", 1400)]) == (thing("already", 1400),)


def test_one_thing_is_not_two_rows():
    assert said_twice({"one": Said("already", "a"), "two": Said("owed", "a"), "three": Said("already", "b")}) == ["two"]
    assert said_twice({"one": Said("refund", "a"), "two": Said("refund", "a")}) == []  # money comes back twice
    assert said_twice({"one": Said("spending", "line"), "two": Said("spending", "line")}) == []
    assert said_twice({"one": Said("not_ours"), "two": Said("not_ours")}) == []
