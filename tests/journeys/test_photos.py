"""A photo in a real browser: made smaller in the page, and where it was taken stays on the phone."""

import io

import pytest
from photos import GPS_MARK, with_gps
from PIL import Image
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

LARGE = with_gps(orientation=6, width=4000, height=3000)


@pytest.fixture
def sent(demo) -> list[bytes]:
    """The bodies of the forms with files that reach the server."""
    bodies: list[bytes] = []
    inner = demo.app.wsgi_app

    def overhear(environ, start_response):
        if "multipart" in environ.get("CONTENT_TYPE", ""):
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            bodies.append(body)
            environ["wsgi.input"] = io.BytesIO(body)
        return inner(environ, start_response)

    demo.app.wsgi_app = overhear
    return bodies


@pytest.fixture
def nikki(page: Page, demo) -> Page:
    page.goto(f"{demo.url}/demo/as/nikki")
    page.goto(f"{demo.url}/")
    page.get_by_role("link", name="Record spending").click()
    return page


def choose(page: Page, content: bytes, box: str = "#receipt") -> None:
    page.set_input_files(box, {"name": "PXL_20260302_HOME.jpg", "mimeType": "image/jpeg", "buffer": content})


def test_three_taps_with_a_photo_and_only_the_small_picture_leaves_the_phone(nikki: Page, demo, sent: list[bytes]):
    choose(nikki, LARGE)
    nikki.get_by_role("button", name="Save the photo now").click()
    nikki.get_by_text("We kept your photo").wait_for()
    (body,) = sent
    assert len(body) < 100_000
    assert GPS_MARK not in body
    assert b"PXL_" not in body
    picture = body[body.index(b"\xff\xd8\xff") : body.rindex(b"\xff\xd9") + 2]
    with Image.open(io.BytesIO(picture)) as image:
        assert (image.size, dict(image.getexif())) == ((1200, 1600), {})
    nikki.get_by_role("link", name="Add the amount").click()
    assert nikki.get_by_role("checkbox", name="Use the photo of").is_checked()
    image = nikki.locator("img.thumb")
    image.scroll_into_view_if_needed()
    nikki.wait_for_function("document.querySelector('img.thumb').naturalWidth > 0")


def test_a_form_sent_while_its_photo_is_still_drawn_waits_for_it(nikki: Page, sent: list[bytes]):
    nikki.evaluate(
        """() => {
            const real = createImageBitmap;
            window.createImageBitmap = async (...told) => {
                await new Promise((done) => setTimeout(done, 800));
                return real(...told);
            };
        }"""
    )
    choose(nikki, LARGE)
    nikki.get_by_role("button", name="Save the photo now").click()
    assert sent == []
    nikki.get_by_text("We kept your photo").wait_for()
    assert len(sent) == 1
    assert GPS_MARK not in sent[0]


def test_a_paper_and_what_is_no_picture_go_as_they_are(nikki: Page, sent: list[bytes]):
    pdf = b"%PDF-1.7\nx\n%%EOF\n"
    nikki.set_input_files("#receipt-more", [
        {"name": "a.pdf", "mimeType": "application/pdf", "buffer": pdf},
        {"name": "b.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"},
    ])  # fmt: skip
    nikki.get_by_role("button", name="Save the photo now").click()
    nikki.get_by_role("link", name="Choose a photo (JPEG, PNG or WebP) or a PDF").wait_for()
    assert pdf in sent[0]
    assert nikki.get_by_role("checkbox", name="Use the PDF that you chose").is_checked()


def test_without_scripts_the_server_does_the_same(browser: Browser, demo, sent: list[bytes]):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{demo.url}/demo/as/nikki")
    page.goto(f"{demo.url}/")
    page.get_by_role("link", name="Record spending").click()
    choose(page, LARGE)
    page.get_by_role("button", name="Save the photo now").click()
    page.get_by_text("We kept your photo").wait_for()
    assert GPS_MARK in sent[0]
    files = [path.read_bytes() for path in demo.app.extensions["files"]._root.rglob("*") if path.is_file()]
    assert not any(GPS_MARK in content for content in files)
    context.close()
