"""Receipts as phones photograph them: printed by made-up tills, tilted, noisy, in bad light, some of them crumpled."""

import io
import random
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from app.domain.money import pounds

WIDE, HIGH = 1_200, 1_600
FACES = ("LiberationMono-Regular.ttf", "DejaVuSansMono.ttf", "LiberationSans-Regular.ttf", "DejaVuSans.ttf")
SHOPS = ("CORNER CHEMIST", "High Street Electrics", "Ability Shop", "RIVERSIDE CARS", "The Pool Café", "MARKET FOODS")
THINGS = (
    "Heat pads",
    "Bandages x2",
    "WHITE BREAD",
    "Taxi to clinic",
    "Swim",
    "Loose carrots",
    "Total yoghurt",
    "Splint",
)
SAYS = ("TOTAL", "Total", "TOTAL TO PAY", "BALANCE DUE", "AMOUNT DUE", "Total:", "Grand Total", "TOTAL GBP")


@dataclass(frozen=True, slots=True)
class Roll:
    """A photo of a receipt, and what it says is to be paid."""

    photo: bytes
    total_pence: int
    tilt: float


def till_roll(seed: int) -> Roll:
    """Another receipt for each seed, and the same for the same one."""
    chance = random.Random(seed)
    rows, total = _printed(chance)
    paper = _drawn(chance, rows)
    tilt = chance.uniform(-8, 8)
    return Roll(_photographed(chance, paper, tilt), total, tilt)


def _printed(chance: random.Random) -> tuple[list[tuple[str, str, bool]], int]:
    """Rows of what is left, what is right, and whether it is large; the total."""
    things = [(chance.choice(THINGS), chance.randrange(45, 2_500)) for _thing in range(chance.randrange(1, 7))]
    total = sum(pence for _name, pence in things)
    sign = chance.choice(("£", "£", ""))
    rows = [(chance.choice(SHOPS), "", True), ("12/11/2026 14:32", "", False), ("", "", False)]
    rows += [(name, _amount(pence, ""), False) for name, pence in things]
    rows += [("", "", False)]
    if chance.random() < 0.6:
        rows += [(chance.choice(("SUBTOTAL", "Sub-total")), _amount(total + chance.choice((0, 200)), sign), False)]
    rows += [(chance.choice(SAYS), _amount(total, sign), chance.random() < 0.7)]
    if chance.random() < 0.5:
        given = (total // 500 + 1) * 500
        rows += [("CASH", _amount(given, sign), False), ("CHANGE", _amount(given - total, sign), False)]
    else:
        rows += [("VISA DEBIT", _amount(total, sign), False)]
    rows += [("VAT 20.00%", _amount(total // 6, sign), False), ("", "", False), ("Thank you", "", False)]
    return rows, total


def _amount(pence: int, sign: str) -> str:
    return pounds(pence).replace("£", sign)


def _drawn(chance: random.Random, rows: list[tuple[str, str, bool]]) -> Image.Image:
    face = chance.choice(FACES)
    paper = Image.new("L", (700, 120 + 64 * len(rows)), chance.randrange(225, 253))
    pen, ink = ImageDraw.Draw(paper), chance.randrange(20, 95)
    for nth, (left, right, large) in enumerate(rows):
        font = _font(face, 44 if large else 32)
        top = 60 + 64 * nth
        pen.text((50, top), left, fill=ink, font=font)
        pen.text((650, top), right, fill=ink, font=font, anchor="ra")
    return paper


def _font(face: str, size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    try:
        return ImageFont.truetype(face, size)
    except OSError:  # not on this machine
        return ImageFont.load_default(size)


def _photographed(chance: random.Random, paper: Image.Image, tilt: float) -> bytes:
    """On a table, at an angle, a little from the side, in uneven light, out of focus, with a cheap phone's grain."""
    table = Image.new("L", (WIDE, HIGH), chance.randrange(70, 150))
    mask = Image.new("L", paper.size, 255)
    turned, around = paper.rotate(tilt, Image.Resampling.BICUBIC, True), mask.rotate(tilt, expand=True)
    turned.thumbnail((WIDE - 80, HIGH - 80))
    around.thumbnail((WIDE - 80, HIGH - 80))
    table.paste(turned, ((WIDE - turned.width) // 2, (HIGH - turned.height) // 2), around)
    lean = chance.uniform(0, 60)
    seen = table.transform(
        table.size, Image.Transform.QUAD,
        (lean, 0, 0, HIGH, WIDE, HIGH, WIDE - lean, chance.uniform(0, 30)), Image.Resampling.BICUBIC,
    )  # fmt: skip
    light = Image.linear_gradient("L").resize(seen.size).point(lambda level: 190 + level // 4)
    seen = ImageChops.multiply(seen, light.rotate(chance.choice((0, 90, 180, 270))).resize(seen.size))
    seen = seen.filter(ImageFilter.GaussianBlur(chance.uniform(0.4, 1.4)))
    seen = Image.blend(seen, _grain(chance, seen.size), 0.12)
    written = io.BytesIO()
    seen.convert("RGB").save(written, "JPEG", quality=chance.randrange(45, 75))
    return written.getvalue()


def _grain(chance: random.Random, size: tuple[int, int]) -> Image.Image:
    """Noise around grey. Pillow's own takes its chance from elsewhere: no receipt would be the same twice."""
    spread = chance.uniform(0.3, 0.8)
    noise = Image.frombytes("L", size, chance.randbytes(size[0] * size[1]))
    return noise.point(lambda level: 128 + spread * (level - 128))
