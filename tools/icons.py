"""The task `icons`: draw the app's icons from app/static/icons/app-icon.svg, for phones that take no SVG.

What is drawn is committed beside it: it changes only when the drawing does.
"""

import argparse
import os
import shutil
import subprocess

from tools import tests
from tools.setup import set_up
from tools.steps import BIN, ROOT, timed

FOLDER = ROOT / "app" / "static" / "icons"
ICONS = (  # name, pixels, how round its corners are: a system that cuts its own shape out is given the whole square
    ("icon-192", 192, "22%"),
    ("icon-512", 512, "22%"),
    ("maskable-192", 192, "0"),
    ("maskable-512", 512, "0"),
    ("apple-touch-icon", 180, "0"),
)


def run(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Draw every icon; the answer is the exit code."""
    set_up(test=True)
    tests.browser()
    with timed("Icons"):
        return subprocess.call([BIN / "python", "-m", "tools.icons"], cwd=ROOT)


def draw() -> None:
    """Runs in the project's own environment, where the browser is."""
    from playwright.sync_api import sync_playwright

    drawing = (FOLDER / "app-icon.svg").read_text()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which(os.environ.get("CHROMIUM", "chromium")),
            args=["--no-sandbox", "--disable-dev-shm-usage"],
        )
        for name, pixels, corners in ICONS:
            page = browser.new_page(viewport={"width": pixels, "height": pixels})
            page.set_content(f"<style>body{{margin:0}}svg{{display:block;border-radius:{corners}}}</style>{drawing}")
            page.screenshot(path=FOLDER / f"{name}.png", omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    draw()
