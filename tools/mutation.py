"""How good the tests of the money core are: every branch is taken, and small faults put in on purpose are found.

The modules are those that pyproject.toml names for mutmut. Run as `python -m tools.mutation` in the project's own
environment; `./dev test --long` does it after the tests. One process, and only while the machine has nothing to do.
"""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from tools.steps import BIN, ROOT

LEAST_FOUND = 0.95
NICE = 10
MUTANTS = ROOT / "mutants"
# What mutmut keeps of a mutant: how its tests ended. Endless ones were stopped, which is found too.
SURVIVED, NOT_TESTED = {0}, {5, 33, None}


def main() -> int:
    """Print the figures of each module; 1 when a branch is not taken or too many faults were not found."""
    os.nice(NICE)
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mutmut"]
    modules, tests = settings["only_mutate"], settings["pytest_add_cli_args_test_selection"]
    return _branches(modules, tests) or _mutants([ROOT / module for module in modules])


def _branches(modules: list[str], tests: list[str]) -> int:
    coverage = [BIN / "coverage"]
    measured = [*coverage, "run", "--branch", "-m", "pytest", "--quiet", "-p", "no:cacheprovider", *tests]
    if code := subprocess.call(measured, cwd=ROOT):
        return code
    report = [*coverage, "report", "--show-missing", "--fail-under=100", f"--include={','.join(modules)}"]
    return subprocess.call(report, cwd=ROOT)


def _mutants(modules: list[Path]) -> int:
    shutil.rmtree(MUTANTS, ignore_errors=True)
    done = subprocess.run([BIN / "mutmut", "run", "--max-children=1"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        print(done.stdout.decode()[-2000:], done.stderr.decode()[-2000:])
        return done.returncode
    scores = [_score(module) for module in modules]
    return int(min(scores) < LEAST_FOUND)


def _score(module: Path) -> float:
    kept = MUTANTS / module.relative_to(ROOT).with_suffix(".py.meta")
    ended = json.loads(kept.read_text())["exit_code_by_key"]
    missed = [name for name, code in ended.items() if code in SURVIVED | NOT_TESTED]
    found = 1 - len(missed) / len(ended)
    print(f"{module.name:<20}{len(ended):5} faults put in, {len(ended) - len(missed):5} found: {found:7.1%}")
    for name in missed:
        print(f"    not found: {name}    (mutmut show {name})")
    return found


if __name__ == "__main__":
    sys.exit(main())
