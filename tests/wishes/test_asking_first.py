"""Ask first: who acts for somebody asks, the holder answers with one tap, and the wish is kept whatever is decided."""

import pytest
from phone import OUTBOX, words_of
from sqlalchemy import select

from app.persistence.tables import Spending, Todo, Wish
from app.persistence.verify import Unsound, verify
from app.wishes import changes
from app.wishes.changes import Question

TRAMPOLINE = "Shall I buy the trampoline?"


def asks(home, phone, who: str = "ruth", question: str = TRAMPOLINE, amount: str = "89.00"):
    """Somebody asks by the form; their phone, which shows the question."""
    one = phone(who)
    one.open(f"{home.home}/")
    one.follow("Ask Jason first")
    one.send("/wishes", question=question, amount=amount, picture="money")
    return one


def answers(home, jason, value: str):
    """Jason taps one of the three on the page that shows the question."""
    (form,) = [f for f in jason.page.forms("/answer") if any(b.get("value") == value for b in f.iter("input"))]
    told = {box.get("name"): box.get("value") for box in form.iter("input")}
    return jason.post(form.get("action"), told)


def last_rows(home) -> list[Wish]:
    with home.pot.session() as session:
        return list(session.scalars(select(Wish).order_by(Wish.id, Wish.n)))


def test_the_holder_finds_the_question_on_home_and_answers_with_one_tap(home, phone):
    asks(home, phone)
    jason = phone("jason")
    jason.open(f"{home.home}/")
    assert "1 question for you" in jason.text()
    jason.follow("1 question for you")
    assert "Ruth asks:" in jason.text()
    (heading,) = jason.page.all("h1")
    assert words_of(heading) == TRAMPOLINE
    assert "£89.00" in jason.text()
    assert [words_of(b) for b in jason.page.all("button") if "answer" in b.get("class")] == ["Yes", "No", "Not now"]
    answers(home, jason, "no")
    assert "Your answer is kept." in jason.text()
    assert "You said No" in jason.text()
    jason.open(f"{home.home}/")
    assert "question for you" not in jason.text()


@pytest.mark.parametrize(("value", "said"), [("yes", "Yes"), ("no", "No"), ("not_now", "Not now")])
def test_who_asked_sees_the_answer(home, phone, value, said):
    ruth = asks(home, phone)
    assert "Jason has not answered yet." in ruth.text()
    jason = phone("jason")
    jason.open(f"{home.home}/wishes")
    answers(home, jason, value)
    ruth.open(f"{home.home}/wishes")
    assert f"Jason said {said}, 3 March, 2:10 pm" in ruth.text()
    ruth.follow(TRAMPOLINE)
    assert f"Jason said {said}, 3 March, 2:10 pm" in ruth.text()


def test_the_answer_may_wait_on_the_phone(home, phone):
    asks(home, phone)
    jason = phone("jason")
    jason.open(f"{home.home}/wishes")
    assert jason.response.headers["X-Keep"] == "form"
    for form in jason.page.forms("/answer"):
        assert form.get("data-outbox") is not None
    form = jason.page.forms("/answer")[0]
    told = {box.get("name"): box.get("value") for box in form.iter("input")}
    sent = jason.client.post(form.get("action"), data=told, headers=OUTBOX)
    assert (sent.status_code, sent.json["status"]) == (200, "done")


def test_a_holder_may_say_something_else_and_both_are_kept(home, phone):
    asks(home, phone)
    jason = phone("jason")
    jason.open(f"{home.home}/wishes")
    answers(home, jason, "yes")
    answers(home, jason, "no")
    assert "You said No" in jason.text()
    assert [(row.step, row.answer) for row in last_rows(home)] == [
        ("asked", None), ("answered", "yes"), ("answered", "no"),
    ]  # fmt: skip
    jason.open(home.activity)
    for said in ("Yes", "No"):
        assert f"Answer to “{TRAMPOLINE}”: {said}" in jason.text()


def test_the_wish_is_kept_beside_what_was_decided_against_it(home, phone):
    ruth = asks(home, phone)
    jason = phone("jason")
    jason.open(f"{home.home}/wishes")
    answers(home, jason, "no")
    ruth.open(f"{home.home}/wishes")
    ruth.follow(TRAMPOLINE)
    ruth.follow("Record spending for this")
    assert ruth.fields("/spending")["amount"] == "89.00"
    ruth.send("/spending", what_for="Trampoline", plan_line=home.pot.lines["out"])
    with home.pot.session() as session:
        paid = session.scalars(select(Spending.id)).one()
    for who in ("jason", "ruth"):
        one = phone(who)
        one.open(f"{home.home}/spending/{paid}")
        assert "You said No" in one.text() if who == "jason" else "Jason said No" in one.text()
    joan = phone("joan")
    joan.open(f"{home.home}/spending/{paid}")
    assert TRAMPOLINE not in joan.text()


def test_a_shift_is_asked_about_from_its_page_and_shows_what_was_wished(home, phone):
    shift = home.works("amina")
    ruth = phone("ruth")
    ruth.open(f"{home.home}/shifts/{shift}")
    ruth.follow("Ask Jason first")
    assert ruth.fields("/wishes")["question"] == "Shall I approve this shift?"
    ruth.send("/wishes", picture="people")
    jason = phone("jason")
    jason.open(f"{home.home}/wishes")
    answers(home, jason, "yes")
    ruth.open(f"{home.home}/shifts/{shift}")
    assert "What Jason wished" in ruth.text()
    assert "Jason said Yes" in ruth.text()
    amina = phone("amina")
    amina.open(f"{home.home}/shifts/{shift}")
    assert "wished" not in amina.text()


