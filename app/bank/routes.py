"""Pages and forms of a bank's statements: choose the file, say what each row is, say it anew."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.bank import changes, present, queries, reasons, staging
from app.bank.candidates import Candidates, candidates, named
from app.bank.forms import ChooseFile, SayRows, rows_named_in, say_form
from app.clock import now
from app.domain.authority import Permission
from app.outside.bank_files import Statement, UnreadableStatement, read_statement
from app.outside.bank_files.reading import MOST_BYTES
from app.persistence.database import db
from app.web.access import allows, current_access
from app.web.address import address
from app.web.answers import not_taken, page, page_from
from app.web.door import enter
from app.web.forms import ChangeForm, NothingToType

blueprint = Blueprint("bank", __name__, url_prefix="/p/<pot_id>/statements")


@blueprint.get("")
@allows(Permission.IMPORT)
def statements(pot_id: str) -> str:
    """Choose a file, and the files that were read before."""
    return _draw_statements(ChooseFile(), pot_id)


@blueprint.post("")
@allows(Permission.IMPORT)
def read(pot_id: str) -> AnyResponse:
    """Read a file and keep the rows that are new. Not a change of the pot: nothing moves yet."""
    form = ChooseFile()
    redraw = partial(_draw_statements, pot_id=pot_id)
    file = _read_file(form)
    if file is None:
        return not_taken(form, redraw)
    statement_id = staging.bring_in(db.engine, pot_id, current_access().person.id, file, now())
    if statement_id is None:
        return make_response(_draw_statements(form, pot_id, nothing_new=True))
    return redirect(address("bank.rows", statement_id=statement_id), 303)


@blueprint.get("/<statement_id>")
@allows(Permission.IMPORT)
def rows(pot_id: str, statement_id: str) -> str:
    """The rows that are not said yet, with what each may be."""
    found = queries.rows_to_say(db.session, pot_id, statement_id, page_from())
    statement = None if found else _statement_or_404(pot_id, statement_id)
    shown = found[: queries.PAGE]
    offered = candidates(db.session, pot_id, shown)
    form = say_form(present.shown(shown, offered), offered.things)
    later = _later("bank.rows", shown, statement_id=statement_id) if len(found) > queries.PAGE else None
    return _draw_rows(form, statement_id, shown, offered, statement=statement, later=later)


@blueprint.post("/<statement_id>")
@allows(Permission.IMPORT)
def say(pot_id: str, statement_id: str) -> Response:
    """Say what rows are."""
    ids = rows_named_in(request.form)
    sent = queries.rows_of(db.session, pot_id, statement_id, ids) if ids else []
    if not sent:
        _statement_or_404(pot_id, statement_id)
        sent = queries.rows_to_say(db.session, pot_id, statement_id)[: queries.PAGE]
    offered = candidates(db.session, pot_id, sent)
    form = say_form(present.shown(sent, offered), offered.things, request.form)
    redraw = partial(_draw_rows, statement_id=statement_id, shown=sent, offered=offered)
    return enter(changes.SAY, form, redraw, statement_id=statement_id)


@blueprint.get("/<statement_id>/said")
@blueprint.get("/<statement_id>/said/<said_id>")
@allows(Permission.IMPORT)
def said(pot_id: str, statement_id: str, said_id: str | None = None) -> str:
    """What rows were said to be: all of a statement, or those that were confirmed at once."""
    if said_id:
        statement, found = queries.said_by(db.session, pot_id, statement_id, said_id)
    else:
        statement = queries.statement_of(db.session, pot_id, statement_id)
        found = queries.said_of(db.session, pot_id, statement_id, page_from())
    if statement is None:
        abort(404)
    shown = found if said_id else found[: queries.PAGE]
    things = named(db.session, pot_id, {(row.says, row.source) for row in shown})
    more = len(found) > len(shown)
    later = _later("bank.said", [row.row for row in shown], statement_id=statement_id) if more else None
    return page(
        "bank/said.html",
        statement=statement,
        said=[(row, present.said_words(row, things)) for row in shown],
        just_now=bool(said_id),
        later=later,
        back=address("bank.statements"),
    )


@blueprint.post("/<statement_id>/said/<said_id>/undo")
@allows(Permission.IMPORT)
def undo(pot_id: str, statement_id: str, said_id: str) -> Response:
    """Take back what was confirmed at once."""
    if not queries.was_said(db.session, pot_id, statement_id, said_id):
        abort(404)
    redraw = partial(_redraw_said, pot_id=pot_id, statement_id=statement_id, said_id=said_id)
    return enter(changes.UNDO, NothingToType(request.form), redraw, statement_id=statement_id, said_id=said_id)


@blueprint.get("/<statement_id>/rows/<row_id>")
@allows(Permission.IMPORT)
def row(pot_id: str, statement_id: str, row_id: str) -> str:
    """What the bank said, and what it is in the books."""
    found = _row_or_404(pot_id, statement_id, row_id)
    last = next(iter(queries.last_said(db.session, pot_id, [row_id])), None)
    things = named(db.session, pot_id, [(last.says, last.source)]) if last and last.stands else {}
    return page(
        "bank/row.html",
        row=found,
        statement_id=statement_id,
        last=last,
        words=present.said_words(last, things) if last and last.stands else None,
        href=_way_to(last.source) if last and last.stands else None,
        back=address("bank.said", statement_id=statement_id),
    )


@blueprint.post("/<statement_id>/rows/<row_id>/unsay")
@allows(Permission.IMPORT)
def unsay(pot_id: str, statement_id: str, row_id: str) -> Response:
    """Take back what one row was said to be."""
    _row_or_404(pot_id, statement_id, row_id)

    def redraw(_form: ChangeForm) -> str:
        return row(pot_id, statement_id, row_id)

    return enter(changes.UNSAY, NothingToType(request.form), redraw, statement_id=statement_id, row_id=row_id)


def _read_file(form: ChooseFile) -> Statement | None:
    """The file that was sent; None with a sentence beside the field."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        form.refuse("file", _("Choose the file first"))
        return None
    try:
        file = read_statement(upload.stream.read(MOST_BYTES + 1))
    except UnreadableStatement as unreadable:
        form.refuse("file", reasons.sentence_of(unreadable))
        return None
    refusal = reasons.not_for_a_pot(file)
    if refusal:
        form.refuse("file", refusal)
        return None
    return file


