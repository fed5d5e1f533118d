"""Whatever is sent as a photo: refused in words with everything typed still there, or made safe."""

import io
import sys
from http.cookies import SimpleCookie

import pytest
from phone import OUTBOX
from photos import CANARY, GPS_MARK, HOSTILE, Upload, kept_words, pdf, photo, with_gps
from PIL import Image

from app.outside import photos
from app.outside.photos import limits, make_safe

TYPED = {
    "what_for": "Taxi <b>to</b> clinic", "amount": "12.50", "spent_on__day": "2", "spent_on__month": "3",
    "spent_on__year": "2026", "paid_to": "Dial-a-Cab", "note": "Rain, so no bus",
}  # fmt: skip


def send(nikki, household, upload: Upload, headers=None):
    file = (io.BytesIO(upload.content()), upload.name)
    return nikki.send("/spending", headers, **TYPED, plan_line=household.pot.lines["support"], receipt=file)


def files_kept(app) -> set[str]:
    return {path.name for path in app.extensions["files"]._root.rglob("*") if path.is_file()}


REFUSED = [upload for upload in HOSTILE if upload.refused]
MADE_SAFE = [upload for upload in HOSTILE if not upload.refused]


def named(upload: Upload) -> str:
    return upload.said


@pytest.mark.parametrize("upload", REFUSED, ids=named)
def test_what_is_no_photo_is_refused_beside_its_field_and_nothing_typed_is_lost(app, nikki, household, upload):
    answer = send(nikki, household, upload)
    assert answer.status_code == 422
    assert upload.refused in nikki.error_of("receipt")
    shown = nikki.fields("/spending")
    assert {name: shown[name.replace("__", "-")] for name in TYPED} == TYPED
    assert shown["plan_line"] == household.pot.lines["support"]
    assert household.payments() == 0
    assert files_kept(app) == set()


@pytest.mark.parametrize("upload", REFUSED[:3], ids=named)
def test_the_outbox_is_told_in_words_too(nikki, household, upload):
    answer = send(nikki, household, upload, OUTBOX)
    assert (answer.status_code, answer.json["errors"].keys()) == (422, {"receipt"})


@pytest.mark.parametrize("upload", MADE_SAFE, ids=named)
def test_what_may_be_a_photo_is_made_safe(app, nikki, household, upload):
    assert send(nikki, household, upload).status_code == 200
    receipt = nikki.open(f"{household.page}/{household.only_payment()}") and nikki.page
    see = next(link for link in receipt.links() if link.endswith("/see"))
    kept = nikki.client.get(see.removesuffix("/see"))
    assert (kept.status_code, kept.mimetype) == (200, upload.media)
    assert kept.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in kept.headers["Content-Security-Policy"]
    assert "script" not in kept.headers["Content-Security-Policy"]
    assert kept.headers["Cache-Control"] == "private, no-cache"
    assert kept.headers["Content-Disposition"].startswith("inline" if upload.media == "image/jpeg" else "attachment")
    assert "x=y" not in str(SimpleCookie(kept.headers.get("Set-Cookie", "")))
    if upload.media == "image/jpeg":
        assert_only_a_picture(kept.data)
        assert_only_a_picture(nikki.client.get(see.replace("/see", "/small")).data)
    assert all(len(name) == 64 for name in files_kept(app)), "no name of a file comes from a phone"


def assert_only_a_picture(content: bytes) -> None:
    assert CANARY not in content
    assert GPS_MARK not in content
    assert b"PK\x03\x04" not in content
    with Image.open(io.BytesIO(content)) as image:
        assert (image.format, image.mode) == ("JPEG", "RGB")
        assert not image.getexif()
        assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        image.load()


def test_a_name_with_a_path_leads_nowhere(app, nikki, household, tmp_path):
    send(nikki, household, Upload("", "../../../../escaped.jpg", photo))
    assert not list(tmp_path.rglob("*escaped*"))
    assert len(files_kept(app)) == 2


