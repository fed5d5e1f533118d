"""The end of a budget year: what is left goes over, what is late stays and is carried afterwards."""

from sqlalchemy import select

from app.domain import books
from app.domain.books import NONE
from app.persistence.figures import figures_in
from app.persistence.tables import Entry
from app.persistence.verify import verify
from app.persistence.year_end import carry_over
from tests.factories import TODAY, YEAR, make_pot, pay, promise


def over(pot):
    pot.do(lambda act: carry_over(act, *act.years))


def figures(pot, number):
    """The figures of a year, by contribution and of the whole pot."""
    with pot.session() as session:
        verify(session)
        year = YEAR if number == 1 else type(YEAR)(2, YEAR.ends_on, YEAR.ends_on)
        return figures_in(session, pot.id, year, TODAY)


def carried(pot):
    with pot.session() as session:
        return session.execute(select(Entry.source).where(Entry.kind == "carried over")).scalars().all()


def test_what_is_left_of_each_contribution_goes_to_the_next_year(engine):
    pot = make_pot(engine)
    promise(pot, nhs=100_00, council=50_00)
    pay(pot, 40_00)
    over(pot)
    old, new = figures(pot, 1), figures(pot, 2)
    assert old.whole.left_to_spend_pence == 0
    assert {name: new.parts[id_].brought_forward_pence for name, id_ in pot.contributions.items()} == {
        "nhs": 80_00,
        "council": 30_00,
    }
    assert new.whole.left_to_spend_pence == new.whole.in_account_pence == 110_00


def test_what_is_nobodys_yet_goes_over_too(engine):
    pot = make_pot(engine)
    promise(pot, nhs=100_00)
    pot.do(lambda act: act.books.post("paid", "cake", TODAY, books.paid_outside_plan(1, 5_00)))
    over(pot)
    assert figures(pot, 1).parts[NONE].left_to_spend_pence == 0
    assert figures(pot, 2).parts[NONE].brought_forward_pence == -5_00


def test_what_others_hold_goes_over_as_held(engine):
    pot = make_pot(engine, contributions={"nhs": "notional"})
    nhs = pot.contributions["nhs"]

    def receive(act):
        act.books.post("promised", "p", TODAY, books.promised(1, nhs, 100_00))
        act.books.post("received", "p", TODAY, books.received(1, nhs, 100_00, "notional"))

    pot.do(receive)
    over(pot)
    assert (figures(pot, 1).whole.held_pence, figures(pot, 2).whole.held_pence) == (0, 100_00)


def test_what_is_owed_stays_is_paid_there_and_what_remains_is_carried(engine):
    pot = make_pot(engine)
    promise(pot, nhs=100_00, council=100_00)
    line, shares = pot.lines["support"], pot.parts(nhs=20_00, council=20_00)

    def approve(act):
        split_id, _ = act.books.share(line, TODAY, 40_00)
        act.books.post("approved", "shift", TODAY, books.approved(1, shares, line), split_id)

    pot.do(approve)
    over(pot)
    assert figures(pot, 1).whole.owed_pence == 40_00
    assert figures(pot, 2).whole.brought_forward_pence == 200_00
    pot.do(lambda act: act.books.post("paid", "shift", TODAY, books.owed_paid(1, shares, line)))
    over(pot)
    assert figures(pot, 1).whole.left_to_spend_pence == 0
    assert figures(pot, 2).whole.brought_forward_pence == 160_00
    assert len(carried(pot)) == 2


def test_money_that_comes_late_is_received_in_its_year_and_carried(engine):
    pot = make_pot(engine)
    promise(pot, received=False, nhs=100_00)
    over(pot)
    assert carried(pot) == []
    assert figures(pot, 1).whole.due_pence == 100_00
    nhs = pot.contributions["nhs"]
    pot.do(lambda act: act.books.post("received", "late", TODAY, books.received(1, nhs, 100_00, "direct_payment")))
    over(pot)
    assert figures(pot, 1).whole.left_to_spend_pence == 0
    assert figures(pot, 2).whole.brought_forward_pence == 100_00


def test_a_second_time_with_nothing_left_posts_nothing(engine):
    pot = make_pot(engine)
    promise(pot, nhs=100_00)
    over(pot)
    over(pot)
    assert len(carried(pot)) == 1


def test_the_shares_of_the_old_year_are_evened_out_first(engine):
    pot = make_pot(engine)
    promise(pot, nhs=100_00, council=100_00)
    sources = [pay(pot, 1) for _ in range(6)]
    for source in sources[::2]:
        pot.do(lambda act, s=source: act.books.reverse(s, "paid"))
    over(pot)
    parts = figures(pot, 1).parts
    assert sorted(parts[id_].spent_pence for id_ in pot.contributions.values()) == [1, 2]
    assert all(part.left_to_spend_pence == 0 for part in parts.values())


def test_two_years_of_carry_over_leave_each_closed_year_at_nothing(engine):
    pot = make_pot(engine)
    promise(pot, nhs=100_00, council=50_00)
    pay(pot, 40_00)
    over(pot)
    first, second = YEAR, type(YEAR)(2, YEAR.ends_on, YEAR.ends_on)
    third = type(YEAR)(3, YEAR.ends_on, YEAR.ends_on)
    pot.do(lambda act: carry_over(act, second, third))
    with pot.session() as session:
        verify(session)
        left = [figures_in(session, pot.id, year, TODAY).whole.left_to_spend_pence for year in (first, second, third)]
    assert left == [0, 0, 110_00]
