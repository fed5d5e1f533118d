"""What was written before an end and comes in after: kept for the holder, taken once, or left out."""

import io
import shutil
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from flask import Flask
from household import Clock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from phone import OUTBOX, Phone
from photos import drawn, encoded
from registering import Registered, queries_of, registered
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session
from test_person_page import sees
from werkzeug.test import TestResponse

from app.people import register_changes as register
from app.persistence.database import prepare
from app.persistence.tables import Claim, Done, Message, Receipt, Shift, Spending, Todo
from app.persistence.verify import verify

BEFORE, AFTER = "2026-02-10T09:30:00+00:00", "2026-02-10T10:30:00+00:00"  # the end is at 10:00
TAXI = {
    "what_for": "Taxi", "amount": "14", "spent_on-day": "9", "spent_on-month": "2", "spent_on-year": "2026",
    "plan_line": "none", "paid_to": "Dial-a-Cab", "note": "In the rain",
}  # fmt: skip
NIGHT = {
    "worked_on-day": "8", "worked_on-month": "2", "worked_on-year": "2026", "starts": "10 pm", "ends": "6 am",
    "next_day": "y", "amount": "120", "note": "Quiet",
}  # fmt: skip
HELLO = {"body": "I have the keys"}
SENT = {"/spending": TAXI, "/shifts": NIGHT, "/messages": HELLO}


class Left(Registered):
    """Joan, Kofi and Fatima were part of it until 10:00, and their phones have still to send."""

    phones: dict[str, Phone]

    def says_before(self, who: str, path: str, told: dict | None = None, **door: str) -> TestResponse:
        """What a phone sends of what was typed before the end."""
        return self.sends(who, path, SENT[path] if told is None else told, **door)

    def sends(self, who: str, path: str, told: dict, headers: dict | None = None, **door: str) -> TestResponse:
        client = self.phones[who].client
        token = client.get("/session.json").json["csrf_token"]
        fields = {
            "csrf_token": token, "change_id": str(uuid.uuid4()), "form_version": "1", "made_at": BEFORE,
            "acting": self.authority[who],
        } | told | door  # fmt: skip
        return client.post(self.home + path, data=fields, headers=OUTBOX if headers is None else headers)

    def count(self, table: type) -> int:
        with self.pot.session() as session:
            return len(session.scalars(select(table.id).distinct()).all())

    def waiting(self) -> dict[str, int]:
        with self.pot.session() as session:
            verify(session)
            return {kind: n for kind, n in session.execute(select(Todo.kind, Todo.waiting)) if n and "claim" in kind}

    def only_claim(self) -> Claim:
        with self.pot.session() as session:
            return session.scalars(select(Claim).order_by(Claim.n.desc())).first()


def with_people(app: Flask, engine: Engine, clock: Clock) -> Left:
    home = Left.made(app, engine, clock, {}, holder="jason")
    clock.now = datetime(2026, 2, 1, 9, tzinfo=UTC)
    home.phones = {"jason": Phone(app.test_client(), "jason")}
    for who in ("joan", "kofi", "fatima", "dele"):
        home.joins(who)
        home.phones[who] = Phone(app.test_client(), who)
    clock.now = datetime(2026, 2, 10, 10, tzinfo=UTC)
    return home


def all_leave(home: Left) -> None:
    for who in ("joan", "kofi", "fatima"):
        home.act("jason", lambda act, who=who: register.end(act, home.authority[who]))
    home.clock.now += timedelta(hours=1)


@pytest.fixture
def standing_home(app: Flask, sqlite_engine: Engine, clock: Clock) -> Left:
    return with_people(app, sqlite_engine, clock)


@pytest.fixture
def home(standing_home: Left) -> Left:
    all_leave(standing_home)
    return standing_home


@pytest.fixture
def home_on_both(app_on_both: Flask, engine: Engine, clock: Clock) -> Left:
    home = with_people(app_on_both, engine, clock)
    all_leave(home)
    return home


# --- kept, and not counted


