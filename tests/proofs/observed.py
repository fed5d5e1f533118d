"""The service for a grader of pages that cannot sign in: with `OBSERVED_COOKIE`, every request carries that cookie."""

import os
from collections.abc import Iterable

from wsgi import app

COOKIE = os.environ.get("OBSERVED_COOKIE")


def answer(environ: dict, start_response) -> Iterable[bytes]:
    if COOKIE:
        environ["HTTP_COOKIE"] = COOKIE
    return app(environ, start_response)
