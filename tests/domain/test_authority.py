"""Who may do what: each role against each permission, as the field's rows say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.authority import (
    ON_FOR_A_WHILE,
    REPRESENTATIVES,
    WHO_MAY,
    Authority,
    Permission,
    Role,
    Scope,
    may_approve,
    may_change,
    may_end,
    may_switch_off,
    may_switch_on,
    permissions_in,
    words_of,
)

NOW = datetime(2026, 2, 10, 10, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)

MONEY = {Permission.SEE_TOTALS, Permission.SEE_SPENDING}
MOVES_MONEY = {Permission.APPROVE, Permission.PAY, Permission.IMPORT, Permission.SET_UP, Permission.PLAN}


def authority(role=Role.HOLDER, valid_from=NOW, valid_to=None, person="nikki"):
    return Authority("a", person, role, valid_from, valid_to)


def test_every_role_is_in_the_table_and_may_open_the_pot():
    assert set(WHO_MAY) == set(Role)
    assert all(authority(role).allows(Permission.OPEN) for role in Role)


def test_the_holder_may_do_everything_but_speak_for_a_funder():
    assert authority(Role.HOLDER).powers == set(Permission) - {Permission.ACCEPT}


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.HOLDER} - REPRESENTATIVES))
def test_nobody_but_the_holder_and_who_acts_for_them_moves_money_or_changes_who_pays(role):
    assert not WHO_MAY[role] & (MOVES_MONEY - ({Permission.APPROVE} if role is Role.TEAM_LEADER else set()))


@pytest.mark.parametrize("role", sorted(REPRESENTATIVES))
def test_who_acts_for_the_holder_reaches_as_far_as_their_document(role):
    money, care = acting(role, Scope.MONEY), acting(role, Scope.CARE)
    assert money.allows(Permission.RECORD, Permission.APPROVE, Permission.SET_UP)
    assert not money.allows(Permission.PLAN)
    assert care.allows(Permission.PLAN, Permission.SEE_ALL_SHIFTS)
    assert not care.powers & {*MONEY, Permission.RECORD, Permission.APPROVE, Permission.PAY, Permission.SET_UP}
    both = acting(role, Scope.BOTH)
    assert both.powers >= money.powers | care.powers
    assert not both.allows(Permission.ACCEPT), "nobody accepts themselves"


@pytest.mark.parametrize("role", sorted(REPRESENTATIVES))
def test_what_no_funder_has_accepted_reaches_no_money(role):
    assert acting(role, accepted=False).powers == {Permission.OPEN, Permission.SEE_PEOPLE}


def test_a_holder_may_give_less_than_a_role_and_never_more():
    given = frozenset({Permission.RECORD, Permission.PAY})
    assert replace(authority(Role.HELPER), given=given).powers == {Permission.OPEN, Permission.RECORD}


MOMENTS = st.integers(-400, 400).map(lambda days: NOW + timedelta(days=days))
SOME = st.frozensets(st.sampled_from(Permission))


@given(given_=st.none() | SOME, when_on=SOME, on_until=st.none() | MOMENTS, at=MOMENTS)
def test_what_is_switched_on_goes_off_by_itself(given_, when_on, on_until, at):
    helper = replace(authority(Role.HELPER), given=given_, when_on=when_on, on_until=on_until)
    usual, then = helper.powers, helper.at(at).powers
    assert usual <= then
    assert then - usual <= when_on & ON_FOR_A_WHILE
    if on_until is None or at >= on_until:
        assert then == usual, "off"
    else:
        assert then >= when_on & ON_FOR_A_WHILE, "on"
    assert Permission.SET_UP not in then
    assert Permission.MANAGE_PEOPLE not in then


@given(SOME)
def test_a_set_of_permissions_is_kept_as_the_same_text(some):
    assert permissions_in(words_of(some)) == some
    assert permissions_in(None) is None


@pytest.mark.parametrize("role", sorted(Role))
def test_nobody_ends_the_holder_and_everybody_else_may_leave(role):
    actor = Authority("one", "ruth", role, NOW, None)
    assert not may_end(actor, Authority("other", "jason", Role.HOLDER, NOW, None))
    assert may_end(actor, actor) == (role is not Role.HOLDER)


@pytest.mark.parametrize("role", sorted(REPRESENTATIVES))
@pytest.mark.parametrize("other", sorted(REPRESENTATIVES | {Role.ADVOCATE, Role.REVIEWER, Role.SAFEGUARDING}))
def test_who_acts_for_the_holder_ends_nobody_who_keeps_an_eye_on_them(role, other):
    assert not may_end(acting(role), Authority("other", "omar", other, NOW, None))


def test_who_acts_for_the_holder_in_all_things_ends_a_carer():
    carer = Authority("other", "kofi", Role.CARER, NOW, None)
    assert may_end(acting(Role.DEPUTY), carer)
    assert not may_end(acting(Role.DEPUTY, Scope.MONEY), carer)


EVERYBODY = st.builds(
    Authority,
    id=st.sampled_from(["one", "other"]),
    person_id=st.sampled_from(["ruth", "joan"]),
    role=st.sampled_from(Role),
    valid_from=st.just(NOW),
    valid_to=st.none(),
    scope=st.none() | st.sampled_from(Scope),
    accepted=st.booleans(),
    given=st.none() | SOME,
    when_on=SOME,
    on=st.booleans(),
)
RULES = (may_end, may_change, may_switch_on, may_switch_off)


@given(actor=EVERYBODY)
def test_a_holder_is_never_removed_changed_or_silenced_by_anybody(actor):
    holder = Authority("holder", "jason", Role.HOLDER, NOW, None)
    assert not any(rule(actor, holder) for rule in RULES)
    assert not any(rule(holder, holder) for rule in RULES), "nor by mistake"
    assert holder.allows(Permission.MESSAGE, Permission.SEE_PEOPLE, Permission.SEE_ACTIVITY, Permission.MANAGE_PEOPLE)


@given(actor=EVERYBODY.filter(lambda one: one.role is not Role.HOLDER), other=EVERYBODY)
def test_whoever_is_not_the_holder_changes_only_those_who_depend_on_the_holder(actor, other):
    other = replace(other, id="third")
    depends = set(Role) - REPRESENTATIVES - {Role.HOLDER, Role.ADVOCATE, Role.REVIEWER, Role.SAFEGUARDING}
    if may_end(actor, other) or may_change(actor, other) or may_switch_off(actor, other):
        assert actor.allows(Permission.MANAGE_PEOPLE)
        assert other.role in depends
    assert not may_switch_on(actor, other)


@given(actor=EVERYBODY, other=EVERYBODY)
def test_nobody_says_what_they_may_do_themselves(actor, other):
    if actor.person_id == other.person_id:
        assert not may_change(actor, other)


@pytest.mark.parametrize("role", sorted(Role))
def test_the_holder_gives_item_by_item_and_switches_on(role):
    holder = Authority("holder", "jason", Role.HOLDER, NOW, None)
    other = Authority("other", "joan", role, NOW, None)
    assert may_change(holder, other) == (role in {Role.HELPER, Role.BROKER, Role.TEAM_LEADER})
    assert may_switch_on(holder, other) == (role is Role.HELPER)
    assert may_end(holder, other) == (role not in {Role.HOLDER, Role.REVIEWER, Role.SAFEGUARDING})
    assert may_switch_off(holder, other) == may_end(holder, other)


def test_a_helper_switches_off_what_is_on_and_never_on():
    helper = Authority("one", "joan", Role.HELPER, NOW, None)
    assert may_switch_off(helper, helper)
    assert not may_switch_on(helper, helper)


def acting(role, scope=Scope.BOTH, *, accepted=True):
    return replace(authority(role, person="ruth"), scope=scope, accepted=accepted)


@pytest.mark.parametrize("role", [Role.CARER, Role.REVIEWER])
def test_carers_and_reviewers_see_no_live_money(role):
    assert not WHO_MAY[role] & (MONEY | {Permission.SEE_ALL_SHIFTS})


def test_a_carer_logs_their_own_shifts_and_nothing_else():
    assert WHO_MAY[Role.CARER] == {Permission.OPEN, Permission.LOG_SHIFT}


def test_a_broker_sees_totals_and_plan_and_no_payments():
    assert WHO_MAY[Role.BROKER] == {
        Permission.OPEN, Permission.SEE_TOTALS, Permission.MESSAGE, Permission.SEE_PLAN, Permission.VOUCH,
    }  # fmt: skip


def test_a_helper_records_and_sees_but_approves_nothing():
    helper = authority(Role.HELPER)
    assert helper.allows(Permission.RECORD, Permission.SEE_SPENDING, Permission.LOG_SHIFT)
    assert not helper.allows(Permission.APPROVE)


def test_one_permission_that_is_missing_is_enough_to_refuse():
    assert not authority(Role.HELPER).allows(Permission.RECORD, Permission.PAY)


def test_asking_for_nothing_is_allowed():
    assert authority(Role.REVIEWER).allows()


def test_the_payee_never_approves():
    assert may_approve(authority(), "carl", 1_500)
    assert not may_approve(authority(person="carl"), "carl", 1_500)


def test_who_may_not_approve_may_not_approve_others_either():
    assert not may_approve(authority(Role.HELPER), "carl", 1_500)


@pytest.mark.parametrize(("pence_an_hour", "may"), [(1_500, True), (1_501, False), (None, False)])
def test_a_team_leader_approves_up_to_what_the_holder_said(pence_an_hour, may):
    leader = replace(authority(Role.TEAM_LEADER, person="dele"), limit_pence=1_500)
    assert may_approve(leader, "kofi", pence_an_hour) is may
    assert may_approve(replace(leader, limit_pence=None), "kofi", pence_an_hour)
    assert not may_approve(leader, "dele", pence_an_hour)


def test_an_authority_stands_from_its_first_moment_to_before_its_last():
    for_a_day = authority(valid_from=NOW, valid_to=NOW + timedelta(days=1))
    assert not for_a_day.stands(NOW - A_MOMENT)
    assert for_a_day.stands(NOW)
    assert for_a_day.stands(NOW + timedelta(days=1) - A_MOMENT)
    assert not for_a_day.stands(NOW + timedelta(days=1))


def test_an_authority_without_an_end_stands():
    assert authority().stands(NOW + timedelta(days=36500))


def test_an_authority_that_ended_as_it_began_never_stood():
    assert not authority(valid_to=NOW).stands(NOW)