def test_what_was_written_before_the_end_is_kept_and_moves_nothing(home_on_both: Left):
    home = home_on_both
    before = home.whole()
    answer = home.says_before("joan", "/spending")
    assert answer.status_code == 200
    assert answer.json["status"] == "claimed"
    assert answer.json["claimed"] is True
    assert answer.json["say"] == "You are no longer part of this. We sent it to be looked at."
    assert "figures" not in answer.json
    assert home.whole() == before
    assert home.count(Spending) == 0
    assert home.waiting() == {"claim:spending recorded": 1}
    assert home.told("jason") == ["claim"]
    assert home.log()[-1] == "claim made"


def test_the_same_id_again_is_already_done_and_with_other_words_is_refused(home_on_both: Left):
    home, change_id = home_on_both, str(uuid.uuid4())
    assert home.says_before("joan", "/spending", change_id=change_id).json["status"] == "claimed"
    again = home.says_before("joan", "/spending", change_id=change_id)
    assert (again.json["status"], again.json["claimed"], "figures" in again.json) == ("already done", True, False)
    other = home.says_before("joan", "/spending", TAXI | {"amount": "99"}, change_id=change_id)
    assert other.status_code == 409
    assert home.waiting() == {"claim:spending recorded": 1}


def test_a_shift_and_a_message_are_kept_too(home: Left):
    assert home.says_before("kofi", "/shifts").json["status"] == "claimed"
    assert home.says_before("fatima", "/messages").json["status"] == "claimed"
    assert (home.count(Shift), home.count(Message)) == (0, 0)
    assert home.waiting() == {"claim:shift logged": 1, "claim:message sent": 1}


def test_its_photos_wait_in_the_tray(home: Left):
    photo = encoded(drawn())
    files = {"receipt": [(io.BytesIO(photo), "a.jpg"), (io.BytesIO(b"not a photo"), "b.jpg")]}
    assert home.says_before("joan", "/spending", TAXI | files).json["status"] == "claimed"
    assert home.count(Receipt) == 1
    jason = home.phones["jason"]
    jason.open(f"{home.home}/claims/{home.only_claim().id}")
    jason.follow("Use it")
    assert "from_tray" in jason.fields("/spending")
    jason.send("/spending")
    with home.pot.session() as session:
        last = session.scalars(select(Receipt).order_by(Receipt.n.desc())).first()
        assert last.spending_id is not None
        verify(session)


def test_a_photo_alone_is_a_claim_too(home: Left):
    files = {"receipt": [(io.BytesIO(encoded(drawn())), "a.jpg")]}
    empty = dict.fromkeys(("what_for", "amount", "paid_to", "note"), "")
    assert home.says_before("joan", "/spending", empty | files).json["status"] == "claimed"
    jason = home.phones["jason"]
    jason.open(f"{home.home}/claims/{home.only_claim().id}")
    sees(jason, "A photo, without words")


# --- what cannot be one


NOT_CLAIMED = {
    "made after the end": {"made_at": AFTER},
    "made before there was an authority": {"made_at": "2026-01-01T09:00:00+00:00"},
    "no time": {"made_at": "soon"},
    "by nobody's authority": {"acting": "x" * 20},
    "no id": {"change_id": "1"},
}


@pytest.mark.parametrize("door", NOT_CLAIMED.values(), ids=list(NOT_CLAIMED))
def test_what_is_no_claim_is_as_if_there_were_no_such_pot(home: Left, door):
    answer = home.says_before("joan", "/spending", **door)
    assert (answer.status_code, answer.json["status"]) == (404, "refused")
    assert home.waiting() == {}


def test_by_another_persons_authority_or_over_another_pot_it_is_no_claim(home: Left):
    assert home.says_before("joan", "/spending", acting=home.authority["fatima"]).status_code == 404
    other = registered(home.phones["joan"].client.application, home.pot.engine, home.clock, holder="katy")
    there = home.phones["joan"].client.post(f"{other.home}/spending", data=_by(home, "joan"), headers=OUTBOX)
    assert there.status_code == 404
    assert home.waiting() == {}


def _by(home: Left, who: str) -> dict[str, str]:
    token = home.phones[who].client.get("/session.json").json["csrf_token"]
    door = {"csrf_token": token, "change_id": str(uuid.uuid4()), "form_version": "1", "made_at": BEFORE}
    return door | {"acting": home.authority[who]} | TAXI


