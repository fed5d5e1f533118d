"""What may be said of somebody's authority."""

from datetime import date
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import HiddenField, SelectChoice
from wtforms.validators import ValidationError

from app.domain.authority import ON_FOR_A_WHILE, WHO_MAY, Authority, Permission
from app.people.register_words import item_words
from app.web.forms import Amount, ChangeForm, Choice, Day, LongText, Needed, Several

DAYS = (3, 7, 14, 28)


class Seen(ChangeForm):
    """What is decided about is what the page showed: `seen` is that row."""

    seen = HiddenField()


class Items(Seen):
    """What of a role somebody has, and until when they have it."""

    may = Several(_l("What may they do?"))
    until = Day(_l("Until which day? (if it is to end by itself)"))

    def about(self, other: Authority, today: date) -> Self:
        """Offer what belongs to the role."""
        self.may.choices = _boxes(WHO_MAY[other.role])
        self.until.validators = [_after(today)]
        return self

    @property
    def given(self) -> frozenset[Permission] | None:
        """What was ticked; None for the whole role."""
        ticked = frozenset(Permission(value) for value in self.may.data or [])
        return None if len(ticked) == len(list(self.may.iter_choices())) else ticked


class Limit(Seen):
    """Up to how much an hour a team leader approves."""

    limit = Amount(_l("Up to how much an hour? (leave it empty for any rate)"))

    def about(self, _other: Authority, _today: date) -> Self:
        """It is the same for all."""
        return self


class InAdvance(Seen):
    """What a helper may do while it is switched on, and for how long that is."""

    may = Several(_l("What else may they do while it is switched on?"))
    days = Choice(
        _l("For how long each time?"),
        empty=_l("Choose for how long"),
        validators=[Needed(_l("Choose for how long"))],
    )

    def about(self, other: Authority) -> Self:
        """Offer what they may not do already."""
        self.may.choices = _boxes(ON_FOR_A_WHILE - other.powers)
        self.days.choices = [SelectChoice(str(n), ngettext("%(num)d day", "%(num)d days", n)) for n in DAYS]
        return self


class Conflicts(ChangeForm):
    """What a broker says of themselves."""

    conflicts = LongText(
        _l("Do you work for, or get anything from, someone who could be paid from this money?"),
        validators=[Needed(_l("Write it down. If there is nothing, write: nothing"))],
    )


class SayNo(ChangeForm):
    """Why a funder does not accept somebody."""

    reason = LongText(_l("Why not?"), validators=[Needed(_l("Write why, so that they know what to do"))])


def _boxes(permissions: frozenset[Permission]) -> list[SelectChoice]:
    offered = permissions - {Permission.OPEN}
    return [SelectChoice(one.value, item_words(one)) for one in Permission if one in offered]


def _after(today: date) -> Any:  # noqa: ANN401 - a WTForms validator
    def check(_form: ChangeForm, field: Day) -> None:
        if field.data and field.data < today:
            raise ValidationError(_("Enter a day that is today or later"))

    return check
