"""How large a form may be, and that it came whole: half a sum must not be read as a smaller one."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Request, current_app

from app.config import MEGABYTE

MOST_WITH_PHOTOS = 64 * MEGABYTE  # so that a photo that is too large is answered beside its field


class WithPhotos(Request):
    """A request: where photos are sent, a form with files may be larger than others."""

    @property
    def max_content_length(self) -> int | None:
        """In bytes."""
        view = current_app.view_functions.get(self.endpoint or "") if current_app else None
        if getattr(view, "takes_photos", False) and self.mimetype == "multipart/form-data":
            return MOST_WITH_PHOTOS
        return super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value


def takes_photos(view: Any) -> Any:  # noqa: ANN401 - any view
    """Photos may be sent to this view."""
    view.takes_photos = True
    return view


def register(app: Flask) -> None:
    """Have the length of every body checked: against what it may be, and against what its sender announced."""
    app.request_class = type("Received", (WithPhotos, app.request_class), {})
    inner = app.wsgi_app

    def whole(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        # With this mark Werkzeug takes whatever gunicorn hands on as whole, also after a broken line.
        if environ.get("CONTENT_LENGTH"):
            environ.pop("wsgi.input_terminated", None)
        return inner(environ, start_response)

    app.wsgi_app = whole  # type: ignore[method-assign]
