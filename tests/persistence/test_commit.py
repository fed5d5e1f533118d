"""The one transaction: done once, by who may, and by nobody twice."""

import threading
import uuid
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, func, select, text

from app.domain.authority import Permission, Role
from app.persistence import database
from app.persistence.commit import (
    NotAllowed,
    NotTheirs,
    SameIdOtherContent,
    Then,
    commit,
    fingerprint,
)
from app.persistence.database import Busy, prepare
from app.persistence.tables import Change, Done, Person, Pot
from app.persistence.verify import verify
from tests.factories import NOW, THEN, end, grant, intent_to, make_person, make_pot, pay, promise

ROUNDS = 50


def say(words):
    def decide(act):
        act.say(note=words)

    return decide


def count_of(engine, table):
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def side_by_side(*calls):
    """Run the calls in threads that start at the same moment; what each returned or raised."""
    barrier, results = threading.Barrier(len(calls)), [None] * len(calls)

    def run(number, call):
        barrier.wait()
        try:
            results[number] = call()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at it
            results[number] = error

    threads = [threading.Thread(target=run, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# --- once


def test_a_change_is_written_with_who_when_and_what(engine):
    pot = make_pot(engine)
    outcome = pot.do(say("hello"), now=NOW + timedelta(hours=1))
    with pot.session() as session:
        row = session.execute(select(Change).where(Change.id == outcome.change)).scalar_one()
        kept = session.execute(select(Pot).where(Pot.id == pot.id)).scalar_one()
    assert (row.person_id, row.authority_id) == (pot.holder_id, pot.authority_id)
    assert row.received_at == NOW + timedelta(hours=1)
    assert (row.seq, kept.version, kept.head) == (2, 2, row.hash)
    assert not outcome.earlier


def test_the_same_id_again_is_answered_with_the_first_outcome(engine):
    pot, change_id = make_pot(engine), str(uuid.uuid4())
    first = commit(engine, _intent(pot, change_id), NOW, lambda _act: Then("spending.entry", {"spending_id": "s"}))
    again = commit(engine, _intent(pot, change_id), NOW, lambda _act: pytest.fail("decided twice"))
    assert (again.change, again.then, again.earlier) == (first.change, first.then, True)
    assert again.then == Then("spending.entry", {"spending_id": "s"})


def test_the_same_id_with_other_content_says_what_it_was_used_for(engine):
    pot, change_id = make_pot(engine), str(uuid.uuid4())
    first = pot.do(say("one"), change_id=change_id, said="one")
    with pytest.raises(SameIdOtherContent) as other:
        pot.do(say("two"), change_id=change_id, said="two")
    assert other.value.outcome.change == first.change
    assert count_of(engine, Change) == 2


def test_the_same_id_from_another_person_is_another_change(engine):
    pot, change_id = make_pot(engine), str(uuid.uuid4())
    helper = make_person(engine, "Helen")
    authority = grant(pot, helper, Role.HELPER)
    first = pot.do(say("one"), change_id=change_id)
    second = commit(engine, intent_to("test", helper, authority, pot.id, change_id), NOW, lambda _act: THEN)
    assert second.change != first.change
    assert not second.earlier


def test_an_id_is_used_up_only_by_a_commit(engine):
    pot, change_id = make_pot(engine), str(uuid.uuid4())

    def fails(act):
        act.say(note="never")
        act.books.release("nothing")
        message = "no"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError, match="no"):
        pot.do(fails, change_id=change_id)
    assert count_of(engine, Change) == 1
    assert not pot.do(say("now"), change_id=change_id, said="other").earlier


def test_a_fingerprint_is_of_all_but_the_token():
    one = {"amount": ["12"], "csrf_token": ["a"]}
    assert fingerprint(one) == fingerprint(one | {"csrf_token": ["b"]})
    assert fingerprint(one) != fingerprint(one | {"amount": ["13"]})
    assert fingerprint({"a": ["1", "2"]}) != fingerprint({"a": ["2", "1"]})
    assert fingerprint({"a": ["\ud800"]})


# --- by whom


def _intent(pot, change_id=None, *, actor=None, authority=None, needs=frozenset({Permission.OPEN})):
    made = intent_to("test", actor or pot.holder_id, authority or pot.authority_id, pot.id, change_id)
    return type(made)(**{name: getattr(made, name) for name in made.__slots__} | {"needs": needs})


def test_a_pot_that_is_not_there_is_not_theirs(engine):
    pot = make_pot(engine)
    with pytest.raises(NotTheirs):
        commit(engine, intent_to("test", pot.holder_id, pot.authority_id, "nowhere"), NOW, lambda _act: THEN)


def test_a_stranger_with_the_right_ids_is_refused(engine):
    pot = make_pot(engine)
    with pytest.raises(NotTheirs):
        commit(engine, _intent(pot, actor=make_person(engine, "Sam")), NOW, lambda _act: THEN)


def test_another_pots_authority_is_refused(engine):
    person = make_person(engine)
    pot, other = make_pot(engine, person), make_pot(engine, person)
    with pytest.raises(NotTheirs):
        commit(engine, _intent(pot, authority=other.authority_id), NOW, lambda _act: THEN)


def test_an_authority_that_is_none_is_refused(engine):
    with pytest.raises(NotTheirs):
        commit(engine, _intent(make_pot(engine), authority="none"), NOW, lambda _act: THEN)


def test_an_ended_authority_is_dead_at_once(engine):
    pot, helper = make_pot(engine), make_person(engine, "Helen")
    authority = grant(pot, helper, Role.HELPER)
    ended = NOW + timedelta(minutes=5)
    end(pot, authority, helper, Role.HELPER, ended)
    intent = _intent(pot, actor=helper, authority=authority)
    commit(engine, intent, ended - timedelta(seconds=1), lambda _act: THEN)
    with pytest.raises(NotTheirs):
        commit(engine, _intent(pot, actor=helper, authority=authority), ended, lambda _act: THEN)


def test_what_was_done_before_the_authority_ended_is_still_answered(engine):
    pot, helper = make_pot(engine), make_person(engine, "Helen")
    authority = grant(pot, helper, Role.HELPER)
    intent = _intent(pot, actor=helper, authority=authority)
    first = commit(engine, intent, NOW, lambda _act: THEN)
    end(pot, authority, helper, Role.HELPER, NOW)
    assert commit(engine, intent, NOW + timedelta(days=1), lambda _act: THEN).change == first.change


def test_an_authority_that_does_not_reach_so_far_is_refused(engine):
    pot, helper = make_pot(engine), make_person(engine, "Helen")
    authority = grant(pot, helper, Role.HELPER)
    with pytest.raises(NotAllowed):
        commit(
            engine, _intent(pot, actor=helper, authority=authority, needs=frozenset({Permission.PAY})), NOW,
            lambda _act: THEN,
        )  # fmt: skip


def test_whatever_is_refused_leaves_no_trace(engine):
    pot = make_pot(engine)
    before = [count_of(engine, table) for table in (Change, Pot, Done)]
    for intent in (_intent(pot, actor=make_person(engine, "Sam")), _intent(pot, authority="none")):
        with pytest.raises(NotTheirs):
            commit(engine, intent, NOW, lambda _act: THEN)
    assert [count_of(engine, table) for table in (Change, Pot, Done)] == before


# --- at the same time


def test_two_senders_of_one_id_make_one_change(engine):
    pot = make_pot(engine)
    for number in range(ROUNDS):
        change_id = str(uuid.uuid4())
        one, two = side_by_side(*[lambda c=change_id, n=number: pot.do(say(str(n)), change_id=c)] * 2)
        assert one.change == two.change
        assert {one.earlier, two.earlier} == {True, False}
    assert count_of(engine, Change) == ROUNDS + 1
    with pot.session() as session:
        verify(session)


def test_two_senders_of_one_id_begin_one_pot(engine):
    person = make_person(engine)
    for number in range(1, ROUNDS + 1):
        change_id = str(uuid.uuid4())
        intent = intent_to("begin", person, "", None, change_id)
        one, two = side_by_side(*[lambda i=intent: commit(engine, i, NOW, lambda _act: THEN)] * 2)
        assert one.change == two.change
        assert {one.earlier, two.earlier} == {True, False}
        assert count_of(engine, Pot) == number


def test_one_id_sent_with_two_contents_at_once_is_done_once(engine):
    person = make_person(engine)
    for number in range(1, 11):
        change_id = str(uuid.uuid4())
        intents = [intent_to("begin", person, "", None, change_id, said) for said in ("one", "two")]
        results = side_by_side(*[lambda i=intent: commit(engine, i, NOW, lambda _act: THEN) for intent in intents])
        assert sorted(type(result).__name__ for result in results) == ["Outcome", "SameIdOtherContent"]
        assert count_of(engine, Pot) == number


def test_many_senders_at_once_lose_nothing(engine):
    pot = make_pot(engine)
    promise(pot, nhs=1000_00, council=1000_00)

    def pay_five():
        return [pay(pot, 1_01) for _ in range(5)]

    results = side_by_side(pay_five, pay_five, pay_five, pay_five)
    assert [type(result) for result in results] == [list] * 4, results
    with pot.session() as session:
        assert verify(session).changes == 2 + 20


def test_verify_sees_one_moment_while_others_write(engine):
    pot = make_pot(engine)
    promise(pot, nhs=1000_00, council=1000_00)

    def check():
        for _ in range(15):
            with pot.session() as session:
                verify(session)

    writing, checking = side_by_side(lambda: [pay(pot, 1_01) for _ in range(30)], check)
    assert isinstance(writing, list), writing
    assert checking is None, checking


# --- while somebody else holds the lock


def test_a_lock_that_is_held_too_long_is_told_as_busy(engine, monkeypatch):
    pot = make_pot(engine)
    monkeypatch.setattr(database, "WAIT_SECONDS", 1)
    impatient = prepare(create_engine(engine.url))
    with engine.connect() as holding:
        if engine.dialect.name == "sqlite":
            holding.exec_driver_sql("COMMIT")
            holding.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            holding.execute(text("SELECT 1 FROM pot FOR UPDATE"))
        with pytest.raises(Busy):
            commit(impatient, _intent(pot), NOW, lambda _act: THEN)
    assert not commit(impatient, _intent(pot), NOW, lambda _act: THEN).earlier
    impatient.dispose()


@pytest.mark.postgres
@pytest.mark.xdist_group("postgres")
def test_one_pots_lock_does_not_stop_another_on_postgresql(postgres_url):
    engine = prepare(create_engine(postgres_url))
    pot, other = make_pot(engine), make_pot(engine)
    with engine.connect() as holding:
        holding.execute(select(Pot.id).where(Pot.id == pot.id).with_for_update())
        assert not other.do(say("meanwhile")).earlier
    engine.dispose()


def test_a_failure_that_is_not_a_second_sender_is_raised(engine):
    pot = make_pot(engine)

    def decide(act):
        row = Person(id=pot.holder_id, email=None, name="Twice", language="en", runs_service=False, created_at=NOW)
        act.session.add(row)
        act.session.flush()

    with pytest.raises(Exception, match=r"(?i)unique"):
        pot.do(decide)
    assert count_of(engine, Change) == 1
