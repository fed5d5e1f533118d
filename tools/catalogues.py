"""The words on the screens: `./dev words` gathers them, `./dev check` asks that every one is translated."""

import argparse
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tools.setup import compile_words, set_up
from tools.steps import BIN, ROOT, command, files, timed

TEMPLATE = ROOT / "i18n" / "messages.pot"
LANGUAGES = ["cy"]
KEYWORDS = ["_", "_l", "gettext", "lazy_gettext", "ngettext:1,2", "say", "say_n:1,2"]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")


def run(_options: argparse.Namespace, _rest: list[str]) -> int:
    """The task `words`: write i18n/messages.pot again and bring every catalogue up to date with it."""
    set_up(test=True)
    with timed("Gather the words"):
        TEMPLATE.parent.mkdir(exist_ok=True)
        _extract(TEMPLATE)
        # No guesses from similar sentences: an untranslated one must stay visible as such.
        quiet = ["--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date", "--init-missing"]
        for language in LANGUAGES:
            where = ["--input-file", TEMPLATE, "--output-dir", "i18n", "--locale", language]
            command(BIN / "pybabel", "update", *where, *quiet)
    compile_words()
    return 0


def _extract(output: Path) -> None:
    # No line numbers, no dates: the file changes only when the words do.
    steady = ["--no-default-keywords", "--no-location", "--omit-header", "--sort-output", "--add-comments=TRANSLATORS:"]
    keywords = [f"--keyword={keyword}" for keyword in KEYWORDS]
    command(BIN / "pybabel", "extract", "--mapping=babel.cfg", *steady, *keywords, "--output-file", output, "app")


def _faults() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "messages.pot"
        _extract(fresh)
        wanted = _sentences(fresh)
    known = _sentences(TEMPLATE) if TEMPLATE.exists() else set()
    if wanted != known:
        yield f"i18n/messages.pot is not up to date ({len(wanted ^ known)} sentences). Run ./dev words"
    for path in files("i18n/*/LC_MESSAGES/*.po"):
        name = path.relative_to(ROOT)
        yield from (f"{name}: not there: {key[0]}" for key in sorted(wanted - _sentences(path)))
        for message in _messages(path):
            yield from (f"{name}: {fault}: {_key(message)[0]}" for fault in _message_faults(message))


def _messages(path: Path) -> list:
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def _sentences(path: Path) -> set[tuple[str, ...]]:
    return {_key(message) for message in _messages(path)}


def _message_faults(message) -> Iterator[str]:
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    if not all(texts):
        yield "not translated"
        return
    if message.fuzzy:
        yield "marked as a guess"
    # A plural form may leave out the number ("one receipt"), as the English singular does.
    allowed = [_placeholders(text) for text in _key(message)]
    if any(_placeholders(text) not in allowed for text in texts):
        yield "other placeholders than the English"


def _key(message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def _placeholders(text: str) -> list[str]:
    return sorted(set(PLACEHOLDER.findall(text)))


if __name__ == "__main__":
    sys.exit("\n".join(_faults()) or 0)
