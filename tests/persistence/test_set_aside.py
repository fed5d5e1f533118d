"""Money set aside before it is owed, and taken back."""

from datetime import timedelta

from app.domain.books import NONE
from app.persistence.figures import figures_in
from app.persistence.verify import verify
from tests.factories import TODAY, YEAR, make_pot


def set_aside(pot, today=TODAY):
    with pot.session() as session:
        verify(session)
        return figures_in(session, pot.id, YEAR, today).whole.set_aside_pence


def test_what_is_set_aside_is_split_and_counts(engine):
    pot = make_pot(engine)
    pot.do(lambda act: act.books.set_aside_by_split("rota", YEAR, pot.lines["support"], TODAY, 1_01))
    with pot.session() as session:
        parts = figures_in(session, pot.id, YEAR, TODAY).parts
    assert sorted(part.set_aside_pence for part in parts.values()) == [50, 51]


def test_outside_the_plan_it_is_nobodys(engine):
    pot = make_pot(engine)
    pot.do(lambda act: act.books.set_aside_by_split("rota", YEAR, NONE, TODAY, 1_01))
    with pot.session() as session:
        assert figures_in(session, pot.id, YEAR, TODAY).parts[NONE].set_aside_pence == 1_01


def test_a_week_stops_counting_on_the_day_it_begins(engine):
    pot = make_pot(engine)
    shares = pot.parts(nhs=5_00)
    pot.do(lambda act: act.books.set_aside("weeks", YEAR, pot.lines["support"], shares, TODAY + timedelta(days=3)))
    assert set_aside(pot, TODAY + timedelta(days=2)) == 5_00
    assert set_aside(pot, TODAY + timedelta(days=3)) == 0


def test_released_it_counts_no_more(engine):
    pot = make_pot(engine)
    pot.do(lambda act: act.books.set_aside_by_split("rota", YEAR, pot.lines["support"], TODAY, 1_01))
    pot.do(lambda act: act.books.set_aside_by_split("other", YEAR, pot.lines["support"], TODAY, 7))
    pot.do(lambda act: act.books.release("rota"))
    assert set_aside(pot) == 7


def test_releasing_twice_releases_once(engine):
    pot = make_pot(engine)
    pot.do(lambda act: act.books.set_aside_by_split("rota", YEAR, pot.lines["support"], TODAY, 1_01))

    def twice(act):
        act.books.release("rota")
        act.books.release("rota")

    pot.do(twice)
    pot.do(lambda act: act.books.release("rota"))
    assert set_aside(pot) == 0


def test_what_this_very_change_set_aside_can_be_released_and_set_aside_anew(engine):
    pot = make_pot(engine)

    def again(act):
        act.books.set_aside_by_split("rota", YEAR, pot.lines["support"], TODAY, 1_01)
        act.books.release("rota")
        act.books.set_aside_by_split("rota", YEAR, pot.lines["support"], TODAY, 2_02)

    pot.do(again)
    assert set_aside(pot) == 2_02
