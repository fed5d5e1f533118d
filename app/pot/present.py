"""The words of home: what is left, until when it is enough, and what can be done about it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from app.domain.cash import NOTES_PENCE, in_the_hand
from app.domain.forecast import EnoughUntil, enough_until
from app.domain.money import pounds
from app.domain.rules import LegalBasis
from app.domain.year import BudgetYear
from app.persistence.glance import Glance
from app.persistence.lines import ContributionNow
from app.pot.queries import InstalmentNow
from app.web.words import day, name, say, say_n

SEASONS = 4
SEASON_WEEKS = 13
TALLEST = 52


@dataclass(frozen=True, slots=True)
class Season:
    """A row of the year: about thirteen weeks, each drawn as a small pot on a shelf."""

    label: Markup
    amount_pence: int
    spoken: str
    wide: int  # weeks that the picture has room for
    gone: str  # path data of the pots: one path draws them all
    to_come: str


PENCE_OF_A_POUND = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """What home says first: how much is left, and the lines under it."""

    left_pence: int
    in_account_pence: int
    more_promised_pence: int
    own_left_pence: int | None  # how much of it the person can pay with themselves, where others keep some
    enough: EnoughUntil
    line: Markup
    short: bool  # money runs out before more comes in, or more is promised than there is

    @property
    def cash(self) -> list[tuple[int, Markup]]:
        """What is left as notes and coins, each kind with how many of it in words: for Easy Read alone."""
        return [(kind_pence, _cash_words(kind_pence, number)) for kind_pence, number in in_the_hand(self.left_pence)]


def _cash_words(kind_pence: int, number: int) -> Markup:
    value = f"£{kind_pence // 100}" if kind_pence >= PENCE_OF_A_POUND else f"{kind_pence}p"
    if kind_pence in NOTES_PENCE:
        return say_n("%(count)s note of %(value)s", "%(count)s notes of %(value)s", number, count=number, value=value)
    return say_n("%(count)s coin of %(value)s", "%(count)s coins of %(value)s", number, count=number, value=value)


def answer(glance: Glance, today: date, *, own: bool = True) -> Answer:
    """The answer to the two first questions, about one's own pot or another's."""
    year = glance.figures.year
    whole = glance.figures.whole
    enough = enough_until(glance.outlook, today, year.ends_on)
    left_pence = whole.left_to_spend_pence
    runs_out = not enough.to_the_end
    return Answer(
        left_pence=left_pence,
        in_account_pence=whole.in_account_pence,
        more_promised_pence=max(0, -left_pence),
        own_left_pence=_own_left_pence(glance),
        enough=enough,
        line=_line(enough, year, own=own),
        short=left_pence < 0 or (runs_out and _before_next_money(enough)),
    )


def _own_left_pence(glance: Glance) -> int | None:
    if not glance.kept_by_others:
        return None
    parts = glance.figures.parts.items()
    return sum(part.left_to_spend_pence for name, part in parts if name not in glance.kept_by_others)


def _before_next_money(enough: EnoughUntil) -> bool:
    return enough.next_money is not None and (enough.last_day is None or enough.last_day < enough.next_money[0])


def _line(enough: EnoughUntil, year: BudgetYear, *, own: bool) -> Markup:
    if enough.to_the_end and own:
        return say("This is enough until %(day)s, the end of your budget year.", day=_strong(year.ends_on))
    if enough.to_the_end:
        return say("This is enough until %(day)s, the end of the budget year.", day=_strong(year.ends_on))
    if enough.last_day is None:
        return say("This is not enough for what is due today.")
    return say("This is enough until %(day)s.", day=_strong(enough.last_day))


def _strong(value: date) -> Markup:
    return Markup("<b>{}</b>").format(day(value))


def seasons(glance: Glance, today: date) -> list[Season]:
    """The year by weeks in four rows: what was used, and what is set aside for weeks to come."""
    year = glance.figures.year
    mondays = list(year.weeks())
    sums = {m: _week_pence(glance, m, today) for m in mondays}
    most = max([*sums.values(), 1])
    return [_season(part, sums, most, year, today) for part in _parts(mondays)]


def _parts(mondays: list[date]) -> Iterator[list[date]]:
    length = -(-len(mondays) // SEASONS)
    for start in range(0, len(mondays), length):
        yield mondays[start : start + length]


def _week_pence(glance: Glance, monday: date, today: date) -> int:
    planned = glance.asides_pence.get(monday, 0) if monday > today else 0
    return glance.weeks_pence.get(monday, 0) + planned


def _season(part: list[date], sums: dict[date, int], most: int, year: BudgetYear, today: date) -> Season:
    pots = [_pot(place, max(0, sums[monday]) * TALLEST // most) for place, monday in enumerate(part)]
    gone = [monday for monday in part if monday <= today]
    first, last = max(part[0], year.starts_on), min(part[-1], year.ends_on)
    label = say("%(first)s to %(last)s", first=day(first, pattern="MMMM"), last=day(last, pattern="MMMM"))
    spoken = ngettext("%(num)d week", "%(num)d weeks", len(part))
    if len(gone) < len(part):
        to_come = len(part) - len(gone)
        spoken += ", " + ngettext("%(num)d to come", "%(num)d to come", to_come)
    return Season(
        label=label,
        amount_pence=sum(sums[monday] for monday in gone),
        spoken=spoken,
        wide=max(len(part), SEASON_WEEKS),
        gone="".join(pots[: len(gone)]),
        to_come="".join(pots[len(gone) :]),
    )


def _pot(place: int, height: int) -> str:
    """Path data of one week's pot, as high as this, with its bottom corners round."""
    bend = min(height, 5)
    return f"M{place * 25 + 1} {56 - height}h22v{height - bend}q0 {bend}-5 {bend}h-12q-5 0-5-{bend}z"


