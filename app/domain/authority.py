"""Who may do what with a pot: the one table, which is also the specification of the tests.

A person holds an authority over a pot: a role, from a moment, until a moment or until it is ended. Some roles act
for the holder (`REPRESENTATIVES`) within a scope, and count from when the funders accepted them, where they need that.
A holder may give less than a role allows, or powers that only count while they are switched on. The payee never
approves, whatever the role (`may_approve`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to a pot, in the field's words."""

    HOLDER = "holder"
    APPOINTEE = "appointee"  # of the DWP, for benefits
    DEPUTY = "deputy"  # of the Court of Protection
    ATTORNEY = "attorney"  # by a lasting power that is registered
    PARENT = "parent"  # has parental responsibility
    NOMINEE = "nominee"  # holds NHS money for somebody
    AUTHORISED = "authorised person"  # holds a council's money for somebody
    THIRD_PARTY = "third party"  # an agency that holds a part of the money, or works for it
    PROFESSIONAL = "professional"
    COORDINATOR = "care co-ordinator"
    HELPER = "helper"
    CARER = "carer"
    TEAM_LEADER = "team leader"
    BROKER = "broker"
    ADVOCATE = "advocate"
    REVIEWER = "reviewer"
    SAFEGUARDING = "safeguarding contact"


class Scope(StrEnum):
    """What a representative's document covers."""

    MONEY = "money"
    CARE = "care"
    BOTH = "money and care"


class Permission(StrEnum):
    """The small words of scope."""

    OPEN = "open"  # the pot's front page, in whatever form the role has one
    SEE_TOTALS = "see totals"
    SEE_SPENDING = "see spending"
    RECORD = "record"
    LOG_SHIFT = "log a shift"
    SEE_ALL_SHIFTS = "see all shifts"
    APPROVE = "approve"
    PAY = "pay"
    IMPORT = "import a statement"
    MESSAGE = "message"
    SEE_PLAN = "see the plan"
    PLAN = "plan"
    SEE_PEOPLE = "see people"
    MANAGE_PEOPLE = "manage people"  # invite, change what they may do, end
    SEE_ACTIVITY = "see activity"
    SET_UP = "set up"  # who pays, how much, held how
    ACCEPT = "accept a representative"  # for a funder
    VOUCH = "say who somebody is"  # for one who cannot come in: what it counts for is in coming_back.py


_SEES_MONEY = frozenset({Permission.OPEN, Permission.SEE_TOTALS, Permission.SEE_SPENDING, Permission.SEE_PEOPLE})
_OF_MONEY = _SEES_MONEY | {
    Permission.RECORD,
    Permission.LOG_SHIFT,
    Permission.SEE_ALL_SHIFTS,
    Permission.APPROVE,
    Permission.PAY,
    Permission.IMPORT,
    Permission.MESSAGE,
    Permission.SEE_PLAN,
    Permission.SEE_ACTIVITY,
    Permission.SET_UP,
    Permission.VOUCH,
}
_OF_CARE = frozenset(
    {
        Permission.OPEN,
        Permission.LOG_SHIFT,
        Permission.SEE_ALL_SHIFTS,
        Permission.MESSAGE,
        Permission.SEE_PLAN,
        Permission.PLAN,
        Permission.SEE_PEOPLE,
        Permission.SEE_ACTIVITY,
        Permission.VOUCH,
    }
)
OF_SCOPE: dict[Scope, frozenset[Permission]] = {
    Scope.MONEY: _OF_MONEY,
    Scope.CARE: _OF_CARE,
    Scope.BOTH: _OF_MONEY | _OF_CARE | {Permission.MANAGE_PEOPLE},
}

# What a funder has not accepted yet covers no money of a funder: the person may look who is part of it, and no more.
UNACCEPTED = frozenset({Permission.OPEN, Permission.SEE_PEOPLE})

REPRESENTATIVES = frozenset({Role.APPOINTEE, Role.DEPUTY, Role.ATTORNEY, Role.PARENT, Role.NOMINEE, Role.AUTHORISED})

WHO_MAY: dict[Role, frozenset[Permission]] = {
    Role.HOLDER: frozenset(Permission) - {Permission.ACCEPT},
    **dict.fromkeys(sorted(REPRESENTATIVES), OF_SCOPE[Scope.BOTH]),  # at most: their scope says how far
    # An agency sees what there is, and its own workers' shifts.
    Role.THIRD_PARTY: frozenset({Permission.OPEN, Permission.SEE_TOTALS, Permission.SEE_PLAN, Permission.LOG_SHIFT}),
    Role.PROFESSIONAL: frozenset({Permission.OPEN, Permission.SEE_PLAN, Permission.VOUCH}),
    Role.COORDINATOR: frozenset(
        {Permission.OPEN, Permission.SEE_TOTALS, Permission.SEE_PLAN, Permission.MESSAGE, Permission.VOUCH}
    ),
    Role.HELPER: frozenset(
        {
            Permission.OPEN,
            Permission.SEE_TOTALS,
            Permission.SEE_SPENDING,
            Permission.RECORD,
            Permission.LOG_SHIFT,
            Permission.SEE_ALL_SHIFTS,
            Permission.MESSAGE,
            Permission.SEE_PLAN,
            Permission.SEE_PEOPLE,
            Permission.VOUCH,
        }
    ),
    # A carer sees their own shifts and nothing of the money.
    Role.CARER: frozenset({Permission.OPEN, Permission.LOG_SHIFT}),
    # A team leader runs the shifts, up to a limit that the holder sets: no balances, no rates, no bank.
    Role.TEAM_LEADER: frozenset(
        {
            Permission.OPEN,
            Permission.LOG_SHIFT,
            Permission.SEE_ALL_SHIFTS,
            Permission.APPROVE,
            Permission.SEE_PLAN,
            Permission.SEE_PEOPLE,
        }
    ),
    # A broker sees plan and totals, and the thread that is theirs.
    Role.BROKER: frozenset(
        {Permission.OPEN, Permission.SEE_TOTALS, Permission.MESSAGE, Permission.SEE_PLAN, Permission.VOUCH}
    ),
    Role.ADVOCATE: frozenset({Permission.OPEN, Permission.SEE_PLAN, Permission.SEE_PEOPLE, Permission.VOUCH}),
    # A funder sees only what is submitted, not live transactions.
    Role.REVIEWER: frozenset({Permission.OPEN, Permission.ACCEPT}),
    Role.SAFEGUARDING: frozenset({Permission.OPEN}),
}

