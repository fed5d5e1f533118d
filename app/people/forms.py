"""Forms of signing in and of oneself."""

import re
import unicodedata

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form
from wtforms.fields import SelectChoice
from wtforms.validators import StopValidation, ValidationError

from app.people import pins, printed_codes
from app.people.codes import DIGITS
from app.web.forms import ChangeForm, Choice, Line, Needed
from app.web.words import LANGUAGES, name

_LONGEST_EMAIL = 254  # RFC 5321
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"  # RFC 5321, without the quoted names that nobody has
_EMAIL = re.compile(rf"{_ATOM}(\.{_ATOM})*@[a-z0-9-]+(\.[a-z0-9-]+)+")
_LIKE = _l("Enter your email, like name@example.com")
_PIN = _l("Enter 4 to 6 numbers")
_CHOOSE_WHO = _l("Choose who cannot come in")
_TYPE_CODE = _l("Enter the 25 letters and numbers of one code")


class EmailLine(Line):
    """One e-mail address."""

    longest = _LONGEST_EMAIL


class PasskeyName(Line):
    """What a passkey is called."""

    longest = 100


class PinField(Line):
    """Four to six numbers; never shown again."""

    @property
    def digits(self) -> str:
        """Its digits."""
        return _digits(self.data)

    def _value(self) -> str:
        return ""

    def pre_validate(self, form: Form) -> None:
        """As long as a PIN is, and nothing but numbers."""
        super().pre_validate(form)
        if self.data and not (4 <= len(self.digits) <= 6 and self.data.replace(" ", "").isdecimal()):
            raise StopValidation(str(_PIN))


class NewPinField(PinField):
    """The same, chosen: not one that is tried first."""

    def pre_validate(self, form: Form) -> None:
        """Nothing like 1111 or 1234."""
        super().pre_validate(form)
        if self.data and pins.is_easy(self.digits):
            raise StopValidation(str(_l("Choose other numbers: these would be guessed first")))


class PinForm(ChangeForm):
    """Somebody unlocks their phone."""

    pin = PinField(_l("Your numbers"), [Needed(_PIN)])


class ChangePinForm(PinForm):
    """Other numbers in the place of those before."""

    new = NewPinField(_l("Your new numbers"), [Needed(_PIN)])


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
        """Its digits, whatever was pasted around them."""
        return _digits(self.code.data)

    def validate_code(self, _field: Field) -> None:
        """As long as a code is."""
        if len(self.digits) != DIGITS:
            raise ValidationError(str(_l("Enter the 8 numbers from the email")))


class RecoveryForm(ChangeForm):
    """A code off the page that was printed."""

    code = Line(_l("Your recovery code"), [Needed(_TYPE_CODE)])

    @property
    def signs(self) -> str:
        """The code, however it was typed."""
        return printed_codes.read(self.code.data or "") or ""

    def validate_code(self, _field: Field) -> None:
        """As codes are."""
        if not self.signs:
            raise ValidationError(str(_TYPE_CODE))


class VouchForm(ChangeForm):
    """Who cannot come in, and the code that their phone shows."""

    who = Choice(_l("Who cannot come in?"), empty=_CHOOSE_WHO, validators=[Needed(_CHOOSE_WHO)])
    code = Line(_l("The code on their phone"), [Needed(_l("Enter the 8 numbers from their phone"))])

    @property
    def digits(self) -> str:
        """Its digits."""
        return _digits(self.code.data)

    def validate_code(self, _field: Field) -> None:
        """As long as a code is."""
        if len(self.digits) != DIGITS:
            raise ValidationError(str(_l("Enter the 8 numbers from their phone")))

    def about(self, people: dict[str, str]) -> "VouchForm":
        """Offer these people: names by id."""
        self.who.choices = [SelectChoice(person_id, name(who)) for person_id, who in people.items()]
        return self


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


def _digits(typed: str | None) -> str:
    """The digits in what was typed, in whatever script."""
    return "".join(str(unicodedata.decimal(sign)) for sign in typed or "" if sign.isdecimal())
