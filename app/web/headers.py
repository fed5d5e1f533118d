"""Security headers of every answer, and who may send a form."""

from collections.abc import Callable
from typing import Any

from flask import Flask, Response, abort, current_app, g, request
from flask_wtf.csrf import CSRFProtect
from secure import Secure
from secure.headers import (
    CacheControl,
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    PermissionsPolicy,
    ReferrerPolicy,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)

from app.web.assets import digest_of_style
from app.web.identity import signed_in

csrf = CSRFProtect()


def register(app: Flask) -> None:
    """Install the checks and the headers."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a page may wait on a phone for days
    app.config["WTF_CSRF_SSL_STRICT"] = False  # the Origin is checked below, for http as well
    app.before_request(refuse_foreign_posts)
    csrf.init_app(app)
    headers = Secure(
        csp=ContentSecurityPolicy()
        .default_src("'none'")
        .script_src("'self'")
        .style_src("'self'", digest_of_style())
        .img_src("'self'", "blob:", "data:")
        .connect_src("'self'")
        .manifest_src("'self'")
        .worker_src("'self'")
        .form_action("'self'")
        .base_uri("'none'")
        .frame_ancestors("'none'"),
        hsts=StrictTransportSecurity().max_age(63072000).include_subdomains(),
        xfo=XFrameOptions().deny(),
        xcto=XContentTypeOptions().nosniff(),
        referrer=ReferrerPolicy().same_origin(),
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        permissions=PermissionsPolicy().geolocation().microphone().camera(),
        cache=CacheControl().no_store().private(),
    )
    ready = tuple(headers.header_items())

    def finish(response: Response) -> Response:
        there = {name.lower() for name, _value in response.headers}
        more = [*ready, ("Vary", "HX-Request, Cookie")]
        if not g.get("anybodys") and request.endpoint != "static":
            person = signed_in()
            more.append(("X-User-Key", person.key if person else "none"))
        response.headers.extend((name, value) for name, value in more if name.lower() not in there)
        if "vary" in there:
            response.vary.update(("HX-Request", "Cookie"))
        return response

    app.after_request(finish)


def from_other_apps(view: Callable[..., Any]) -> Callable[..., Any]:
    """What other apps of a phone send here has neither token nor Origin: the view must do nothing with it."""
    view.from_other_apps = True  # type: ignore[attr-defined]
    csrf.exempt(view)
    return view


def refuse_foreign_posts() -> None:
    """A form of another site is refused, whatever token it carries."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in {"GET", "HEAD", "OPTIONS"} or hasattr(view, "from_other_apps"):
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        abort(403)
    # Behind the operator's TLS the request itself comes in as http; where cookies are for TLS, so are the pages.
    schemes = ["https"] if current_app.config["SESSION_COOKIE_SECURE"] else ["https", "http"]
    if request.headers.get("Origin") not in {None, *(f"{scheme}://{request.host}" for scheme in schemes)}:
        abort(403)
