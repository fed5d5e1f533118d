"""Steps of a task: each is timed, and skipped when nothing that it rests on has changed."""

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
STAMPS = ROOT / ".dev"


@contextmanager
def timed(words: str) -> Iterator[None]:
    """Print the words, and the seconds once the block is through."""
    print(f"  {words:<32}", end="", flush=True)
    start = time.monotonic()
    yield
    print(f"{time.monotonic() - start:6.1f} s", flush=True)


def command(*parts: str | Path, env: dict[str, str] | None = None) -> None:
    """Run a command in the project's folder; if it fails, print what it said and stop."""
    done = subprocess.run([str(part) for part in parts], cwd=ROOT, env=env, text=True, capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"failed\n\n{' '.join(map(str, parts))}\n{done.stdout}{done.stderr}")


def once(words: str, inputs: Iterable[Path | str], makes: Path, work: Callable[[], None]) -> None:
    """Do the work unless what it makes is there and was made from the same inputs (files, or text taken as it is)."""
    stamp = STAMPS / words.replace(" ", "-").lower()
    digest = _digest(inputs)
    if makes.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    stamp.unlink(missing_ok=True)
    with timed(words):
        work()
    stamp.write_text(digest)


def files(*patterns: str) -> list[Path]:
    """The project's files that match the patterns, in a steady order."""
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file())


def _digest(inputs: Iterable[Path | str]) -> str:
    digest = hashlib.sha256()
    for item in inputs:
        name, content = (item, b"") if isinstance(item, str) else (str(item.relative_to(ROOT)), item.read_bytes())
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()
