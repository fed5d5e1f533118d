"""The task `check`: everything that can be said about the code without running the app."""

import argparse
import os
import subprocess
import sys
import time

from tools.setup import set_up
from tools.steps import BIN, ROOT

# Written in parts, so that this file passes its own check.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("security", "debian", "org"),
        ("snapshot", "debian", "org"),
    )
]

CHECKS = [
    ("Formatting", ["ruff", "format", "--check", "--quiet", "--output-format=concise", "."]),
    ("Lint", ["ruff", "check", "--quiet", "--output-format=concise", "."]),
    ("Types", ["mypy"]),
    ("Import contracts", ["lint-imports", "--no-cache"]),
    ("Templates", ["djlint", "--lint", "--quiet", "app/templates"]),
    ("Catalogues", ["python", "-m", "tools.catalogues"]),
    ("Security", ["bandit", "--quiet", "--recursive", "-ll", "app", "migrations", "wsgi.py"]),
    ("No address of a registry", ["python", "-m", "tools.check"]),
]


def run(_options: argparse.Namespace, _rest: list[str]) -> int:
    """Run every check, even after one has failed; 1 when any has."""
    set_up(test=True)
    failed = [words for words, parts in CHECKS if not _passes(words, parts)]
    print(f"\n{len(CHECKS) - len(failed)} checks ok" + (f", failed: {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0


def _passes(words: str, parts: list[str]) -> bool:
    start = time.monotonic()
    # No terminal to colour for: the output is kept and shown only when the check fails.
    env = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run([BIN / parts[0], *parts[1:]], cwd=ROOT, env=env, text=True, capture_output=True, check=False)
    outcome = "FAILED" if done.returncode else "ok"
    print(f"  {words:<32}{time.monotonic() - start:6.1f} s  {outcome}", flush=True)
    if done.returncode:
        print(f"{done.stdout}{done.stderr}".rstrip(), flush=True)
    return not done.returncode


def registry_addresses() -> list[str]:
    """`file:line: host` for every registry's host name in a file that is, or would be, committed."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, text=True, capture_output=True, check=True).stdout.split("\0")
    found = []
    for path in (ROOT / name for name in names if name):
        if not path.is_file():
            continue
        for number, line in enumerate(path.read_bytes().decode(errors="replace").splitlines(), start=1):
            found += [f"{path.relative_to(ROOT)}:{number}: {host}" for host in REGISTRIES if host in line.lower()]
    return found


if __name__ == "__main__":
    sys.exit("\n".join(registry_addresses()) or 0)
