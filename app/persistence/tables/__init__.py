"""Every table. A row of a pot is written once; what changes gets a further row."""

from app.persistence.tables.base import Base
from app.persistence.tables.books import (
    Account,
    Aside,
    Balance,
    Commitment,
    Entry,
    Posting,
    SplitTaken,
    WeekTotal,
)
from app.persistence.tables.doings import (
    Message,
    Notice,
    Receipt,
    Shift,
    Sighting,
    Spending,
    Statement,
    StatementRow,
    Thread,
    ThreadRead,
    Todo,
)
from app.persistence.tables.jobs import Job, ReceiptReading
from app.persistence.tables.money import (
    BudgetYearRow,
    Contribution,
    Funder,
    InstalmentRow,
    PlanLine,
    PlanLineSplit,
    Terms,
)
from app.persistence.tables.people import (
    Attempt,
    Passkey,
    Person,
    Pin,
    RecoveryCode,
    SignInCode,
    UserSession,
    WayBack,
    WayBackWord,
)
from app.persistence.tables.pots import (
    Acceptance,
    AuthorityRow,
    Blanking,
    Change,
    Claim,
    Contact,
    Done,
    Invitation,
    Pot,
    Words,
)
from app.persistence.tables.voice import GoneThrough, Looked, Wish

__all__ = [
    "Acceptance", "Account", "Aside", "Attempt", "AuthorityRow", "Balance", "Base", "Blanking", "BudgetYearRow",
    "Change", "Claim", "Commitment", "Contact", "Contribution", "Done", "Entry", "Funder", "GoneThrough",
    "InstalmentRow", "Invitation", "Job", "Looked", "Message", "Notice", "Passkey", "Person", "Pin", "PlanLine",
    "PlanLineSplit", "Posting", "Pot", "Receipt", "ReceiptReading", "RecoveryCode", "Shift", "Sighting",
    "SignInCode", "Spending", "SplitTaken", "Statement", "StatementRow", "Terms", "Thread", "ThreadRead",
    "Todo", "UserSession", "WayBack", "WayBackWord", "WeekTotal", "Wish", "Words",
]  # fmt: skip
