"""Who may do what: each role against each permission, as the field's rows say."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.authority import WHO_MAY, Authority, Permission, Role, may_approve

NOW = datetime(2026, 2, 10, 10, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)

MONEY = {Permission.SEE_TOTALS, Permission.SEE_SPENDING}
MOVES_MONEY = {Permission.APPROVE, Permission.PAY, Permission.IMPORT, Permission.SET_UP, Permission.PLAN}


def authority(role=Role.HOLDER, valid_from=NOW, valid_to=None, person="nikki"):
    return Authority("a", person, role, valid_from, valid_to)


def test_every_role_is_in_the_table_and_may_open_the_pot():
    assert set(WHO_MAY) == set(Role)
    assert all(authority(role).allows(Permission.OPEN) for role in Role)


def test_the_holder_may_do_everything():
    assert authority(Role.HOLDER).allows(*Permission)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.HOLDER}))
def test_nobody_but_the_holder_moves_money_or_changes_who_pays(role):
    assert not WHO_MAY[role] & MOVES_MONEY


@pytest.mark.parametrize("role", [Role.CARER, Role.REVIEWER])
def test_carers_and_reviewers_see_no_live_money(role):
    assert not WHO_MAY[role] & (MONEY | {Permission.SEE_ALL_SHIFTS})


def test_a_carer_logs_their_own_shifts_and_nothing_else():
    assert WHO_MAY[Role.CARER] == {Permission.OPEN, Permission.LOG_SHIFT}


def test_a_broker_sees_totals_and_plan_and_no_payments():
    assert WHO_MAY[Role.BROKER] == {
        Permission.OPEN, Permission.SEE_TOTALS, Permission.MESSAGE, Permission.SEE_PLAN,
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
    assert may_approve(authority(), "carl")
    assert not may_approve(authority(person="carl"), "carl")


def test_who_may_not_approve_may_not_approve_others_either():
    assert not may_approve(authority(Role.HELPER), "carl")


def test_an_authority_stands_from_its_first_moment_to_before_its_last():
    given = authority(valid_from=NOW, valid_to=NOW + timedelta(days=1))
    assert not given.stands(NOW - A_MOMENT)
    assert given.stands(NOW)
    assert given.stands(NOW + timedelta(days=1) - A_MOMENT)
    assert not given.stands(NOW + timedelta(days=1))


def test_an_authority_without_an_end_stands():
    assert authority().stands(NOW + timedelta(days=36500))


def test_an_authority_that_ended_as_it_began_never_stood():
    assert not authority(valid_to=NOW).stands(NOW)
