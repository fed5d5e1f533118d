"""Built files by the names that pages call them."""

import hashlib
import json
from base64 import b64encode
from functools import cache
from pathlib import Path

from flask import Flask
from markupsafe import Markup
from whitenoise import WhiteNoise

STATIC = Path(__file__).parent.parent / "static"
DIST = STATIC / "dist"
HASHED = r"-[A-Z0-9]{8}\.(js|css|svg|png|woff2)$"


def register(app: Flask) -> None:
    """Serve the built files, compressed before, and give templates their names."""
    names = _names()

    def asset(name: str) -> str:
        return f"/static/dist/{names.get(name, name)}"

    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["style_of_home"] = Markup(style_of_home())  # noqa: S704  # nosec B704 - a file of our own
    if DIST.exists():
        app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
            app.wsgi_app,
            root=str(DIST),
            prefix="/static/dist/",
            immutable_file_test=HASHED,
            add_headers_function=_safe,
        )


def digest_of_style() -> str:
    """The one style that stands in a page itself, as the content security policy names it."""
    digest = hashlib.sha256(style_of_home().encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"


def _names() -> dict[str, str]:
    """Name of the built file by the name that pages call it; none before the first build."""
    manifest = DIST / "manifest.json"
    return json.loads(manifest.read_text()) if manifest.exists() else {}


@cache
def style_of_home() -> str:
    """What stands in home's head; empty before the first build."""
    name = _names().get("home.css")
    return (DIST / name).read_text().strip() if name else ""


def _safe(headers: dict[str, str], _path: str, _url: str) -> None:
    """WhiteNoise answers before the app's own headers are put on."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
