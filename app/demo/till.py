"""Receipts as tills print them, drawn for the made-up households."""

import io
from datetime import date

from PIL import Image, ImageDraw, ImageFont

from app.domain.money import pounds

WIDTH, HEIGHT = 600, 800
TABLE, PAPER, INK = "#8a7a66", "#fbfaf5", "#333333"


def receipt_photo(shop: str, what: str, amount_pence: int, day: date) -> io.BytesIO:
    """A photo of a receipt on a table, as a JPEG."""
    photo = Image.new("RGB", (WIDTH, HEIGHT), TABLE)
    draw = ImageDraw.Draw(photo)
    draw.polygon([(95, 60), (510, 45), (520, 745), (85, 760)], fill=PAPER)
    total = pounds(amount_pence).removeprefix("£")  # Pillow's own face has no such sign
    lines = [(shop, 34), (f"{day:%d/%m/%Y}", 22), ("", 22), (what, 24), (total, 24), ("", 22), (f"TOTAL {total}", 38)]
    top = 110
    for text, size in [*lines, ("Thank you", 22)]:
        draw.text((WIDTH // 2, top), text, fill=INK, anchor="ma", font=ImageFont.load_default(size))
        top += size * 2
    written = io.BytesIO()
    photo.save(written, "JPEG", quality=70)
    written.seek(0)
    return written