def test_a_photo_too_large_for_any_form_is_answered_in_words(nikki, household):
    answer = send(nikki, household, Upload("", "a.jpg", lambda: bytes(65 * 1024 * 1024)))
    assert answer.status_code == 413
    assert "try a smaller one" in nikki.text()
    assert household.payments() == 0


def test_one_bad_photo_among_good_ones_loses_none_of_them(nikki, household):
    bad = next(upload for upload in REFUSED if upload.said == "gif")
    files = [(io.BytesIO(content), "a.jpg") for content in (photo(), bad.content(), pdf())]
    line = household.pot.lines["support"]
    assert nikki.send("/spending", **TYPED, plan_line=line, receipt=files).status_code == 422
    assert "We have kept what you chose" in nikki.text()
    assert nikki.send("/spending", receipt_kept=kept_words(nikki)).status_code == 200
    nikki.open(f"{household.page}/{household.only_payment()}")
    assert len([link for link in nikki.page.links() if link.endswith("/see")]) == 2


def test_more_than_six_photos_at_a_time_are_refused_and_six_are_kept(nikki, household):
    files = [(io.BytesIO(photo(20 * number)), "a.jpg") for number in range(7)]
    line = household.pot.lines["support"]
    assert nikki.send("/spending", **TYPED, plan_line=line, receipt=files).status_code == 422
    assert nikki.error_of("receipt") == "Send at most 6 photos at a time"
    assert len(kept_words(nikki)) == 6


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_phone_was_held(orientation):
    with Image.open(io.BytesIO(with_gps(orientation))) as taken:
        upright = _as_a_viewer_shows(taken, orientation)
    with Image.open(io.BytesIO(make_safe(io.BytesIO(with_gps(orientation))).content)) as kept:
        assert kept.size == upright.size
        for at in ((10, 10), (kept.width - 10, 10), (10, kept.height - 10), (kept.width - 10, kept.height - 10)):
            assert _is_red(kept.getpixel(at)) == _is_red(upright.getpixel(at)), at


def _as_a_viewer_shows(image: Image.Image, orientation: int) -> Image.Image:
    """By the EXIF standard, in turns and mirrors of its own."""
    mirrored, turns = {1: (0, 0), 2: (1, 0), 3: (0, 2), 4: (1, 2), 5: (1, 1), 6: (0, 3), 7: (1, 3), 8: (0, 1)}[
        orientation
    ]
    image = image.convert("RGB")
    image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if mirrored else image
    return image.rotate(90 * turns, expand=True)


def _is_red(colour: tuple[int, int, int]) -> bool:
    return colour[0] > 200 and colour[1] < 100


@pytest.mark.parametrize(
    ("taken", "kept"),
    [
        ((4000, 3000), (2000, 1500)),
        ((3000, 4000), (1500, 2000)),
        ((1200, 900), (1200, 900)),
        ((1000, 7000), (857, 6000)),
        ((3000, 7000), (1000, 2333)),
    ],
)
def test_a_large_photo_is_kept_in_a_size_that_can_be_read(taken, kept):
    safe = make_safe(io.BytesIO(photo(width=taken[0], height=taken[1])))
    with Image.open(io.BytesIO(safe.content)) as image, Image.open(io.BytesIO(safe.small)) as small:
        assert abs(image.width - kept[0]) <= 1
        assert abs(image.height - kept[1]) <= 1
        assert max(small.size) <= limits.SMALL_SIDE


def test_a_heic_photo_is_read_where_the_library_is(monkeypatch):
    heif = pytest.importorskip("pillow_heif")
    written = io.BytesIO()
    heif.from_pillow(Image.new("RGB", (640, 480), "red")).save(written, quality=60)
    with Image.open(io.BytesIO(photos.make_safe(written).content)) as kept:
        assert (kept.format, kept.size) == ("JPEG", (640, 480))
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    with pytest.raises(photos.NotUsable) as refused:
        photos.make_safe(written)
    assert refused.value.why is photos.Why.HEIC
