"""What those who act for a holder rest on, and what ends it by itself."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.authority import REPRESENTATIVES, Authority, Role, Scope
from app.domain.register import ends_with_childhood, ground, needs_acceptance

TODAY = date(2026, 2, 10)
A_MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize("role", sorted(Role))
def test_whoever_acts_for_a_holder_rests_on_a_document_and_a_law(role):
    found = ground(role, TODAY)
    assert (found is not None) == (role in REPRESENTATIVES)
    if found:
        assert found.documents
        assert found.scopes
        assert found.source


def test_an_appointee_and_whoever_holds_the_money_are_accepted_first():
    first = {role for role in Role if needs_acceptance(role, TODAY)}
    assert first == {Role.APPOINTEE, Role.NOMINEE, Role.AUTHORISED}


def test_property_and_welfare_have_an_order_each():
    assert ground(Role.DEPUTY, TODAY).scopes == ground(Role.ATTORNEY, TODAY).scopes == (Scope.MONEY, Scope.CARE)


def test_before_the_law_there_was_no_such_person():
    assert ground(Role.DEPUTY, date(2007, 9, 30)) is None


@given(born_on=st.dates(date(1995, 1, 1), date(2040, 12, 31)))
def test_parental_responsibility_ends_with_the_first_moment_of_the_18th_birthday_in_london(born_on):
    end = ends_with_childhood(born_on)
    there = end.astimezone(ZoneInfo("Europe/London"))
    assert (there.hour, there.minute, there.year) == (0, 0, born_on.year + 18)
    birthday = (born_on.month, born_on.day) if (born_on.month, born_on.day) != (2, 29) else (3, 1)
    assert (there.month, there.day) == birthday
    parent = Authority("a", "leila", Role.PARENT, datetime(1990, 1, 1, tzinfo=UTC), end)
    assert parent.stands(end - A_MOMENT)
    assert not parent.stands(end)
