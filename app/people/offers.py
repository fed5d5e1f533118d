"""What somebody can be asked to be, and what that would let them do."""

from flask_babel import gettext as _

from app.clock import now
from app.domain.authority import REPRESENTATIVES, Authority, Role
from app.domain.register import ground, needs_acceptance
from app.domain.year import london_day
from app.people.pot_people import what_they_may

# The most frequent first.
_ROLES = (
    Role.CARER,
    Role.HELPER,
    Role.TEAM_LEADER,
    Role.BROKER,
    Role.ADVOCATE,
    Role.PROFESSIONAL,
    Role.COORDINATOR,
    Role.THIRD_PARTY,
    Role.APPOINTEE,
    Role.DEPUTY,
    Role.ATTORNEY,
    Role.PARENT,
    Role.NOMINEE,
    Role.AUTHORISED,
    Role.REVIEWER,
    Role.SAFEGUARDING,
)
# Who acts for the holder, or keeps an eye on who does, is asked in by the holder alone.
_BY_HOLDER_ALONE = REPRESENTATIVES | {Role.THIRD_PARTY, Role.REVIEWER}


def roles_offered(by: Authority) -> list[Role]:
    """What somebody with this authority can ask others to be."""
    return [role for role in _ROLES if by.role is Role.HOLDER or role not in _BY_HOLDER_ALONE]


def what_it_means(role: Role) -> str:
    """What they will see and do, in plain sentences: of a representative, by the usual scope."""
    law = ground(role, london_day(now()))
    scope = law.scopes[0] if law else None
    means = what_they_may(Authority("", "", role, now(), None, scope=scope).powers)
    if needs_acceptance(role, london_day(now())):
        first = _("Each funder has to say yes to them first. Until then they see only who is part of it.")
        return f"{means} {first}"
    return means
