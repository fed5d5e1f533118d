"""What is said of somebody who is asked in, and what they say themselves."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields import SelectChoice

from app.domain.authority import Authority, Role
from app.people.forms import EmailLine, NewPinField, email_address
from app.people.invitation_queries import EMAIL, LETTER, PHONE
from app.people.offers import roles_offered
from app.web.forms import ChangeForm, Choice, Line, Needed
from app.web.roles import role_words

_HOW = _l("Choose how they are told")
_AS_WHAT = _l("Choose what they are to you")
WAYS = {
    EMAIL: _l("By email"),
    LETTER: _l("By a letter that I print"),
    PHONE: _l("By a link for their phone, without an account"),
}


class InviteForm(ChangeForm):
    """Who, as what, and how they are told."""

    name = Line(_l("Their name"), [Needed(_l("Enter their name"))])
    role = Choice(_l("What are they to you?"), empty=_AS_WHAT, validators=[Needed(_AS_WHAT)])
    way = Choice(
        _l("How are they told?"),
        empty=_HOW,
        validators=[Needed(_HOW)],
        choices=[SelectChoice(way, label) for way, label in WAYS.items()],
    )
    email = EmailLine(_l("Their email"))

    @property
    def address(self) -> str | None:
        """Where the mail goes, as it is kept; None for a letter or a link."""
        return email_address(self.email.data or "") if self.way.data == EMAIL else None

    @classmethod
    def offered_by(cls, authority: Authority, *filled: object) -> "InviteForm":
        """The form with what this authority can offer."""
        form = cls(*filled)
        form.role.choices = [SelectChoice(role, role_words(role)) for role in roles_offered(authority)]
        return form

    def validate(self, extra_validators: object = None) -> bool:
        """A mail needs an address; a link without an account is for who only writes down their own shifts."""
        fine: bool = super().validate(extra_validators)
        if self.way.data == EMAIL and self.address is None:
            self.refuse("email", _("Enter their email, like name@example.com"))
            fine = False
        if self.way.data == PHONE and self.role.data not in {None, Role.CARER}:
            self.refuse("way", _("A link without an account is for carers. Choose an email or a letter"))
            fine = False
        return fine


class LetterForm(ChangeForm):
    """The code of a letter, typed."""

    code = Line(_l("The code in the letter"), [Needed(_l("Enter the 25 letters and numbers of the letter"))])


class YesForm(ChangeForm):
    """Somebody new says yes."""

    name = Line(_l("Your name"), [Needed(_l("Enter your name"))])


class YesByPhone(ChangeForm):
    """Somebody without an account says yes: they choose the numbers that lock this phone."""

    pin = NewPinField(_l("Choose 4 to 6 numbers"), [Needed(_l("Choose 4 to 6 numbers"))])


class YesOfOneKnown(ChangeForm):
    """Somebody who is known says yes: a button."""
