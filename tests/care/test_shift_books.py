"""What each step of a shift does to the books: the figures after it, and all of it sound."""

from datetime import UTC, date, datetime

import pytest
from factories import EVEN, make_pot, promise, write_split
from household import LEFT
from sqlalchemy import select

from app.care import changes
from app.persistence.commit import NotAllowed, NotTheirs
from app.persistence.tables import Notice
from app.web.door import AlreadyDecided

NOTHING = {"owed": 0, "aside": 0, "spent": 0, "left": LEFT, "wait": 0}
WAITS = {"owed": 0, "aside": 12_000, "spent": 0, "left": LEFT - 12_000, "wait": 1}
OWED = {"owed": 12_000, "aside": 0, "spent": 0, "left": LEFT - 12_000, "wait": 0}
PAID = {"owed": 0, "aside": 0, "spent": 12_000, "left": LEFT - 12_000, "wait": 0}
PAY_DAY = date(2026, 3, 6)


@pytest.fixture
def asked(household, app):
    """Sentences are made where a request has a language."""
    with app.test_request_context():
        yield household


def approve(household, shift_id, by="nikki"):
    household.act(by, lambda act: changes.approve(act, shift_id))


def unapprove(household, shift_id):
    household.act("nikki", lambda act: changes.unapprove(act, shift_id))


def pay(household, shift_id, on=PAY_DAY):
    household.act("nikki", lambda act: changes.pay(act, shift_id, on))


def unpay(household, shift_id):
    household.act("nikki", lambda act: changes.unpay(act, shift_id))


def send_back(household, shift_id):
    household.act("nikki", lambda act: changes.send_back(act, shift_id, "time", "Was it 9?"))


def withdraw(household, shift_id, by="amina"):
    household.act(by, lambda act: changes.withdraw(act, shift_id))


def change(household, shift_id, by="amina", **worked):
    told = household.worked(**worked)
    household.act(by, lambda act: changes.change_shift(act, shift_id, told))


def test_a_logged_shift_is_set_aside_by_the_split_of_its_day(household):
    household.log()
    assert household.books() == WAITS
    assert household.shares("set_aside") == {"nhs": 8_000, "council": 4_000}


def test_an_approved_shift_is_owed(household):
    shift = household.log()
    approve(household, shift)
    assert household.books() == OWED
    assert household.shares("owed") == {"nhs": 8_000, "council": 4_000}
    assert household.steps(shift) == ["logged", "approved"]


def test_an_approval_taken_back_leaves_it_waiting_as_before(household):
    shift = household.log()
    approve(household, shift)
    unapprove(household, shift)
    assert household.books() == WAITS
    assert household.shares("set_aside") == {"nhs": 8_000, "council": 4_000}
    approve(household, shift)
    assert household.books() == OWED
    assert household.steps(shift) == ["logged", "approved", "unapproved", "approved"]


def test_a_paid_shift_is_spent_by_the_shares_that_were_booked(household):
    shift = household.log()
    approve(household, shift)
    pay(household, shift)
    assert household.books() == PAID
    assert household.shares("spent") == {"nhs": 8_000, "council": 4_000}
    assert household.shares("in_account") == {"nhs": 692_000, "council": 296_000}
    assert household.last(shift).paid_on == PAY_DAY


def test_a_payment_taken_back_is_owed_again_and_can_be_paid_again(household):
    shift = household.log()
    approve(household, shift)
    pay(household, shift)
    unpay(household, shift)
    assert household.books() == OWED
    assert household.last(shift).paid_on is None
    pay(household, shift)
    assert household.books() == PAID
    unpay(household, shift)
    unapprove(household, shift)
    assert household.books() == WAITS


def test_a_split_agreed_after_the_approval_does_not_change_what_each_pays(household):
    shift = household.log()
    approve(household, shift)
    line = household.pot.lines["support"]
    later = date(2026, 3, 4)
    household.pot.do(lambda act: write_split(act, line, later, household.pot.parts(nhs=1, council=9)) and None)
    pay(household, shift)
    assert household.shares("spent") == {"nhs": 8_000, "council": 4_000}


