"""The sample bank files, and what the tests of reading them share."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.outside.bank_files import Reason, UnreadableStatement, read_statement

SAMPLES = Path(__file__).parent.parent / "data" / "bank"
BANKS = ["lloyds", "barclays", "hsbc", "monzo"]
EXPECTED = json.loads((SAMPLES / "expected.json").read_text(), parse_float=Decimal)

BARCLAYS = "Number,Date,Account,Amount,Subcategory,Memo\n"
LLOYDS = (
    "Transaction Date,Transaction Type,Sort Code,Account Number,"
    "Transaction Description,Debit Amount,Credit Amount,Balance\n"
)


def sample(bank: str) -> bytes:
    return (SAMPLES / f"{bank}.csv").read_bytes()


def changed(bank: str, old: str, new: str) -> bytes:
    """The sample with one thing in it changed."""
    content = sample(bank).decode()
    assert old in content
    return content.replace(old, new, 1).encode()


def refusal(content: bytes) -> tuple[Reason, int | None]:
    with pytest.raises(UnreadableStatement) as caught:
        read_statement(content)
    assert "{" not in str(caught.value)
    return caught.value.reason, caught.value.line