# They are paid for their hours: the money is not theirs to see.
WORKERS = frozenset({Role.CARER, Role.TEAM_LEADER})

# Their holder says what of the role they have.
GIVEN_ITEM_BY_ITEM = frozenset({Role.HELPER, Role.BROKER})

# What a holder may let a helper do beyond the role, while it is switched on.
ON_FOR_A_WHILE = _OF_MONEY - {Permission.SET_UP, Permission.VOUCH}


@dataclass(frozen=True, slots=True)
class Authority:
    """One person's authority over one pot. Times are instants with a zone.

    `accepted`: the funders have, or none needs to. `given`: what the holder gives of the role, None for all of it.
    `when_on`: what is added until `on_until`, counted only in an authority seen `at` a moment.
    `limit_pence`: approves work up to so much an hour, None without a limit.
    """

    id: str
    person_id: str
    role: Role
    valid_from: datetime
    valid_to: datetime | None
    scope: Scope | None = None
    accepted: bool = True
    given: frozenset[Permission] | None = None
    when_on: frozenset[Permission] = frozenset()
    on_until: datetime | None = None
    limit_pence: int | None = None
    on: bool = False

    def stands(self, now: datetime) -> bool:
        """Whether it holds at this instant."""
        return self.valid_from <= now and (self.valid_to is None or now < self.valid_to)

    def at(self, now: datetime) -> "Authority":
        """The same as it counts at this instant: what was switched on has gone off by itself."""
        return replace(self, on=self.on_until is not None and now < self.on_until)

    @property
    def represents(self) -> bool:
        """Whether it acts for the holder, and not beside them."""
        return self.role in REPRESENTATIVES

    @property
    def powers(self) -> frozenset[Permission]:
        """All that it allows."""
        if not self.accepted:
            return UNACCEPTED
        most = WHO_MAY[self.role]
        if self.represents and self.scope:
            most &= OF_SCOPE[self.scope]
        if self.given is not None:
            most &= self.given | {Permission.OPEN}
        return most | (self.when_on & ON_FOR_A_WHILE) if self.on else most

    def allows(self, *permissions: Permission) -> bool:
        """Whether it includes all of these."""
        return self.powers.issuperset(permissions)


def may_approve(authority: Authority, payee_person_id: str, pence_an_hour: int | None) -> bool:
    """The payee never approves their own pay; nobody approves more an hour than they were given.

    Work without a length has no rate (`pence_an_hour` is None): only somebody without a limit approves it.
    """
    return (
        authority.allows(Permission.APPROVE)
        and authority.person_id != payee_person_id
        and (authority.limit_pence is None or (pence_an_hour is not None and pence_an_hour <= authority.limit_pence))
    )


def may_end(actor: Authority, other: Authority) -> bool:
    """Who may end, or make less, what another may do.

    Nobody ends the holder, and everybody may leave. A representative ends no other representative, no advocate, no
    reviewer and no safeguarding contact: whoever keeps an eye on them stays.
    """
    if other.role is Role.HOLDER:
        return False
    if actor.id == other.id:
        return True
    if actor.role is Role.HOLDER:
        return other.role not in {Role.REVIEWER, Role.SAFEGUARDING}
    watched = REPRESENTATIVES | {Role.ADVOCATE, Role.REVIEWER, Role.SAFEGUARDING}
    return actor.allows(Permission.MANAGE_PEOPLE) and other.role not in watched


def may_change(actor: Authority, other: Authority) -> bool:
    """Who may say what another may do: item by item, or up to how much an hour. Nobody says it of themselves."""
    said = other.role in GIVEN_ITEM_BY_ITEM or other.role is Role.TEAM_LEADER
    return said and actor.person_id != other.person_id and may_end(actor, other)


def may_switch_on(actor: Authority, other: Authority) -> bool:
    """What a helper may do for a while is for the holder alone to say beforehand, and to switch on."""
    return actor.role is Role.HOLDER and other.role is Role.HELPER


def may_switch_off(actor: Authority, other: Authority) -> bool:
    """Less is never more than somebody may ask for: the helper too, and whoever could end it altogether."""
    return may_switch_on(actor, other) or may_end(actor, other)


def permissions_in(words: str | None) -> frozenset[Permission] | None:
    """What is kept of a set of permissions; None where none was kept."""
    return None if words is None else frozenset(Permission(word) for word in words.split(",") if word)


def words_of(permissions: Iterable[Permission]) -> str:
    """How a set of permissions is kept: the same set is always the same text."""
    return ",".join(sorted(permissions))
