"""Photos and papers that people send: recognised by what they hold, made safe and small.

`make_safe` is all that the service calls; it raises NotUsable.
"""

from app.outside.photos.limits import MOST_BYTES
from app.outside.photos.reading import JPEG, PDF, NotUsable, Safe, Why, make_safe

__all__ = ["JPEG", "MOST_BYTES", "PDF", "NotUsable", "Safe", "Why", "make_safe"]
