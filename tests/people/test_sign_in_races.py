"""Many at the same moment, on both databases: a code lets in once, a limit is a limit."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select
from visiting import add_person

from app.people import codes
from app.people.codes import Verdict
from app.people.throttle import Limit, TooMany, count_try
from app.persistence.database import db, writing
from app.persistence.tables import Person, SignInCode

NOW = datetime(2026, 2, 10, 10, tzinfo=UTC)
SENDERS = 8


def at_once(app: Flask, do: Callable[[int], object]) -> list:
    start = Barrier(SENDERS)

    def run(number: int) -> object:
        with app.app_context():
            start.wait()
            return do(number)

    with ThreadPoolExecutor(SENDERS) as pool:
        return list(pool.map(run, range(SENDERS)))


def issued(app: Flask) -> codes.Issued:
    with app.app_context(), writing(db.engine) as database:
        return codes.issue(database, "sam@example.com", NOW)


@pytest.mark.parametrize(
    "by_link", [set(), set(range(SENDERS)), set(range(0, SENDERS, 2))], ids=["code", "link", "both"]
)
def test_one_mail_lets_one_in(app_on_both, by_link):
    mail = issued(app_on_both)

    def come(number: int):
        with writing(db.engine) as database:
            if number in by_link:
                found = codes.use_link(database, mail.token, NOW)
            else:
                found = codes.try_code(database, mail.id, mail.code, NOW)
            return found if isinstance(found, Verdict) else codes.person_of(database, found, "en", NOW)

    came = at_once(app_on_both, come)
    assert came.count(Verdict.TOO_OLD) == SENDERS - 1
    with app_on_both.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) == 1


def test_five_tries_are_five_however_fast(app_on_both):
    mail = issued(app_on_both)
    other = str((int(mail.code) + 1) % 10**8).zfill(8)

    def guess(_number: int):
        with writing(db.engine) as database:
            return codes.try_code(database, mail.id, other, NOW)

    tried = at_once(app_on_both, guess)
    assert tried.count(Verdict.WRONG) == codes.TRIES - 1
    with app_on_both.app_context():
        assert db.session.get(SignInCode, mail.id).tries == codes.TRIES


def test_a_limit_of_three_lets_three_through(app_on_both):
    def attempt(limit: Limit) -> bool:
        try:
            count_try(NOW, limit)
        except TooMany:
            return False
        return True

    for one_of_twenty in range(20):
        limit = Limit("test", str(one_of_twenty), 3, timedelta(hours=1))
        assert at_once(app_on_both, lambda _number, limit=limit: attempt(limit)).count(True) == 3


def test_old_codes_are_thrown_away(app_on_both):
    mail = issued(app_on_both)
    with app_on_both.app_context(), writing(db.engine) as database:
        codes.issue(database, "other@example.com", NOW + codes.VALID + codes.KEPT + timedelta(seconds=1))
        assert codes.email_of_code(database, mail.id) is None


def test_a_known_person_keeps_their_id(app_on_both):
    nikki = add_person(app_on_both, "nikki@example.com")
    with app_on_both.app_context(), writing(db.engine) as database:
        assert codes.person_of(database, "nikki@example.com", "en", NOW) == nikki