def test_what_the_holder_said_in_another_way_is_written_down_with_the_name_of_who_did(home, phone):
    ruth = asks(home, phone)
    ruth.send("/answer", answer="yes", how="He clapped")
    assert "Jason said Yes" in ruth.text()
    jason = phone("jason")
    jason.open(f"{home.home}/wishes")
    assert "Ruth, for Jason wrote it down" in jason.text()
    jason.follow(TRAMPOLINE)
    assert "He clapped" in jason.text()
    answers(home, jason, "no")
    assert "You said No" in jason.text()
    assert "wrote it down" not in jason.text()


def test_who_asked_cannot_answer_over_the_holder(home, phone):
    ruth = asks(home, phone)
    form = ruth.fields("/answer")
    jason = phone("jason")
    jason.open(f"{home.home}/wishes")
    answers(home, jason, "no")
    answer = ruth.client.post(ruth.page.form("/answer").get("action"), data=form | {"answer": "yes"})
    assert answer.status_code == 409
    assert last_rows(home)[-1].answer == "no"


def test_a_question_is_taken_back_and_nobody_waits(home, phone):
    ruth = asks(home, phone)
    ruth.send("/taken-back")
    assert "Taken back. Nobody waits for an answer." in ruth.text()
    jason = phone("jason")
    jason.open(f"{home.home}/")
    assert "question for you" not in jason.text()
    jason.open(f"{home.home}/wishes")
    assert "Nobody waits for an answer." in jason.text()


def test_an_answer_to_what_was_taken_back_is_told_so(home, phone):
    ruth = asks(home, phone)
    jason = phone("jason")
    jason.open(f"{home.home}/wishes")
    ruth.send("/taken-back")
    answers(home, jason, "yes")
    assert jason.response.status_code == 409
    assert "This question was taken back." in jason.text()


# --- who may


@pytest.mark.parametrize("who", ["jason", "amina", "joan", "fatima", "david", "una"])
def test_only_who_acts_for_somebody_asks(home, phone, who):
    assert phone(who).client.get(f"{home.home}/wishes/new").status_code == 403


@pytest.mark.parametrize("who", ["amina", "joan", "fatima", "david", "una"])
def test_questions_are_between_the_holder_and_who_acts_for_them(home, phone, who):
    wish = home.act("ruth", lambda act: changes.ask(act, Question(TRAMPOLINE)), name=changes.ASK.name)
    client = phone(who).client
    assert client.get(f"{home.home}/wishes").status_code == 403
    assert client.get(f"{home.home}/wishes/{wish}").status_code == 403


def test_nobody_answers_for_the_holder_what_another_asked(home, phone):
    wish = home.act("ruth", lambda act: changes.ask(act, Question(TRAMPOLINE)), name=changes.ASK.name)
    nora = phone("nora")
    nora.open(f"{home.home}/wishes/{wish}")
    assert nora.page.forms("/answer") == []
    nora.open(f"{home.home}/wishes/new")
    told = nora.fields("/wishes") | {"answer": "yes"}
    assert nora.client.post(f"{home.home}/wishes/{wish}/answer", data=told).status_code == 403
    assert last_rows(home)[-1].answer is None


# --- what is typed


def test_a_question_without_words_is_asked_for(home, phone):
    ruth = asks(home, phone, question="")
    assert ruth.response.status_code == 422
    assert ruth.error_of("question") == "Write what you want to ask"


def test_an_answer_that_is_none_is_not_taken(home, phone):
    asks(home, phone)
    jason = phone("jason")
    jason.open(f"{home.home}/wishes")
    form = jason.page.forms("/answer")[0]
    told = {box.get("name"): box.get("value") for box in form.iter("input")} | {"answer": "perhaps"}
    assert jason.post(form.get("action"), told).status_code == 422
    assert last_rows(home)[-1].answer is None


@pytest.mark.parametrize("about", ["shift:nothing", "spending:", "person:x", "shift", "x" * 300])
def test_what_it_is_about_is_of_this_pot(home, phone, about):
    ruth = phone("ruth")
    assert ruth.open(f"{home.home}/wishes/new?about={about}").status_code == 200
    assert ruth.fields("/wishes")["about"] == "none"
    ruth.send("/wishes", question=TRAMPOLINE, about=about)
    assert last_rows(home)[0].source == "none"


def test_a_wish_of_another_pot_ties_nothing(home, phone):
    ruth = phone("ruth")
    ruth.open(f"{home.home}/spending/new?wish=nothing")
    ruth.send("/spending", what_for="Bus", amount="2", plan_line="none", wish="nothing")
    assert ruth.response.status_code == 200
    assert last_rows(home) == []


# --- the numbers kept


def test_the_number_that_waits_is_kept_and_checked(home, phone):
    for question in ("One?", "Two?"):
        wish = home.act("ruth", lambda act, q=question: changes.ask(act, Question(q)), name=changes.ASK.name)
    home.act("jason", lambda act: changes.answer(act, wish, "yes"), name=changes.ANSWER.name)
    home.act("jason", lambda act: changes.answer(act, wish, "no"), name=changes.ANSWER.name)
    with home.pot.session() as session:
        assert session.scalars(select(Todo.waiting).where(Todo.kind == changes.TO_ANSWER)).one() == 1
        verify(session)
        session.execute(Todo.__table__.update().where(Todo.kind == changes.TO_ANSWER).values(waiting=2))
        with pytest.raises(Unsound, match="questions that wait for the holder"):
            verify(session)
