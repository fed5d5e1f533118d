"""A picture that a phone's camera reads, drawn into the page itself."""

import segno
from markupsafe import Markup


def qr(link: str) -> Markup:
    """The link as black squares on white, whatever the colours of the page."""
    drawn: str = segno.make(link, error="m", micro=False).svg_inline(
        scale=4, border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    return Markup(drawn)  # noqa: S704  # nosec B704 - squares only: nothing of the link stands in it