def test_what_the_authority_never_reached_is_no_claim(home: Left):
    for who, path in (("kofi", "/spending"), ("fatima", "/spending"), ("kofi", "/messages")):
        assert home.says_before(who, path).status_code == 404
    home.clock.now = datetime(2026, 2, 10, 10, tzinfo=UTC)
    home.joins("ruth")
    home.phones["ruth"] = Phone(home.phones["joan"].client.application.test_client(), "ruth")
    home.clock.now += timedelta(hours=2)
    home.act("jason", lambda act: register.end(act, home.authority["ruth"]))
    home.clock.now += timedelta(hours=1)
    never_accepted = home.says_before("ruth", "/spending", made_at="2026-02-10T11:00:00+00:00")
    assert never_accepted.status_code == 404


def test_a_form_that_is_sent_by_a_browser_and_other_changes_are_not_kept(home: Left):
    assert home.sends("joan", "/spending", TAXI, headers={}).status_code == 404
    for path in ("/receipts", "/statements", "/begin/terms", "/plan/lines"):
        assert home.sends("joan", path, TAXI).status_code in {404, 405}
    assert home.waiting() == {}


def test_nothing_at_all_is_no_claim(home: Left):
    assert home.says_before("joan", "/spending", {}).status_code == 404


def test_while_it_stands_it_is_done_and_once_it_is_over_it_is_a_claim(standing_home: Left):
    home = standing_home
    assert home.says_before("joan", "/spending").json["status"] == "done"
    all_leave(home)
    assert home.says_before("joan", "/spending").json["status"] == "claimed"
    assert home.count(Spending) == 1


def test_an_end_between_the_door_and_the_transaction_makes_it_a_claim(standing_home: Left, monkeypatch):
    """The form was judged while the authority stood; it ended before the pot was locked."""
    home = standing_home
    from app.web import door  # noqa: PLC0415

    real = door.commit

    def ended_first(*args, **more):
        monkeypatch.setattr(door, "commit", real)
        home.act("jason", lambda act: register.end(act, home.authority["joan"]))
        return real(*args, **more)

    monkeypatch.setattr(door, "commit", ended_first)
    assert home.says_before("joan", "/spending").json["status"] == "claimed"
    assert home.count(Spending) == 0


def test_an_order_that_expired_and_a_childhood_that_is_over_make_claims(standing_home: Left):
    home, app = standing_home, standing_home.phones["joan"].client.application
    ends = home.clock.now + timedelta(minutes=30)
    home.joins("maria", valid_to=ends)
    home.joins("leila", born_on=datetime(2008, 2, 11, tzinfo=UTC).date())
    for who in ("maria", "leila"):
        home.phones[who] = Phone(app.test_client(), who)
        assert home.phones[who].open(f"{home.home}/").status_code == 200
    home.clock.now = datetime(2026, 2, 11, tzinfo=UTC)
    for who in ("maria", "leila"):
        assert home.phones[who].open(f"{home.home}/").status_code == 404, "dead at the next request"
        made = {"made_at": "2026-02-10T10:10:00+00:00"}
        assert home.says_before(who, "/spending", **made).json["status"] == "claimed"


# --- shown, used, left out


def test_the_holder_finds_it_on_home_and_reads_who_wrote_it_and_when(home: Left):
    home.says_before("joan", "/spending")
    jason = home.phones["jason"]
    jason.open(f"{home.home}/")
    jason.follow("1 thing came in late: look at it")
    sees(
        jason, "From people who have left", "Joan, Helper. Written on 10 February, 9:30 am, by the clock of their phone"
    )
    jason.follow("Spending")
    sees(
        jason, "It came in on 10 February, 11:00 am, when they were no longer part of it.", "Taxi", "Dial-a-Cab",
        "In the rain", "9 2 2026",
    )  # fmt: skip


def test_used_it_is_saved_as_the_holder_corrects_it_and_never_twice(home: Left):
    home.says_before("joan", "/spending")
    jason = home.phones["jason"]
    claim = home.only_claim().id
    jason.open(f"{home.home}/claims/{claim}")
    jason.follow("Use it")
    fields = jason.fields("/spending")
    assert (fields["what_for"], fields["amount"], fields["spent_on-day"]) == ("Taxi", "14", "9")
    jason.send("/spending", amount="")
    assert jason.response.status_code == 422
    assert jason.fields("/spending")["claim"] == claim
    jason.send("/spending", amount="15.50")
    sees(jason, "Saved.")
    assert home.whole().spent_pence == 1_550
    assert home.waiting() == {}
    again = jason.post(f"{home.home}/spending", fields | {"change_id": str(uuid.uuid4())})
    assert again.status_code == 409
    sees(jason, "Jason used this on 10 February, 11:00 am")
    assert home.count(Spending) == 1
    jason.open(f"{home.home}/claims/{claim}")
    sees(jason, "Jason used this on 10 February, 11:00 am.")
    assert jason.link("Use it") is None


