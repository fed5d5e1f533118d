"""What is asked when a pot is begun."""

from collections.abc import Callable
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice
from wtforms.validators import ValidationError

from app.domain.year import add_months
from app.pot.changes import LEVELS
from app.pot.present import day_text, level_words
from app.web.forms import Amount, ChangeForm, Choice, Day, Needed, Several


class Terms(ChangeForm):
    """Whether the money is real yet, and how the funders work together."""

    real = Choice(_l("Is it real money yet?"), empty=_l("Choose whether it is real money yet"), validators=[Needed()])
    level = Choice(_l("How do the payers work together? (if you know)"))

    def ready(self) -> "Terms":
        """Offer the words."""
        self.real.choices = [
            SelectChoice(value="yes", label=_("Yes")),
            SelectChoice(value="no", label=_("No. We are trying it out first")),
        ]
        self.level.choices = [SelectChoice(value=level, label=level_words(level)) for level in LEVELS]
        return self


class Begin(Terms):
    """A pot's first facts."""

    starts_on = Day(
        _l("When does your budget year start?"), empty=_l("Enter the day your budget year starts, like 1 4 2026"),
        validators=[Needed()],
    )  # fmt: skip

    def on(self, today: date) -> "Begin":
        """Ask for the year that holds today, or the next one."""
        self.ready()
        self.starts_on.validators = [*self.starts_on.validators, _year_of(today)]
        return self


class Arrived(ChangeForm):
    """Which of the payments before today came in."""

    came = Several(_l("Which of these have come in?"))


class CameIn(ChangeForm):
    """One payment came in."""

    amount = Amount(_l("How much came in?"), validators=[Needed()])
    received_on = Day(_l("When did it come in?"), validators=[Needed()])


class AccountToday(ChangeForm):
    """What the bank says."""

    amount = Amount(
        _l("How much is in the account today?"),
        zero=True,
        validators=[Needed()],
        empty=_l("Enter how much is in the account, like 412.50"),
    )


def _year_of(today: date) -> Callable[[ChangeForm, Day], None]:
    def check(_form: ChangeForm, field: Day) -> None:
        if field.data is None:
            return
        if add_months(field.data, 12) <= today:
            this_year = _latest_anniversary(field.data, today)
            raise ValidationError(
                _("That year has ended. Enter the day this year’s started: is it %(day)s?", day=day_text(this_year))
            )
        if field.data > add_months(today, 12):
            raise ValidationError(_("Enter a day in the next 12 months, or before today"))

    return check


def _latest_anniversary(day: date, today: date) -> date:
    """The last day up to today on which a year that began on `day` began again."""
    this_year = add_months(day, 12 * (today.year - day.year))
    return this_year if this_year <= today else add_months(day, 12 * (today.year - day.year - 1))
