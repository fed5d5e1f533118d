"""The task `lock`: exact versions and hashes of every package, without the address of any registry."""

import argparse
from pathlib import Path

from tools.setup import OBSERVATORY, REQUIREMENTS, npm, set_up
from tools.steps import BIN, ROOT, command, timed

# uv's own lock format and npm's default one write down where each package was fetched; these do not.
FORM = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-annotate", "--no-header", "--quiet"]


def run(options: argparse.Namespace, _rest: list[str]) -> int:
    """Write every lock again; each larger set of Python packages keeps the versions of the smaller one."""
    set_up(test=True)
    upgrade = ["--upgrade"] if options.upgrade else []
    with timed("Python locks"):
        _compile("run", *upgrade)
        _compile("build", "--group=build", "--constraint=requirements/run.lock", *upgrade)
        _compile("test", "--group=build", "--group=test", "--constraint=requirements/build.lock", *upgrade)
        _compile("reading", "--extra=reading", "--constraint=requirements/test.lock", *upgrade)
    with timed("Node locks"):
        for folder in (ROOT, OBSERVATORY):
            npm("update" if options.upgrade else "install", "--package-lock-only", "--prefix", str(folder))
    set_up(test=True)
    return 0


def _compile(name: str, *options: str) -> None:
    output: Path = REQUIREMENTS / f"{name}.lock"
    command(BIN / "uv", "pip", "compile", ROOT / "pyproject.toml", *FORM, *options, "--output-file", output)
