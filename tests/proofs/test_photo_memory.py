"""However large a photo says it is, a process of the real service stays below 600 MB."""

import io
import re
import uuid
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path

import pytest
from factories import NOW, grant, make_person, make_pot
from PIL import Image
from real_server import RealServer
from sqlalchemy import create_engine
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from app.domain.authority import Role
from app.outside.photos import limits
from app.persistence.database import prepare

MOST_MEGABYTES = 600


@pytest.fixture
def server(sqlite_url: str, tmp_path: Path):
    server = RealServer(sqlite_url, tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def acting(sqlite_url: str) -> tuple[str, str]:
    """Nikki's pot, and the authority by which she acts."""
    engine = prepare(create_engine(sqlite_url))
    pot = make_pot(engine, make_person(engine, email="nikki@demo.example"))
    grant(pot, make_person(engine, "Amina"), Role.CARER)
    engine.dispose()
    return pot.id, pot.authority_id


def flat(kind: str, mode: str, width: int, height: int, **options: object) -> bytes:
    """A picture of one colour: small as a file, whole as pixels."""
    written = io.BytesIO()
    Image.new(mode, (width, height), 128).save(written, kind, **options)
    return written.getvalue()


def most(kind: str, wide: int) -> tuple[int, int]:
    """The largest that is taken of a kind, so wide."""
    return wide, limits.MOST_PIXELS[kind] // wide


TAKEN = {
    "photo": lambda: flat("JPEG", "RGB", *most("JPEG", 8_000)),
    "photo in layers": lambda: flat("JPEG", "RGB", *most("JPEG", 8_000), progressive=True, subsampling=0),
    "for printing, in layers": lambda: flat("JPEG", "CMYK", 6_000, 6_250, progressive=True, subsampling=0),
    "shines through": lambda: flat("PNG", "RGBA", *most("PNG", 5_000)),
    "till roll": lambda: flat("PNG", "RGBA", 1_250, 20_000),
    "of few colours": lambda: flat("PNG", "P", *most("PNG", 5_000)),
    "grey, fine": lambda: flat("PNG", "I;16", *most("PNG", 5_000)),
    "web": lambda: flat("WEBP", "RGBA", *most("WEBP", 4_000), lossless=True, method=0),
}
REFUSED = {
    "one more row": lambda: flat("JPEG", "RGB", 8_000, 6_251),
    "sixteen times": lambda: flat("PNG", "1", 20_000, 20_000),
    "twenty megabytes and more": lambda: flat("JPEG", "RGB", 100, 100) + bytes(limits.MOST_BYTES),
}


def moving() -> bytes:
    """Two of the largest, one after the other."""
    written = io.BytesIO()
    frames = [Image.new("RGB", most("WEBP", 4_000), colour) for colour in ("red", "blue")]
    frames[0].save(written, "WEBP", save_all=True, append_images=frames[1:], lossless=True, method=0)
    return written.getvalue()


def test_peak_memory_of_the_service(server: RealServer, acting: tuple[str, str]):
    phone = _Phone(server, *acting)
    for said, content in TAKEN.items():
        assert phone.send([content()]) == 303, said
    assert phone.send([moving()]) == 303
    for said, content in REFUSED.items():
        assert phone.send([content()]) == 422, said
    assert phone.send([TAKEN["photo in layers"](), TAKEN["shines through"](), TAKEN["web"]()]) == 303
    assert phone.send([], words=["x" * 2_900_000] * 20) in {413, 422}
    peaks = _peaks_in_megabytes(server)
    print(f"\npeak memory of the server's processes: {peaks} MB")  # noqa: T201 - the figures of the run
    assert 0 < max(peaks) < MOST_MEGABYTES


class _Phone:
    """Signed in over a real connection, one answer at a time."""

    def __init__(self, server: RealServer, pot_id: str, authority_id: str) -> None:
        self.port, self.path = server.port, f"/p/{pot_id}/spending"
        self.acting = authority_id
        self.cookie = ""
        assert self._ask("GET", "/demo/as/nikki")[0] == 303

    def send(self, files: list[bytes], words: Sequence[str] = ()) -> int:
        page = self._ask("GET", f"{self.path}/new")[1].decode()
        told = MultiDict(
            {
                "csrf_token": re.search(r'name="csrf_token" value="([^"]+)"', page)[1],
                "change_id": str(uuid.uuid4()),
                "form_version": "1",
                "made_at": NOW.isoformat(),
                "acting": self.acting,
            }
        )
        for text in words:
            told.add("more", text)
        for content in files:
            told.add("receipt", FileStorage(io.BytesIO(content), filename="IMG_0001.jpg"))
        boundary, body = encode_multipart(told)
        return self._ask("POST", self.path, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})[0]

    def _ask(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None):
        asking = HTTPConnection("127.0.0.1", self.port, timeout=60)
        asking.request(method, path, body, (headers or {}) | {"Cookie": self.cookie})
        answer = asking.getresponse()
        self.cookie = (answer.headers["Set-Cookie"] or self.cookie).partition(";")[0]
        read = answer.status, answer.read()
        asking.close()
        return read


def _peaks_in_megabytes(server: RealServer) -> list[int]:
    """The most that each process of the server ever held."""
    peaks = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            stat = status.with_name("stat").read_text().rpartition(")")[2].split()
            if int(stat[2]) == server.group:
                peaks.append(int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text())[1]) // 1024)
        except (OSError, TypeError):  # it ended while we looked
            continue
    return peaks
