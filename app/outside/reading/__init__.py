"""The total of a receipt, read from its photo: eyes that find text (an optional extra), and what the text says.

Only the worker imports this package: the eyes bring some 370 MB of packages (docs/decisions/0011-reading-totals.md).
"""

from app.outside.reading.eyes import are_there, see
from app.outside.reading.total import Line, total_of

__all__ = ["Line", "are_there", "see", "total_of"]
