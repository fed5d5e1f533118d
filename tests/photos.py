"""Photos and papers for tests: drawn here, honest ones and nasty ones."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from phone import Phone
from PIL import Image, ImageDraw

GPS_MARK = b"HOME-IS-HERE-51.5007N"
CANARY = b"<script>alert('onepot-canary')</script>"


def drawn(width: int = 300, height: int = 200, mode: str = "RGB", colour: object = None) -> Image.Image:
    """A picture whose top left corner is red."""
    image = Image.new("RGB", (width, height), colour or "white")
    ImageDraw.Draw(image).rectangle((0, 0, width // 4, height // 4), fill="red")
    return image.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    """The picture as a file of this kind."""
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def photo(shade: int = 0, **size: int) -> bytes:
    """An honest photo; another shade is another photo."""
    return encoded(drawn(colour=(255 - shade, 250, 245), **size))


def with_gps(orientation: int = 1, width: int = 300, height: int = 200) -> bytes:
    """A phone's photo: it tells where it was taken, and how the phone was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = GPS_MARK.decode()
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 2.5), 3: "W", 4: (0.0, 7.0, 28.0), 29: GPS_MARK.decode()}
    return encoded(drawn(width, height), exif=exif, comment=GPS_MARK)


def pdf(more: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n" + more + b"\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def zipped(name: str = "a.txt") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(name, CANARY)
    return written.getvalue()


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few hundred bytes that says it is enormous, and would be."""
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(bytes(4096)))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def text_bomb() -> bytes:
    """A small picture with text that unpacks to sixty megabytes."""
    whole = encoded(drawn(), "PNG")
    return whole[:33] + _chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(60_000_000))) + whole[33:]


def animated(kind: str) -> bytes:
    return encoded(drawn(), kind, save_all=True, append_images=[drawn(colour="blue"), drawn(colour="green")])


def palette() -> bytes:
    image = drawn().quantize(16)
    return encoded(image, "PNG", transparency=0)


def kept_words(phone: Phone) -> list[str]:
    """What the page carries for the photos that it keeps."""
    return [box.get("value") for box in phone.page.all("input") if box.get("name") == "receipt_kept"]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as some phone or some attacker sends it. `refused`: part of the sentence, or None when it is made safe."""

    said: str
    name: str
    content: Callable[[], bytes]
    refused: str | None = None
    media: str = "image/jpeg"


LARGE = "too large"
KIND = "Choose a photo (JPEG, PNG or WebP) or a PDF"
BROKEN = "We could not use that photo. Take it again, or type the amount"

HOSTILE = [
    # No photo at all, whatever it is called.
    Upload(
        "svg with a script", "a.svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg">' + CANARY + b"</svg>", KIND
    ),
    Upload("svg called jpg", "a.jpg", lambda: b'<?xml version="1.0"?><svg onload="x()"/>', KIND),
    Upload("html called jpg", "photo.jpg", lambda: b"<!DOCTYPE html>" + CANARY, KIND),
    Upload("zip called png", "a.png", zipped, KIND),
    Upload("program called jpg", "a.jpg", lambda: b"MZ" + bytes(2000), KIND),
    Upload("php called png", "shell.php.png", lambda: b"<?php system($_GET['x']); ?>", KIND),
    Upload("gif", "a.gif", lambda: encoded(drawn(mode="P"), "GIF"), KIND),
    Upload("animated gif called jpg", "a.jpg", lambda: animated("GIF"), KIND),
    Upload("tiff", "a.tiff", lambda: encoded(drawn(), "TIFF"), KIND),
    Upload("bmp", "a.bmp", lambda: encoded(drawn(), "BMP"), KIND),
    Upload("postscript", "a.eps", lambda: encoded(drawn(), "EPS"), KIND),
    Upload("text", "a.txt", lambda: b"12.50 for a taxi", KIND),
    Upload("avif", "a.avif", lambda: b"\x00\x00\x00\x20ftypavif" + bytes(200), KIND),
    Upload("nothing in it", "a.jpg", lambda: b"", "There is nothing in that file"),
    # Photos that are too much.
    Upload("pixel bomb", "a.png", bomb, LARGE),
    Upload("long thin bomb", "a.png", lambda: encoded(Image.new("1", (60_000, 10)), "PNG"), LARGE),
    Upload("thirty megabytes", "a.jpg", lambda: photo() + bytes(30 * 1024 * 1024), LARGE),
    Upload("text bomb", "a.png", text_bomb, BROKEN),
    # Photos that are none.
    Upload("cut off jpeg", "a.jpg", lambda: photo()[:1500], BROKEN),
    Upload("cut off png", "a.png", lambda: encoded(drawn(), "PNG")[:200], BROKEN),
    Upload("head of a jpeg alone", "a.jpg", lambda: b"\xff\xd8\xff\xe0" + bytes(600), BROKEN),
    Upload("cut off webp", "a.webp", lambda: encoded(drawn(), "WEBP")[:60], BROKEN),
    Upload("broken heic", "a.heic", lambda: b"\x00\x00\x00\x18ftypheic" + bytes(300), BROKEN),
    Upload("cut off pdf", "a.pdf", lambda: pdf()[:60], BROKEN),
    # Made safe.
    Upload("jpeg and zip in one", "a.jpg", lambda: photo() + zipped()),
    Upload("jpeg and html in one", "a.html", lambda: photo() + CANARY),
    Upload("gif head in a jpeg comment", "a.jpg", lambda: encoded(drawn(), comment=b"GIF89a" + CANARY)),
    Upload("path in the name", "../../../etc/cron.d/a.jpg", photo),
    Upload("nul in the name", "a.jpg\x00.html", photo),
    Upload("line ends in the name", 'a";\r\nSet-Cookie: x=y', photo),
    Upload("name of a thousand letters", "x" * 1000 + ".jpg", photo),
    Upload("name that reads backwards", "\u202egpj.exe", photo),
    Upload("wrong ending", "a.pdf", photo),
    Upload("png called jpg", "a.jpg", lambda: encoded(drawn(), "PNG")),
    Upload("animated png", "a.png", lambda: animated("PNG")),
    Upload("animated webp", "a.webp", lambda: animated("WEBP")),
    Upload("colours for printing", "a.jpg", lambda: encoded(drawn(mode="CMYK"))),
    Upload("palette with a hole", "a.png", palette),
    Upload("grey of sixteen bits", "a.png", lambda: encoded(drawn(mode="L").convert("I;16"), "PNG")),
    Upload("black and white", "a.png", lambda: encoded(drawn(mode="1"), "PNG")),
    Upload("shines through", "a.webp", lambda: encoded(drawn(mode="RGBA"), "WEBP")),
    Upload("tells where", "a.jpg", with_gps),
    Upload("one pixel", "a.png", lambda: encoded(Image.new("RGB", (1, 1)), "PNG")),
    Upload("pdf with a script", "a.pdf", lambda: pdf(b"<</S/JavaScript/JS(app.alert(1))>>"), media="application/pdf"),
    Upload("pdf and html in one", "a.html", lambda: pdf(CANARY), media="application/pdf"),
    Upload("pdf and zip in one", "a.pdf", lambda: pdf(zipped()), media="application/pdf"),
]
