"""Measure every goal, print the table, write bench.json; 1 when a must is missed."""

import argparse
import sys

from app.config import ROOT
from bench import goals, phone_rows, server_rows
from bench.fill import SIZES, databases


def main() -> int:
    """All rows, or one half of them."""
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("--only", choices=("server", "phone"))
    only = parser.parse_args().only
    files = databases()
    today: dict[str, float | str] = {}
    if only != "phone":
        today |= server_rows.measure(files)
    if only != "server":
        today |= phone_rows.measure(files[SIZES[0]])
    return 0 if goals.report(today, ROOT / "bench.json") else 1


if __name__ == "__main__":
    sys.exit(main())
