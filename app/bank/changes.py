"""Say what rows of a bank are, and say it anew. One change for all the rows that were confirmed at once."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.bank import queries
from app.bank.candidates import candidates
from app.bank.effects import Effects, refuse_while_refunded, take_back
from app.bank.forms import SayRows, same_field, says_field
from app.bank.queries import BankRow
from app.bank.refunds import RefundTooLarge
from app.domain.matching import Said, Thing, plausible, said_twice, to_ask
from app.persistence.act import Act, DayOutsideYears
from app.persistence.commit import NotTheirs, Then
from app.persistence.sightings import standing
from app.persistence.tables import Sighting
from app.spending.changes import outside_years
from app.web.door import AlreadyDecided, Change, Refused, change
from app.web.forms import ChangeForm
from app.web.words import moment


def _say(act: Act, form: SayRows, statement_id: str) -> Then:
    said = form.said()
    rows = queries.rows_of(act.session, act.pot.id, statement_id, said)
    if len(rows) != len(said):
        raise NotTheirs
    earlier = _earlier(act, rows)
    _check_all(act, rows, said)
    effects = Effects(act)
    for row in rows:
        one = said[row.id]
        source = _do(effects, row, one)
        act.write(
            Sighting(
                id=row.id, n=earlier.get(row.id, -1) + 1, says=one.says, source=source,
                amount_pence=row.amount_pence, booked_on=row.booked_on,
            )
        )  # fmt: skip
        act.say_field(f"row.{row.id}", row.text)
    return Then("bank.said", {"statement_id": statement_id, "said_id": act.id})


def _undo(act: Act, _form: ChangeForm, statement_id: str, said_id: str) -> Then:
    """Take back all that one change said, as far as it stands."""
    stands = standing().where(Sighting.pot_id == act.pot.id, Sighting.change_id == said_id)
    _take_back(act, act.session.execute(stands.order_by(Sighting.booked_on, Sighting.id)).scalars().all())
    return Then("bank.rows", {"statement_id": statement_id})


def _unsay(act: Act, _form: ChangeForm, statement_id: str, row_id: str) -> Then:
    """Take back what one row was said to be."""
    stands = standing().where(Sighting.pot_id == act.pot.id, Sighting.id == row_id)
    _take_back(act, act.session.execute(stands).scalars().all())
    return Then("bank.rows", {"statement_id": statement_id})


def _take_back(act: Act, sightings: Sequence[Sighting]) -> None:
    if not sightings:
        raise AlreadyDecided(_("This was taken back before."))
    refuse_while_refunded(act, sightings)
    # What came back first, then what it came back for.
    for sighting in sorted(sightings, key=lambda sighting: sighting.says != "refund"):
        take_back(act, sighting)


def _earlier(act: Act, rows: list[BankRow]) -> dict[str, int]:
    """The last `n` of rows that were said before and taken back. Somebody first: AlreadyDecided."""
    for row in queries.last_said(act.session, act.pot.id, [row.id for row in rows]):
        if row.stands:
            raise AlreadyDecided(
                _("%(name)s said on %(when)s what one of these is.",
                  name=f"\u2068{row.by}\u2069", when=moment(row.at).striptags())
            )  # fmt: skip
    last = select(Sighting.id, func.max(Sighting.n)).where(Sighting.id.in_([row.id for row in rows]))
    return {row_id: n for row_id, n in act.session.execute(last.group_by(Sighting.id)).all()}  # noqa: C416 - typed


def _check_all(act: Act, rows: list[BankRow], said: dict[str, Said]) -> None:
    """What was offered may be gone by now, and something may stand that was not there to be asked about."""
    now = candidates(act.session, act.pot.id, rows)
    for row in rows:
        if not _is_offered(row, said[row.id], now.things, now.lines):
            raise Refused(says_field(row.id), _("This has changed. Say again what it is"))
    for row_id in said_twice(said):
        raise Refused(says_field(row_id), _("Another row is this already. Say what this one is"))
    for row_id in to_ask(rows, said, now.things):
        raise Refused(same_field(row_id), _("Say whether it is the same payment"))


def _is_offered(row: BankRow, one: Said, things: list[Thing], lines: dict[str, str]) -> bool:
    if one.says == "not_ours":
        return True
    if one.says == "not_in_plan":
        return row.amount_pence < 0
    if one.says == "spending":
        return row.amount_pence < 0 and one.source in lines
    return any((thing.says, thing.source) == (one.says, one.source) for thing in plausible(row, things))


def _do(effects: Effects, row: BankRow, one: Said) -> str:
    try:
        return effects.do(row, one)
    except DayOutsideYears as error:
        raise Refused(says_field(row.id), _outside(error)) from error
    except RefundTooLarge as error:
        raise Refused(says_field(row.id), _("More came back than was left of that payment. Choose another")) from error


def _outside(error: DayOutsideYears) -> str:
    if not error.years:
        return outside_years(error)
    return _("This day is in none of your budget years. Choose “Not this care money”, or leave it for now")


SAY = change(Change("statement said", _l("Saved."), _say, undo="bank.undo"))
UNDO = change(Change("statement unsaid", _l("Taken back. You can say again what they are."), _undo))
UNSAY = change(Change("bank row unsaid", _l("Taken back. You can say again what it is."), _unsay))
