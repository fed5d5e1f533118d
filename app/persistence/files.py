"""Files beside the database: each under the SHA-256 of what it holds, in its pot's own folder.

Names of files come from nobody's phone. A file is whole or not there, and on the disk before a change names it.
"""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

PART = ".part-"  # being written; left behind only by a power cut
_DIGEST = re.compile(r"[0-9a-f]{64}")
_POT = re.compile(r"[0-9a-z]{1,20}")


class Files:
    """The folder of an installation (ONEPOT_FILES)."""

    def __init__(self, root: Path) -> None:
        self._root = root / "receipts"

    def keep(self, pot_id: str, content: bytes) -> str:
        """Keep it, once in a pot however often it is sent; its digest. Raises OSError when the disk will not."""
        digest = hashlib.sha256(content).hexdigest()
        path = self.path(pot_id, digest)
        if self.read(pot_id, digest) is not None:
            os.utime(path)  # young again: not swept while somebody decides what it is for
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, content)
        return digest

    def read(self, pot_id: str, digest: str) -> bytes | None:
        """What it holds; None when it is not there, or not what was kept."""
        try:
            content = self.path(pot_id, digest).read_bytes()
        except OSError:
            return None
        return content if hashlib.sha256(content).hexdigest() == digest else None

    def has(self, pot_id: str, digest: str) -> bool:
        """Whether it is there: cheap enough for inside a transaction."""
        return self.path(pot_id, digest).is_file()

    def path(self, pot_id: str, digest: str) -> Path:
        """Where it is. Raises ValueError for what can be no name of ours."""
        if not (_POT.fullmatch(pot_id) and _DIGEST.fullmatch(digest)):
            message = "no name of a kept file"
            raise ValueError(message)
        return self._root / pot_id / digest

    def pots(self) -> list[str]:
        """The pots that have a folder."""
        return sorted(path.name for path in _entries(self._root) if path.is_dir() and _POT.fullmatch(path.name))

    def older_than(self, pot_id: str, moment: float) -> Iterator[Path]:
        """The files of a pot that nobody has touched since then (seconds since 1970), unfinished ones too."""
        for path in _entries(self._root / pot_id):
            if (_DIGEST.fullmatch(path.name) or path.name.startswith(PART)) and path.stat().st_mtime < moment:
                yield path


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []


def _write_whole(path: Path, content: bytes) -> None:
    """Beside its place first, then on the disk, then in its place: a power cut leaves all of it or nothing."""
    handle, part = tempfile.mkstemp(prefix=PART, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(path)
    except OSError:
        Path(part).unlink(missing_ok=True)
        raise
    for folder in (path.parent, path.parent.parent):
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
