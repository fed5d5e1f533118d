"""Forms of signing in and of oneself."""

import re
import unicodedata

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from app.people.codes import DIGITS
from app.web.forms import ChangeForm, Choice, Line, Needed
from app.web.words import LANGUAGES

_LONGEST_EMAIL = 254  # RFC 5321
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"  # RFC 5321, without the quoted names that nobody has
_EMAIL = re.compile(rf"{_ATOM}(\.{_ATOM})*@[a-z0-9-]+(\.[a-z0-9-]+)+")
_LIKE = _l("Enter your email, like name@example.com")


class EmailLine(Line):
    """One e-mail address."""

    longest = _LONGEST_EMAIL


class PasskeyName(Line):
    """What a passkey is called."""

    longest = 100


class EmailForm(ChangeForm):
    """Where the code goes."""

    email = EmailLine(_l("Your email"), [Needed(_LIKE)])

    @property
    def address(self) -> str:
        """The address as it is kept."""
        return email_address(self.email.data or "") or ""

    def validate_email(self, field: Field) -> None:
        """It can be written to."""
        if email_address(field.data) is None:
            raise ValidationError(str(_LIKE))


class CodeForm(ChangeForm):
    """The code of the mail."""

    code = Line(_l("Your code"), [Needed(_l("Enter the 8 numbers from the email"))])

    @property
    def digits(self) -> str:
        """Its digits, whatever was pasted around them, in whatever script."""
        return "".join(str(unicodedata.decimal(sign)) for sign in self.code.data or "" if sign.isdecimal())

    def validate_code(self, _field: Field) -> None:
        """As long as a code is."""
        if len(self.digits) != DIGITS:
            raise ValidationError(str(_l("Enter the 8 numbers from the email")))


class NameForm(ChangeForm):
    """What a person is called."""

    name = Line(_l("Your name"), [Needed(_l("Enter your name"))])


class PasskeyForm(ChangeForm):
    """What a phone or computer is called."""

    name = PasskeyName(_l("What you call it"), [Needed(_l("Enter a name for it, like My phone"))])


class LanguageForm(ChangeForm):
    """The language of pages and mails."""

    language = Choice(
        _l("Language"),
        validators=[Needed(_l("Choose a language"))],
        choices=[SelectChoice(*choice) for choice in LANGUAGES.items()],
    )


def email_address(text: str) -> str | None:
    """The address as it is kept and written to, or None: case and wide letters make no other person."""
    name, _at, domain = unicodedata.normalize("NFKC", text).strip().lower().partition("@")
    try:
        kept = f"{name}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return None
    return kept if _EMAIL.fullmatch(kept) and len(kept) <= _LONGEST_EMAIL else None
