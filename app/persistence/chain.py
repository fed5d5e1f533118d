"""Digests of what a change wrote and said, and the hash that ties each change to the one before.

The canonical form is JSON with sorted keys and without empty columns, under a version tag: a
column added later and left empty changes no old digest.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from sqlalchemy import inspect

from app.domain.books import AccountKey
from app.persistence.tables.base import Base

VERSION = "1"
FIRST = "0" * 64  # what the first change of a pot names as the hash before it
HASHED_APART = {"hash"}


def canonical(table: str, values: Mapping[str, Any]) -> str:
    """One row as text that is the same on every database."""
    told = {name: _plain(value) for name, value in values.items() if value is not None}
    return json.dumps([VERSION, table, told], sort_keys=True, ensure_ascii=True)


def canonical_row(row: Base) -> str:
    """A mapped row, as it will be written."""
    return canonical(row.__tablename__, columns_of(row))


def columns_of(row: Base) -> dict[str, Any]:
    """The row's columns by name."""
    return {name: getattr(row, name) for name in names_of(type(row))}


@cache
def names_of(table: type[Base]) -> tuple[str, ...]:
    """The names of its columns."""
    return tuple(column.key for column in inspect(table).column_attrs)


def canonical_posting(posting: Mapping[str, Any], account: AccountKey) -> str:
    """A posting names its account by key, not by row id."""
    values = {name: value for name, value in posting.items() if name != "account_id"}
    key = (account.budget_year, account.kind, account.contribution_id, account.plan_line_id)
    return canonical("posting", values | {"account": key})


def canonical_account(account: Mapping[str, Any]) -> str:
    """An account is its key: its row id means nothing."""
    return canonical("account", {k: v for k, v in account.items() if k != "id"})


def rows_digest(canonical_rows: Iterable[str]) -> str:
    """One digest over all rows of a change, in no order."""
    return _sha256("\n".join(sorted(canonical_rows)))


def said_digest(digest_of_field: Mapping[str, str]) -> str:
    """One digest over the sorted (field, digest) of a change's words."""
    return _sha256(json.dumps([VERSION, sorted(digest_of_field.items())]))


def words_digest(salt: str, pot_id: str, change_id: str, field: str, text: str) -> str:
    """The salted HMAC of one piece of text; without the salt it tells nothing of the text."""
    message = json.dumps([VERSION, pot_id, change_id, field, text], ensure_ascii=True)
    return hmac.new(bytes.fromhex(salt), message.encode(), hashlib.sha256).hexdigest()


def change_hash(change: Mapping[str, Any]) -> str:
    """The hash of a change: every other column of its row, the hash before it among them."""
    return _sha256(canonical("change", {k: v for k, v in change.items() if k not in HASHED_APART}))


def _plain(value: Any) -> Any:  # noqa: ANN401 - a column's value is of any kind
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    return value


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
