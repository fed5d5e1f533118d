"""Whether the files that changes name are there, and hold what they held."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.persistence.files import Files


def fault_of_files(files: Files, pot_id: str, things: Mapping[str, Iterable[Mapping[str, Any]]]) -> str | None:
    """What is wrong with the files of a pot's things, also of those taken out since; None when all is well.

    `things`: rows by what they are called.
    """
    named: dict[str, str] = {}
    for called, rows in things.items():
        for row in rows:
            named |= {digest: f"{called} {row['id']}" for digest in (row["digest"], row["small_digest"]) if digest}
    gone = sorted(digest for digest in named if files.read(pot_id, digest) is None)
    if not gone:
        return None
    what = "was altered" if files.has(pot_id, gone[0]) else "is missing"
    more = f" (in all {len(gone)} files of this pot are missing or altered)" if len(gone) > 1 else ""
    return f"the file {gone[0]} of {named[gone[0]]} {what}{more}"
