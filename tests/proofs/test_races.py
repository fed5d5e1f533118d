"""Four who approve one shift at the same moment: one wins, three read who did. On a real server with two workers."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Barrier, Thread

import factories
import pytest
from phones import Answer, Phone, door_fields
from real_server import RealServer
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from visiting_all import readable

from app.domain.authority import Role
from app.persistence.tables import Done, Entry, Message, Notice

RACES = 200
RACES_OF_ONE_ID = 50
NAMES = ("Nikki", "Maria", "Ruth", "Omar")
PENCE = 4_250


@dataclass(frozen=True)
class Approver:
    """Somebody who may approve, at their own phone."""

    name: str
    phone: Phone
    acting: str


@dataclass(frozen=True)
class Start:
    """A pot with a carer, and four who may approve: the holder and three with all of a holder's powers."""

    server: RealServer
    pot: factories.MadePot
    carer: Approver
    approvers: list[Approver]

    def phones_of_the_holder(self) -> list[Approver]:
        """The same person signed in at four phones."""
        first = self.approvers[0]
        return [first, *(Approver(first.name, self.signed_in("p0"), first.acting) for _phone in range(3))]

    def signed_in(self, nickname: str) -> Phone:
        phone = Phone(self.server.port)
        phone.sign_in(nickname)
        return phone


@pytest.fixture
def start(engine: Engine, database_url: str, tmp_path: Path) -> Iterator[Start]:
    ids = [factories.make_person(engine, name, f"p{n}@demo.example") for n, name in enumerate((*NAMES, "Amina"))]
    pot = factories.make_pot(engine, ids[0])
    factories.promise(pot, nhs=5_000_000, council=5_000_000)
    acting = [pot.authority_id, *(factories.grant(pot, person, Role.HOLDER) for person in ids[1:4])]
    acting.append(factories.grant(pot, ids[4], Role.CARER))
    server = RealServer(database_url, tmp_path)
    try:
        server.start()
        people = []
        for n, name in enumerate((*NAMES, "Amina")):
            phone = Phone(server.port)
            phone.sign_in(f"p{n}")
            people.append(Approver(name, phone, acting[n]))
        yield Start(server, pot, people[-1], people[:-1])
    finally:
        server.stop()


def at_once(sends: list[Callable[[], Answer]]) -> list[Answer]:
    """All of these at the same moment."""
    barrier, answers = Barrier(len(sends)), [None] * len(sends)

    def one(n: int) -> None:
        barrier.wait()
        answers[n] = sends[n]()

    threads = [Thread(target=one, args=(n,), daemon=True) for n in range(len(sends))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_four_who_approve_one_shift_one_wins_and_three_read_who_did(start: Start, engine: Engine):
    rng = random.Random(1)
    holders = start.phones_of_the_holder()
    winners, seen = Counter(), ""
    for race in range(RACES):
        approvers = holders if race % 4 == 3 else start.approvers
        as_outbox = bool(race % 2)
        shift_id = _log_shift(start, race)
        seen = seen or _seen_on_the_page(start, shift_id)
        rng.shuffle(approvers)
        answers = at_once([_approval(start, one, shift_id, seen, as_outbox) for one in approvers])
        winners[_winner(approvers, answers, as_outbox)] += 1
        assert _entries(engine, shift_id) == 1
    print(f"\n{RACES} races, won by {dict(winners)}")  # noqa: T201 - the figures of the run
    assert start.server.verify().startswith("sound: 1 pots")
    assert set(winners) == set(NAMES), "the same one always comes first: that is no race"


def test_of_four_sends_of_one_change_one_does_it(start: Start, engine: Engine):
    """As when a phone sends again before it has read the answer."""
    holders = start.phones_of_the_holder()
    with Session(engine) as session:
        before = session.execute(select(func.count()).select_from(Done)).scalar_one()
    for race in range(RACES_OF_ONE_ID):
        fields = door_fields(holders[0].acting) | {"body": f"message {race}"}
        path = f"/p/{start.pot.id}/messages"
        answers = at_once([lambda one=one, path=path, fields=fields: one.phone.send(path, fields) for one in holders])
        assert [answer.status for answer in answers] == [200] * 4, answers
        assert Counter(answer.json["status"] for answer in answers) == {"done": 1, "already done": 3}
        assert len({answer.json["url"] for answer in answers}) == 1
    with Session(engine) as session:
        assert session.execute(select(func.count()).select_from(Message)).scalar() == RACES_OF_ONE_ID
        assert session.execute(select(func.count()).select_from(Done)).scalar() == before + RACES_OF_ONE_ID
        told = session.execute(select(func.count()).select_from(Notice).where(Notice.kind == "message")).scalar()
        assert told == RACES_OF_ONE_ID * 3
    assert start.server.verify().startswith("sound: 1 pots")


def _log_shift(start: Start, race: int) -> str:
    fields = door_fields(start.carer.acting) | {
        "worked_on": f"2026-01-{race % 28 + 1:02d}", "starts": "9:00", "ends": "17:30", "amount": "42.50", "note": "",
    }  # fmt: skip
    answer = start.carer.phone.send(f"/p/{start.pot.id}/shifts", fields)
    assert answer.status == 200, answer
    return answer.json["url"].partition("?")[0].rpartition("/")[2]


def _seen_on_the_page(start: Start, shift_id: str) -> str:
    """What the page of a shift that was just logged says that it shows: the same for each of them."""
    page = start.approvers[0].phone.ask("GET", f"/p/{start.pot.id}/shifts/{shift_id}").body
    return re.search(r'name="seen" value="(\d+)"', page)[1]


def _approval(start: Start, approver: Approver, shift_id: str, seen: str, outbox: bool):  # noqa: FBT001
    fields = door_fields(approver.acting) | {"seen": seen}
    path = f"/p/{start.pot.id}/shifts/{shift_id}/approval"
    return partial(approver.phone.send, path, fields, outbox=outbox)


def _winner(approvers: list[Approver], answers: list[Answer], as_outbox: bool) -> str:  # noqa: FBT001
    """Who won; the others were told their name and when."""
    won = 200 if as_outbox else 303
    assert Counter(answer.status for answer in answers) == {won: 1, 409: 3}, answers
    winner = next(one.name for one, answer in zip(approvers, answers, strict=True) if answer.status == won)
    for answer in answers:
        if answer.status == 409:
            said = answer.json["say"] if as_outbox else answer.body
            assert f"\u2068{winner}\u2069 approved this on 10 February, 10:00 am" in readable(said), said
    return winner


def _entries(engine: Engine, shift_id: str) -> int:
    with Session(engine) as session:
        return session.execute(
            select(func.count()).select_from(Entry).where(Entry.source == f"shift:{shift_id}", Entry.kind == "approved")
        ).scalar_one()
