"""What may be said of a payment, and which photos come with it."""

from datetime import date
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField
from wtforms.validators import ValidationError

from app.domain.books import NONE
from app.domain.money import pounds
from app.persistence.lines import LineNow
from app.spending.receipt_queries import Kept
from app.web.forms import Amount, ChangeForm, Choice, Day, Line, LongText, Named, Needed, not_after
from app.web.photo_field import MOST_AT_ONCE, Photos

LARGE_PENCE = 1_000_000  # above this a slip of the finger is likelier than the sum


class FromTray(Field):
    """Ids of receipts that wait for their payment. What they are, the change asks of the books."""

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ANN401, ARG002
        """Take the ids that were sent, or those that the page is opened with."""
        self.errors: Any = []
        self.object_data = data
        self.data = list(dict.fromkeys(formdata.getlist(self.name) if formdata else data or []))[:MOST_AT_ONCE]
        self.found: list[Kept] = []

    def check(self, found: list[Kept]) -> None:
        """Leave out what this pot has none of."""
        self.found, self.data = found, [one.id for one in found]


class TellPayment(ChangeForm):
    """What was paid: `plan_line` is offered from the lines that stand."""

    what_for = Line(_l("What did you pay for?"), validators=[Needed(_l("Write what you paid for"))])
    amount = Amount(_l("How much was it?"), validators=[Needed()])
    spent_on = Day(_l("When was it?"), validators=[Needed()])
    plan_line = Choice(_l("Which part of your plan is it for?"))
    paid_to = Line(_l("Who did you pay? (if you want to say)"))
    note = LongText(_l("Note (if you want to add one)"))
    sure = BooleanField(_l("Yes, that is right"))

    def for_pot(self, lines: list[LineNow], today: date) -> Self:
        """Offer this pot's lines, and refuse days to come."""
        self.plan_line.choices = [*((line.id, line.name) for line in lines), (NONE, _("Not in my plan yet"))]
        self.spent_on.validators = [*self.spent_on.validators, not_after(today)]
        return self

    @property
    def asks_whether_sure(self) -> bool:
        """Whether the sum is so large that it is asked about once."""
        return bool(self.amount.data and self.amount.data > LARGE_PENCE)

    def validate_amount(self, field: Amount) -> None:
        """A very large sum is asked about, not refused."""
        if self.asks_whether_sure and not self.sure.data:
            raise ValidationError(
                _("You entered %(amount)s. Is that right? Tick the box below, or change it", amount=pounds(field.data))
            )


class RecordSpending(TellPayment):
    """A payment with its receipts, or a photo alone."""

    receipt = Photos(_l("Take a photo of the receipt"))
    from_tray = FromTray()
    claim = Named()  # somebody who has left wrote it down: it is taken with this
    wish = Named()  # the question that was asked before

    def take_as_read(self, amount_pence: int) -> None:
        """Somebody says that the photo shows this: it is filled in, to be checked and saved."""
        self.amount.data = amount_pence
        self.amount.description = _("We read this from your photo. Check it.")

    @property
    def photo_alone(self) -> bool:
        """Whether a photo came and nothing else was said: it is kept, and the rest may come later."""
        said = (self.what_for.data, self.amount.typed, self.plan_line.data, self.paid_to.data, self.note.data)
        return self.receipt.given and not any(said) and not self.from_tray.data

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as the library has it
        """All of it, or the photo where there is nothing else."""
        if self.photo_alone:
            return bool(self.receipt.validate(self))
        return bool(super().validate(extra_validators))


class ChangeSpending(TellPayment):
    """The same payment told anew. `seen` is the row that the page showed."""

    reason = Line(_l("Why do you change it? (if you want to say)"))
    seen = HiddenField()


class AddPhotos(ChangeForm):
    """Photos for a payment that is written down, or for none yet."""

    receipt = Photos(_l("Take a photo of the receipt"))
    from_tray = FromTray()

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as the library has it
        """At least one."""
        if super().validate(extra_validators) and not self.receipt.data and not self.from_tray.data:
            self.refuse("receipt", _("Choose a photo first"))
        return not self.errors


class MatchPhoto(ChangeForm):
    """Which payment a photo is for: offered from the latest ones."""

    spending_id = Choice(
        _l("What is this photo for?"),
        empty=_l("Choose what this photo is for"),
        validators=[Needed(_l("Choose what this photo is for"))],
    )
