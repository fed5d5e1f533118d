"""What is written down once a month was gone through with the holder."""

from datetime import date
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice

from app.web.forms import ChangeForm, Choice, Day, Line, Needed, not_after
from app.web.photo_field import Photos


class WentThrough(ChangeForm):
    """Who went through it with the holder, when, and whether the holder found it right."""

    who = Line(_l("Who went through it?"), validators=[Needed(_l("Write who went through it"))])
    gone_on = Day(_l("When was it?"), validators=[Needed()])
    how = Choice(
        _l("Was everything right?"),
        empty=_l("Choose whether everything was right"),
        validators=[Needed(_l("Choose whether everything was right"))],
    )
    said = Line(_l("What was said? (if you want to add it)"))
    paper = Photos(
        _l("Photo of the paper (if there is one)"),
        most=1,
        instead=_l("We could not use that photo. Take it again, or save without it"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.how.choices = [SelectChoice(value=one, label=words) for one, words in ways_to_say_yes().items()]

    def by(self, today: date) -> Self:
        """Refuse days to come."""
        self.gone_on.validators = [*self.gone_on.validators, not_after(today)]
        return self


def ways_to_say_yes() -> dict[str, str]:
    """How somebody says that a month is right, or that it is not."""
    return {
        "signed": _("Yes: signed on paper"),
        "said": _("Yes: said it"),
        "showed": _("Yes: showed it, like with a nod"),
        "not_agreed": _("No: something is not right"),
    }