def test_the_split_of_the_day_it_started_counts(household):
    line = household.pot.lines["support"]
    ended = date(2026, 3, 3)
    household.pot.do(lambda act: write_split(act, line, ended, household.pot.parts(**EVEN)) and None)
    shift = household.log()
    assert household.shares("set_aside") == {"nhs": 8_000, "council": 4_000}
    approve(household, shift)
    assert household.shares("owed") == {"nhs": 8_000, "council": 4_000}


def test_odd_pence_even_out_over_shifts(household):
    for _ in range(3):
        approve(household, household.log(amount_pence=100))
    assert household.shares("owed") == {"nhs": 200, "council": 100}
    assert household.books()["owed"] == 300


def test_money_that_others_hold_is_paid_from_where_it_is(household, sqlite_engine):
    pot = make_pot(
        sqlite_engine, household.person["nikki"], {"nhs": "notional", "council": "direct_payment"},
        lines={"support": {"nhs": 2, "council": 1}},
    )  # fmt: skip
    promise(pot, nhs=700_000, council=300_000)
    household.pot, household.authority["nikki"] = pot, pot.authority_id
    shift = household.log(by="nikki")
    approve(household, shift)
    before = household.shares("held")
    pay(household, shift)
    # The factory books the promise as come to the account; the pay alone touches what is held.
    assert household.shares("held").get("nhs", 0) - before.get("nhs", 0) == -8_000
    assert household.shares("in_account")["council"] == 296_000
    assert household.books()["spent"] == 12_000


def test_work_outside_the_plan_is_nobodys_share_until_it_is_agreed(household):
    shift = household.log(line=None)
    assert household.shares("set_aside") == {"none": 12_000}
    approve(household, shift)
    assert household.books() == OWED
    assert household.shares("owed") == {"none": 12_000}
    pay(household, shift)
    assert household.books() == PAID
    assert household.shares("spent") == {"none": 12_000}
    unpay(household, shift)
    unapprove(household, shift)
    assert household.books() == WAITS


def test_a_shift_sent_back_is_set_aside_no_more_until_it_is_changed(household):
    shift = household.log()
    send_back(household, shift)
    assert household.books() == NOTHING
    change(household, shift, amount_pence=9_000)
    assert household.books() == WAITS | {"aside": 9_000, "left": LEFT - 9_000}
    assert household.steps(shift) == ["logged", "returned", "changed"]


def test_a_shift_changed_while_it_waits_is_set_aside_once(household):
    shift = household.log()
    change(household, shift, amount_pence=9_000)
    change(household, shift, line=None)
    assert household.books() == WAITS
    assert household.shares("set_aside") == {"none": 12_000}


def test_a_shift_taken_back_leaves_nothing_and_can_be_sent_again(household):
    shift = household.log()
    withdraw(household, shift)
    assert household.books() == NOTHING
    change(household, shift)
    assert household.books() == WAITS


def test_several_shifts_wait_side_by_side(household):
    first, second = household.log(), household.log("beth")
    household.log()
    approve(household, first)
    send_back(household, second)
    assert household.books() == {"owed": 12_000, "aside": 12_000, "spent": 0, "left": LEFT - 24_000, "wait": 1}


def test_a_shift_of_last_year_stays_there_when_it_is_paid_in_the_new_one(household):
    worked = {"starts_at": datetime(2026, 3, 31, 21, tzinfo=UTC), "ends_at": datetime(2026, 4, 1, 5, tzinfo=UTC)}
    household.clock.now = datetime(2026, 4, 9, 9, tzinfo=UTC)
    shift = household.log(**worked)
    approve(household, shift)
    pay(household, shift, date(2026, 4, 9))
    assert household.books()["spent"] == 0  # of the new year
    household.clock.now = datetime(2026, 3, 31, 9, tzinfo=UTC)
    assert household.books() == PAID


