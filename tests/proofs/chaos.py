"""Two pots, eight phones, broken lines: what each phone said, and how it insists until it knows it is saved."""

import time
import uuid
from contextlib import suppress
from dataclasses import dataclass, field, replace
from random import Random
from threading import Thread

import factories
from phones import Answer, Break, Cut, Phone, door_fields
from sqlalchemy import Engine

from app.domain.authority import Role
from app.persistence.database import Busy

BROKEN = 0.25  # of the sends
BAD = 0.1  # of the changes are first typed wrong
AGAIN = 0.1  # are sent once more after they are known to be saved
OTHERWISE = 0.05  # and then with other words under the same id
LONGEST = 60  # seconds in which a change must be saved, kills and all
SPEND, SHIFT, MESSAGE, TAKE_OUT = "spend", "shift", "message", "take out"
KINDS = {Role.CARER: (SHIFT,), Role.HELPER: (SPEND, SPEND, SHIFT, MESSAGE, TAKE_OUT)}
KINDS[Role.HOLDER] = KINDS[Role.HELPER]
ROLES = (Role.HOLDER, Role.HELPER, Role.HELPER, Role.CARER)


@dataclass(frozen=True)
class Member:
    """Somebody who acts on a pot: `name` signs them in."""

    name: str
    id: str
    role: Role
    authority_id: str
    pot: factories.MadePot
    carer_id: str = ""


@dataclass
class Said:
    """One change as its phone keeps it. `words` are like no other's."""

    kind: str
    path: str
    fields: dict[str, str]
    words: str = ""
    pence: int = 0
    saved: bool = False
    url: str = ""


@dataclass
class Progress:
    """What all phones share: the release whose forms they show, and how many changes are saved."""

    release: int = 1
    acknowledged: list[Said] = field(default_factory=list)


def make_members(engine: Engine) -> list[Member]:
    """Two pots with a holder, two helpers and a carer each."""
    members = []
    for household in "ab":
        ids = [
            factories.make_person(engine, name=f"{role} {n}", email=f"{household}{n}@demo.example")
            for n, role in enumerate(ROLES)
        ]
        pot = factories.make_pot(engine, ids[0])
        factories.promise(pot, nhs=20_000_000, council=10_000_000)
        for n, role in enumerate(ROLES):
            authority_id = factories.grant(pot, ids[n], role) if n else pot.authority_id
            members.append(Member(f"{household}{n}", ids[n], role, authority_id, pot, carer_id=ids[-1]))
    return members


