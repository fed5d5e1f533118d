"""What waits for somebody, and whether the numbers kept of it are right."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

Rows = Iterable[Mapping[str, Any]]

SHIFT_WAITS = {"logged", "changed", "unapproved"}
CLAIMS = "claim:"  # before the kind of the change that it would have been
_WORDS = {
    "shift_to_approve": "shifts to approve",
    "receipt_to_match": "receipts that wait for their payment",
    "wish_to_answer": "questions that wait for the holder",
}


def is_open_wish(step: str, answer: str | None) -> bool:
    """Whether a question to the holder waits for an answer."""
    return answer is None and step != "taken_back"


def miscounted(kept: Rows, shifts: Rows, receipts: Rows, wishes: Rows, claims: Rows) -> str | None:
    """Of what the number that is kept is not the number there is; None when all are right. The rows are of one pot."""
    there = Counter[str](
        shift_to_approve=sum(row["step"] in SHIFT_WAITS for row in last_of(shifts)),
        receipt_to_match=sum(row["standing"] and not row["spending_id"] for row in last_of(receipts)),
        wish_to_answer=sum(is_open_wish(row["step"], row["answer"]) for row in last_of(wishes)),
    )
    there.update(f"{CLAIMS}{row['kind']}" for row in last_of(claims) if row["step"] == "made")
    told = Counter[str]({row["kind"]: row["waiting"] for row in kept})
    wrong = next((kind for kind in sorted({*there, *told}) if there[kind] != told[kind]), None)
    return _WORDS.get(wrong, "claims that wait") if wrong else None


def last_of(rows: Rows) -> list[Mapping[str, Any]]:
    """Of each thing the row that is true of it now."""
    last = {row["id"]: row for row in sorted(rows, key=lambda row: row["n"])}
    return list(last.values())
