"""From the bytes of a file to its records: encodings, limits, CSV."""

import codecs
import csv
import io
from collections.abc import Iterator

from app.outside.bank_files.refusal import Reason, UnreadableStatement

MOST_BYTES = 5_000_000
MOST_IN_A_LINE = 10_000
MOST_LINES = 100_000  # blank ones and those within a quoted text included, which no limit of rows would stop

NOT_CSV = (
    (b"PK\x03\x04", "zip"),  # also .xlsx, .ods and Numbers
    (b"\xd0\xcf\x11\xe0", "xls"),
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "gzip"),
)


def text_of(content: bytes) -> str:
    """The file's text, from UTF-8, UTF-16 with its mark, or Windows-1252; refused when it is none of them."""
    if len(content) > MOST_BYTES:
        raise UnreadableStatement(Reason.TOO_BIG, most=MOST_BYTES)
    for start, kind in NOT_CSV:
        if content.startswith(start):
            raise UnreadableStatement(Reason.NOT_TEXT, kind=kind)
    text = _decoded(content)
    if not text.strip():
        raise UnreadableStatement(Reason.EMPTY)
    nul = text.find("\0")
    if nul >= 0:
        raise UnreadableStatement(Reason.NUL, _line_at(text, nul))
    return text


def records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record that has something in it, with the number of the line it begins on."""
    reader = csv.reader(_lines(text), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise UnreadableStatement(Reason.BROKEN_LINE, line) from None
        # A quoted cell may run over several lines, each of them short enough.
        if sum(map(len, cells)) > MOST_IN_A_LINE:
            raise UnreadableStatement(Reason.LINE_TOO_LONG, line, most=MOST_IN_A_LINE)
        if any(cell.strip() for cell in cells):
            yield line, cells


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif content.startswith(codecs.BOM_UTF8):
        encodings = ["utf-8-sig"]
    else:
        encodings = ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableStatement(Reason.NOT_TEXT, kind="unknown")


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if number > MOST_LINES:
            raise UnreadableStatement(Reason.TOO_MANY_ROWS, number, most=MOST_LINES)
        if len(line) > MOST_IN_A_LINE:
            raise UnreadableStatement(Reason.LINE_TOO_LONG, number, most=MOST_IN_A_LINE)
        yield line


def _line_at(text: str, position: int) -> int:
    return sum(1 for _ in io.StringIO(text[: position + 1], newline=""))