def day_text(value: date) -> str:
    """'3 March 2026' without markup, for a sentence beside a field."""
    return day(value, year=True).striptags()


def year_words(year: BudgetYear) -> Markup:
    """'1 April 2026 to 31 March 2027'."""
    return say("%(first)s to %(last)s", first=day(year.starts_on, year=True), last=day(year.ends_on, year=True))


def why_paid(contributions: Sequence[ContributionNow]) -> dict[str, str]:
    """Why a contribution is paid, where its payer pays another as well and the name does not tell them apart."""
    times = Counter(c.funder_name for c in contributions)
    return {c.id: basis_words(c.legal_basis) for c in contributions if times[c.funder_name] > 1}


def payer_names(contributions: Sequence[ContributionNow]) -> dict[str, Markup]:
    """Who pays, by contribution; with why, where they pay another as well."""
    why = why_paid(contributions)
    names = {c.id: name(c.funder_name) for c in contributions}
    return names | {of: say("%(name)s (%(why)s)", name=names[of], why=words) for of, words in why.items()}


def promise_words(contribution: ContributionNow, number: int) -> Markup:
    """Who pays in, how often and how much: 'Westshire Council: 12 payments, £9,360.00 in your year'."""
    whole = contribution.amount_pence
    return say_n(
        "%(name)s: %(num)s payment, %(amount)s in your year",
        "%(name)s: %(num)s payments, %(amount)s in your year",
        number,
        name=name(contribution.funder_name),
        amount=Markup("<bdi>{}</bdi>").format(pounds(whole)),
    )


def payment_words(one: InstalmentNow) -> Markup:
    """A payment by its day and amount."""
    amount = Markup("<bdi>{}</bdi>").format(pounds(one.amount_pence))
    words = say("%(day)s: %(amount)s", day=day(one.due_on, year=True), amount=amount)
    return words + Markup(" ") + say("(what you pay in)") if one.client else words


def level_words(level: str) -> str:
    """How the funders work together, in plain words."""
    return {
        "integrated": _("One payment and one review"),
        "joint": _("Separate payments, one plan"),
        "arrangement": _("They arrange the services for me"),
    }.get(level, level)


def frequency_words(frequency: str) -> str:
    """How often money comes, in plain words."""
    return {
        "weekly": _("Every week"),
        "four_weekly": _("Every 4 weeks"),
        "monthly": _("Every month"),
        "quarterly": _("Every 3 months"),
        "once": _("Once"),
    }.get(frequency, frequency)


def keeper_words(way_held: str) -> str:
    """Who keeps the money, as an answer to that question."""
    return {
        "direct_payment": _("It is paid to my account"),
        "notional": _("They keep it and pay for things"),
        "third_party": _("Someone I chose keeps it for me"),
        "individual_service_fund": _("The service I chose keeps it"),
    }.get(way_held, way_held)


def free_words(basis: LegalBasis) -> str:
    """Why nobody can ask for a person's own money under this law."""
    if basis.code.startswith("s117"):
        return _("Aftercare under section 117 is free. Nobody can ask you to pay towards it. Leave this empty")
    if basis.stream == "education":
        return _("Help in an education plan is free. Nobody can ask you to pay towards it. Leave this empty")
    return _("NHS care is free. Nobody can ask you to pay towards it. Leave this empty")


def outside_year(year: BudgetYear) -> str:
    """What to say beside a field of a day that lies in another year."""
    return _(
        "Enter a day in your budget year, %(first)s to %(last)s",
        first=day_text(year.starts_on),
        last=day_text(year.ends_on),
    )


def way_held_words(way_held: str) -> str:
    """How money is held, in plain words."""
    return {
        "direct_payment": _("paid to your account"),
        "notional": _("kept and paid by the funder"),
        "third_party": _("kept by someone you chose"),
        "individual_service_fund": _("kept by the service you chose"),
    }.get(way_held, way_held)


def basis_words(legal_basis: str) -> str:
    """Why the money is paid, in the words of an award letter."""
    return {
        "continuing_healthcare": _("NHS Continuing Healthcare"),
        "joint_package": _("Joint package of care"),
        "s117": _("Aftercare under section 117 (NHS part)"),
        "s117_council": _("Aftercare under section 117 (council part)"),
        "wheelchair": _("NHS wheelchair budget"),
        "childrens_continuing_care": _("Children’s continuing care"),
        "care_act": _("Care Act (adult social care)"),
        "children_act": _("Children Act"),
        "carer": _("Support for a carer"),
        "ehc_section_j": _("Education, health and care plan, section J"),
    }.get(legal_basis, legal_basis)
