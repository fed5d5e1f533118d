"""The words of a bank's rows: what each may be, and what it was said to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup
from wtforms.fields.choices import SelectChoice

from app.bank.candidates import Candidates, Found
from app.bank.queries import BankRow, SaidRow
from app.domain.matching import NEW, Proposal, Thing, alike, proposals
from app.domain.money import pounds
from app.persistence.texts import BLANKED
from app.web import words

BANKS = {"lloyds": "Lloyds", "barclays": "Barclays", "hsbc": "HSBC", "monzo": "Monzo"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A row with its questions. `book`: what is sure, in words, to stand beside what the bank says."""

    row: BankRow
    question: Markup
    choices: list[SelectChoice]
    sure: str
    book: Found | None
    same_question: str
    same: list[SelectChoice]


def shown(rows: Sequence[BankRow], found: Candidates) -> list[Shown]:
    """The rows of a page with all that they may be."""
    proposed = proposals(rows, found.things)
    by_thing = {one.thing: one for one in found.found}
    return [_shown(row, proposed[row.id], by_thing, found) for row in rows]


def sentence(found: Found, says: str, *, plain: bool = False) -> Markup | str:
    """What a row is, in a sentence; `plain` where no markup can stand, as in a list to choose from."""
    kind = found.thing.source.partition(":")[0]
    text = {
        ("instalment", "instalment"): _("Money from %(name)s, due on %(day)s"),
        ("client", "instalment"): _("The client contribution, due on %(day)s (%(name)s)"),
        ("owed", "shift"): _("Pays what is owed: %(name)s, shift on %(day)s"),
        ("already", "spending"): _("Already in the book: %(name)s, %(day)s"),
        ("already", "shift"): _("Already in the book: %(name)s, paid on %(day)s"),
        ("already", "instalment"): _("Already in the book: money from %(name)s, %(day)s"),
        ("refund", "spending"): _("Money back for %(name)s, %(amount)s, %(day)s"),
    }[says, kind]
    return _filled(text, found, plain=plain)


def same_words(found: Found) -> str:
    """'Taxi to clinic, £14.00, 3 March': a thing of the books, where no markup can stand."""
    return str(_filled(_("%(name)s, %(amount)s, %(day)s"), found, plain=True))


def said_words(row: SaidRow, things: Mapping[tuple[str, str], Found]) -> Markup | str:
    """What a row was said to be."""
    found = things.get((row.says, row.source))
    if row.says in NEW:
        return (
            words.say("Spending on %(name)s", name=words.name(found.label))
            if found and found.label
            else _("Spending that is not in the plan")
        )
    return sentence(found, row.says) if found else _("Not this care money")


def _shown(row: BankRow, proposal: Proposal, by_thing: Mapping[Thing, Found], found: Candidates) -> Shown:
    like = [by_thing[thing] for thing in alike(row, proposal.things)]
    sure = proposal.sure
    return Shown(
        row=row,
        question=_question(row),
        choices=_choices(row, proposal, by_thing, found),
        sure=_value(sure) if sure else "",
        book=by_thing[sure] if sure else None,
        same_question=_same_question(like),
        same=_same(like),
    )


def _question(row: BankRow) -> Markup:
    """The same for every row to the eye; to the ear, of which one."""
    of = Markup('<span class="vh">: {}, {}, {}</span>').format(
        words.name(row.text), pounds(abs(row.amount_pence)), words.day(row.booked_on)
    )
    return words.say("What is this?") + of


def _choices(
    row: BankRow, proposal: Proposal, by_thing: Mapping[Thing, Found], found: Candidates
) -> list[SelectChoice]:
    choices = [SelectChoice(value="", label=_("Not said yet"))]
    for thing in proposal.things:
        label = sentence(by_thing[thing], thing.says, plain=True)
        choices.append(SelectChoice(value=_value(thing), label=label))
    if row.amount_pence < 0:
        for line_id, line_name in found.lines.items():
            label = _("Spending on %(name)s", name=_apart(line_name))
            choices.append(SelectChoice(value=f"spending:{line_id}", label=label))
        choices.append(SelectChoice(value="not_in_plan", label=_("Spending that is not in the plan")))
    choices.append(SelectChoice(value="not_ours", label=_("Not this care money")))
    return choices


def _same_question(like: Sequence[Found]) -> str:
    if len(like) == 1:
        return _("Is this the same as: %(what)s?", what=same_words(like[0]))
    return _("Is this the same as one of these?")


def _same(like: Sequence[Found]) -> list[SelectChoice]:
    """Each thing that it may be, or none of them: an answer holds only for those that were shown."""
    labels = [_("It is the same")] if len(like) == 1 else [same_words(one) for one in like]
    other = "other:" + ",".join(one.thing.source for one in like)
    return [
        *(SelectChoice(value=_value(one.thing), label=label) for one, label in zip(like, labels, strict=True)),
        SelectChoice(value=other, label=_("No, it is another payment")),
    ]


def _value(thing: Thing) -> str:
    return f"{thing.says}:{thing.source}"


def _filled(text: str, found: Found, *, plain: bool) -> Markup | str:
    amount, day = pounds(abs(found.thing.amount_pence)), words.day(found.thing.day)
    label = found.label or BLANKED
    if plain:
        return text % {"name": _apart(label), "amount": amount, "day": day.striptags()}
    apart = Markup("<bdi>{}</bdi>").format(amount)
    return words.ours(text) % {"name": words.name(label), "amount": apart, "day": day}


def _apart(name: str) -> str:
    """A person's words among ours, where no markup can stand: signs keep another script in its place."""
    return f"\u2068{name}\u2069"
