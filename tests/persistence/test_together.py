"""Several questions asked in one query are answered as if each were asked alone."""

from datetime import timedelta

import pytest
from sqlalchemy import bindparam, event, func, null, select

from app.domain.books import promised
from app.domain.year import london_day
from app.persistence.figures import YEARS
from app.persistence.lines import CONTRIBUTIONS, EVERY_LINE, LINES
from app.persistence.members import MEMBERS
from app.persistence.tables import Account, Balance, Change, Terms
from app.persistence.tables.base import Instant
from app.persistence.together import Wanted, together
from tests.factories import NOW, TODAY, YEAR, make_pot

OF_THE_POT = Change.pot_id == bindparam("pot_id")
CHANGES = Wanted(select(Change.received_at, Change.seq, Change.name).where(OF_THE_POT), lambda *row: row)
LAST_TWO = Wanted(select(Change.seq).where(OF_THE_POT), int, order=(Change.seq.desc(),), most=2)
SUMS = Wanted(
    select(Account.kind, func.sum(Balance.amount_pence))
    .join(Balance, Balance.account_id == Account.id)
    .where(Account.pot_id == bindparam("pot_id"))
    .group_by(Account.kind),
    lambda *row: row,
    order=(Account.kind,),
)
TERMS = Wanted(
    select(Terms.shadow, Terms.shadow.is_(None), null().cast(Instant)).where(Terms.pot_id == bindparam("pot_id")),
    lambda *row: row,
)


@pytest.fixture
def pot(engine):
    made = make_pot(engine, lines={name: {"nhs": 1} for name in ("cleaning", "swimming", "art")})
    for day in range(3):
        later = NOW + timedelta(days=day)
        made.do(lambda act: act.books.post("promised", f"test:{act.id}", TODAY, promise(made)), later)
    return made


def promise(pot):
    return promised(YEAR.number, pot.contributions["nhs"], 2**40)


@pytest.mark.parametrize(
    "wanted",
    [
        (YEARS, CONTRIBUTIONS, EVERY_LINE, MEMBERS),
        (MEMBERS, LINES, CHANGES),
        (TERMS, LAST_TWO, YEARS, SUMS, CHANGES),
        (LAST_TWO, TERMS),
        (SUMS, SUMS),
    ],
)
def test_the_answers_are_those_of_each_alone(pot, wanted):
    with pot.session() as session:
        alone = [one.read(session, pot_id=pot.id) for one in wanted]
        assert all(alone)
        assert list(together(session, *wanted, pot_id=pot.id)) == alone


def test_it_is_one_query(pot):
    asked = []
    event.listen(pot.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    with pot.session() as session:
        together(session, YEARS, CONTRIBUTIONS, EVERY_LINE, MEMBERS, CHANGES, pot_id=pot.id)
    assert len([statement for statement in asked if not statement.startswith("BEGIN")]) == 1


def test_days_moments_and_whole_numbers_come_back_as_what_they_are(pot):
    with pot.session() as session:
        years, changes, sums, terms = together(session, YEARS, CHANGES, SUMS, TERMS, pot_id=pot.id)
    assert years[0] == YEAR
    assert london_day(max(moment for moment, _seq, _name in changes)) == TODAY + timedelta(days=2)
    assert sums == [("due", 3 * 2**40), ("funding", -3 * 2**40)]
    assert all(type(pence) is int for _kind, pence in sums)
    assert terms == [(False, False, None)]


def test_the_order_and_the_most_are_kept(pot):
    with pot.session() as session:
        last, lines, contributions = together(session, LAST_TWO, LINES, CONTRIBUTIONS, pot_id=pot.id)
    assert last == [4, 3]
    assert [line.id for line in lines] == sorted(pot.lines.values())
    assert [one.id for one in contributions] == sorted(pot.contributions.values())


def test_where_there_is_nothing_there_is_an_empty_answer(pot):
    with pot.session() as session:
        assert together(session, YEARS, SUMS, LAST_TWO, pot_id="nowhere") == ([], [], [])
