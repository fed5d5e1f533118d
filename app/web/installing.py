"""Onepot as an app of the phone: what the phone is told of it, and photos that other apps hand over.

The name and the icon are neutral: they stand on a screen that others see.
"""

from typing import Any

from flask import Flask, Response, current_app, jsonify
from flask_babel import gettext as _

from app.web import answers
from app.web.access import public
from app.web.address import address
from app.web.headers import from_other_apps
from app.web.words import page_dir, page_lang

PAPER = "#fffdf7"  # as in tokens.css
ICONS = (("icon", "any"), ("maskable", "maskable"))
SIZES = (192, 512)
PHOTOS = ("image/jpeg", "image/png", "image/webp", "image/heic", "application/pdf")
SHARE = "share"


def register(app: Flask) -> None:
    """Install the addresses."""
    app.add_url_rule("/manifest.webmanifest", "manifest", manifest)
    app.add_url_rule("/share", SHARE, share, methods=["GET", "POST"])


@public
def manifest() -> Response:
    """The web app manifest, in the language of who asks. Nothing in it is of a person."""
    response = jsonify(
        id="/",
        name="Onepot",
        short_name="Onepot",
        lang=page_lang(),
        dir=page_dir(),
        start_url="/",
        scope="/",
        display="standalone",
        theme_color=PAPER,
        background_color=PAPER,
        icons=[_icon(name, purpose, size) for name, purpose in ICONS for size in SIZES],
        shortcuts=[
            {"name": _("Record spending"), "url": address("pot.go", what="record")},
            {"name": _("Log a shift"), "url": address("pot.go", what="shift")},
        ],
        share_target={
            "action": address(SHARE),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {"files": [{"name": "receipt", "accept": list(PHOTOS)}]},
        },
    )
    response.mimetype = "application/manifest+json"
    return response


@public
@from_other_apps
def share() -> str:
    """Where another app sends a photo, when no worker on the phone was there to keep it.

    What is sent carries no token and no id, and any site could send it: it is not even read, and nothing is kept.
    """
    return answers.page("share.html")


def _icon(name: str, purpose: str, size: int) -> dict[str, Any]:
    asset = current_app.jinja_env.globals["asset"]
    src = asset(f"icons/{name}-{size}.png")  # type: ignore[operator]
    return {"src": src, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
