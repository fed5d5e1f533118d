"""For every act by anybody, the holder's activity has it: who, in what role, when, and in words."""

import re

import pytest
from reading import Page
from sqlalchemy import select
from visiting_all import Street

from app.activity.sentences import NO_WORDS_YET
from app.persistence.database import db
from app.persistence.tables import Change, Person, Pot

HOLDERS = ("nikki", "ivy", "rhys")


def log_of(street: Street) -> dict[str, dict[int, tuple[str, str]]]:
    """By pot and place in its log: the kind of change, and the name of who made it."""
    with street.app.app_context():
        wanted = select(Change.pot_id, Change.seq, Change.name, Person.name).join(Person, Person.id == Change.person_id)
        found: dict[str, dict[int, tuple[str, str]]] = {}
        for pot_id, seq, *told in db.session.execute(wanted):
            found.setdefault(pot_id, {})[seq] = tuple(told)
    return found


def holder_of(street: Street, pot_id: str) -> tuple[str, str]:
    """The demo's name of the holder, and the name they are called by."""
    with street.app.app_context():
        wanted = select(Person.email, Person.name).join(Pot, Pot.holder_id == Person.id).where(Pot.id == pot_id)
        email, called = db.session.execute(wanted).one()
    return email.partition("@")[0], called


def told(street: Street, who: str, path: str) -> tuple[dict[int, str], str | None]:
    """What each act on a page says, by its place; and where older ones are."""
    text = street.clients[who].get(path).text
    acts = dict(re.findall(r'id="act-(\d+)"(.*?)</li>', text, re.DOTALL))
    older = [link for link in Page(text).links if "before=" in link]
    return {int(seq): words for seq, words in acts.items()}, next(iter(older), None)


def whole_activity(street: Street, who: str, pot_id: str) -> dict[int, str]:
    path, found = f"/p/{pot_id}/activity", {}
    while path:
        acts, path = told(street, who, path)
        found |= acts
    return found


def test_a_year_of_everybody_is_there_in_words(street: Street):
    holders = {pot_id: holder_of(street, pot_id) for pot_id in log_of(street)}
    at_their_phones = [pot_id for pot_id, (who, _holder) in holders.items() if who in street.clients]
    assert len(at_their_phones) > 2
    for pot_id in at_their_phones:
        log, (who, holder) = log_of(street)[pot_id], holders[pot_id]
        shown = whole_activity(street, who, pot_id)
        assert shown.keys() == log.keys()
        for seq, (kind, by) in log.items():
            assert (by if by != holder else "You") in shown[seq], kind
            assert str(NO_WORDS_YET) not in shown[seq], kind


@pytest.mark.parametrize("part", range(3))
def test_whatever_anybody_sends_is_there_for_the_holder(street: Street, part: int):
    before = log_of(street)
    kinds = set()
    for offered in street.forms()[part::3]:
        street.send(offered, offered.filled_in())
        for pot_id, log in log_of(street).items():
            new = log.keys() - before.get(pot_id, {}).keys()
            if not new:
                continue
            who, holder = holder_of(street, pot_id)
            shown, _older = told(street, who, f"/p/{pot_id}/activity") if who in street.clients else ({}, None)
            for seq in new if shown else ():
                kind, by = log[seq]
                kinds.add(kind)
                assert (by if by != holder else "You") in shown[seq], offered.endpoint
                assert str(NO_WORDS_YET) not in shown[seq], kind
        street.as_it_was()
    assert len(kinds) > 8, kinds
