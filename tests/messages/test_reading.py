"""Who has read what: a mark for each person, which only moves on."""

from datetime import date

from app.persistence.glance import glance_at
from app.persistence.tables import Pot


def test_ones_own_message_says_who_has_read_it(household, phone):
    household.say("nikki", "Can you call me?")
    nikkis = phone("nikki")
    nikkis.open(household.page)
    assert "Read" not in nikkis.bubbles()[0]
    phone("fatima").open(household.page)
    nikkis.open(household.page)
    assert nikkis.bubbles() == ["You, today, 1:05 pm Can you call me? Read by Fatima"]


def test_what_is_said_at_the_very_moment_of_reading_is_not_read(household, phone):
    household.say("nikki", "one")
    phone("fatima").open(household.page)
    household.say("nikki", "two")
    nikkis = phone("nikki")
    nikkis.open(household.page)
    assert [("Read by Fatima" in bubble) for bubble in nikkis.bubbles()] == [True, False]


def test_each_person_has_a_mark_of_their_own(household, phone):
    household.say("nikki", "Hello")
    phone("joan").open(household.page)
    assert household.reads("joan")
    assert household.reads("fatima") is None
    assert household.reads("nikki") is None


def test_ones_own_messages_leave_no_mark(household, phone):
    household.say("nikki", "Hello")
    phone("nikki").open(household.page)
    assert household.reads("nikki") is None


def test_only_what_was_shown_is_marked(household, phone):
    household.say("fatima", "long ago")
    for number in range(50):
        household.say("nikki", str(number))
    nikkis = phone("nikki")
    nikkis.open(household.page)
    assert household.reads("nikki") is None
    nikkis.open(nikkis.link("Show older ones"))
    assert household.reads("nikki") is not None


def test_an_older_page_does_not_move_the_mark_back(household, phone):
    for number in range(60):
        household.say("fatima", str(number))
    nikkis = phone("nikki")
    nikkis.open(household.page)
    mark = household.reads("nikki")
    nikkis.open(nikkis.link("Show older ones"))
    assert household.reads("nikki") == mark


def test_a_mark_only_moves_on_on_both_databases(household_on_both, phone_on_both):
    household = household_on_both
    household.say("fatima", "one")
    phone_on_both("nikki").open(household.page)
    first = household.reads("nikki")
    household.clock.forward(minutes=1)
    household.say("fatima", "two")
    phone_on_both("nikki").open(household.page)
    assert household.reads("nikki") > first


def test_reading_is_no_change_of_the_pot(household, phone):
    household.say("nikki", "Hello")
    with household.pot.session() as session:
        before = session.get(Pot, household.pot.id).version
    phone("fatima").open(household.page)
    with household.pot.session() as session:
        assert session.get(Pot, household.pot.id).version == before


def test_home_counts_what_is_not_read(household, phone):
    def unread():
        return glance_at(household.pot.engine, household.pot.id, household.person["nikki"], date(2026, 2, 10)).unread

    household.say("fatima", "one")
    household.say("fatima", "two")
    household.say("nikki", "mine")
    assert unread() == 2
    phone("nikki").open(household.page)
    assert unread() == 0