class Sender(Thread):
    """A phone that sends its changes one after the other, each until it is acknowledged."""

    def __init__(self, member: Member, port: int, seed: str, count: int, progress: Progress) -> None:
        super().__init__(name=member.name, daemon=True)
        self.member, self.count, self.progress = member, count, progress
        self.random = Random(f"{seed} {member.name}")
        self.phone = Phone(port)
        self.said: list[Said] = []
        self.broken = self.busy = self.refused = self.replayed = 0
        self.failed: BaseException | None = None

    def run(self) -> None:
        try:
            for _change in range(self.count):
                self.one_change()
        except BaseException as error:  # noqa: BLE001 - the test shows it
            self.failed = error

    def sign_in(self) -> None:
        self.phone.sign_in(self.member.name)

    def one_change(self) -> None:
        said = self.mint()
        if said.kind != TAKE_OUT and self.random.random() < BAD:
            self.type_wrong(said)
        self.insist(said)
        if self.random.random() < AGAIN:
            answer = self.until_answered(said)
            assert (answer.status, answer.json["status"]) == (200, "already done"), answer
            assert answer.json["url"] == said.url
            self.replayed += 1
        if self.random.random() < OTHERWISE:
            answer = self.until_answered(replace(said, fields=self.other_words(said)))
            assert answer.status == 409, answer

    def insist(self, said: Said) -> None:
        """Until it is known to be saved."""
        answer = self.until_answered(said)
        assert answer.status == 200, (said.kind, said.fields, answer.status, answer.body)
        assert answer.json["status"] in {"done", "already done"}
        assert ("left-to-spend" in answer.json["figures"]) == (self.member.role is not Role.CARER)
        self.keep(said, answer)

    def keep(self, said: Said, answer: Answer) -> None:
        assert answer.json["change_id"] == said.fields["change_id"]
        said.saved, said.url = True, answer.json["url"]
        self.progress.acknowledged.append(said)

    def until_answered(self, said: Said) -> Answer:
        """Send it again and again until an answer arrives whole. A busy server is asked again."""
        end = time.monotonic() + LONGEST
        while time.monotonic() < end:
            try:
                answer = self.phone.send(said.path, said.fields, self.maybe_break())
            except Cut:
                self.broken += 1
                time.sleep(self.random.uniform(0.005, 0.03))
                continue
            if answer.status != 503:
                return answer
            self.busy += 1
            time.sleep(0.1)
        message = f"no answer in {LONGEST} s: {said}"
        raise AssertionError(message)

    def maybe_break(self) -> Break | None:
        if self.random.random() >= BROKEN:
            return None
        if self.random.random() < 0.3:
            return Break(sent=self.random.choice([0, 0.5, 0.9, 0.99]))
        return Break(wait=self.random.choice([0, 0.005, 0.02]))

    def type_wrong(self, said: Said) -> None:
        """What cannot be taken is refused beside its field, and uses up no id."""
        name, typed = ("body", " ") if said.kind == MESSAGE else ("amount", "0")
        answer = self.until_answered(replace(said, fields=said.fields | {name: typed}))
        assert (answer.status, set(answer.json["errors"])) == (422, {name}), answer
        self.refused += 1

    def other_words(self, said: Said) -> dict[str, str]:
        changed = {SPEND: "what_for", SHIFT: "note", MESSAGE: "body", TAKE_OUT: "made_at"}[said.kind]
        other = "2026-02-09T10:00:00+00:00" if said.kind == TAKE_OUT else f"{said.words} but other"
        return said.fields | {changed: other}

    def mint(self) -> Said:
        """A change that was never said before, kept with everything that will be sent."""
        kind = self.random.choice(KINDS[self.member.role])
        mine = [said for said in self.said if said.kind == SPEND and said.saved]
        taken_out = {said.path for said in self.said}
        open_to_take = [path for said in mine if (path := _page_of(said) + "/take-out") not in taken_out]
        if kind == TAKE_OUT and not open_to_take:
            kind = SPEND
        words = f"{self.member.name} {kind} {len(self.said)}"
        pence = self.random.randrange(1, 300_00)
        change_id = str(uuid.UUID(int=self.random.getrandbits(128), version=4))
        door = door_fields(self.member.authority_id, self.progress.release, change_id)
        base = f"/p/{self.member.pot.id}"
        said = {
            SPEND: lambda: Said(kind, f"{base}/spending", door | self.a_payment(words, pence), words, pence),
            SHIFT: lambda: Said(kind, f"{base}/shifts", door | self.a_shift(words, pence), words, pence),
            MESSAGE: lambda: Said(kind, f"{base}/messages", door | {"body": words}, words),
            TAKE_OUT: lambda: Said(kind, self.random.choice(open_to_take), door),
        }[kind]()
        self.said.append(said)
        return said

    def a_payment(self, words: str, pence: int) -> dict[str, str]:
        line = self.random.choice([*self.member.pot.lines.values(), "none"])
        return {
            "what_for": words, "spent_on": f"2026-01-{self.random.randrange(1, 31):02d}", "plan_line": line,
            "paid_to": "", "note": "", "amount": self.typed(pence),
        }  # fmt: skip

    def a_shift(self, words: str, pence: int) -> dict[str, str]:
        day = f"2026-01-{self.random.randrange(1, 31):02d}"
        fields = {"worked_on": day, "starts": "9:00", "ends": "17:30", "note": words}
        if self.member.role is not Role.CARER:
            line = next(iter(self.member.pot.lines.values()))
            fields |= {"carer": self.member.carer_id, "plan_line": line}
        return fields | {"amount": self.typed(pence)}

    def typed(self, pence: int) -> str:
        """As people type it."""
        pounds, rest = divmod(pence, 100)
        return self.random.choice([f"{pounds}.{rest:02d}", f"£{pounds},{rest:02d}", f" {pounds:,}.{rest:02d} "])


class EndedSender(Sender):
    """A phone whose authority ends half-way, when it has sent what it knows no answer to."""

    def run(self) -> None:
        self.after_the_end: list[Answer] = []
        try:
            for _change in range(self.count // 2):
                self.one_change()
            self.lose_authority()
        except BaseException as error:  # noqa: BLE001 - the test shows it
            self.failed = error

    def lose_authority(self) -> None:
        known = next(said for said in self.said if said.saved and said.kind == SPEND)
        unknown = [self.mint() for _change in range(10)]
        for n, said in enumerate(unknown[:9]):
            # One in three is done by then, one perhaps, one never arrives whole.
            breaks = (Break(wait=0.5), Break(wait=0.02), Break(sent=0.9))[n % 3]
            with suppress(Cut):
                self.phone.send(said.path, said.fields, breaks)
        self.end_authority()
        for said in (known, *unknown):
            answer = self.until_answered(said)
            self.after_the_end.append(answer)
            if answer.status == 200:
                assert (answer.json["status"], answer.json["figures"]) == ("already done", {}), answer
                if said is not known:
                    self.keep(said, answer)
            else:
                assert answer.status in {403, 404}, answer
                assert not said.saved, answer

    def end_authority(self) -> None:
        member = self.member
        while True:
            with suppress(Busy):
                return factories.end(member.pot, member.authority_id, member.id, member.role, factories.NOW)


def _page_of(said: Said) -> str:
    """The page of a payment, from the address it led to."""
    return said.url.partition("?")[0].removesuffix("/saved")
