"""From a layout and the file's records to statement rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.domain.statement import StatementRow, counted, fold
from app.outside.bank_files.cells import currency_code, day, pence, pence_without_sign
from app.outside.bank_files.layouts import Layout, fitted
from app.outside.bank_files.refusal import Reason, UnreadableStatement, shown

MOST_ROWS = 20_000


@dataclass(slots=True)
class Reader:
    """Reads the rows of one file, and holds what must be the same, or never the same, through all of it."""

    layout: Layout
    currency: str | None = None
    account: list[str] | None = None
    ids: set[str] = field(default_factory=set)

    def rows(self, records: Iterable[tuple[int, list[str]]]) -> list[StatementRow]:
        """All rows, oldest first, with their counts."""
        found: list[StatementRow] = []
        for line, cells in records:
            if len(found) == MOST_ROWS:
                raise UnreadableStatement(Reason.TOO_MANY_ROWS, line, most=MOST_ROWS)
            found.append(self._row(cells, line))
        if not found:
            raise UnreadableStatement(Reason.NO_ROWS)
        return counted(_oldest_first(found, self.layout))

    def _row(self, cells: list[str], line: int) -> StatementRow:
        layout = self.layout
        cells = fitted(cells, layout)
        if len(cells) != len(layout.columns):
            raise UnreadableStatement(Reason.WRONG_COLUMNS, line, expected=len(layout.columns), found=len(cells))
        named = dict(zip(layout.columns, cells, strict=True))
        self._same_account(named, line)
        self._same_currency(named, line)
        balance = named[layout.balance] if layout.balance else ""
        return StatementRow(
            booked_on=day(named[layout.day], line),
            amount_pence=_amount(layout, named, line),
            text=_text(layout, named),
            balance_pence=pence(balance, line) if balance.strip() else None,
            bank_id=self._new_id(named, line),
            count=1,
        )

    def _same_account(self, named: dict[str, str], line: int) -> None:
        account = [named[column].strip() for column in self.layout.account]
        if self.account is None:
            self.account = account
        elif account != self.account:
            raise UnreadableStatement(Reason.TWO_ACCOUNTS, line)

    def _same_currency(self, named: dict[str, str], line: int) -> None:
        currency = currency_code(named[self.layout.currency], line) if self.layout.currency else "GBP"
        if self.currency is None:
            self.currency = currency
        elif currency != self.currency:
            raise UnreadableStatement(Reason.TWO_CURRENCIES, line, expected=self.currency, found=currency)

    def _new_id(self, named: dict[str, str], line: int) -> str | None:
        bank_id = named[self.layout.bank_id].strip() if self.layout.bank_id else ""
        if bank_id in self.ids:
            raise UnreadableStatement(Reason.REPEATED_ID, line, found=shown(bank_id))
        if bank_id:
            self.ids.add(bank_id)
        return bank_id or None


def _amount(layout: Layout, named: dict[str, str], line: int) -> int:
    if layout.amount:
        if not named[layout.amount].strip():
            raise UnreadableStatement(Reason.NO_AMOUNT, line)
        return pence(named[layout.amount], line)
    money_out = named[layout.money_out].strip() if layout.money_out else ""
    money_in = named[layout.money_in].strip() if layout.money_in else ""
    if money_out and money_in:
        raise UnreadableStatement(Reason.TWO_AMOUNTS, line)
    if not money_out and not money_in:
        raise UnreadableStatement(Reason.NO_AMOUNT, line)
    return pence_without_sign(money_in, line) if money_in else -pence_without_sign(money_out, line)


def _text(layout: Layout, named: dict[str, str]) -> str:
    """The text columns side by side, without what an earlier one already says."""
    said = ""
    for column in layout.text:
        part = fold(named[column])
        if part.casefold() not in said.casefold():
            said = f"{said} {part}".strip()
    return said


def _oldest_first(rows: list[StatementRow], layout: Layout) -> list[StatementRow]:
    """Turned round as a whole when newest first, so that rows of one day keep the bank's own order."""
    first, last = rows[0].booked_on, rows[-1].booked_on
    newest_first = first > last or (first == last and layout.newest_first)
    return sorted(reversed(rows) if newest_first else rows, key=lambda row: row.booked_on)
