"""The thread with the broker: who reads it, what they see there, who is told."""

import pytest
from factories import end, grant, make_person, make_pot
from phone import HTMX
from sqlalchemy import select

from app.domain.authority import Role
from app.messages import changes
from app.persistence.tables import Notice, Thread
from app.persistence.verify import verify


def test_an_empty_thread_says_whom_one_can_write_to(household, phone):
    nikkis = phone("nikki")
    nikkis.open(household.page)
    assert "No messages. You can write to Fatima at any time." in nikkis.text()


def test_what_is_sent_stands_in_the_thread_of_everybody_who_may_read_it(household, phone):
    nikkis = phone("nikki")
    nikkis.open(household.page)
    sent = nikkis.send("/messages", body="The council money has not come.\r\nWhat do I do?")
    assert sent.status_code == 200
    assert "Sent." in nikkis.text()
    assert nikkis.words() == ["The council money has not come.\nWhat do I do?"]
    assert nikkis.bubbles()[0].startswith("You, today, 1:05 pm")
    for other in ("fatima", "joan"):
        theirs = phone(other)
        theirs.open(household.page)
        assert theirs.bubbles() == ["Nikki, today, 1:05 pm The council money has not come. What do I do?"]


def test_each_person_sees_who_is_on_the_other_side(household, phone):
    headings = {}
    for who in ("nikki", "joan", "fatima"):
        text = phone(who).open(household.page).text
        headings[who] = text.partition("<h1>")[2].partition("</h1>")[0]
    bdi = '<bdi dir="auto" translate="no" lang="">{}</bdi>'
    assert headings == {
        "nikki": bdi.format("Fatima") + ", your broker",
        "joan": bdi.format("Fatima") + ", the broker",
        "fatima": bdi.format("Nikki"),
    }


def test_messages_stand_oldest_first_even_when_the_clock_stands_still(household, phone):
    said = [("nikki", "one"), ("fatima", "two"), ("nikki", "three"), ("joan", "four")]
    for who, words in said:
        household.say(who, words)
    nikkis = phone("nikki")
    nikkis.open(household.page)
    assert nikkis.words() == ["one", "two", "three", "four"]


def test_a_clock_that_runs_back_does_not_change_the_order(household, phone):
    household.say("nikki", "first")
    household.clock.forward(hours=-1)
    household.say("fatima", "second")
    nikkis = phone("nikki")
    nikkis.open(household.page)
    assert nikkis.words() == ["first", "second"]


def test_there_is_one_thread(household):
    for who in ("nikki", "fatima", "nikki"):
        household.say(who, "Hello")
    with household.pot.session() as session:
        assert len(session.scalars(select(Thread)).all()) == 1


def test_the_last_fifty_are_shown_and_older_ones_are_a_page_away(household, phone):
    for number in range(103):
        household.say("nikki", f"message {number}")
    fatimas = phone("fatima")
    seen = []
    path = household.page
    while path:
        fatimas.open(path)
        seen = fatimas.words() + seen
        path = fatimas.link("Show older ones")
    assert len(fatimas.words()) == 3
    assert seen == [f"message {number}" for number in range(103)]


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("1", "Can you call me?"),
        ("2", "I do not understand this letter"),
        ("3", "I want to change my plan"),
        ("4", ""),
        ("0", ""),
        ("-1", ""),
        ("x", ""),
    ],
)
def test_a_ready_made_start_is_put_into_the_box_and_nothing_is_sent(household, phone, start, words):
    nikkis = phone("nikki")
    page = nikkis.open(f"{household.page}?start={start}").text
    box = page.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    assert box == words
    assert nikkis.words() == []


def test_the_broker_is_not_offered_the_words_of_those_who_ask(household, phone):
    assert "Quick words" in phone("joan").open(household.page).text
    assert "Quick words" not in phone("fatima").open(household.page).text


def test_who_is_alone_is_told_that_nobody_reads_it(household, phone, sqlite_engine):
    alone = make_pot(sqlite_engine, household.person["sam"])
    page = phone("sam").open(f"/p/{alone.id}/messages").text
    assert "Nobody else reads these messages yet." in page
    assert "<h1>Messages</h1>" in page


def test_nothing_typed_is_said_beside_the_box(household, phone):
    nikkis = phone("nikki")
    nikkis.open(household.page)
    answer = nikkis.send("/messages", body="  ")
    assert answer.status_code == 422
    assert answer.text.count("Write your message") == 2  # in the summary and beside the box


def test_too_much_is_said_beside_the_box_and_kept(household, phone):
    nikkis = phone("nikki")
    nikkis.open(household.page)
    answer = nikkis.send("/messages", body="x" * 5001)
    assert answer.status_code == 422
    assert "Write this in 5,000 letters or fewer" in answer.text
    assert "x" * 5001 in answer.text


