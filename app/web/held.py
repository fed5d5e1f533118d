"""Photos that were sent and made safe, before a change names them.

A form that is not taken yet keeps what it was sent: the page carries a signed word for each photo, which counts only
for the person who sent it and the pot it was sent to.
"""

from dataclasses import dataclass
from typing import IO

from flask import Response, current_app, make_response, request
from itsdangerous import BadData, URLSafeSerializer

from app.outside.photos import JPEG, PDF, make_safe
from app.persistence.files import Files
from app.web.access import current_access

# What came from somebody's phone can do nothing here, whatever a browser takes it for.
SANDBOX = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


@dataclass(frozen=True, slots=True)
class Held:
    """A photo or paper whose files are kept, by their digests."""

    media: str
    digest: str
    small_digest: str | None
    size_bytes: int


def files() -> Files:
    """The folder of this installation."""
    kept: Files = current_app.extensions["files"]
    return kept


def hold(kept_in: Files, pot_id: str, file: IO[bytes]) -> Held:
    """Make a file safe and keep it, with a small one of a photo. Raises NotUsable; OSError when the disk will not."""
    safe = make_safe(file)
    digest = kept_in.keep(pot_id, safe.content)
    small_digest = kept_in.keep(pot_id, safe.small) if safe.small else None
    return Held(safe.media, digest, small_digest, len(safe.content))


def word_for(held: Held) -> str:
    """What stands for it in a page of this person and pot."""
    access = current_access()
    told = [access.person.id, access.pot.id, held.media, held.digest, held.small_digest, held.size_bytes]
    return str(_signer().dumps(told))


def held_by(word: str) -> Held | None:
    """What a page's word stands for; None when it is not of this person and pot, or its files are gone."""
    access = current_access()
    return held_for(access.person.id, access.pot.id, word)


def held_for(person_id: str, pot_id: str, word: str) -> Held | None:
    """The same for somebody who has no access any more."""
    try:
        of_person, of_pot, *told = _signer().loads(word)
    except (BadData, ValueError, TypeError):
        return None
    if (of_person, of_pot) != (person_id, pot_id):
        return None
    held = Held(*told)
    return held if is_there(pot_id, held) else None


def is_there(pot_id: str, held: Held) -> bool:
    """Whether its files are there still."""
    return all(files().has(pot_id, digest) for digest in (held.digest, held.small_digest) if digest)


def file_answer(pot_id: str, digest: str, media: str, name: str) -> Response | None:
    """A photo; a paper only ever as something to be saved; None where the file is gone.

    Kept by this person's browser alone, which asks each time whether it may still show it.
    """
    content = files().read(pot_id, digest)
    if content is None:
        return None
    response = make_response(content)
    response.headers["Content-Type"] = media
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(digest)
    how = f'inline; filename="{name}.jpg"' if media == JPEG else f'attachment; filename="{name}.pdf"'
    response.headers["Content-Disposition"] = how
    response.make_conditional(request)
    return response


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="photo that waits for its form")


__all__ = ["JPEG", "PDF", "Held", "file_answer", "files", "held_by", "held_for", "hold", "is_there", "word_for"]
