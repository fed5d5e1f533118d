"""What may be said of the rows of a bank: a question for each row, and one more where it may be no new payment."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField, RadioField, SelectField
from wtforms.form import FormMeta

from app.bank.present import Shown
from app.bank.queries import BankRow
from app.domain.matching import NEW, ONE_SIGHTING, Said, Thing, said_twice, to_ask
from app.web.forms import ChangeForm

MOST_SAID = 200
OTHER = "other:"
_SAYS = re.compile(r"says-([a-z2-7]{1,20})")


class ChooseFile(ChangeForm):
    """A bank's file."""

    file = FileField(_l("Choose the file"))


class SayRows(ChangeForm):
    """A page of rows: `says-…` of each row, and `same-…` where something stands of that amount and day."""

    rows: Sequence[BankRow]
    things: Sequence[Thing]

    def said(self) -> dict[str, Said]:
        """What was said, by row; a row that nothing is said of is not there."""
        answers = {row.id: self._said(row.id) for row in self.rows}
        return {row_id: one for row_id, one in answers.items() if one}

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as the library has it
        """Something is said, nothing twice, and what may be no new payment is asked about."""
        super().validate(extra_validators)
        said = self.said()
        if len(self.rows) > MOST_SAID:
            self.refuse("", _("Say what at most %(most)s rows are at a time", most=MOST_SAID))
        elif not said and not self.errors:
            self.refuse("", _("Say what at least one row is, then save"))
        for row_id in said_twice(said):
            self.refuse(says_field(row_id), _("Another row is this already. Say what this one is"))
        for row_id in to_ask(self.rows, said, self.things):
            self.refuse(same_field(row_id), _("Say whether it is the same payment"))
        return not self.errors

    def asks(self, row_id: str) -> bool:
        """Whether the second question is shown: once it was asked, it stays."""
        field = self[same_field(row_id)]
        return bool(field.errors or field.data)

    def _said(self, row_id: str) -> Said | None:
        one = _read(self[says_field(row_id)].data)
        same = self[same_field(row_id)].data or ""
        if one is None or one.says not in NEW or not same:
            return one
        if same.startswith(OTHER):
            return Said(one.says, one.source, frozenset(same.removeprefix(OTHER).split(",")))
        return _read(same) or one


class _Says(SelectField):
    """What is offered may have changed since the page was drawn: the door looks again."""

    def __init__(self, label: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(label, **options, validate_choice=False)


def say_form(shown: Sequence[Shown], things: Sequence[Thing], sent: Any = None) -> SayRows:  # noqa: ANN401
    """The form of these rows, with what was sent, or with what is sure chosen beforehand."""
    fields: dict[str, Any] = {}
    for one in shown:
        fields[says_field(one.row.id)] = _Says(one.question, choices=one.choices)
        fields[same_field(one.row.id)] = RadioField(one.same_question, choices=one.same, validate_choice=False)
    kind = FormMeta("SayRows", (SayRows,), fields)
    form: SayRows = kind(sent, data={says_field(one.row.id): one.sure for one in shown})
    form.rows, form.things = [one.row for one in shown], things
    return form


def rows_named_in(sent: Iterable[str]) -> list[str]:
    """The ids of the rows that were sent, up to one more than may be said at once."""
    found = (_SAYS.fullmatch(name) for name in sent)
    return [match[1] for match in found if match][: MOST_SAID + 1]


def says_field(row_id: str) -> str:
    """The name of the question what a row is."""
    return f"says-{row_id}"


def same_field(row_id: str) -> str:
    """The name of the question whether it is the same payment."""
    return f"same-{row_id}"


def _read(value: str | None) -> Said | None:
    """A choice: what it is, and of what. `not_in_plan` and `not_ours` are of nothing."""
    says, _sep, source = (value or "").partition(":")
    if says in {"not_in_plan", "not_ours"} and not source:
        return Said(says)
    if says in {*ONE_SIGHTING, "refund", "spending"} and 0 < len(source) <= 40:
        return Said(says, source)
    return None