def _draw_statements(form: ChangeForm, pot_id: str, *, nothing_new: bool = False) -> str:
    found = queries.statements(db.session, pot_id, _before())
    shown = found[: queries.STATEMENTS]
    older = address("bank.statements", before=shown[-1].read_at.isoformat()) if len(found) > len(shown) else None
    return page(
        "bank/statements.html",
        form=form,
        shown=shown,
        older=older,
        banks=present.BANKS,
        nothing_new=nothing_new,
        back=address("pot.home"),
    )


def _draw_rows(
    form: Any,  # noqa: ANN401 - a SayRows
    statement_id: str,
    shown: Sequence[queries.BankRow],
    offered: Candidates,
    *,
    statement: queries.Read | None = None,
    later: str | None = None,
) -> str:
    drawn: SayRows = form
    return page(
        "bank/rows.html",
        form=drawn,
        shown=present.shown(shown, offered),
        statement_id=statement_id,
        statement=statement,
        later=later,
        back=address("bank.statements"),
    )


def _redraw_said(_form: ChangeForm, pot_id: str, statement_id: str, said_id: str) -> str:
    return said(pot_id, statement_id, said_id)


def _statement_or_404(pot_id: str, statement_id: str) -> queries.Read:
    found = queries.statement_of(db.session, pot_id, statement_id)
    if found is None:
        abort(404)
    return found


def _row_or_404(pot_id: str, statement_id: str, row_id: str) -> queries.BankRow:
    found = queries.rows_of(db.session, pot_id, statement_id, [row_id])
    if not found:
        abort(404)
    return found[0]


def _way_to(source: str) -> str | None:
    kind, _sep, thing_id = source.partition(":")
    if kind == "spending":
        return address("spending.entry", spending_id=thing_id)
    if kind == "shift":
        return address("care.shift", shift_id=thing_id)
    return address("pot.money") if kind == "instalment" else None


def _later(endpoint: str, shown: Sequence[queries.BankRow], **values: str) -> str:
    last = shown[-1]
    return address(endpoint, before=f"{last.booked_on}_{last.id}", **values)


def _before() -> datetime | None:
    try:
        moment = datetime.fromisoformat(request.args.get("before", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else None
