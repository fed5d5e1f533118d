"""A bank row is known again by what the bank says of it, and equal rows stay several."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.domain.statement import StatementRow, counted, fold, identity

ROW = StatementRow(date(2026, 10, 7), -21607, "ON-CALL PA J OKORO", 181249, None, 1)

rows = st.lists(
    st.builds(
        StatementRow,
        booked_on=st.dates(date(2026, 10, 1), date(2026, 10, 3)),
        amount_pence=st.integers(-2, 2),
        text=st.sampled_from(["TAXI", "TAXI ", "SWIM"]),
        balance_pence=st.integers(0, 100),
        bank_id=st.none(),
        count=st.just(1),
    ),
    max_size=12,
)


def test_equal_rows_are_counted_and_differ_in_identity():
    first, second = counted([ROW, ROW])
    assert (first.count, second.count) == (1, 2)
    assert identity(first, "a") != identity(second, "a")


def test_rows_that_differ_in_day_amount_or_text_are_each_the_first():
    others = [
        replace(ROW, booked_on=date(2026, 10, 8)),
        replace(ROW, amount_pence=21607),
        replace(ROW, text="ON-CALL PA"),
    ]
    all_rows = counted([ROW, *others])
    assert [row.count for row in all_rows] == [1, 1, 1, 1]
    assert len({identity(row, "a") for row in all_rows}) == 4


def test_padding_makes_no_other_row():
    padded = replace(ROW, text="  ON-CALL   PA\tJ\N{NO-BREAK SPACE}OKORO  ")
    assert identity(padded, "a") == identity(ROW, "a")
    assert [row.count for row in counted([ROW, padded])] == [1, 2]


def test_the_balance_has_no_part_in_the_identity():
    assert identity(replace(ROW, balance_pence=None), "a") == identity(ROW, "a")


def test_the_same_row_in_another_account_is_another_row():
    assert identity(ROW, "a") != identity(ROW, "b")
    assert identity(replace(ROW, bank_id="tx_1"), "a") != identity(replace(ROW, bank_id="tx_1"), "b")


def test_the_banks_own_id_decides_alone():
    settled = replace(ROW, bank_id="tx_1", amount_pence=-21700, text="J OKORO", booked_on=date(2026, 10, 9))
    assert identity(settled, "a") == identity(replace(ROW, bank_id="tx_1", count=2), "a")
    assert identity(settled, "a") != identity(replace(settled, bank_id="tx_2"), "a")
    assert identity(replace(ROW, bank_id="tx_1"), "a") != identity(ROW, "a")


def test_facts_do_not_run_into_each_other():
    assert identity(replace(ROW, text="A 1", count=2), "a") != identity(replace(ROW, text="A", count=12), "a")
    assert identity(replace(ROW, bank_id="bc"), "a") != identity(replace(ROW, bank_id="c"), "ab")


def test_an_identity_stays_what_it_was_in_books_already_kept():
    assert identity(ROW, "a") == "2d5fa367e78a47385fe0b329119df84dc56467b2bd674cf38c69c47917aa1e32"
    assert (
        identity(replace(ROW, bank_id="tx_1"), "a")
        == "cf0f80fd0d3a203c00a70eee9432b3ae3fbe40548c6329fa62275596e808a940"
    )


def test_fold_takes_out_control_characters():
    assert fold("A\x00B\r\nC\x1b[31m") == "A B C [31m"


@given(rows)
def test_identities_are_all_different_whatever_the_file(some):
    assert len({identity(row, "a") for row in counted(some)}) == len(some)


@given(rows)
def test_identities_are_the_same_from_either_end_of_the_file(some):
    forwards = {identity(row, "a") for row in counted(some)}
    assert {identity(row, "a") for row in counted(reversed(some))} == forwards


@given(rows, rows)
def test_a_longer_file_holds_the_rows_of_the_shorter(some, later):
    assert {identity(r, "a") for r in counted(some)} <= {identity(r, "a") for r in counted(some + later)}
