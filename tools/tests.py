"""The task `test`: set up, find browsers, run pytest."""

import argparse
import os
import shutil
import subprocess

from tools.setup import apt_install, observatory, set_up
from tools.steps import BIN, ROOT, timed


def run(options: argparse.Namespace, rest: list[str]) -> int:
    """Run the tests with the remaining arguments given to pytest; the answer is 0 when all is well."""
    set_up(test=True)
    if options.long:
        observatory()
        webkit()
    browser()
    env = dict(os.environ)
    # An empty marker expression takes the place of the one in pyproject.toml that leaves the long tests out.
    long = ["-m", ""] if options.long else []
    if options.long:
        env["ONEPOT_LONG"] = "1"
    # Everything runs side by side; a test that is asked for by name runs alone, where it can be watched.
    spread = [] if rest else ["--numprocesses=2", "--dist=loadgroup"]
    code = subprocess.call([BIN / "python", "-m", "pytest", *long, *spread, *rest], cwd=ROOT, env=env)
    if options.long and not rest:
        code = subprocess.call([BIN / "python", "-m", "tools.mutation"], cwd=ROOT) or code
    return code


def browser() -> None:
    """See that there is a Chromium; as root it is installed."""
    if shutil.which(os.environ.get("CHROMIUM", "chromium")):
        return
    with timed("Chromium"):
        installed = apt_install("chromium", "fonts-liberation")
    if not installed:
        print("No Chromium here: the browser tests will fail. Install it, or set CHROMIUM to where it is.")


def webkit() -> None:
    """See that there is a real WebKit, the engine of every iPhone; as root it is installed."""
    if shutil.which("WebKitWebDriver") and shutil.which("Xvfb"):
        return
    with timed("WebKit"):
        installed = apt_install("webkit2gtk-driver", "xvfb")
    if not installed:
        print("No WebKit here: tests/offline/test_webkit.py is skipped. Install WebKitWebDriver and Xvfb.")
