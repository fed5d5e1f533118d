"""Who lost every way in: whose word lets them in again, and when."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.authority import WHO_MAY, Permission, Role
from app.domain.coming_back import ASKED_FOR, OPEN_FOR, WAIT, WEIGHTS, Stage, Weight, Word, enough, stage_at, weight_of

NOW = datetime(2026, 2, 10, 10, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)
ALONE, SECOND, REPRESENTATIVE = Weight.ALONE, Weight.SECOND, Weight.REPRESENTATIVE

WORDS = st.lists(st.builds(Word, st.sampled_from(["ruth", "joan", "fatima", "dele"]), st.sampled_from(Weight)))


def words(**weights: Weight) -> list[Word]:
    return [Word(person, weight) for person, weight in weights.items()]


@pytest.mark.parametrize(
    ("said", "is_enough"),
    [
        ({}, False),
        ({"joan": ALONE}, True),
        ({"ruth": REPRESENTATIVE}, False),
        ({"fatima": SECOND}, False),
        ({"ruth": REPRESENTATIVE, "fatima": SECOND}, True),
        ({"ruth": REPRESENTATIVE, "joan": ALONE}, True),
        ({"ruth": REPRESENTATIVE, "paul": REPRESENTATIVE}, False),
        ({"fatima": SECOND, "omar": SECOND}, True),
    ],
)
def test_a_representative_never_alone_and_never_with_another_representative(said, is_enough):
    assert enough(words(**said), "jason") is is_enough


@pytest.mark.parametrize(
    ("said", "is_enough"),
    [
        ({"joan": ALONE}, False),
        ({"joan": ALONE, "ruth": REPRESENTATIVE}, True),
        ({"joan": ALONE, "fatima": SECOND}, True),
        ({"ruth": REPRESENTATIVE, "paul": REPRESENTATIVE}, False),
    ],
)
def test_of_somebody_who_cannot_be_told_two_have_to_say_it(said, is_enough):
    assert enough(words(**said), "ivy", can_be_told=False) is is_enough


def test_nobody_speaks_for_themselves():
    assert not enough(words(jason=ALONE), "jason")
    assert not enough(words(jason=SECOND, ruth=REPRESENTATIVE), "jason")


def test_one_person_is_one_person_however_often_they_say_it():
    assert not enough([Word("fatima", SECOND), Word("fatima", SECOND)], "jason")


def test_who_acts_for_somebody_does_so_in_every_role_they_have():
    assert not enough([Word("ruth", ALONE), Word("ruth", REPRESENTATIVE)], "jason")
    assert not enough([Word("ruth", SECOND), Word("ruth", REPRESENTATIVE), Word("paul", REPRESENTATIVE)], "jason")


@given(WORDS)
def test_representatives_alone_are_never_enough(said: list[Word]):
    represent = {word.person_id for word in said if word.weight is REPRESENTATIVE}
    if enough(said, "jason"):
        assert {word.person_id for word in said} - represent


@given(WORDS, st.builds(Word, st.sampled_from(["new", "newer"]), st.sampled_from(Weight)))
def test_one_more_persons_word_never_takes_anything_away(said: list[Word], more: Word):
    assert not enough(said, "jason") or enough([*said, more], "jason")


def test_who_may_say_it_is_in_the_table_of_roles_and_a_new_role_counts_as_little_as_may_be():
    assert {role for role in Role if Permission.VOUCH in WHO_MAY[role]} >= set(WEIGHTS)
    assert weight_of(Role.HELPER) is weight_of(Role.HOLDER) is ALONE
    assert weight_of(Role.BROKER) is SECOND
    assert weight_of(Role.CARER) is REPRESENTATIVE


@pytest.mark.parametrize("role", [Role.CARER, Role.REVIEWER])
def test_who_is_paid_and_who_pays_have_no_say(role: Role):
    assert Permission.VOUCH not in WHO_MAY[role]


def at(moment: datetime, **told: object) -> Stage:
    usual = {"asked_at": NOW, "said": False, "opens_at": None, "stopped": False, "used": False}
    return stage_at(moment, **usual | told)


def test_the_code_is_good_for_a_day():
    assert at(NOW + ASKED_FOR - A_MOMENT) is Stage.ASKED
    assert at(NOW + ASKED_FOR - A_MOMENT, said=True) is Stage.SAID
    assert at(NOW + ASKED_FOR) is Stage.OVER


def test_nobody_comes_in_before_the_wait_is_over_nor_long_after():
    opens_at = NOW + WAIT
    assert at(opens_at - A_MOMENT, said=True, opens_at=opens_at) is Stage.WAITS
    assert at(opens_at, said=True, opens_at=opens_at) is Stage.OPEN
    assert at(opens_at + OPEN_FOR - A_MOMENT, said=True, opens_at=opens_at) is Stage.OPEN
    assert at(opens_at + OPEN_FOR, said=True, opens_at=opens_at) is Stage.OVER


def test_what_was_stopped_or_used_is_not_open():
    assert at(NOW + WAIT, said=True, opens_at=NOW + WAIT, stopped=True) is Stage.STOPPED
    assert at(NOW + WAIT, said=True, opens_at=NOW + WAIT, used=True) is Stage.OVER
