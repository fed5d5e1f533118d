"""The job table on both databases: asked for with a change, done once, never lost, never for ever."""

import multiprocessing
import os
import signal
import threading
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.exc import IntegrityError

from app.persistence import jobs
from app.persistence.database import prepare
from app.persistence.jobs import LEASE, MOST_TRIES, RESTS, Leased
from app.persistence.tables import Job, ReceiptReading
from tests.factories import NOW, make_pot

KIND = "try"
SECOND = timedelta(seconds=1)


@pytest.fixture
def pot(engine):
    return make_pot(engine)


def asks(pot, *abouts: str, kind: str = KIND, now=NOW) -> None:
    """A change that asks for these."""
    pot.do(lambda act: [act.ask_for(kind, about) for about in abouts], now)


def lease(pot, now=NOW, kinds=(KIND,)) -> Leased | None:
    return jobs.lease(pot.engine, kinds, now)


def states(pot) -> dict[str, str]:
    with pot.session() as session:
        return dict(session.execute(select(Job.about, Job.state)).all())


def readings(pot) -> list[int]:
    with pot.session() as session:
        return list(session.scalars(select(ReceiptReading.amount_pence)))


def standing(pot, now=NOW):
    with pot.session() as session:
        return jobs.standing(session, now)


# --- asked for


def test_a_job_is_there_when_its_change_stands(pot):
    asks(pot, "a", "b")
    assert states(pot) == {"a": "waiting", "b": "waiting"}


def test_of_a_change_that_comes_to_nothing_no_job_is_left(pot):
    def decide(act):
        act.ask_for(KIND, "a")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        pot.do(decide)
    assert states(pot) == {}


def test_asked_for_twice_it_is_one_job_and_what_is_done_stays_done(pot):
    asks(pot, "a", "a")
    asks(pot, "a", now=NOW + SECOND)
    jobs.done(pot.engine, lease(pot))
    asks(pot, "a", now=NOW + SECOND)
    assert states(pot) == {"a": "done"}
    assert lease(pot, NOW + timedelta(days=99)) is None


def test_the_same_thing_may_be_asked_for_in_two_kinds(pot):
    asks(pot, "a")
    asks(pot, "a", kind="other")
    assert lease(pot, kinds=["other"]).kind == "other"
    assert lease(pot, kinds=["other"]) is None
    assert lease(pot, kinds=[]) is None
    assert lease(pot) == Leased(KIND, "a", pot.id, 1)


# --- one at a time


def test_what_waits_longest_is_taken_first_and_by_one_alone(pot):
    asks(pot, "young", now=NOW - SECOND)
    asks(pot, "old", now=NOW - 2 * SECOND)
    assert [lease(pot).about, lease(pot).about, lease(pot)] == ["old", "young", None]


def test_many_workers_do_each_job_once(pot):
    wanted = [f"{n:02}" for n in range(40)]
    asks(pot, *wanted)
    taken: list[str] = []
    start = threading.Barrier(4)

    def work():
        start.wait()
        while job := lease(pot):
            taken.append(job.about)
            jobs.done(pot.engine, job)

    threads = [threading.Thread(target=work) for _worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == wanted
    assert set(states(pot).values()) == {"done"}


# --- killed


def _takes_one_and_hangs(url: str, took) -> None:
    """A worker that never gets to the end of its job."""
    engine = prepare(create_engine(url))
    took.send(jobs.lease(engine, [KIND], NOW).about)
    signal.pause()


def test_a_worker_that_is_killed_leaves_its_job_to_another_when_the_lease_runs_out(pot, database_url):
    asks(pot, "a")
    hears, tells = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_takes_one_and_hangs, args=(database_url, tells))
    process.start()
    assert hears.poll(30)
    assert hears.recv() == "a"
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    process.close()
    assert lease(pot, NOW + LEASE - SECOND) is None
    again = lease(pot, NOW + LEASE)
    assert again == Leased(KIND, "a", pot.id, 2)
    jobs.done(pot.engine, again)
    assert states(pot) == {"a": "done"}


def test_who_comes_back_after_its_lease_changes_nothing(pot):
    asks(pot, "a")
    slow = lease(pot)
    quick = lease(pot, NOW + LEASE)
    jobs.tried_in_vain(pot.engine, slow, NOW + LEASE)
    assert lease(pot, NOW + LEASE + RESTS[0]) is None  # still the quick one's
    jobs.done(pot.engine, quick)
    jobs.tried_in_vain(pot.engine, slow, NOW + LEASE)
    assert states(pot) == {"a": "done"}


def test_what_came_of_a_job_is_kept_with_its_end_and_once(pot):
    def came(pence: int) -> ReceiptReading:
        return ReceiptReading(receipt_id="a", pot_id=pot.id, amount_pence=pence, read_at=NOW)

    asks(pot, "a")
    slow = lease(pot)
    quick = lease(pot, NOW + LEASE)
    jobs.done(pot.engine, slow, came(1))
    assert (readings(pot), states(pot)) == ([], {"a": "waiting"})  # it is the quick one's by now
    jobs.done(pot.engine, quick, came(2))
    for late in (slow, quick):
        jobs.done(pot.engine, late, came(3))
    assert (readings(pot), states(pot)) == ([2], {"a": "done"})


def test_what_cannot_be_kept_is_not_done(pot):
    asks(pot, "a")
    of_no_pot = ReceiptReading(receipt_id="a", pot_id="nobody's", amount_pence=1, read_at=NOW)
    with pytest.raises(IntegrityError):
        jobs.done(pot.engine, lease(pot), of_no_pot)
    assert (readings(pot), states(pot)) == ([], {"a": "waiting"})


# --- in vain


def test_after_each_try_in_vain_it_rests_longer_and_then_it_is_given_up(pot):
    asks(pot, "a")
    now = NOW
    for rest in RESTS:
        jobs.tried_in_vain(pot.engine, lease(pot, now), now)
        assert lease(pot, now + rest - SECOND) is None
        now += rest
    jobs.tried_in_vain(pot.engine, lease(pot, now), now)
    assert states(pot) == {"a": "failed"}
    assert lease(pot, now + timedelta(days=99)) is None
    with pot.session() as session:
        assert session.scalar(select(Job.tries)) == MOST_TRIES
    assert list(RESTS) == sorted(RESTS)


def test_a_job_that_kills_every_worker_is_given_up_too(pot):
    asks(pot, "deadly", "harmless")
    now = NOW
    for _try in range(MOST_TRIES):
        assert lease(pot, now).about == "deadly"
        while other := lease(pot, now):
            jobs.done(pot.engine, other)
        now += LEASE
    assert lease(pot, now) is None
    assert states(pot) == {"deadly": "failed", "harmless": "done"}


# --- how things stand


def test_how_much_waits_and_for_how_long_the_oldest_has(pot):
    assert standing(pot) == jobs.Standing(0, timedelta(0), 0)
    asks(pot, "a", now=NOW - timedelta(minutes=3))
    asks(pot, "b")
    assert standing(pot) == jobs.Standing(2, timedelta(minutes=3), 0)
    taken = lease(pot)
    assert standing(pot).waiting == 2  # not done yet
    jobs.done(pot.engine, taken)
    assert standing(pot) == jobs.Standing(1, timedelta(0), 0)
    for n in range(MOST_TRIES):
        now = NOW + n * timedelta(days=1)
        jobs.tried_in_vain(pot.engine, lease(pot, now), now)
    assert standing(pot, NOW + timedelta(days=9)) == jobs.Standing(0, timedelta(0), 1)
    with pot.session() as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 2
