"""Why a bank's file can't be read: a machine word with its facts, put into a person's language elsewhere."""

from enum import StrEnum


class Reason(StrEnum):
    """Each word's facts are the names in braces in its sentence below."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    NOT_TEXT = "not_text"
    NUL = "nul"
    LINE_TOO_LONG = "line_too_long"
    BROKEN_LINE = "broken_line"
    UNKNOWN_LAYOUT = "unknown_layout"
    NO_ROWS = "no_rows"
    TOO_MANY_ROWS = "too_many_rows"
    WRONG_COLUMNS = "wrong_columns"
    NOT_A_DATE = "not_a_date"
    NOT_AN_AMOUNT = "not_an_amount"
    TOO_MANY_DECIMALS = "too_many_decimals"
    TOO_LARGE = "too_large"
    NO_AMOUNT = "no_amount"
    TWO_AMOUNTS = "two_amounts"
    NOT_A_CURRENCY = "not_a_currency"
    TWO_CURRENCIES = "two_currencies"
    TWO_ACCOUNTS = "two_accounts"
    REPEATED_ID = "repeated_id"


PLAIN_ENGLISH = {
    Reason.EMPTY: "The file is empty.",
    Reason.TOO_BIG: "The file is larger than {most} bytes.",
    Reason.NOT_TEXT: "The file is not a CSV text file (it looks like: {kind}).",
    Reason.NUL: "The file has a NUL character in it, so it is damaged or not text.",
    Reason.LINE_TOO_LONG: "The row is longer than {most} characters.",
    Reason.BROKEN_LINE: "The row's quotation marks do not match up.",
    Reason.UNKNOWN_LAYOUT: "The columns are not those of a bank file that can be read.",
    Reason.NO_ROWS: "The file has no payments in it.",
    Reason.TOO_MANY_ROWS: "The file has more than {most} rows.",
    Reason.WRONG_COLUMNS: "The row has {found} columns where there should be {expected}.",
    Reason.NOT_A_DATE: "“{found}” is not a date written as day/month/year.",
    Reason.NOT_AN_AMOUNT: "“{found}” is not an amount of money.",
    Reason.TOO_MANY_DECIMALS: "“{found}” has more than two digits after the point.",
    Reason.TOO_LARGE: "“{found}” is too large an amount.",
    Reason.NO_AMOUNT: "The row has no amount.",
    Reason.TWO_AMOUNTS: "The row has both money out and money in.",
    Reason.NOT_A_CURRENCY: "“{found}” is not the three letters of a currency.",
    Reason.TWO_CURRENCIES: "The row is in {found}; the rows before it are in {expected}.",
    Reason.TWO_ACCOUNTS: "The row is of another account than the rows before it.",
    Reason.REPEATED_ID: "The transaction id “{found}” is in the file twice.",
}


class UnreadableStatement(Exception):
    """The file is refused whole. `line` counts the file's lines from 1; None when no one line is at fault."""

    def __init__(self, reason: Reason, line: int | None = None, **facts: str | int) -> None:
        super().__init__(reason, line, facts)
        self.reason = reason
        self.line = line
        self.facts = facts

    def __str__(self) -> str:
        """One sentence in English, for the command line."""
        sentence = PLAIN_ENGLISH[self.reason].format(**self.facts)
        return sentence if self.line is None else f"Line {self.line}: {sentence}"


def shown(cell: str) -> str:
    """A cell as a fact to show: safe for a terminal, at most 40 characters."""
    safe = "".join(c if c.isprintable() else "?" for c in cell.strip())
    return safe if len(safe) <= 40 else safe[:39] + "…"
