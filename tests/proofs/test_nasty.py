"""Every field of every form that anybody reaches, with what nobody should type: refused in words, beside its field."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, islice

import pytest
from nasty_values import ALL, DATABASE, DAY_PARTS, FILES, IDS, MARKUP
from reading import CANARY, Page
from visiting_all import DOOR, Offered, Street, readable
from werkzeug.test import TestResponse

LONGEST_ANSWER = 10
OF_OTHERS = 3  # so many of the other values for each field in the short proof: they take turns
OF_ONE_KIND = 3  # so many fields `says-…` of a form that has one for each row
ALWAYS = ("breaks out", "nul", "over 64 bit", "empty")
# Not through the door: a file's rows are kept before anything of the pot is changed; a check page asks before it is.
NO_CHANGE = {"bank.read", "people.check_invitation"}
SHAPES = ({}, {"HX-Request": "true"}, {}, {"X-Outbox": "1", "Accept": "application/json"})
FINE = {200, 303}
REFUSED = {409, 410, 422}
NOT_FOUND_EITHER = {400, 404}  # what no person types, in a field that no person sees


@dataclass
class Findings:
    """What is not as it must be."""

    wrong: list[str] = field(default_factory=list)
    refused: int = 0

    def expect(self, holds: object, what: str) -> None:
        if not holds:
            self.wrong.append(what)

    def show(self, street: Street) -> None:
        print(f"\n{street.tries} tries: {dict(street.answers)}, {self.refused} refused beside a field")  # noqa: T201
        assert not street.broken, "\n".join(street.broken)
        assert not self.wrong, f"{len(self.wrong)} wrong:\n" + "\n".join(self.wrong[:40])


# --- what is typed


def _values(turns: Iterator[int], *, everything: bool) -> dict[str, str]:
    if everything:
        return ALL
    others = [label for label in ALL if label not in ALWAYS]
    labels = [*ALWAYS, *(others[next(turns) % len(others)] for _other in range(OF_OTHERS))]
    return {label: ALL[label] for label in labels}


def _nasty(offered: Offered, turns: Iterator[int], *, everything: bool) -> Iterator[tuple[str, str, dict | list]]:
    """(field, what is nasty, what is sent) for each field of a form."""
    fields = offered.form.fields
    of_kind = Counter()
    for name in offered.told:
        of_kind[name.partition("-")[0]] += 1
        if of_kind[name.partition("-")[0]] > OF_ONE_KIND:
            continue
        if fields[name].type == "file":
            for label, value in FILES.items():
                yield name, label, offered.filled_in() | {name: value}
            continue
        for label, value in _values(turns, everything=everything).items():
            yield name, label, offered.filled_in() | {name: value}
        without = offered.filled_in()
        without.pop(name, None)
        yield name, "missing", without
        yield name, "twice", [*offered.filled_in().items(), (name, MARKUP["breaks out"]), (name, "\x00")]
    for day in {name.removesuffix("-day") for name in offered.told if name.endswith("-day")}:
        for label, parts in DAY_PARTS.items():
            typed = dict(zip((f"{day}-day", f"{day}-month", f"{day}-year"), parts, strict=True))
            yield day, label, offered.filled_in() | typed


# On PostgreSQL things go on: what takes from somebody what they may do is tried after everything that they may.
TAKES_AWAY = {"people.say_no", "people.undo_acceptance", "people.end_it", "people.set_powers"}


# --- what must be true of the answer


def _look(found: Findings, offered: Offered, name: str, label: str, sent: object, answer: TestResponse) -> None:
    where = f"{offered.endpoint} as {offered.who}, {name}: {label} -> {answer.status_code}"
    hidden = name in offered.form.fields and offered.form.fields[name].type == "hidden"
    allowed = FINE | REFUSED | (NOT_FOUND_EITHER if hidden else set())
    if offered.form.files and label == "lone surrogate":
        allowed |= {400, 403}  # a head that cannot be read: the form behind it is not read either
    found.expect(answer.status_code in allowed, where)
    if answer.is_json:
        found.expect(answer.status_code != 422 or all(answer.json["errors"].values()), f"{where}: no sentence")
        return
    page = Page(answer.text)
    found.expect(not page.foreign, f"{where}: not escaped {page.foreign[:2]}")
    found.expect("1337" not in page.words or label != "template", f"{where}: was worked out")
    if answer.status_code == 422:
        first = sent if isinstance(sent, dict) else dict(reversed(sent))  # of two answers the first counts
        _look_at_refusal(found, offered, page, first, where)


def _look_at_refusal(found: Findings, offered: Offered, page: Page, sent: dict[str, str], where: str) -> None:
    """The summary leads to boxes that are there, each with its sentence; what was typed is still there."""
    found.refused += 1
    beside = page.beside()
    found.expect("There is a problem" in page.words or "problem" in page.words, f"{where}: no summary")
    leads = [link[1:] for link in page.links if link.startswith("#") and link != "#main"]
    for box in leads:
        found.expect(box in page.words_of, f"{where}: the summary leads to #{box}, which is not there")
    found.expect(all(beside.values()), f"{where}: an empty sentence {beside}")
    names = {box.removesuffix("-day") for box in leads} & {*offered.form.fields, *beside}
    found.expect(names <= beside.keys(), f"{where}: no sentence beside {names - beside.keys()}")
    again = next((form for form in page.forms if form.action == offered.form.action), None)
    found.expect(again, f"{where}: the form is not there again")
    for box in again.fields.values() if again else ():
        if box.is_typed and box.name in sent and not _is_broken(sent[box.name]):
            kept = readable(box.shown) == readable(sent[box.name])
            found.expect(kept, f"{where}: {box.name} was {sent[box.name][:40]!r} and is {box.shown[:40]!r}")


def _is_broken(text: str) -> bool:
    """Whether it holds half a letter, which cannot be shown again."""
    return any("\ud800" <= sign <= "\udfff" for sign in text)


def _try_fields(street: Street, *, everything: bool = False, only: tuple[str, ...] = ()) -> Findings:
    found, turns, taken = Findings(), count(), Counter()
    for offered in sorted(street.forms(), key=lambda one: one.endpoint in TAKES_AWAY):
        for name, label, sent in _nasty(offered, turns, everything=everything):
            if only and label not in only:
                continue
            began = time.monotonic()
            answer = street.send(offered, sent, SHAPES[street.tries % len(SHAPES)])
            found.expect(time.monotonic() - began < LONGEST_ANSWER, f"{offered.endpoint} {name}: {label}: too slow")
            _look(found, offered, name, label, sent, answer)
            if answer.status_code in FINE:
                street.as_it_was()
        if not only:
            answer = street.send(offered, offered.filled_in())
            taken[answer.status_code in FINE] += 1
            if answer.status_code not in FINE:
                print(offered.endpoint, offered.who, answer.status_code, Page(answer.text).beside())  # noqa: T201
            street.as_it_was()
    print(f"\nwhen filled in as asked: {dict(taken)}")  # noqa: T201
    return found


def test_no_field_of_any_form_breaks_anything(street: Street):
    _try_fields(street).show(street)


@pytest.mark.long
def test_no_field_of_any_form_breaks_anything_whatever_is_typed(street: Street):
    _try_fields(street, everything=True).show(street)


@pytest.mark.postgres
def test_what_postgresql_cannot_keep_breaks_nothing(postgres_street: Street):
    _try_fields(postgres_street, only=DATABASE).show(postgres_street)


def test_what_is_kept_is_shown_escaped_on_every_page(street: Street):
    """Each form takes markup wherever it takes words; then everybody looks at everything."""
    found, numbers = Findings(), count()
    kept = Counter()
    for offered in street.forms():
        markup = {
            name: f"<{CANARY}>{next(numbers)}"
            for name, box in offered.form.fields.items()
            if box.is_typed and not box.shown.strip("0123456789.:, ") and not box.decimal and name not in DOOR
        }
        usual = {name: text for name, text in offered.filled_in().items() if text != "Some words" or name not in markup}
        words = {name: text for name, text in markup.items() if offered.filled_in()[name] == "Some words"}
        kept[street.send(offered, usual | words).status_code] += 1
    shown = 0
    for who in street.clients:
        for path, page in street.walk(who).items():
            found.expect(not page.foreign, f"{path} for {who}: {page.foreign[:2]}")
            shown += f"<{CANARY}>" in page.words
    print(f"\nforms with markup: {dict(kept)}; {shown} pages show it as words")  # noqa: T201
    found.show(street)
    assert shown >= 10


@pytest.mark.parametrize("on", ["street", pytest.param("postgres_street", marks=pytest.mark.postgres)])
def test_what_the_door_asks_for_is_checked_too(on: str, request: pytest.FixtureRequest):
    """Ids, times, versions and authorities that no page of ours has sent: refused, and nothing is done."""
    street: Street = request.getfixturevalue(on)
    found, turns = Findings(), count()
    before = street.count_done()
    for offered in street.forms():
        for name in DOOR & offered.form.fields.keys():
            if name != "csrf_token" and ("/p/" not in offered.form.action or offered.endpoint in NO_CHANGE):
                continue
            for value in islice(IDS[name] * 2, next(turns) % len(IDS[name]), None, 3):
                answer = street.send(offered, offered.filled_in() | {name: value}, SHAPES[street.tries % len(SHAPES)])
                where = f"{offered.endpoint} as {offered.who}: {name} {value[:40]!r} -> {answer.status_code}"
                found.expect(answer.status_code in {400, 401, 403, 404, 409, 422, 429}, where)
                if answer.is_json:
                    json.loads(answer.text)
                else:
                    found.expect(not Page(answer.text).foreign, f"{where}: not escaped")
    found.show(street)
    assert street.count_done() == before
