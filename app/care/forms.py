"""What may be said of a shift."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, HiddenField, SelectChoice, StringField
from wtforms.validators import StopValidation

from app.domain.books import NONE
from app.domain.clock_times import NotATime, NoTimeTyped, as_typed, time_from_typed
from app.domain.shifts import ComesTwice, EndsBeforeStart, TimesUnclear, instants, span_of
from app.domain.year import london_day, london_time
from app.persistence.lines import LineNow
from app.web.forms import Amount, ChangeForm, Choice, Day, Line, LongText, Named, Needed, clean, not_after
from app.web.words import clock, name, say

FIRST, SECOND = "first", "second"
WHY = {
    "time": _l("Time"),
    "day": _l("Day"),
    "pay": _l("Pay"),
    "did_not_come": _l("Did not come"),
    "else": _l("Something else"),
}


class ClockTime(StringField):
    """A time of day as people type it; `data` is a time, `_value()` what was typed."""

    data: Any

    def __init__(self, label: Any = None, *, empty: Any = None, **options: Any) -> None:  # noqa: ANN401
        super().__init__(label, **options)
        self.empty = empty
        self.typed = ""

    def _value(self) -> str:
        return self.typed or (as_typed(self.data) if isinstance(self.data, time) else "")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep the typed text; it is read when the form is checked."""
        self.typed = clean(valuelist[0]) if valuelist else ""
        self.data = None

    def pre_validate(self, form: Form) -> None:  # noqa: ARG002 - as in WTForms
        """Read it, or say what to do."""
        try:
            self.data = time_from_typed(self.typed)
        except NoTimeTyped as error:
            raise StopValidation(str(self.empty or _("Enter a time, like 10 pm or 22:00"))) from error
        except NotATime as error:
            raise StopValidation(_("Enter a time, like 10 pm or 22:00")) from error


class LogShift(ChangeForm):
    """A shift as it was. A carer says nothing of `carer` and `plan_line`: it is theirs."""

    carer = Choice(_l("Who worked?"), empty=_l("Choose who worked"), validators=[Needed(_l("Choose who worked"))])
    worked_on = Day(_l("Which day did it start?"), validators=[Needed()])
    starts = ClockTime(_l("When did it start?"), empty=_l("Enter when it started, like 10 pm or 22:00"))
    starts_which = Choice(_l("Which time was it?"))
    ends = ClockTime(_l("When did it end?"), empty=_l("Enter when it ended, like 6 am or 06:00"))
    next_day = BooleanField(_l("Yes, it ended the next day"))
    ends_which = Choice(_l("Which time was it?"))
    amount = Amount(
        _l("What was agreed for it?"), empty=_l("Enter what was agreed for it, like 120.00"), validators=[Needed()]
    )
    plan_line = Choice(_l("Which part of the plan is it for?"), empty=_l("Choose a part of the plan"))
    note = LongText(_l("Note (if you want to add one)"))
    claim = Named()  # somebody who has left wrote it down: it is taken with this

    starts_at: datetime
    ends_at: datetime
    asks_next_day = False

    def for_pot(
        self, carers: Iterable[tuple[str, str]] | None, lines: Iterable[LineNow] | None, now: datetime
    ) -> "LogShift":
        """Offer this pot's carers and lines, ask for neither where they are None, and refuse times to come."""
        self.now = now
        if carers is None:
            del self.carer
        else:
            self.carer.choices = [SelectChoice(person_id, name(said)) for person_id, said in carers]
        if lines is None:
            del self.plan_line
        else:
            offered = [SelectChoice(line.id, name(line.name)) for line in lines]
            self.plan_line.choices = [*offered, SelectChoice(NONE, _("Not in the plan yet"))]
        for which in (self.starts_which, self.ends_which):
            which.choices = [
                SelectChoice(FIRST, _("The first, before the clocks went back")),
                SelectChoice(SECOND, _("The second, an hour later")),
            ]
        self.worked_on.validators = [*self.worked_on.validators, not_after(london_day(now))]
        self.asks_next_day = bool(self.next_day.data)
        return self

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as in WTForms
        """Each field by itself, then the two times together."""
        return super().validate(extra_validators) and self._read_times() and self._has_been()

    def _read_times(self) -> bool:
        try:
            span = span_of(
                self.worked_on.data,
                self.starts.data,
                self.ends.data,
                next_day=self.next_day.data,
                starts_second=_is_second(self.starts_which.data),
                ends_second=_is_second(self.ends_which.data),
            )
        except TimesUnclear as unclear:
            self._ask(unclear)
            return False
        self.starts_at, self.ends_at = span.starts_at, span.ends_at
        return True

    def _ask(self, unclear: TimesUnclear) -> None:
        at = as_typed(self[unclear.part].data)
        if isinstance(unclear, EndsBeforeStart):
            self.asks_next_day = True
            start = clock(unclear.starts_at).striptags()
            asked = _("Enter an end time after %(time)s. Did the shift end the next day?", time=start)
            self.refuse("ends", asked)
        elif isinstance(unclear, ComesTwice):
            asked = _("The clocks went back: %(time)s came twice that night. Choose the first or the second", time=at)
            self.refuse(f"{unclear.part}_which", asked)
        else:
            said = _(
                "The clocks went forward: there was no %(time)s. Enter a time before 1 am, or from 2 am on", time=at
            )
            self.refuse(unclear.part, said)

    def _has_been(self) -> bool:
        for part, at in (("starts", self.starts_at), ("ends", self.ends_at)):
            if at > self.now:
                self.refuse(part, _("Enter a time that has been"))
                return False
        return True


class ChangeShift(LogShift):
    """The same shift told anew. `seen` is the row that the page showed."""

    seen = HiddenField()


class ApproveShift(ChangeForm):
    """One button: what is approved is the row that the page showed."""

    seen = HiddenField()


class SendBack(ChangeForm):
    """What is asked about; it goes to the carer in these words."""

    why = Choice(
        _l("What is not right?"),
        empty=_l("Choose what is not right"),
        validators=[Needed(_l("Choose what is not right"))],
    )
    words = Line(_l("Say more (if you want to)"))
    seen = HiddenField()

    def about(self, carer: str) -> "SendBack":
        """Offer what may be asked, with the carer's name in it."""
        self.why.choices = [
            SelectChoice(code, say("%(name)s did not come", name=name(carer)) if code == "did_not_come" else label)
            for code, label in WHY.items()
        ]
        return self


class PayShift(ChangeForm):
    """The day it was paid."""

    paid_on = Day(_l("Which day was it paid?"), validators=[Needed()])

    def until(self, today: date) -> "PayShift":
        """Refuse days to come."""
        self.paid_on.validators = [*self.paid_on.validators, not_after(today)]
        return self


def as_said(worked_from: datetime, worked_to: datetime) -> dict[str, Any]:
    """Two instants as the fields of the form."""
    start, end = london_time(worked_from), london_time(worked_to)
    return {
        "worked_on": start.date(),
        "starts": start.time(),
        "ends": end.time(),
        "next_day": end.date() > start.date(),
        "starts_which": _which(start),
        "ends_which": _which(end),
    }


def _which(wall: datetime) -> str:
    twice = len(instants(wall.date(), wall.time())) == 2
    return "" if not twice else (SECOND if wall.fold else FIRST)


def _is_second(which: str | None) -> bool | None:
    return which == SECOND if which else None
