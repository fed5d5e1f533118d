"""Who may do what with a pot: the one table, which is also the specification of the tests.

A person holds an authority over a pot: a role, from a day, until a day or until it is ended. The
payee never approves, whatever the role (`may_approve`).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to a pot, in the field's words."""

    HOLDER = "holder"
    HELPER = "helper"
    CARER = "carer"
    BROKER = "broker"
    REVIEWER = "reviewer"


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
    SET_UP = "set up"  # who pays, how much, held how


WHO_MAY: dict[Role, frozenset[Permission]] = {
    Role.HOLDER: frozenset(Permission),
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
        }
    ),
    # A carer sees their own shifts and nothing of the money.
    Role.CARER: frozenset({Permission.OPEN, Permission.LOG_SHIFT}),
    # A broker sees plan and totals, and the thread that is theirs.
    Role.BROKER: frozenset({Permission.OPEN, Permission.SEE_TOTALS, Permission.MESSAGE, Permission.SEE_PLAN}),
    # A funder sees only what is submitted, not live transactions.
    Role.REVIEWER: frozenset({Permission.OPEN}),
}


@dataclass(frozen=True, slots=True)
class Authority:
    """One person's authority over one pot. Times are instants with a zone."""

    id: str
    person_id: str
    role: Role
    valid_from: datetime
    valid_to: datetime | None

    def stands(self, now: datetime) -> bool:
        """Whether it holds at this instant."""
        return self.valid_from <= now and (self.valid_to is None or now < self.valid_to)

    def allows(self, *permissions: Permission) -> bool:
        """Whether its role includes all of these."""
        return WHO_MAY[self.role].issuperset(permissions)


def may_approve(authority: Authority, payee_person_id: str) -> bool:
    """The payee never approves their own pay."""
    return authority.allows(Permission.APPROVE) and authority.person_id != payee_person_id
