"""A role in plain words."""

from flask_babel import gettext as _

from app.domain.authority import Role


def role_words(role: Role) -> str:
    """What somebody is to a pot, as it is said on a page."""
    return {
        Role.HOLDER: _("The money is for them"),
        Role.HELPER: _("Helper"),
        Role.CARER: _("Carer"),
        Role.BROKER: _("Broker"),
        Role.REVIEWER: _("Reviewer for a funder"),
    }[role]
