"""A split agreed with back-date: what was booked stays, and what it changes is moved by entries of its own."""

from datetime import timedelta

from sqlalchemy import select

from app.domain import books
from app.domain.books import NONE
from app.persistence.figures import figures_of
from app.persistence.resplit import KIND, put_right
from app.persistence.splits import taken_under
from app.persistence.tables import Entry, Posting, WeekTotal
from app.persistence.verify import verify
from tests.factories import TODAY, make_pot, pay, promise, write_split

WEEKS_AGO = TODAY - timedelta(weeks=6)


def agree(pot, from_on, line="support", **parts):
    """Agree a split from a day on; its id."""
    made = []
    pot.do(lambda act: made.append(write_split(act, pot.lines[line], from_on, pot.parts(**parts))))
    return made[0]


def spent(pot):
    """What each contribution has spent, by the names of the test."""
    with pot.session() as session:
        verify(session)
        parts = figures_of(session, pot.id, TODAY).parts
    return {name: parts[id_].spent_pence for name, id_ in pot.contributions.items()}


def entries_of(pot, kind):
    with pot.session() as session:
        return session.execute(select(Entry).where(Entry.pot_id == pot.id, Entry.kind == kind)).scalars().all()


def begun(engine, **contributions):
    pot = make_pot(engine, contributions=contributions or None)
    promise(pot, **dict.fromkeys(pot.contributions, 1000_00))
    return pot


def test_what_was_spent_since_that_day_moves_and_what_was_before_does_not(engine):
    pot = begun(engine)
    pay(pot, 100_00, day=WEEKS_AGO - timedelta(days=1))
    pay(pot, 40_00, day=WEEKS_AGO)
    pay(pot, 60_00)
    agree(pot, WEEKS_AGO, nhs=3, council=1)
    assert spent(pot) == {"nhs": 50_00 + 75_00, "council": 50_00 + 25_00}


def test_posted_entries_are_never_touched(engine):
    pot = begun(engine)
    pay(pot, 40_00)
    with pot.session() as session:
        before = session.execute(select(Posting.id, Posting.amount_pence).order_by(Posting.id)).all()
    agree(pot, WEEKS_AGO, nhs=3, council=1)
    with pot.session() as session:
        after = session.execute(select(Posting.id, Posting.amount_pence)).all()
    assert set(before) < set(after)


def test_it_takes_one_entry_out_of_the_old_split_and_one_into_the_new(engine):
    pot = begun(engine)
    for pence in (1_01, 2_02, 3_03):
        pay(pot, pence)
    new = agree(pot, WEEKS_AGO, nhs=3, council=1)
    out, into = sorted(entries_of(pot, KIND), key=lambda entry: entry.split_id == new)
    assert out.change_id == into.change_id
    with pot.session() as session:
        assert set(taken_under(session, out.split_id).values()) == {0}
        assert sum(taken_under(session, new).values()) == 6_06


def test_a_split_from_today_on_moves_nothing(engine):
    pot = begun(engine)
    pay(pot, 40_00, day=TODAY - timedelta(days=1))
    agree(pot, TODAY, nhs=1)
    assert entries_of(pot, KIND) == []
    pay(pot, 10_00)
    assert spent(pot) == {"nhs": 30_00, "council": 20_00}


def test_a_later_split_that_stands_keeps_its_days(engine):
    pot = begun(engine)
    agree(pot, TODAY - timedelta(days=7), nhs=1)
    pay(pot, 10_00, day=WEEKS_AGO)
    pay(pot, 10_00)
    agree(pot, WEEKS_AGO, council=1)
    assert spent(pot) == {"nhs": 10_00, "council": 10_00}


def test_a_split_said_anew_for_the_same_day_takes_its_place(engine):
    pot = begun(engine)
    pay(pot, 90_00)
    agree(pot, WEEKS_AGO, nhs=3, council=1)
    agree(pot, WEEKS_AGO, nhs=1, council=2)
    assert spent(pot) == {"nhs": 30_00, "council": 60_00}


