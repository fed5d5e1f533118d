"""What may be asked of a holder, and what they may answer."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectChoice

from app.domain.books import NONE
from app.web.forms import Amount, ChangeForm, Choice, Line, Named, Needed
from app.web.pictures import picture_words

YES, NO, NOT_NOW = "yes", "no", "not_now"
ANSWERS = (YES, NO, NOT_NOW)
USUAL_PICTURE = "question"


class AskFirst(ChangeForm):
    """A question that yes or no is an answer to. `about` names what it is about, like `shift:…`."""

    question = Line(_l("What do you want to ask?"), validators=[Needed(_l("Write what you want to ask"))])
    amount = Amount(_l("How much does it cost? (if it costs money)"))
    picture = Choice(_l("Which picture goes with it?"), default=USUAL_PICTURE)
    about = Named(default=NONE)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.picture.choices = [SelectChoice(value=one, label=words) for one, words in picture_words().items()]


class Answer(ChangeForm):
    """One of three."""

    answer = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as the library has it
        """Which one it is. The three buttons have no field to point at."""
        if self.answer.data not in ANSWERS:
            self.refuse("", _("Choose Yes, No or Not now"))
        return not self.errors and super().validate(extra_validators)


class ToldAnswer(ChangeForm):
    """What the holder answered, as somebody else writes it down."""

    answer = Choice(
        _l("What did they answer?"),
        empty=_l("Choose what they answered"),
        validators=[Needed(_l("Choose what they answered"))],
    )
    how = Line(_l("How did they say it? (if you want to say)"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        words = {YES: _("Yes"), NO: _("No"), NOT_NOW: _("Not now")}
        self.answer.choices = [SelectChoice(value=one, label=said) for one, said in words.items()]
