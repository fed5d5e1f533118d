"""Whose eyes a change is for: the holder sees all that was done, everybody else what is theirs to see."""

from app.domain.authority import Authority, Permission, Role

# A change names its audience. Where it names one that is not here, only the holder and who did it see it.
SHARED_WITH = {"pot": Permission.SEE_ACTIVITY, "thread": Permission.MESSAGE}


def audiences(authority: Authority) -> frozenset[str] | None:
    """Of which audiences somebody sees what others did; None for every one. Empty: they see what they did themselves.

    Nothing is ever kept from the holder.
    """
    if authority.role is Role.HOLDER:
        return None
    if not authority.allows(Permission.SEE_ACTIVITY):
        return frozenset()
    return frozenset(audience for audience, needed in SHARED_WITH.items() if authority.allows(needed))
