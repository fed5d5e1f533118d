"""A role in plain words."""

from flask_babel import gettext as _

from app.domain.authority import Role


def role_words(role: Role) -> str:
    """What somebody is to a pot, as it is said on a page."""
    return {
        Role.HOLDER: _("The money is for them"),
        Role.APPOINTEE: _("Appointee"),
        Role.DEPUTY: _("Deputy"),
        Role.ATTORNEY: _("Attorney"),
        Role.PARENT: _("Parent"),
        Role.NOMINEE: _("Nominee"),
        Role.AUTHORISED: _("Authorised person"),
        Role.THIRD_PARTY: _("Agency"),
        Role.PROFESSIONAL: _("Professional"),
        Role.COORDINATOR: _("Care co-ordinator"),
        Role.HELPER: _("Helper"),
        Role.CARER: _("Carer"),
        Role.TEAM_LEADER: _("Team leader"),
        Role.BROKER: _("Broker"),
        Role.ADVOCATE: _("Advocate"),
        Role.REVIEWER: _("Reviewer for a funder"),
        Role.SAFEGUARDING: _("Safeguarding contact"),
    }[role]


def acting_words(role: Role) -> str:
    """In which role somebody acts for the holder, under the holder's name."""
    return {
        Role.APPOINTEE: _("you are their appointee"),
        Role.DEPUTY: _("you are their deputy"),
        Role.ATTORNEY: _("you are their attorney"),
        Role.PARENT: _("you are their parent"),
        Role.NOMINEE: _("you are their nominee"),
        Role.AUTHORISED: _("you are their authorised person"),
        Role.THIRD_PARTY: _("you are from an agency"),
        Role.PROFESSIONAL: _("you are a professional"),
        Role.COORDINATOR: _("you are their care co-ordinator"),
        Role.HELPER: _("you are their helper"),
        Role.BROKER: _("you are their broker"),
        Role.ADVOCATE: _("you are their advocate"),
        Role.REVIEWER: _("you review for a funder"),
        Role.SAFEGUARDING: _("you are their safeguarding contact"),
    }[role]


def as_role_words(role: Role) -> str:
    """In which role somebody did something, after their name."""
    return {
        Role.APPOINTEE: _("as appointee"),
        Role.DEPUTY: _("as deputy"),
        Role.ATTORNEY: _("as attorney"),
        Role.PARENT: _("as parent"),
        Role.NOMINEE: _("as nominee"),
        Role.AUTHORISED: _("as authorised person"),
        Role.THIRD_PARTY: _("from the agency"),
        Role.PROFESSIONAL: _("as a professional"),
        Role.COORDINATOR: _("as care co-ordinator"),
        Role.HELPER: _("as helper"),
        Role.CARER: _("as carer"),
        Role.TEAM_LEADER: _("as team leader"),
        Role.BROKER: _("as broker"),
        Role.ADVOCATE: _("as advocate"),
        Role.REVIEWER: _("as reviewer"),
        Role.SAFEGUARDING: _("as safeguarding contact"),
    }[role]