def test_what_comes_after_goes_on_from_what_was_moved(engine):
    pot = begun(engine)
    for _ in range(5):
        pay(pot, 1)
    agree(pot, WEEKS_AGO, nhs=3, council=1)
    for _ in range(3):
        pay(pot, 1)
    assert spent(pot) == {"nhs": 6, "council": 2}


def test_what_was_moved_can_still_be_taken_back(engine):
    pot = begun(engine)
    source = pay(pot, 40_00)
    pay(pot, 60_00)
    agree(pot, WEEKS_AGO, nhs=3, council=1)
    pot.do(lambda act: act.books.reverse(source, "paid"))
    assert spent(pot) == {"nhs": 45_00, "council": 15_00}


def test_what_was_moved_can_be_refunded_by_the_shares_it_was_booked_with(engine):
    pot = begun(engine)
    source = pay(pot, 40_00)
    agree(pot, WEEKS_AGO, nhs=3, council=1)

    def refund(act):
        standing = act.books.standing(source, "paid")
        shares = pot.parts(nhs=5_00, council=5_00)
        act.books.post("refunded", source, TODAY, books.refunded(1, shares, pot.lines["support"]), standing.split_id)

    pot.do(refund)
    assert spent(pot) == {"nhs": 22_50, "council": 7_50}


def test_what_is_owed_is_paid_by_the_shares_booked(engine):
    pot = begun(engine)
    line, shares = pot.lines["support"], pot.parts(nhs=20_00, council=20_00)

    def approve(act):
        split_id, shared = act.books.share(line, TODAY, 40_00)
        assert shared == shares
        act.books.post("approved", "shift", TODAY, books.approved(1, shared, line), split_id)

    pot.do(approve)
    agree(pot, WEEKS_AGO, nhs=3, council=1)
    pot.do(lambda act: act.books.post("paid", "shift", TODAY, books.owed_paid(1, shares, line)))
    assert spent(pot) == {"nhs": 30_00, "council": 10_00}


def test_money_that_others_hold_stays_theirs(engine):
    pot = begun(engine, nhs="direct_payment", agency="individual_service_fund")
    agree(pot, WEEKS_AGO, nhs=1)
    pay(pot, 40_00)
    agree(pot, WEEKS_AGO, agency=1)
    with pot.session() as session:
        verify(session)
        parts = figures_of(session, pot.id, TODAY).parts
    agency = parts[pot.contributions["agency"]]
    assert (agency.spent_pence, agency.held_pence, agency.in_account_pence) == (40_00, -40_00, 1000_00)
    assert parts[pot.contributions["nhs"]].in_account_pence == 1000_00


def test_the_weeks_stay_as_they_were(engine):
    pot = begun(engine)
    pay(pot, 40_00, day=WEEKS_AGO)
    pay(pot, 60_00)

    def weeks():
        with pot.session() as session:
            rows = session.execute(select(WeekTotal.week, WeekTotal.amount_pence)).all()
        return {week: pence for week, pence in rows if pence}

    before = weeks()
    agree(pot, WEEKS_AGO, nhs=1)
    assert weeks() == before


def test_putting_right_what_is_right_posts_nothing(engine):
    pot = begun(engine)
    pay(pot, 40_01)
    pot.do(lambda act: put_right(act, pot.lines["support"]))
    pot.do(lambda act: put_right(act, NONE))
    assert entries_of(pot, KIND) == []


def test_a_true_up_evens_out_what_reversals_left(engine):
    pot = begun(engine)
    sources = [pay(pot, 1) for _ in range(6)]
    assert spent(pot) == {"nhs": 3, "council": 3}
    for source in sources[::2]:
        pot.do(lambda act, s=source: act.books.reverse(s, "paid"))
    assert sorted(spent(pot).values()) == [0, 3]
    pot.do(lambda act: put_right(act, pot.lines["support"]))
    assert sorted(spent(pot).values()) == [1, 2]
