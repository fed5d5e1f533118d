"""What is asked about who pays in: the words of an award letter."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectChoice
from wtforms.validators import ValidationError

from app.domain.instalments import Frequency, days_due
from app.domain.rules import NotChargeable, check_client_contribution, legal_bases
from app.domain.year import BudgetYear
from app.pot.changes import WAYS_HELD
from app.pot.present import basis_words, free_words, frequency_words, keeper_words, outside_year
from app.web.forms import Amount, ChangeForm, Choice, Day, Line, Needed


class Letter(ChangeForm):
    """What any award letter says: so much, so often, from a day."""

    year: BudgetYear

    each = Amount(
        _l("How much each time?"), empty=_l("Enter how much comes each time, like 780.00"), validators=[Needed()]
    )
    frequency = Choice(_l("How often?"), empty=_l("Choose how often it comes"), validators=[Needed()])
    first_on = Day(
        _l("First payment on"), empty=_l("Enter the day of the first payment, like 6 4 2026"), validators=[Needed()]
    )
    client_each = Amount(_l("What you pay in yourself each time (if you do)"), zero=True)
    reference = Line(_l("Reference on the letter (if there is one)"))

    def letter_for(self, year: BudgetYear) -> None:
        """Offer the words, and ask for payments within this year."""
        self.year = year
        self.frequency.choices = [SelectChoice(value=f.value, label=frequency_words(f)) for f in Frequency]

    @property
    def often(self) -> Frequency:
        """How often, once the form is checked."""
        return Frequency(self.frequency.data)

    @property
    def days(self) -> list[date]:
        """The days of this year on which a payment is due."""
        return list(days_due(self.often, self.first_on.data, self.year.ends_on, self.year.starts_on))

    def validate_first_on(self, field: Day) -> None:
        """At least one payment lies in the year."""
        if field.data is None or not self.frequency.data or self.frequency.errors:
            return
        if not self.days:
            raise ValidationError(outside_year(self.year))

    def refuse_charge(self, legal_basis: str) -> None:
        """Say beside the field why nobody can ask for a person's own money under this law."""
        if not self.client_each.data:
            return
        on = max(self.first_on.data or self.year.starts_on, self.year.starts_on)
        try:
            check_client_contribution(legal_basis, self.client_each.data, on)
        except NotChargeable as free:
            raise ValidationError(free_words(free.basis)) from free


class NewContribution(Letter):
    """Somebody who pays in."""

    funder = Line(_l("Who pays?"), validators=[Needed(_l("Write who pays, as the letter says it"))])
    legal_basis = Choice(
        _l("What is it for, by the letter?"), empty=_l("Choose what the money is for"),
        validators=[Needed()],
    )  # fmt: skip
    way_held = Choice(
        _l("Who keeps the money?"), empty=_l("Choose who keeps the money"),
        validators=[Needed()],
    )  # fmt: skip

    def for_year(self, year: BudgetYear, today: date) -> "NewContribution":
        """Offer the laws of today and the ways to hold money."""
        self.letter_for(year)
        self.legal_basis.choices = [
            SelectChoice(value=basis.code, label=basis_words(basis.code))
            for basis in legal_bases()
            if basis.stands(today)
        ]
        self.way_held.choices = [SelectChoice(value=way, label=keeper_words(way)) for way in WAYS_HELD]
        return self

    def validate_client_each(self, _field: Amount) -> None:
        """The law says for what a person may be charged."""
        if self.legal_basis.data in {choice.value for choice in self.legal_basis.choices}:
            self.refuse_charge(self.legal_basis.data)


class NewLetter(Letter):
    """A new letter about money that comes already. `seen` is the row that the page showed."""

    basis_now: str
    seen = HiddenField()

    first_on = Day(
        _l("First payment of the new amount on"), empty=_l("Enter the day of the first new payment, like 6 4 2026"),
        validators=[Needed()],
    )  # fmt: skip

    def for_contribution(self, year: BudgetYear, legal_basis: str) -> "NewLetter":
        """Offer the words; what law it is under stays as it is."""
        self.letter_for(year)
        self.basis_now = legal_basis
        return self

    def validate_client_each(self, _field: Amount) -> None:
        """The law says for what a person may be charged."""
        self.refuse_charge(self.basis_now)

    def validate_first_on(self, field: Day) -> None:
        """Within the year: what was before it is told already."""
        super().validate_first_on(field)
        if field.data and field.data < self.year.starts_on:
            raise ValidationError(outside_year(self.year))


class LastDay(ChangeForm):
    """When money stops."""

    last_on = Day(
        _l("What is the last day it is for?"), empty=_l("Enter the last day, like 30 6 2026"), validators=[Needed()]
    )