def test_what_people_write_is_only_ever_text(household, phone):
    nasty = "<script>alert(1)</script> <b onclick=x>\"'& https://example.com {{ 7*7 }} \u202e"
    nikkis = phone("nikki")
    nikkis.open(household.page)
    nikkis.send("/messages", body=nasty)
    fatimas = phone("fatima")
    page = fatimas.open(household.page).text
    assert fatimas.words() == [nasty]
    assert "<script>alert" not in page
    assert "<b onclick" not in page
    assert "example.com</a>" not in page


def test_a_nasty_name_is_only_ever_text(household, phone, sqlite_engine):
    nasty = make_person(sqlite_engine, "<i>Bob</i> %(name)s", "bob@demo.example")
    household.authority["bob"] = grant(household.pot, nasty, Role.HELPER)
    household.person["bob"] = nasty
    message_id = household.say("nikki", "Hello")
    phone("bob").open(household.page)
    nikkis = phone("nikki")
    nikkis.open(household.page)
    assert nikkis.bubbles() == ["You, today, 1:05 pm Hello Read by <i>Bob</i> %(name)s"]
    late = nikkis.client.post(
        f"{household.page}/{message_id}/taken-back", data=nikkis.fields("/messages"), follow_redirects=True
    )
    assert late.status_code == 409
    assert "&lt;i&gt;Bob&lt;/i&gt; %(name)s</bdi> has read it." in late.text


class TestWhoIsLetIn:
    @pytest.mark.parametrize(("who", "code"), [("amina", 403), ("david", 403), ("sam", 404)])
    def test_who_may_not_write_may_not_read(self, household, phone, who, code):
        message_id = household.say("nikki", "Private")
        theirs = phone(who)
        for path in (household.page, f"{household.page}/{message_id}/sent"):
            answer = theirs.open(path)
            assert answer.status_code == code
            assert "Private" not in answer.text
        for path in (household.page, f"{household.page}/{message_id}/taken-back"):
            token = theirs.client.get("/session.json").json["csrf_token"]
            answer = theirs.client.post(path, data={"csrf_token": token, "body": "x"})
            assert answer.status_code == code

    def test_a_message_of_another_pot_is_not_found(self, household, phone, sqlite_engine):
        message_id = household.say("nikki", "Hello")
        other = make_pot(sqlite_engine, household.person["nikki"])
        nikkis = phone("nikki")
        page = nikkis.open(f"/p/{other.id}/messages")
        assert page.status_code == 200
        assert nikkis.words() == []
        fields = nikkis.fields("/messages")
        assert nikkis.client.get(f"/p/{other.id}/messages/{message_id}/sent").status_code == 404
        answer = nikkis.client.post(f"/p/{other.id}/messages/{message_id}/taken-back", data=fields)
        assert answer.status_code == 404
        answer = nikkis.client.get(f"/p/{other.id}/messages?before={message_id}")
        assert answer.status_code == 200
        assert "Hello" not in answer.text


class TestNotices:
    def notices(self, household):
        with household.pot.session() as session:
            return session.scalars(select(Notice)).all()

    def test_all_others_who_may_read_it_are_told_and_nobody_else(self, household):
        household.say("nikki", "Something private")
        told = {notice.person_id for notice in self.notices(household)}
        assert told == {household.person["fatima"], household.person["joan"]}

    def test_who_left_is_not_told(self, household):
        household.clock.forward(days=1)
        end(household.pot, household.authority["joan"], household.person["joan"], Role.HELPER, household.clock.now)
        household.clock.forward(days=1)
        household.say("nikki", "Hello")
        assert {notice.person_id for notice in self.notices(household)} == {household.person["fatima"]}

    def test_a_notice_says_nothing_of_what_was_said(self, household):
        household.say("nikki", "Something private")
        for notice in self.notices(household):
            assert notice.kind == "message"
            values = {str(getattr(notice, column.name)) for column in Notice.__table__.columns}
            assert not any("private" in value or "Nikki" in value for value in values)


def test_htmx_gets_the_thread_in_one_answer(household, phone):
    nikkis = phone("nikki")
    nikkis.open(household.page)
    answer = nikkis.send("/messages", headers=HTMX, body="Hello")
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "Sent." in answer.text
    assert "Hello" in answer.text


def test_the_same_form_sent_twice_is_one_message(household, phone):
    nikkis = phone("nikki")
    nikkis.open(household.page)
    fields = nikkis.fields("/messages") | {"body": "Hello"}
    for _ in range(2):
        nikkis.response = nikkis.client.post(household.page, data=fields, follow_redirects=True)
        assert nikkis.response.status_code == 200
    assert nikkis.words() == ["Hello"]


def test_the_books_are_sound_after_all_of_it(household, phone):
    message_id = household.say("nikki", "one")
    household.say("fatima", "two")
    household.act("nikki", lambda act: changes.take_back(act, message_id))
    phone("nikki").open(household.page)
    with household.pot.session() as session:
        verify(session)
