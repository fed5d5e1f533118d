"""What is asked about something the plan pays for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectChoice

from app.domain.money import pounds
from app.domain.year import BudgetYear, week_of
from app.persistence.lines import ContributionNow
from app.web.forms import Amount, ChangeForm, Choice, Day, Line, Needed

SHARED = "shared"
PAYS = "pays_"

Shared = TypeVar("Shared", bound="Payers")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a line costs in the year, and each week where it is needed every week."""

    yearly_pence: int
    weekly_pence: int


class LineCost(ChangeForm):
    """What it is and what it costs. Nothing at all is a cost too."""

    line_name = Line(_l("What do you buy?"), validators=[Needed(_l("Write what you buy, like swimming"))])
    every_week = Choice(
        _l("Do you need it every week?"),
        empty=_l("Choose whether you need it every week"),
        validators=[Needed()],
    )
    cost = Amount(
        _l("How much does it cost?"), zero=True, empty=_l("Enter how much it costs, like 37.50"), validators=[Needed()]
    )

    def ready(self) -> None:
        """Offer the words."""
        self.every_week.choices = [SelectChoice(value="yes", label=_("Yes")), SelectChoice(value="no", label=_("No"))]

    def cost_from(self, year: BudgetYear, from_on: date) -> Cost:
        """The cost from a day on, once the form is checked: a week's times the Mondays left of the year."""
        if self.every_week.data != "yes":
            return Cost(self.cost.data, 0)
        first = max(from_on, year.starts_on)
        return Cost(self.cost.data * sum(week_of(monday) >= first for monday in year.weeks()), self.cost.data)


class Payers(ChangeForm):
    """Who pays for it: one of those who pay in, or several by amounts that add up to the cost."""

    payer = Choice(_l("Who pays for it?"), empty=_l("Choose who pays for it"), validators=[Needed()])
    paying: tuple[ContributionNow, ...] = ()

    def ready_to_share(self) -> None:
        """Offer those who pay in; where there is one, nothing is asked."""
        if len(self.paying) == 1:
            del self.payer
            return
        self.payer.choices = [SelectChoice(value=one.id, label=one.funder_name) for one in self.paying]
        self.payer.choices.append(SelectChoice(value=SHARED, label=_("More than one pays")))

    @property
    def shares(self) -> list[Amount]:
        """The fields for how much each pays; none where one pays all."""
        return [self[PAYS + one.id] for one in self.paying if PAYS + one.id in self]

    @property
    def asks_shares(self) -> bool:
        """Whether the amounts are to be seen."""
        return self.payer.data == SHARED or any(field.errors for field in self.shares)

    @property
    def parts(self) -> dict[str, int]:
        """The split by contribution, once the form is checked."""
        if len(self.paying) == 1:
            return {self.paying[0].id: 1}
        if self.payer.data != SHARED:
            return {self.payer.data: 1}
        typed = {one.id: self[PAYS + one.id].data or 0 for one in self.paying}
        return {one: pence for one, pence in typed.items() if pence}

    def whole_pence(self) -> int | None:
        """What the amounts are to add up to, if that was said."""
        raise NotImplementedError

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as WTForms has it
        """The amounts add up to the cost."""
        return bool(super().validate(extra_validators)) and self._adds_up()

    def _adds_up(self) -> bool:
        whole_pence = self.whole_pence()
        if len(self.paying) == 1 or self.payer.data != SHARED or whole_pence is None:
            return True
        if not whole_pence:
            self.refuse("payer", _("It costs nothing, so choose one of them"))
            return False
        typed_pence = sum(self.parts.values())
        if typed_pence == whole_pence:
            return True
        sentence = _(
            "These add up to %(typed)s. Make them add up to %(whole)s",
            typed=pounds(typed_pence),
            whole=pounds(whole_pence),
        )
        self.refuse(self.shares[0].name, sentence)
        return False


class NewLine(LineCost, Payers):
    """Something the plan pays for from now on."""

    from_on = Day(_l("From when?"), empty=_l("Enter the day it starts, like 1 4 2026"), validators=[Needed()])

    def whole_pence(self) -> int | None:
        """Its cost."""
        return self.cost.data


class ChangeLine(LineCost):
    """Another name or cost. `seen` is the row that the page showed."""

    seen = HiddenField()


class NewSplit(Payers):
    """Who pays, from a day on."""

    from_on = Day(_l("From which day?"), empty=_l("Enter the day, like 1 9 2026"), validators=[Needed()])
    cost_pence: int | None = None

    def whole_pence(self) -> int | None:
        """The cost of the line, a week's or a year's."""
        return self.cost_pence


def shared_by(form: type[Shared], paying: Iterable[ContributionNow]) -> type[Shared]:
    """The form with a field for each of those who pay in."""
    payers = tuple(paying)
    fields: dict[str, object] = {"paying": payers}
    if len(payers) > 1:
        fields |= {PAYS + one.id: Amount(_l("%(name)s pays", name=one.funder_name), zero=True) for one in payers}
    return type(form.__name__, (form,), fields)
