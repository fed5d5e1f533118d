"""A form that broke off on its way is refused: half a sum must not be read as a smaller one."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask


def register(app: Flask) -> None:
    """Have the length of every body checked against what its sender announced."""
    inner = app.wsgi_app

    def whole(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        # With this mark Werkzeug takes whatever gunicorn hands on as whole, also after a broken line.
        if environ.get("CONTENT_LENGTH"):
            environ.pop("wsgi.input_terminated", None)
        return inner(environ, start_response)

    app.wsgi_app = whole  # type: ignore[method-assign]
