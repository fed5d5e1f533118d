"""What a file is, by its content; photos are drawn again, so that nothing of the file itself is kept."""

import contextlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import IO

from PIL import Image

from app.outside.photos import limits

JPEG = "image/jpeg"
PDF = "application/pdf"

# The limits are our own, checked as soon as the size is known and before anything is decoded.
Image.MAX_IMAGE_PIXELS = None

_HEAD = 64
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1"}
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow's decoders raise for files that are broken, by accident or on purpose.
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    MemoryError,
    RuntimeError,
)


class Why(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too large"
    KIND = "kind"
    HEIC = "heic"
    BROKEN = "broken"


class NotUsable(Exception):
    """The file is not taken, and why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Safe:
    """What may be kept: a JPEG drawn by ourselves with a small one of it, or a PDF as it came."""

    media: str
    content: bytes
    small: bytes | None = None


def make_safe(file: IO[bytes]) -> Safe:
    """Read a file that somebody sent. Its name and what the browser says of it are not asked. Raises NotUsable."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    if not size:
        raise NotUsable(Why.EMPTY)
    if size > limits.MOST_BYTES:
        raise NotUsable(Why.TOO_LARGE)
    if head.startswith(b"%PDF-"):
        return _paper(file.read())
    kind = _kind_of(head)
    if kind is None:
        raise NotUsable(Why.KIND)
    if kind == "HEIF" and not _reads_heif():
        raise NotUsable(Why.HEIC)
    with _calmly():
        return _photo(file, kind)


def _paper(content: bytes) -> Safe:
    """A PDF that has its end. What it holds is for its reader: it is only ever handed out as an attachment."""
    if b"%%EOF" not in content[-2048:]:
        raise NotUsable(Why.BROKEN)
    return Safe(PDF, content)


def _kind_of(head: bytes) -> str | None:
    """Which decoder is asked; None for whatever is no photo."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS:
        return "HEIF"
    return None


def _photo(file: IO[bytes], kind: str) -> Safe:
    with Image.open(file, formats=[kind]) as image:
        width, height = image.size
        _check(kind, width, height, len(image.getbands()))
        orientation = _orientation(image)
        room = _room_for(width, height)
        image.draft(None, room)  # a JPEG is decoded at a half, a quarter or an eighth
        drawn = _upright(_flat(image, room), orientation)
    return Safe(JPEG, _jpeg(drawn, limits.KEPT_QUALITY), _jpeg(_small(drawn), limits.SMALL_QUALITY))


def _check(kind: str, width: int, height: int, colours: int) -> None:
    pixels = width * height
    if max(width, height) > limits.LONGEST_SIDE or pixels > limits.MOST_PIXELS[kind]:
        raise NotUsable(Why.TOO_LARGE)
    if pixels * colours > limits.MOST_SAMPLES:
        raise NotUsable(Why.TOO_LARGE)


def _room_for(width: int, height: int) -> tuple[int, int]:
    """What a photo must fit in: paper within a square; a till roll keeps its width as long as it can be read."""
    short, long = sorted((width, height))
    if long <= 2 * short:
        return limits.KEPT_SIDE, limits.KEPT_SIDE
    roll = limits.KEPT_WIDTH_OF_ROLL, limits.KEPT_LENGTH_OF_ROLL
    return roll if height > width else roll[::-1]


def _flat(image: Image.Image, room: tuple[int, int]) -> Image.Image:
    """Drawn within its room in plain colours: on white where something shines through."""
    if image.mode in {"P", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
    elif image.mode.startswith("I") or image.mode == "F":
        image = _eight_bits(image)
    elif image.mode == "1":
        image = image.convert("L")
    image.thumbnail(room, Image.Resampling.LANCZOS, reducing_gap=2.0)
    if image.mode in {"LA", "RGBA", "La", "RGBa"}:
        paper = Image.new("RGBA", image.size, "white")
        paper.alpha_composite(image.convert("RGBA"))
        image = paper
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """A grey picture of 16 bits as one of 8: a scanner's."""
    return image.convert("I").point([value // 256 for value in range(65_536)], "L")


def _orientation(image: Image.Image) -> int:
    """How the camera was held; upright where what the file says of it cannot be read."""
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except _BROKEN:
        return 1


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return image.transpose(turn) if turn is not None else image


def _small(image: Image.Image) -> Image.Image:
    """For lists: of a till roll its head, which names the shop."""
    small = image.crop((0, 0, image.width, min(image.height, image.width * 3 // 2 + 1)))
    small.thumbnail((limits.SMALL_SIDE, limits.SMALL_SIDE), Image.Resampling.LANCZOS)
    return small


def _jpeg(image: Image.Image, quality: int) -> bytes:
    """Only what is drawn: no EXIF, no colour profile, no comment is handed on."""
    written = io.BytesIO()
    plain = Image.frombytes("RGB", image.size, image.tobytes())
    plain.save(written, "JPEG", quality=quality, optimize=True)
    return written.getvalue()


def _reads_heif() -> bool:
    """Whether the optional library is installed; it is asked for only when such a photo comes."""
    try:
        from pillow_heif import register_heif_opener  # noqa: PLC0415 - optional, and slow to import
    except ImportError:
        return False
    register_heif_opener(thumbnails=False)
    return True


@contextlib.contextmanager
def _calmly() -> Iterator[None]:
    """Whatever a decoder stumbles over is a broken file, and what it grumbles about is of no use to anybody."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except _BROKEN as error:
            raise NotUsable(Why.BROKEN) from error
