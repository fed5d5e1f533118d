"""What stands in one cell of a bank's file, read exactly or refused."""

import re
from datetime import date

from app.outside.bank_files.refusal import Reason, UnreadableStatement, shown

MOST_PENCE = 2**63 - 1  # what the database's whole numbers hold

DAY_MONTH_YEAR = re.compile(r"([0-9]{2})/([0-9]{2})/([0-9]{4})")
AMOUNT = re.compile(r"'?([-+]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?")
CURRENCY = re.compile(r"[A-Z]{3}")


def looks_like_a_day(cell: str) -> bool:
    """Whether the cell has the form dd/mm/yyyy, possible date or not."""
    return DAY_MONTH_YEAR.fullmatch(cell.strip()) is not None


def day(cell: str, line: int) -> date:
    """The date of dd/mm/yyyy."""
    found = DAY_MONTH_YEAR.fullmatch(cell.strip())
    if found:
        dd, mm, yyyy = map(int, found.groups())
        try:
            # Days are counted forwards and back from it later; at the calendar's ends that overflows.
            if 1970 <= yyyy <= 2200:
                return date(yyyy, mm, dd)
        except ValueError:
            pass
    raise UnreadableStatement(Reason.NOT_A_DATE, line, found=shown(cell))


def pence(cell: str, line: int) -> int:
    """The whole pence of an amount such as `-1,187.32`, with a leading apostrophe or not."""
    found = AMOUNT.fullmatch(cell.strip())
    if not found:
        raise UnreadableStatement(Reason.NOT_AN_AMOUNT, line, found=shown(cell))
    sign, pounds, decimals = found.groups(default="")
    if len(decimals) > 2:
        raise UnreadableStatement(Reason.TOO_MANY_DECIMALS, line, found=shown(cell))
    digits = pounds.replace(",", "") + decimals.ljust(2, "0")
    # The length first: Python itself stops at numbers of thousands of digits.
    if len(digits) > 19 or int(digits) > MOST_PENCE:
        raise UnreadableStatement(Reason.TOO_LARGE, line, found=shown(cell))
    return -int(digits) if sign == "-" else int(digits)


def pence_without_sign(cell: str, line: int) -> int:
    """As `pence`, for a column that itself says in or out: there a sign could mean either."""
    if cell.strip().lstrip("'").startswith(("-", "+")):
        raise UnreadableStatement(Reason.NOT_AN_AMOUNT, line, found=shown(cell))
    return pence(cell, line)


def currency_code(cell: str, line: int) -> str:
    """Three capital letters, such as GBP."""
    if not CURRENCY.fullmatch(cell.strip()):
        raise UnreadableStatement(Reason.NOT_A_CURRENCY, line, found=shown(cell))
    return cell.strip()
