"""The task `bench`: set up, see that there are a browser and a client for load, measure."""

import argparse
import shutil
import subprocess
import sys

from tools.setup import apt_install, set_up
from tools.steps import BIN, ROOT, timed
from tools.tests import browser


def run(options: argparse.Namespace, _rest: list[str]) -> int:
    """Measure; the exit code is 1 when a must is missed."""
    set_up(test=True)
    browser()
    _load_client()
    only = ["--only", options.only] if options.only else []
    return subprocess.call([BIN / "python", "-m", "bench", *only], cwd=ROOT)


def _load_client() -> None:
    """See that there is wrk; as root it is installed."""
    if shutil.which("wrk"):
        return
    with timed("wrk"):
        installed = apt_install("wrk")
    if not installed:
        sys.exit("failed\n\nwrk is missing. On Debian or Ubuntu: apt-get install wrk")
