"""Receipts as tills print them, drawn for the made-up households."""

import io
from datetime import date

from PIL import Image, ImageDraw, ImageFont

from app.domain.money import pounds

WIDTH, HEIGHT = 420, 560
TABLE, PAPER, INK = "#8a7a66", "#fbfaf5", "#333333"


def receipt_photo(shop: str, what: str, amount_pence: int, day: date) -> io.BytesIO:
    """A photo of a receipt on a table, as a JPEG."""
    photo = Image.new("RGB", (WIDTH, HEIGHT), TABLE)
    draw = ImageDraw.Draw(photo)
    draw.polygon([(66, 42), (357, 31), (364, 521), (60, 532)], fill=PAPER)
    total = pounds(amount_pence).removeprefix("£")  # Pillow's own face has no such sign
    lines = [(shop, 24), (f"{day:%d/%m/%Y}", 16), ("", 16), (what, 17), (total, 17), ("", 16), (f"TOTAL {total}", 27)]
    top = 77
    for text, size in [*lines, ("Thank you", 16)]:
        draw.text((WIDTH // 2, top), text, fill=INK, anchor="ma", font=ImageFont.load_default(size))
        top += size * 2
    written = io.BytesIO()
    photo.save(written, "JPEG", quality=70)
    written.seek(0)
    return written