def test_a_shift_is_logged_for_the_carer_who_has_left(home: Left):
    home.says_before("kofi", "/shifts")
    jason = home.phones["jason"]
    jason.open(f"{home.home}/claims/{home.only_claim().id}")
    sees(jason, "Shift", "Kofi, Carer.", "10 pm")
    jason.follow("Use it")
    assert jason.fields("/shifts")["carer"] == home.person["kofi"]
    jason.send("/shifts", plan_line="none")
    sees(jason, "Kofi worked 8 hours", "Saved. It waits to be approved.")
    assert home.waiting() == {}


def test_a_message_is_passed_on(home: Left):
    home.says_before("fatima", "/messages")
    jason = home.phones["jason"]
    jason.open(f"{home.home}/claims/{home.only_claim().id}")
    jason.follow("Use it")
    assert jason.fields("/messages")["body"] == "I have the keys"
    jason.send("/messages")
    assert (home.count(Message), home.waiting()) == (1, {})


def test_left_out_and_brought_back(home: Left):
    home.says_before("joan", "/spending")
    jason, claim = home.phones["jason"], home.only_claim().id
    jason.open(f"{home.home}/claims/{claim}")
    jason.send("/leave")
    sees(jason, "Left out. It is kept here.", "Jason left this out")
    assert home.waiting() == {}
    jason.send("/bring-back")
    sees(jason, "It waits again.")
    assert home.waiting() == {"claim:spending recorded": 1}
    fields = jason.fields("/leave")
    jason.send("/leave")
    late = jason.client.post(f"{home.home}/claims/{claim}/leave", data=fields | {"change_id": str(uuid.uuid4())})
    assert late.status_code == 409


@pytest.mark.parametrize(
    ("who", "sees_some"), [("jason", True), ("dele", True), ("kofi", False), ("omar", False), ("david", False)]
)
def test_only_who_records_or_approves_sees_claims(standing_home: Left, who, sees_some):
    home, app = standing_home, standing_home.phones["joan"].client.application
    if who not in home.authority:
        home.joins(who)
    home.act("jason", lambda act: register.end(act, home.authority["joan"]))
    home.clock.now += timedelta(hours=1)
    home.says_before("joan", "/spending")
    looker = Phone(app.test_client(), who)
    assert looker.open(f"{home.home}/claims").status_code == (200 if sees_some else 403)
    expected = {"jason": 200, "dele": 404}.get(who, 403)  # who approves shifts sees none of the money
    assert looker.open(f"{home.home}/claims/{home.only_claim().id}").status_code == expected
    assert "Taxi" not in looker.text() or who == "jason"


def test_a_claim_of_another_kind_or_pot_fills_no_form(home: Left):
    home.says_before("joan", "/spending")
    jason, claim = home.phones["jason"], home.only_claim().id
    assert jason.open(f"{home.home}/shifts/new?claim={claim}").status_code == 404
    assert jason.open(f"{home.home}/messages?claim={claim}").status_code == 404
    assert jason.open(f"{home.home}/spending/new?claim={'x' * 20}").status_code == 404
    jason.open(f"{home.home}/messages")
    jason.send("/messages", claim=claim, body="Hello")
    assert jason.response.status_code == 404
    assert home.waiting() == {"claim:spending recorded": 1}


def test_pages_cost_little(home: Left):
    home.says_before("joan", "/spending")
    jason, claim = home.phones["jason"], home.only_claim().id
    for path in ("/", "/claims", f"/claims/{claim}"):
        assert queries_of(jason, home.home + path) <= 5
    assert queries_of(jason, f"{home.home}/spending/new?claim={claim}") <= 7


# --- at the same moment; and whatever is sent


