"""Bank statement files. Reading is neutral: no pot is touched, and any currency is read."""

from dataclasses import dataclass

from app.domain.statement import StatementRow
from app.outside.bank_files.cells import MOST_PENCE
from app.outside.bank_files.layouts import recognised
from app.outside.bank_files.reading import records, text_of
from app.outside.bank_files.refusal import Reason, UnreadableStatement
from app.outside.bank_files.rows import Reader

__all__ = ["Reason", "Statement", "UnreadableStatement", "read_statement"]


@dataclass(frozen=True, slots=True)
class Statement:
    """A whole file as read: `rows` oldest first; `sum_pence` is what they add up to."""

    format: str
    currency: str
    rows: list[StatementRow]
    sum_pence: int


def read_statement(content: bytes) -> Statement:
    """Reads a bank's file, or raises UnreadableStatement: a file is read whole or not at all."""
    found = list(records(text_of(content)))
    if not found:
        raise UnreadableStatement(Reason.EMPTY)
    line, first = found[0]
    layout = recognised(first)
    if layout is None:
        raise UnreadableStatement(Reason.UNKNOWN_LAYOUT, line)
    reader = Reader(layout)
    rows = reader.rows(found[1:] if layout.header else found)
    total = sum(row.amount_pence for row in rows)
    if abs(total) > MOST_PENCE:
        raise UnreadableStatement(Reason.TOO_LARGE, found=str(total))
    return Statement(layout.name, reader.currency or "GBP", rows, total)
