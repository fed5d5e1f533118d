"""What every change form shares: the door's fields, and fields that read what people type."""

import unicodedata
from datetime import date
from typing import Any, ClassVar

from flask_babel import gettext as _
from wtforms import Field, Form, HiddenField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, StopValidation, ValidationError

from app.domain import money

LONGEST_LINE = 200
LONGEST_TEXT = 5000


class ChangeForm(Form):
    """A form that goes through the door. `version` goes up when what it asks changes."""

    version: ClassVar[int] = 1
    form_errors: list[str]

    def refuse(self, field: str, sentence: str) -> None:
        """Put a sentence beside a field, or over the whole form where it has no such field."""
        if field in self:
            self[field].errors = [*self[field].errors, sentence]
        else:
            self.form_errors = [*self.form_errors, sentence]

    def refuse_whole(self) -> None:
        """The page was of a release too long ago."""
        self.refuse("", _("This page has changed. Check what you wrote, then save it again"))


class NothingToType(ChangeForm):
    """A form of one button."""


class Line(StringField):
    """One line of text, without control signs, at most 200 characters."""

    longest = LONGEST_LINE

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed, less what no person types."""
        self.data = clean(valuelist[0]) if valuelist else ""

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002 - WTForms passes it
        """Not longer than it can be kept."""
        if self.data and len(self.data) > self.longest:
            raise StopValidation(_("Write this in %(longest)s letters or fewer", longest=f"{self.longest:,}"))


class Named(HiddenField):
    """The id of a thing that a page names in its form, without signs that no id has and no database takes."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was sent, less those."""
        super().process_formdata([clean(value) for value in valuelist])


class LongText(Line, TextAreaField):
    """Several lines of text, at most 5,000 characters."""

    longest = LONGEST_TEXT


class Amount(StringField):
    """Pounds and pence as people type them; `data` is pence, `_value()` what was typed."""

    data: Any
    errors: list[str]
    raw_data: list[str]

    def __init__(self, label: Any = None, *, empty: Any = None, zero: bool = False, **options: Any) -> None:  # noqa: ANN401
        super().__init__(label, **options)
        self.empty = empty
        self.zero = zero  # nothing at all is an answer too
        self.typed = ""

    def _value(self) -> str:
        if self.typed or self.data is None:
            return self.typed
        return money.pounds(self.data).replace("£", "")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep the typed text; it is read when the form is checked."""
        self.typed = clean(valuelist[0]) if valuelist else ""
        self.data = None

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002 - WTForms passes it
        """Read it, or say what to do."""
        if not self.typed and not self.flags.required:
            return
        try:
            self.data = money.pence_from_typed(self.typed)
        except money.NotAnAmount as error:
            if self.zero and isinstance(error, money.ZeroAmount):
                self.data = 0
                return
            raise StopValidation(self._sentence(error)) from error

    def _sentence(self, error: money.NotAnAmount) -> str:
        if isinstance(error, money.NothingTyped):
            return str(self.empty or _("Enter how much it was, like 12.50"))
        if isinstance(error, money.NegativeAmount):
            return _("Is it a refund? Enter the amount without a minus sign, like 12.50")
        if isinstance(error, money.ZeroAmount):
            return _("Enter an amount above zero, like 12.50")
        if isinstance(error, money.TooMuch):
            return _("Enter an amount below £10,000,000")
        if isinstance(error, money.UnclearAmount):
            first, second = (money.pounds(pence) for pence in error.maybe)
            return _(
                "Enter pounds and pence, like 12.50. Did you mean %(first)s or %(second)s?",
                first=first,
                second=second,
            )
        return _("Enter the amount in numbers, like 12.50")


class Day(Field):
    """A calendar day: `name` as YYYY-MM-DD, or `name-day`, `name-month`, `name-year`."""

    data: Any
    errors: list[str]
    raw_data: list[str]

    def __init__(self, label: Any = None, *, empty: Any = None, **options: Any) -> None:  # noqa: ANN401
        super().__init__(label, **options)
        self.empty = empty
        self.parts = {"day": "", "month": "", "year": ""}

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ANN401, ARG002
        """Read one value or three parts from the form, or take the day that is set."""
        self.errors, self.data, self.raw_data = [], None, []
        whole = clean(formdata.get(self.name, "")) if formdata else ""
        if whole:
            self.parts = _parts_of(whole)
        elif formdata and any(f"{self.name}-{part}" in formdata for part in self.parts):
            self.parts = {p: clean(formdata.get(f"{self.name}-{p}", "")) for p in self.parts}
        elif not formdata:
            day = data if isinstance(data, date) else self.default
            self.data = day() if callable(day) else day
            if isinstance(self.data, date):
                self.parts = _parts_of(self.data.isoformat())
        self.object_data = self.data

    @property
    def empty_typed(self) -> bool:
        """Whether nothing was typed."""
        return not any(self.parts.values())

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002 - WTForms passes it
        """Read it, or say what to do."""
        if self.empty_typed:
            if self.flags.required:
                raise StopValidation(str(self.empty or _("Enter a day, like 27 3 2026")))
            return
        try:
            year, month, day = (int(_digits(self.parts[p])) for p in ("year", "month", "day"))
            self.data = date(year + 2000 if year < 100 else year, month, day)
        except (ValueError, OverflowError) as error:
            raise StopValidation(_("Enter a real day, like 27 3 2026")) from error
        if not 1990 <= self.data.year <= 2100:
            self.data = None
            raise StopValidation(_("Enter the year in full, like 2026"))


class Several(SelectMultipleField):
    """Any of several boxes; what was not offered is not taken."""

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002 - WTForms passes it
        """Only what was offered is taken."""
        offered = {choice.value for choice in self.iter_choices()}
        if not offered.issuperset(self.data or []):
            raise StopValidation(_("This list has changed. Look at it, then save again"))


class Choice(RadioField):
    """One of several; what is not among them is asked for again in the words of the question."""

    def __init__(self, label: Any = None, *, empty: Any = None, **options: Any) -> None:  # noqa: ANN401
        super().__init__(label, **options, validate_choice=False)
        self.empty = empty

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002 - WTForms passes it
        """Only what was offered is taken."""
        if not self.data and not self.flags.required:
            return
        if self.data not in {choice.value for choice in self.iter_choices()}:
            raise StopValidation(str(self.empty or _("Choose one of these")))


class Needed(InputRequired):
    """The field is asked for: `sentence` says what to do when nothing is there."""

    def __init__(self, sentence: Any = None) -> None:  # noqa: ANN401 - lazy text
        super().__init__()
        self.sentence = sentence

    def __call__(self, form: Form, field: Field) -> None:  # noqa: ARG002 - WTForms passes it
        """Something must have been typed."""
        if field.data in (None, ""):
            raise StopValidation(str(self.sentence or _("Write something here")))


def not_after(today: date) -> Any:  # noqa: ANN401 - a WTForms validator
    """What happened cannot lie ahead."""

    def check(_form: Form, field: Field) -> None:
        if field.data and field.data > today:
            raise ValidationError(_("Enter a day that is today or before"))

    return check


def clean(text: str) -> str:
    """Without control signs and lone surrogates, which no keyboard makes and no database keeps."""
    kept = (s for s in text if s in "\n\t" or unicodedata.category(s) not in {"Cc", "Cs"})
    return "".join(kept).strip()


def _parts_of(whole: str) -> dict[str, str]:
    year, month, day = ([*whole.split("-"), "", ""])[:3]
    return {"day": day.lstrip("0"), "month": month.lstrip("0"), "year": year}


def _digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(s)) if s.isdecimal() else s for s in text)
