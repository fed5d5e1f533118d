"""The steps of beginning, each a change: the pot itself, its terms, and what is in the account today."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from app.domain import books
from app.domain.authority import Role
from app.domain.books import NONE
from app.domain.money import pounds
from app.domain.split import share_out
from app.domain.year import BudgetYear
from app.persistence.act import Act
from app.persistence.commit import Then
from app.persistence.figures import year_at
from app.persistence.paying import money_accounts
from app.persistence.tables import AuthorityRow, Entry, Person, Terms
from app.pot.changes import begin
from app.pot.forms import AccountToday, Begin
from app.pot.forms import Terms as TermsForm
from app.web.door import AlreadyDecided, Change, Refused, change
from app.web.forms import ChangeForm

OPENING = "opening"
SPENT_BEFORE = "spent before"
CAUTIOUS_LEVEL = "joint"  # of a level that nobody named, the less is taken: two reviews, one plan


class MoreThanCameIn(ValueError):
    """More is in the account than there can be: holds the pence that there can be."""

    def __init__(self, most_pence: int) -> None:
        super().__init__(most_pence)
        self.most_pence = most_pence


def settle_account(act: Act, year: BudgetYear, in_account_pence: int) -> int:
    """Book what is missing from the account as spent before the pot was begun here; the pence missing.

    Each contribution bears it by what came in of it. Said again, the new answer takes the place of the old.
    Raises MoreThanCameIn.
    """
    if act.books.standing(OPENING, SPENT_BEFORE):
        act.books.reverse(OPENING, SPENT_BEFORE)
    in_books = sum(sum(act.books.balances_in(one.number, "bank").values()) for one in act.years)
    if in_account_pence > in_books:
        raise MoreThanCameIn(in_books)
    missing_pence = in_books - in_account_pence
    shares = share_out(missing_pence, _came_in(act, year)) if missing_pence else {}
    on = min(max(act.today, year.starts_on), year.ends_on)
    act.books.post(SPENT_BEFORE, OPENING, on, books.paid(year.number, shares, NONE))
    return missing_pence


def _came_in(act: Act, year: BudgetYear) -> dict[str, int]:
    """Pence that came into the account of each contribution in the year, or were brought into it."""
    came: dict[str, int] = {}
    for key, pence in act.books.balances_in(year.number, "funding", "due", "client_due", "carried").items():
        came[key.contribution_id] = came.get(key.contribution_id, 0) - pence
    kept = money_accounts(act, came)
    return {of: pence for of, pence in came.items() if pence > 0 and kept.get(of) == "bank"}


def _begin(act: Act, form: Begin) -> Then:
    """One pot of one's own is enough: the person's row is locked, so that two senders do not both begin."""
    person_id = act.authority.person_id
    act.session.execute(select(Person.id).where(Person.id == person_id).with_for_update())
    if _holds_a_pot(act, person_id):
        raise AlreadyDecided(_("You have a pot already. You can go on with that one."))
    begin(act, form.starts_on.data, level=form.level.data or CAUTIOUS_LEVEL, shadow=form.real.data == "no")
    return Then("pot.tasks", {"pot_id": act.pot.id})


def _holds_a_pot(act: Act, person_id: str) -> bool:
    later = aliased(AuthorityRow)
    found = act.session.execute(
        select(AuthorityRow.id)
        .where(
            AuthorityRow.person_id == person_id,
            AuthorityRow.role == Role.HOLDER,
            (AuthorityRow.valid_to.is_(None)) | (AuthorityRow.valid_to > act.now),
            ~select(later.id).where(later.id == AuthorityRow.id, later.n > AuthorityRow.n).exists(),
        )
        .limit(1)
    )
    return found.first() is not None


def _give_up(act: Act, _form: ChangeForm) -> Then:
    """A pot in which no money is written down yet can be left for another: its holder's authority ends."""
    if act.session.execute(select(exists().where(Entry.pot_id == act.pot.id))).scalar():
        raise AlreadyDecided(_("Money is written down in this pot already, so it stays. You can change what is in it."))
    own = act.authority
    last = act.session.execute(
        select(AuthorityRow.n).where(AuthorityRow.id == own.id).order_by(AuthorityRow.n.desc()).limit(1)
    ).scalar_one()
    act.write(
        AuthorityRow(
            id=own.id, n=last + 1, person_id=own.person_id, role=own.role, valid_from=own.valid_from, valid_to=act.now
        )
    )
    return Then("pot.begin")


def _change_terms(act: Act, form: TermsForm) -> Then:
    return _tell_terms(act, shadow=form.real.data == "no", level=form.level.data)


def _make_real(act: Act, _form: ChangeForm) -> Then:
    if not _terms_now(act).shadow:
        raise AlreadyDecided(_("This is real money already."))
    return _tell_terms(act, shadow=False)


def _make_shadow(act: Act, _form: ChangeForm) -> Then:
    if _terms_now(act).shadow:
        raise AlreadyDecided(_("This is not real money yet."))
    return _tell_terms(act, shadow=True)


def _tell_terms(act: Act, *, shadow: bool, level: str | None = None) -> Then:
    before = _terms_now(act)
    act.write(Terms(id=before.id, n=before.n + 1, level=level or before.level, shadow=shadow))
    return Then("pot.tasks")


def _terms_now(act: Act) -> Terms:
    return act.session.execute(
        select(Terms).where(Terms.pot_id == act.pot.id).order_by(Terms.n.desc()).limit(1)
    ).scalar_one()


def _say_account(act: Act, form: AccountToday) -> Then:
    year = year_at(act.years, act.today)
    if year is None:
        raise LookupError(act.pot.id)
    try:
        settle_account(act, year, form.amount.data)
    except MoreThanCameIn as more:
        field = "amount"
        raise Refused(field, _too_much(more.most_pence)) from more
    return Then("pot.tasks")


def _too_much(most_pence: int) -> str:
    if most_pence <= 0:
        return _("By what you told us, no money has come in yet. Say first which payments came in")
    return _(
        "By what you told us, there can be %(most)s at most. Enter that or less, or say first what else came in",
        most=pounds(most_pence),
    )


def _undo_account(act: Act, _form: ChangeForm) -> Then:
    if not act.books.standing(OPENING, SPENT_BEFORE):
        raise AlreadyDecided(_("This was taken back before."))
    act.books.reverse(OPENING, SPENT_BEFORE)
    return Then("pot.tasks")


BEGIN = change(Change("pot begun", _l("Your pot is begun. You can stop at any time: it is all kept."), _begin))
GIVE_UP = change(Change("pot left", _l("That pot is closed. Begin again here."), _give_up))
TERMS = change(Change("terms changed", _l("Changed."), _change_terms))
MAKE_REAL = change(Change("made real", _l("From now on this is real money."), _make_real, undo="pot.make_shadow"))
MAKE_SHADOW = change(Change("made shadow", _l("This is not real money any more."), _make_shadow, undo="pot.make_real"))
ACCOUNT = change(
    Change(
        "account told",
        _l("Saved. From now on, write down what you pay."),
        _say_account,
        undo="pot.undo_account",
    )
)
ACCOUNT_UNDONE = change(Change("account taken back", _l("Taken back."), _undo_account))
