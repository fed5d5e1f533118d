"""Why a bank's file cannot be brought in, in plain words that say what to do."""

from flask_babel import gettext as _

from app.domain.money import MOST_PENCE, pounds
from app.outside.bank_files import Reason, Statement, UnreadableStatement


def sentence_of(unreadable: UnreadableStatement) -> str:
    """What is wrong with the file, with its line where there is one, and what to do."""
    sentence = _SENTENCES[unreadable.reason]() % unreadable.facts
    if unreadable.line is None or unreadable.reason in _OF_THE_WHOLE:
        return sentence
    return _("Line %(line)s of the file: %(sentence)s", line=unreadable.line, sentence=sentence)


def not_for_a_pot(file: Statement) -> str | None:
    """Why a file that can be read cannot be brought into a pot, or None."""
    if file.currency != "GBP":
        return _("This file is in %(currency)s. Choose the statement of an account in pounds", currency=file.currency)
    largest = max(abs(row.amount_pence) for row in file.rows)
    if largest > MOST_PENCE:
        return _(
            "There is a payment of %(amount)s in this file. Choose the statement of another account",
            amount=pounds(largest),
        )
    return None


_OF_THE_WHOLE = {Reason.UNKNOWN_LAYOUT, Reason.TOO_MANY_ROWS, Reason.NUL}


def _again() -> str:
    return _("Get the file from your bank again, and do not change it")


_SENTENCES = {
    Reason.EMPTY: lambda: _("This file is empty. Get it from your bank again"),
    Reason.TOO_BIG: lambda: _("This file is too big. Choose fewer days at your bank, then get the file again"),
    Reason.NOT_TEXT: lambda: _("This is not a CSV file. Choose CSV at your bank, then get the file again"),
    Reason.NUL: lambda: _("This file is damaged. Get it from your bank again"),
    Reason.LINE_TOO_LONG: lambda: _("It is too long.") + " " + _again(),
    Reason.BROKEN_LINE: lambda: _("Its quotation marks do not match.") + " " + _again(),
    Reason.UNKNOWN_LAYOUT: lambda: _("We cannot read this kind of file. Choose a CSV file from a bank named here"),
    Reason.NO_ROWS: lambda: _("There are no payments in this file. Choose other days at your bank"),
    Reason.TOO_MANY_ROWS: lambda: _("This file is too long. Choose fewer days at your bank, then get the file again"),
    Reason.WRONG_COLUMNS: lambda: (
        _("It has %(found)s parts where there are %(expected)s in the others.") + " " + _again()
    ),
    Reason.NOT_A_DATE: lambda: _("“%(found)s” is not a day like 27/03/2026.") + " " + _again(),
    Reason.NOT_AN_AMOUNT: lambda: _("“%(found)s” is not an amount like 12.50.") + " " + _again(),
    Reason.TOO_MANY_DECIMALS: lambda: _("“%(found)s” has more than two digits of pence.") + " " + _again(),
    Reason.TOO_LARGE: lambda: _("“%(found)s” is too large an amount.") + " " + _again(),
    Reason.NO_AMOUNT: lambda: _("It has no amount.") + " " + _again(),
    Reason.TWO_AMOUNTS: lambda: _("It has money in and money out at once.") + " " + _again(),
    Reason.NOT_A_CURRENCY: lambda: _("“%(found)s” is not a kind of money like GBP.") + " " + _again(),
    Reason.TWO_CURRENCIES: lambda: _("It is in %(found)s, and the lines before are in %(expected)s.") + " " + _again(),
    Reason.TWO_ACCOUNTS: lambda: _("It is of another account. Get a file for each account from your bank"),
    Reason.REPEATED_ID: lambda: _("The payment “%(found)s” is in the file twice.") + " " + _again(),
}