@pytest.mark.parametrize(
    ("done", "then", "sentence"),
    [
        ([approve], approve, "Nikki approved this on 3 March, 2:10 pm"),
        ([approve], send_back, "Nikki approved this on 3 March, 2:10 pm"),
        ([approve], change, "Nikki approved this on 3 March, 2:10 pm"),
        ([approve], withdraw, "Nikki approved this on 3 March, 2:10 pm"),
        ([approve, pay], pay, "Nikki marked this as paid on 3 March, 2:10 pm"),
        ([approve, pay], approve, "Nikki marked this as paid on 3 March, 2:10 pm"),
        ([approve, pay], unapprove, "Nikki marked this as paid on 3 March, 2:10 pm"),
        ([approve, pay, unpay], unpay, "Nikki said on 3 March, 2:10 pm that this is not paid yet"),
        ([approve, unapprove], pay, "Nikki took the approval back on 3 March, 2:10 pm"),
        ([approve, unapprove], unapprove, "Nikki took the approval back on 3 March, 2:10 pm"),
        ([], unapprove, "Amina logged this on 3 March, 2:10 pm"),
        ([], pay, "Amina logged this on 3 March, 2:10 pm"),
        ([], unpay, "Amina logged this on 3 March, 2:10 pm"),
        ([change], pay, "Amina changed this on 3 March, 2:10 pm"),
        ([withdraw], approve, "Amina took this back on 3 March, 2:10 pm"),
        ([withdraw], withdraw, "Amina took this back on 3 March, 2:10 pm"),
        ([send_back], approve, "Nikki sent this back on 3 March, 2:10 pm"),
        ([send_back], send_back, "Nikki sent this back on 3 March, 2:10 pm"),
    ],
)
def test_who_comes_second_reads_who_was_first_and_nothing_changes(asked, done, then, sentence):
    shift = asked.log()
    for step in done:
        step(asked, shift)
    before = asked.books(), asked.steps(shift)
    with pytest.raises(AlreadyDecided) as second:
        then(asked, shift)
    said = second.value.sentence.replace("\u2068", "").replace("\u2069", "").replace("\u00a0", " ")
    assert said == sentence
    assert (asked.books(), asked.steps(shift)) == before


def test_the_payee_never_approves_not_even_as_the_holder(household):
    shift = household.log("nikki")
    with pytest.raises(NotAllowed):
        approve(household, shift)
    with pytest.raises(NotAllowed):
        send_back(household, shift)
    assert household.books() == WAITS


@pytest.mark.parametrize("who", ["amina", "beth", "joan", "fatima", "david"])
def test_who_may_not_approve_does_not(household, who):
    shift = household.log()
    with pytest.raises(NotAllowed):
        approve(household, shift, by=who)
    assert household.books() == WAITS


@pytest.mark.parametrize("then", [change, withdraw])
def test_a_carer_reaches_no_shift_of_another(household, then):
    shift = household.log()
    with pytest.raises(NotTheirs):
        then(household, shift, by="beth")
    assert household.books() == WAITS


def test_a_shift_is_taken_back_by_whose_it_is_or_who_logged_it(household):
    hers = household.log()
    with pytest.raises(NotAllowed):
        withdraw(household, hers, by="nikki")
    sheet = household.log(by="nikki")
    withdraw(household, sheet, by="nikki")
    assert household.books() == WAITS


def test_a_shift_of_no_such_id_is_not_found(household):
    with pytest.raises(LookupError):
        approve(household, "nosuchshift")


def test_a_shift_ends_after_it_starts(household):
    with pytest.raises(ValueError, match="ends after it starts"):
        household.worked(ends_at=datetime(2026, 3, 2, 22, tzinfo=UTC))


def test_everybody_it_concerns_is_told_but_never_who_did_it(household):
    def told():
        with household.pot.session() as session:
            names = {person: name for name, person in household.person.items()}
            rows = session.execute(select(Notice.person_id, Notice.kind).order_by(Notice.created_at, Notice.id))
            return sorted((names[person], kind) for person, kind in rows)

    shift = household.log()
    assert told() == [("nikki", "shift_to_approve")]
    approve(household, shift)
    pay(household, shift)
    unpay(household, shift)
    unapprove(household, shift)
    send_back(household, shift)
    assert told() == [
        ("amina", "shift_approved"),
        ("amina", "shift_paid"),
        ("amina", "shift_returned"),
        ("nikki", "shift_to_approve"),
    ]
