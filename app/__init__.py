"""Onepot: one pot of NHS, council and education money, on the side of the person it is for."""

from collections.abc import MutableMapping
from typing import Any

from flask import Flask
from flask.templating import Environment
from flask_compress import Compress
from htmx_flask import Htmx
from jinja2 import ChainableUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app import cli
from app.activity import routes as activity
from app.bank import routes as bank
from app.care import routes as care
from app.clock import clock_from
from app.config import MEGABYTE, Settings, settings_from
from app.messages import routes as messages
from app.people import routes as people
from app.persistence import database
from app.persistence.files import Files
from app.plan import routes as plan
from app.pot import routes as pot
from app.spending import receipt_routes as receipts
from app.spending import routes as spending
from app.web import (
    access,
    assets,
    bodies,
    door,
    errors,
    frame,
    headers,
    identity,
    installing,
    looked,
    modes,
    phone,
    service,
    unchanged,
    words,
)
from app.wishes import routes as wishes

SLICES = (pot, spending, receipts, bank, care, plan, messages, people, activity, wishes)


class Templates(Environment):
    """Flask's environment, whose templates share one plain dictionary of globals."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Jinja chains two maps for each template, and copies the chain name by name whenever one is drawn."""
        return super().make_globals(d) if d else self.globals


class Onepot(Flask):
    """Flask, with escaping in every template: by default it leaves `.jinja` files out."""

    jinja_environment = Templates
    jinja_options = {  # noqa: RUF012 - Flask declares it so
        **Flask.jinja_options,
        "undefined": ChainableUndefined,
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }


def create_app(settings: Settings | None = None) -> Onepot:
    """Build the service: one slice for each thing that people do."""
    settings = settings or settings_from()
    app = Onepot(__name__)
    _configure(app, settings)
    _open_database(app, settings)
    app.extensions["clock"] = clock_from(settings.now)
    app.extensions["settings"] = settings
    app.extensions["files"] = Files(settings.files)
    unchanged.keep_pages(app)
    Htmx(app)
    Compress(app)
    for part in (identity, headers, bodies, words, modes, assets, errors, service, installing, phone, frame, looked):
        part.register(app)
    app.before_request(door.answer_what_is_done)
    for slice_ in SLICES:
        app.register_blueprint(slice_.blueprint)
    cli.register(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    access.guard(app)
    unchanged.register(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.secret_key = settings.secret_key
    prefix = "__Host-" if settings.secure_cookies else ""
    app.config |= {
        "DEMO": settings.demo,
        "MAX_CONTENT_LENGTH": 12 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 3 * MEGABYTE,  # a too long text is answered beside its field
        "MAX_FORM_PARTS": 2000,
        "SESSION_COOKIE_NAME": f"{prefix}onepot",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": 60 * 60 * 24 * 90,
        "COMPRESS_MIMETYPES": ["text/html", "application/json", "application/manifest+json", "text/javascript"],
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 5,
        "COMPRESS_MIN_SIZE": 500,
    }


def _open_database(app: Flask, settings: Settings) -> None:
    url = settings.database_url
    if url.startswith("sqlite:///"):
        settings.files.parent.mkdir(parents=True, exist_ok=True)
    # What was said stays out of the errors of the database, and so out of every log.
    app.config["SQLALCHEMY_ENGINES"] = {"default": {"url": url, "hide_parameters": True}}
    database.db.init_app(app)
    with app.app_context():
        database.prepare(database.db.engine)
