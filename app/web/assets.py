"""Built files by the names that pages call them."""

import json
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise

STATIC = Path(__file__).parent.parent / "static"
DIST = STATIC / "dist"
HASHED = r"-[A-Z0-9]{8}\.(js|css|svg|png|woff2)$"


def register(app: Flask) -> None:
    """Serve the built files, compressed before, and give templates their names."""
    manifest = DIST / "manifest.json"
    names: dict[str, str] = json.loads(manifest.read_text()) if manifest.exists() else {}

    def asset(name: str) -> str:
        return f"/static/dist/{names.get(name, name)}"

    app.jinja_env.globals["asset"] = asset
    if DIST.exists():
        app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
            app.wsgi_app,
            root=str(DIST),
            prefix="/static/dist/",
            immutable_file_test=HASHED,
            add_headers_function=_safe,
        )


def _safe(headers: dict[str, str], _path: str, _url: str) -> None:
    """WhiteNoise answers before the app's own headers are put on."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
