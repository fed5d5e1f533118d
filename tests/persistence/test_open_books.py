"""The books of a pot, open for one change: what stands, what may not stand twice."""

from datetime import date

import pytest
from sqlalchemy import select

from app.domain import books
from app.domain.books import AccountKey, OutOfBalance
from app.persistence.act import DayOutsideYears
from app.persistence.books import AlreadyStands, NothingStands
from app.persistence.figures import figures_of
from app.persistence.tables import Entry
from app.persistence.verify import verify
from tests.factories import TODAY, make_pot, pay, promise


def attempts(pot, source):
    with pot.session() as session:
        verify(session)
        rows = session.execute(select(Entry.kind, Entry.attempt).where(Entry.source == source)).all()
    return sorted(tuple(row) for row in rows)


def test_what_stands_may_not_stand_twice(engine):
    pot = make_pot(engine)
    pay(pot, 5_00, source="bread")
    with pytest.raises(AlreadyStands):
        pay(pot, 5_00, source="bread")
    assert attempts(pot, "bread") == [("paid", 0)]


def test_nor_twice_in_one_change(engine):
    pot = make_pot(engine)

    def twice(act):
        for _ in range(2):
            act.books.post("paid", "bread", TODAY, books.paid_outside_plan(1, 5))

    with pytest.raises(AlreadyStands):
        pot.do(twice)


def test_what_was_reversed_can_be_done_once_more(engine):
    pot = make_pot(engine)
    pay(pot, 5_00, source="bread")
    pot.do(lambda act: act.books.reverse("bread", "paid"))
    pay(pot, 6_00, source="bread")
    assert attempts(pot, "bread") == [("paid", 0), ("paid", 1), ("paid reversed", 0)]


def test_what_does_not_stand_cannot_be_reversed(engine):
    pot = make_pot(engine)
    pay(pot, 5_00, source="bread")
    pot.do(lambda act: act.books.reverse("bread", "paid"))
    for source in ("bread", "cake"):
        with pytest.raises(NothingStands):
            pot.do(lambda act, s=source: act.books.reverse(s, "paid"))


def test_done_and_undone_in_one_change_leaves_nothing(engine):
    pot = make_pot(engine)

    def decide(act):
        act.books.post("paid", "bread", TODAY, books.paid_outside_plan(1, 5))
        act.books.reverse("bread", "paid")
        assert act.books.standing("bread", "paid") is None

    pot.do(decide)
    assert attempts(pot, "bread") == [("paid", 0), ("paid reversed", 0)]


def test_a_reversal_gives_back_exactly_what_its_original_took(engine):
    pot = make_pot(engine)
    pay(pot, 1)
    pay(pot, 3_33, source="bread")
    pay(pot, 2)
    pot.do(lambda act: act.books.reverse("bread", "paid"))
    with pot.session() as session:
        parts = figures_of(session, pot.id, TODAY).parts
    # 333 took 166 from the one and 167 from the other, and so it gives them back: 1 and 2 are left.
    assert sorted(part.spent_pence for part in parts.values()) == [1, 2]


def test_several_sums_in_one_change_share_the_pennies_fairly(engine):
    pot = make_pot(engine)

    def decide(act):
        for number in range(4):
            split_id, shares = act.books.share(pot.lines["support"], TODAY, 1)
            movements = books.paid(1, shares, pot.lines["support"])
            act.books.post("paid", f"sweet {number}", TODAY, movements, split_id)

    pot.do(decide)
    with pot.session() as session:
        verify(session)
        parts = figures_of(session, pot.id, TODAY).parts
    assert [part.spent_pence for part in parts.values()] == [2, 2]


def test_what_does_not_balance_is_never_written(engine):
    pot = make_pot(engine)
    with pytest.raises(OutOfBalance):
        pot.do(lambda act: act.books.post("paid", "bread", TODAY, {AccountKey(1, "bank"): 5}))
    assert attempts(pot, "bread") == []


def test_a_line_without_a_split_cannot_be_paid_on(engine):
    pot = make_pot(engine)
    with pytest.raises(LookupError):
        pot.do(lambda act: act.books.share("no line", TODAY, 5))


def test_a_day_outside_the_pots_years_says_which_years_there_are(engine):
    pot = make_pot(engine)
    with pytest.raises(DayOutsideYears) as outside:
        pay(pot, 5, day=date(2019, 1, 1))
    assert [year.number for year in outside.value.years] == [1, 2]


def test_sums_beyond_thirty_two_bits_are_kept_exactly(engine):
    pot = make_pot(engine)
    promise(pot, nhs=2**53 + 1)
    with pot.session() as session:
        verify(session)
        assert figures_of(session, pot.id, TODAY).whole.in_account_pence == 2**53 + 1
