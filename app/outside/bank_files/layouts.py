"""The layouts that can be read, a row each, recognised by their columns and never by the file's name."""

from dataclasses import dataclass

from app.outside.bank_files.cells import looks_like_a_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Which column holds what. Either `amount` (money in positive) or both `money_out` and `money_in`."""

    name: str
    columns: tuple[str, ...]
    header: bool = True
    day: str
    text: tuple[str, ...]
    amount: str | None = None
    money_out: str | None = None
    money_in: str | None = None
    balance: str | None = None
    bank_id: str | None = None
    currency: str | None = None
    account: tuple[str, ...] = ()
    newest_first: bool = False  # decides only when all rows are of one day

    def begins(self, cells: list[str]) -> bool:
        """Whether the file's first record is of this layout."""
        if self.header:
            return fitted([c.strip().casefold() for c in cells], self) == [c.casefold() for c in self.columns]
        return len(cells) == len(self.columns) and looks_like_a_day(cells[0])


LAYOUTS = (
    Layout(
        name="lloyds",
        columns=(
            *("Transaction Date", "Transaction Type", "Sort Code", "Account Number"),
            *("Transaction Description", "Debit Amount", "Credit Amount", "Balance"),
        ),
        day="Transaction Date",
        text=("Transaction Description",),
        money_out="Debit Amount",
        money_in="Credit Amount",
        balance="Balance",
        account=("Sort Code", "Account Number"),
        newest_first=True,
    ),
    Layout(
        name="barclays",
        columns=("Number", "Date", "Account", "Amount", "Subcategory", "Memo"),
        day="Date",
        text=("Memo",),
        amount="Amount",
        account=("Account",),
    ),
    Layout(
        name="monzo",
        columns=(
            *("Transaction ID", "Date", "Time", "Type", "Name", "Emoji", "Category", "Amount", "Currency"),
            *("Local amount", "Local currency", "Notes and #tags", "Address", "Receipt", "Description"),
            *("Category split", "Money Out", "Money In"),
        ),
        day="Date",
        # For a transfer the description is only a reference, and the name says with whom.
        text=("Description", "Name"),
        amount="Amount",
        bank_id="Transaction ID",
        currency="Currency",
    ),
    Layout(
        name="hsbc",
        columns=("date", "text", "amount"),
        header=False,
        day="date",
        text=("text",),
        amount="amount",
    ),
    Layout(
        name="hsbc",
        columns=("date", "text", "amount", "balance"),
        header=False,
        day="date",
        text=("text",),
        amount="amount",
        balance="balance",
    ),
)


def recognised(cells: list[str]) -> Layout | None:
    """The layout of a file whose first record this is."""
    return next((layout for layout in LAYOUTS if layout.begins(cells)), None)


def fitted(cells: list[str], layout: Layout) -> list[str]:
    """The record without the empty cell that a trailing comma leaves."""
    trailing = len(cells) == len(layout.columns) + 1 and not cells[-1].strip()
    return cells[:-1] if trailing else cells
