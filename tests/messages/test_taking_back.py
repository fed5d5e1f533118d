"""A message can be taken back until another has read it."""

import pytest
from sqlalchemy import select

from app.messages import changes
from app.persistence.tables import Message


def test_undo_takes_it_back_for_everybody_else(household, phone):
    nikkis = phone("nikki")
    nikkis.open(household.page)
    nikkis.send("/messages", body="A slip")
    nikkis.send("/taken-back")
    assert "Taken back. Nobody had read it." in nikkis.text()
    assert "Taken back Only you see it." in nikkis.bubbles()[0]
    fatimas = phone("fatima")
    fatimas.open(household.page)
    assert fatimas.words() == []
    assert household.reads("fatima") is None


def test_it_can_be_taken_back_later_too(household, phone):
    household.say("nikki", "A slip")
    nikkis = phone("nikki")
    nikkis.open(household.page)
    assert nikkis.send("/taken-back").status_code == 200
    assert "Only you see it." in nikkis.bubbles()[0]
    assert nikkis.forms_to("/taken-back") == 0


def test_just_after_sending_there_is_one_way_to_take_it_back(household, phone):
    nikkis = phone("nikki")
    nikkis.open(household.page)
    nikkis.send("/messages", body="Hello")
    assert nikkis.forms_to("/taken-back") == 1


def test_once_it_is_read_it_stays_and_the_page_does_not_offer_it(household, phone):
    household.say("nikki", "Hello")
    nikkis = phone("nikki")
    nikkis.open(household.page)
    phone("fatima").open(household.page)
    late = nikkis.send("/taken-back")
    assert late.status_code == 409
    assert "Fatima has read it. You can send another." in nikkis.text()
    nikkis.open(household.page)
    assert nikkis.forms_to("/taken-back") == 0
    assert nikkis.words() == ["Hello"]


def test_twice_is_said(household, phone):
    household.say("nikki", "Hello")
    first, second = phone("nikki"), phone("nikki")
    first.open(household.page)
    second.open(household.page)
    assert first.send("/taken-back").status_code == 200
    assert second.send("/taken-back").status_code == 409
    assert "You took this back before." in second.text()


def test_nobody_takes_back_what_another_said(household, phone):
    household.say("fatima", "Hello")
    nikkis = phone("nikki")
    nikkis.open(household.page)
    assert nikkis.forms_to("/taken-back") == 0
    with pytest.raises(LookupError):
        household.act("nikki", lambda act: changes.take_back(act, _the_message(household)))
    forged = {**nikkis.fields("/messages"), "body": ""}
    path = f"{household.page}/{_the_message(household)}/taken-back"
    assert nikkis.client.post(path, data=forged).status_code == 404


def test_read_by_one_it_is_read_on_both_databases(household_on_both, phone_on_both):
    household = household_on_both
    message_id = household.say("nikki", "Hello")
    phone_on_both("joan").open(household.page)
    with pytest.raises(changes.AlreadyDecided) as late:
        household.act("nikki", lambda act: changes.take_back(act, message_id))
    assert "Joan" in late.value.sentence


def _the_message(household):
    with household.pot.session() as session:
        return session.scalar(select(Message.id))
