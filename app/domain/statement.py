"""One row of a bank's statement, and what makes it the same row in another file."""

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A row as the bank states it.

    `amount_pence` and `balance_pence` are in hundredths of the statement's currency; money into the
    account is positive. `bank_id` is the bank's own id of the transaction, where it gives one.
    `count` is 1 for the first of equal rows (same day, amount and text) within a file, 2 for the next.
    """

    booked_on: date
    amount_pence: int
    text: str
    balance_pence: int | None
    bank_id: str | None
    count: int


def fold(text: str) -> str:
    """The text on one line: control characters and runs of any whitespace become one space."""
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in text).split())


def counted(rows: Iterable[StatementRow]) -> list[StatementRow]:
    """The rows of one whole file, oldest first, each with its `count` among its equals."""
    seen: Counter[tuple[date, int, str]] = Counter()
    result = []
    for row in rows:
        equal = (row.booked_on, row.amount_pence, fold(row.text))
        seen[equal] += 1
        result.append(replace(row, count=seen[equal]))
    return result


def identity(row: StatementRow, account: str) -> str:
    """What stays the same when the bank states the row again, as 64 hex digits.

    `account` is the app's own key of the account the file was brought into, never a number read from the
    file. The bank's own id decides alone where there is one. The balance has no part: banks restate it.
    """
    if row.bank_id:
        facts = ["id", account, row.bank_id]
    else:
        facts = ["row", account, row.booked_on.isoformat(), str(row.amount_pence), fold(row.text), str(row.count)]
    return hashlib.sha256(json.dumps(facts).encode("ascii")).hexdigest()
