"""The commands of ./dev and their options. Only the standard library: this runs before anything is installed."""

import argparse

from tools import bench, catalogues, check, icons, lock, screenshots, serve, setup, tests


def main(arguments: list[str]) -> int:
    """Run the task that the arguments name; the answer is the exit code."""
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and options.task is not tests.run:
        parser.error(f"unknown: {' '.join(rest)}")
    try:
        return options.task(options, rest)
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./dev", description="Every task of the project.", allow_abbrev=False)
    tasks = parser.add_subparsers(required=True, metavar="TASK")

    run = tasks.add_parser("run", help="set up, migrate, load the demo households and serve")
    run.add_argument("--port", type=int, default=8000)
    run.add_argument("--host", default="localhost")
    run.add_argument(
        "--no-demo", dest="demo", action="store_false", help="without the demo households and their sign-in"
    )
    run.set_defaults(task=serve.run)

    test = tasks.add_parser("test", help="set up and run the tests; other arguments go to pytest", allow_abbrev=False)
    test.add_argument("--long", action="store_true", help="also the tests that take long")
    test.set_defaults(task=tests.run)

    goals = tasks.add_parser("bench", help="measure the goals of docs/performance.md; writes bench.json")
    goals.add_argument("--only", choices=("server", "phone"), help="half of it")
    goals.set_defaults(task=bench.run)

    checks = tasks.add_parser("check", help="formatting, lint, types, import contracts, templates, catalogues")
    checks.set_defaults(task=check.run)

    words = tasks.add_parser("words", help="bring the catalogues up to date with the words in the code")
    words.set_defaults(task=catalogues.run)

    locks = tasks.add_parser("lock", help="write the lock files again from pyproject.toml and package.json")
    locks.add_argument("--upgrade", action="store_true", help="to the newest versions allowed")
    locks.set_defaults(task=lock.run)

    pictures = tasks.add_parser("screenshots", help="draw the README's pictures from the demo")
    pictures.set_defaults(task=screenshots.run)

    drawn = tasks.add_parser("icons", help="draw the app's icons from their SVG")
    drawn.set_defaults(task=icons.run)

    ready = tasks.add_parser("setup", help="only set up, with the tools for tests")
    ready.add_argument("--reading", action="store_true", help="also what reads the total of receipts (370 MB)")
    ready.set_defaults(task=setup.run)
    return parser