def test_of_two_who_use_one_claim_one_counts(home_on_both: Left):
    home = home_on_both
    app = home.phones["jason"].client.application
    for race in range(6):
        home.says_before("joan", "/spending", TAXI | {"what_for": f"Taxi {race}"})
        with home.pot.session() as session:
            claim = session.scalars(select(Claim).where(Claim.step == "made").order_by(Claim.id)).all()
            taken = set(session.scalars(select(Claim.id).where(Claim.step == "taken")))
        claim_id = next(one.id for one in claim if one.id not in taken)
        phones = [Phone(app.test_client(), "jason") for _each in range(2)]
        for phone in phones:
            phone.open(f"{home.home}/spending/new?claim={claim_id}")
        sent = [phone.fields("/spending") for phone in phones]
        answers = at_once(
            [
                lambda p=p, told=told: p.client.post(f"{home.home}/spending", data=told)
                for p, told in zip(phones, sent, strict=True)
            ]
        )
        assert Counter(answer.status_code for answer in answers) == {303: 1, 409: 1}
        assert home.count(Spending) == race + 1
        assert home.waiting() == {}


def at_once(sends):
    barrier, answers = Barrier(len(sends)), [None] * len(sends)

    def one(n: int) -> None:
        barrier.wait()
        answers[n] = sends[n]()

    threads = [Thread(target=one, args=(n,)) for n in range(len(sends))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


QUEUES = st.lists(
    st.tuples(
        st.sampled_from(["joan", "kofi", "fatima"]),
        st.sampled_from(sorted(SENT)),
        st.integers(-90, 90),  # minutes from the end at which it was made
        st.booleans(),  # it is typed as it can be saved
        st.integers(1, 3),  # times that it is sent
        st.integers(-90, 90),  # minutes from the end at which it comes in
    ),
    min_size=1,
    max_size=8,
)


def _fresh(make_app, tmp_path_factory, sqlite_template) -> Left:
    """A household of one queue."""
    file = tmp_path_factory.mktemp("queue") / "onepot.sqlite"
    shutil.copyfile(sqlite_template, file)
    url = f"sqlite:///{file}"
    return with_people(make_app(url), prepare(create_engine(url)), Clock())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queue=QUEUES)
def test_every_change_of_a_queue_ends_as_exactly_one_of_done_claimed_and_refused(
    make_app, tmp_path_factory, sqlite_template, queue
):
    """Whenever it was made, whenever it comes in, however often it is sent."""
    home = _fresh(make_app, tmp_path_factory, sqlite_template)
    end = home.clock.now + timedelta(hours=2)
    ended = False
    became = Counter()
    for who, path, made, right, times, comes in sorted(queue, key=lambda one: one[5]):
        if comes >= 0 and not ended:
            home.clock.now = end
            for each in ("joan", "kofi", "fatima"):
                home.act("jason", lambda act, each=each: register.end(act, home.authority[each]))
            ended = True
        home.clock.now = end + timedelta(minutes=comes)
        change_id, made_at = str(uuid.uuid4()), (end + timedelta(minutes=made)).isoformat()
        told = SENT[path] if right else dict.fromkeys(SENT[path], "")
        door = {"change_id": change_id, "made_at": made_at}
        answers = [home.says_before(who, path, told, **door) for _each in range(times)]
        status = answers[0].json["status"]
        assert {a.json["status"] for a in answers[1:]} <= ({"refused"} if status == "refused" else {"already done"})
        with Session(home.pot.engine) as session:
            used = session.scalars(select(Done.change_id).where(Done.change_id == change_id)).all()
        assert bool(used) == (status != "refused")
        became[status, path] += 1
        if status == "claimed":
            assert made < 0 <= comes
            assert home.phones[who].client.get(f"{home.home}/").status_code == 404
        if status == "done":
            assert comes < 0
            assert right
    assert home.count(Claim) == sum(n for (status, _path), n in became.items() if status == "claimed")
    assert home.count(Spending) == became["done", "/spending"]
    assert home.count(Shift) == became["done", "/shifts"]
    assert home.count(Message) == became["done", "/messages"]
    waits = {f"claim:{kind}": became["claimed", path] for kind, path in KINDS.items() if became["claimed", path]}
    assert home.waiting() == waits


KINDS = {"spending recorded": "/spending", "shift logged": "/shifts", "message sent": "/messages"}
