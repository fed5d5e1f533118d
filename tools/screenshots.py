"""The task `screenshots`: draw the README's pictures from the demo, on a phone of 360 by 740."""

import argparse
import os
import subprocess
import tempfile

from tools import tests
from tools.setup import set_up
from tools.steps import BIN, ROOT, command, timed

FOLDER = ROOT / "docs" / "screenshots"
PICTURES = (  # name, who looks, what at (after their pot), dark
    ("home", "nikki", "/", False),
    ("record", "nikki", "/spending/new", False),
    ("money", "nikki", "/money", False),
    ("shift-dark", "nikki", "/shifts", True),
)


def run(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Start the demo on a database of its own and photograph it; the answer is the exit code."""
    set_up(test=True)
    tests.browser()
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "ONEPOT_DEMO": "1", "DATABASE_URL": f"sqlite:///{folder}/pictures.sqlite"}
        with timed("Demo households"):
            command(BIN / "flask", "--app", "wsgi", "db", "upgrade", env=env)
            command(BIN / "flask", "--app", "wsgi", "demo", env=env)
        with timed("Pictures"):
            return subprocess.call([BIN / "python", "-m", "tools.screenshots"], cwd=ROOT, env=env)


def photograph() -> None:
    """Runs in the project's own environment, where the service and the browser are."""
    import shutil
    import threading

    from playwright.sync_api import sync_playwright
    from werkzeug.serving import make_server

    from wsgi import app

    server = make_server("localhost", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://localhost:{server.server_port}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which(os.environ.get("CHROMIUM", "chromium")),
            args=["--no-sandbox", "--disable-dev-shm-usage"],
        )
        for name, who, path, dark in PICTURES:
            page = browser.new_page(
                viewport={"width": 360, "height": 740}, locale="en-GB", color_scheme="dark" if dark else "light"
            )
            page.goto(f"{base}/demo/as/{who}")
            page.goto(page.url.rstrip("/") + path)
            page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    photograph()
