"""What was done: told in words, by whom and for whom, to whom it is for."""

import pytest
from jasons import PAGE

from app.activity.sentences import NO_WORDS_YET, TELLINGS, THINGS, TRIED
from app.care import changes as care
from app.domain.authority import Permission
from app.messages import changes as messages
from app.web.door import KINDS


def newest(phone) -> str:
    return phone.acts()[max(phone.acts())]


def test_every_kind_of_change_has_its_sentence(app):
    assert KINDS.keys() - TELLINGS.keys() == set()
    assert {telling.about for telling in TELLINGS.values()} <= {"", *THINGS}
    assert TRIED.keys() == set(Permission)


def test_a_holder_sees_their_own_act_as_theirs(home, phone):
    home.pays("jason", "Taxi")
    jason = phone("jason")
    jason.open(home.activity)
    assert newest(jason) == "Recorded £14.00 for Taxi You, 3 March, 2:10 pm"


def test_who_acts_for_somebody_is_named_with_whom_they_act_for_and_as_what(home, phone):
    home.pays("ruth", "Taxi")
    jason, ruth = phone("jason"), phone("ruth")
    jason.open(home.activity)
    assert newest(jason) == "Recorded £14.00 for Taxi Ruth, for Jason, as appointee, 3 March, 2:10 pm"
    ruth.open(home.activity)
    assert newest(ruth) == "Recorded £14.00 for Taxi You, for Jason, as appointee, 3 March, 2:10 pm"


def test_a_shift_is_told_by_whose_it_is_and_which(home, phone):
    shift = home.works("amina")
    home.act("ruth", lambda act: care.approve(act, shift), name=care.APPROVE.name)
    jason = phone("jason")
    jason.open(home.activity)
    assert newest(jason).startswith("Approved Amina’s shift of 1 March, £120.00 Ruth, for Jason, as appointee")
    assert jason.acts()[max(jason.acts()) - 1].startswith("Logged Amina’s shift of 1 March, £120.00 Amina, as carer")


def test_each_act_leads_to_what_it_is_about(home, phone):
    paid, shift = home.pays("ruth", "Taxi"), home.works("amina")
    jason = phone("jason")
    jason.open(home.activity)
    assert {f"{home.home}/spending/{paid}", f"{home.home}/shifts/{shift}"} <= set(jason.page.links())
    amina = phone("amina")
    amina.open(home.activity)
    assert f"{home.home}/shifts/{shift}" in amina.page.links()
    assert f"{home.home}/spending/{paid}" not in amina.page.links()


def test_the_year_is_named_where_it_is_another(home, phone, clock):
    home.pays("jason", "Taxi")
    clock.forward(days=350)
    jason = phone("jason")
    jason.open(home.activity)
    assert newest(jason) == "Recorded £14.00 for Taxi You, 3 March 2026, 2:10 pm"


def test_what_has_no_words_yet_is_there_all_the_same(home, phone):
    home.act("ruth", lambda act: act.say(note="of a kind of another release"))
    jason = phone("jason")
    jason.open(home.activity)
    assert newest(jason).startswith(f"{NO_WORDS_YET} Ruth, for Jason")


def test_what_was_refused_is_told_as_what_they_tried(home, phone):
    nora = phone("nora")
    nora.open(f"{home.home}/spending/new")
    assert nora.post(f"{home.home}/plan/lines", nora.fields("/spending")).status_code == 403
    jason = phone("jason")
    jason.open(home.activity)
    assert newest(jason).startswith("Tried to change the plan. It was not allowed. Nora, for Jason, as appointee")


# --- who sees what


@pytest.mark.parametrize("who", ["jason", "ruth"])
def test_the_holder_and_who_acts_in_everything_see_all(home, phone, who):
    home.works("amina")
    home.pays("joan", "Taxi")
    assert phone(who).all_acts(home.activity).keys() == {change.seq for change in home.changes()}


@pytest.mark.parametrize("who", ["amina", "joan", "fatima", "david", "una", "beth"])
def test_everybody_else_sees_what_they_did_and_nothing_more(home, phone, who):
    home.works("amina")
    home.works("beth")
    home.pays("joan", "Taxi")
    home.pays("jason", "Bus")
    home.act("fatima", lambda act: messages.send(act, None, "Hello"), "thread", messages.SEND.name)
    theirs = {change.seq for change in home.changes() if change.person_id == home.person[who]}
    assert phone(who).all_acts(home.activity).keys() == theirs


def test_an_audience_that_is_not_theirs_is_kept_from_who_acts_and_never_from_the_holder(home, phone):
    home.act("jason", lambda act: act.say(body="to my advocate"), "advocate")
    seq = home.changes()[0].seq
    assert seq in phone("jason").all_acts(home.activity)
    assert seq not in phone("ruth").all_acts(home.activity)


def test_who_acts_in_care_alone_is_not_told_of_the_money(home, phone):
    paid = home.pays("ruth", "Taxi")
    will = phone("will")
    will.open(home.activity)
    assert newest(will).startswith("Recorded a payment Ruth, for Jason")
    assert f"{home.home}/spending/{paid}" not in will.page.links()


def test_a_message_is_told_of_and_never_told(home, phone):
    home.act("ruth", lambda act: messages.send(act, None, "He fell again"), "thread", messages.SEND.name)
    for who in ("jason", "ruth", "nora", "will"):
        one = phone(who)
        one.open(home.activity)
        assert newest(one).startswith("Sent a message")
        assert "fell" not in one.response.text


# --- one person, and older ones


def test_one_person_alone(home, phone):
    home.pays("ruth", "Taxi")
    home.pays("joan", "Bus")
    jason = phone("jason")
    jason.open(home.activity)
    jason.follow("Joan")
    assert [words.split(" Joan")[0] for words in jason.acts().values()] == ["Recorded £14.00 for Bus"]
    assert jason.client.get(f"{home.activity}?who=nobody-of-this-pot").status_code == 404


def test_who_sees_their_own_cannot_ask_for_anothers(home, phone):
    home.pays("ruth", "Taxi")
    assert phone("amina").client.get(f"{home.activity}?who={home.person['ruth']}").status_code == 404


def test_a_long_history_comes_in_pages_and_each_act_once(home, phone):
    for number in range(2 * PAGE + 5):
        home.pays("ruth" if number % 2 else "jason", f"Thing {number}")
    jason = phone("jason")
    assert jason.all_acts(home.activity).keys() == {change.seq for change in home.changes()}
    theirs = {change.seq for change in home.changes() if change.person_id == home.person["ruth"]}
    assert jason.all_acts(f"{home.activity}?who={home.person['ruth']}").keys() == theirs


@pytest.mark.parametrize("before", ["nothing", "-1", "1.5", "9" * 400, "²", "0"])
def test_an_address_that_is_not_from_a_link(home, phone, before):
    assert phone("jason").client.get(f"{home.activity}?before={before}").status_code == 200


# --- histories that were there before say it the same way


def test_histories_say_for_whom(home, phone):
    paid, shift = home.pays("ruth", "Taxi"), home.works("amina")
    home.act("ruth", lambda act: care.approve(act, shift), name=care.APPROVE.name)
    home.act("ruth", lambda act: messages.send(act, None, "Hello"), "thread", messages.SEND.name)
    jason = phone("jason")
    for path in (f"/spending/{paid}", f"/shifts/{shift}", "/messages"):
        jason.open(home.home + path)
        assert "Ruth, for Jason, " in jason.page.text, path
