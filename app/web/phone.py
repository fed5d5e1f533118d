"""What may rest on a phone, and the pages of the service that belong to nobody (docs/decisions/0003)."""

from functools import cache
from typing import Any

from flask import Flask, Response, g, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from app.domain.authority import Permission, Role
from app.web import answers
from app.web.access import Access, public
from app.web.address import address
from app.web.answers import wants_fragment
from app.web.assets import DIST
from app.web.words import LANGUAGES, by_number, language

PAGE, FORM = "page", "form"
KEPT = {
    "pot.home": PAGE,
    "pot.money": PAGE,
    "spending.index": PAGE,
    "care.shifts": PAGE,
    "spending.new": FORM,
    "care.new": FORM,
    "messages.threads": FORM,
    "wishes.index": FORM,
}
FORMS = (  # made ready on the phone before anybody opens them: six at most
    ("spending.new", Permission.RECORD),
    ("care.new", Permission.LOG_SHIFT),
    ("messages.threads", Permission.MESSAGE),
)
TIME, DAY = {"time": "{time}"}, {"day": "{day}"}  # filled in on the phone
NOT_FOR = {Role.REVIEWER}


def register(app: Flask) -> None:
    """Install the worker, the list of what waits, and the mark of pages that may be kept."""
    app.add_url_rule("/sw.js", "worker", worker)
    app.add_url_rule("/outbox", "outbox", outbox)
    app.after_request(mark)


@public
def worker() -> AnyResponse:
    """The script that answers where there is no network: asked for anew each time, so that it can be renewed."""
    g.anybodys = True
    response = Response((DIST / "sw.js").read_bytes(), mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag(weak=True)
    return response.make_conditional(request)


@public
def outbox() -> str:
    """What waits on this phone: the list is filled on the phone, nothing of anybody is in the page."""
    g.anybodys = True
    if request.args.get("lang") in LANGUAGES:
        g.language = request.args["lang"]
    needs = by_number(lambda n: ngettext("%(count)s thing needs you", "%(count)s things need you", n, count="{n}"))
    times = {
        "saved": {"today": _("Saved at %(time)s", **TIME), "then": _("Saved at %(time)s, %(day)s", **TIME | DAY)},
        "sent": {"today": _("Sent at %(time)s", **TIME), "then": _("Sent at %(time)s, %(day)s", **TIME | DAY)},
    }
    return answers.page("outbox.html", counted={"waiting": waiting_on_this_phone(), "needs": needs}, times=times)


def mark(response: Response) -> Response:
    """Say of a page that it may be kept on its person's phone."""
    kind = KEPT.get(request.endpoint or "")
    if kind and response.status_code == 200 and _may_keep(g.get("access")) and not (request.args or wants_fragment()):
        response.headers["X-Keep"] = kind
    return response


def warm(access: Access | None) -> list[str]:
    """What a reading page has the phone make ready: the forms of its pot, and the page itself."""
    if KEPT.get(request.endpoint or "") != PAGE or request.args or not _may_keep(access):
        return []
    return [request.path, *(address(endpoint) for endpoint, needed in FORMS if access and access.may(needed))]


def waiting_on_this_phone() -> dict[str, str]:
    """How much waits, for any number that the phone may find."""
    return by_number(
        lambda n: ngettext(
            "%(count)s thing is waiting to be sent", "%(count)s things are waiting to be sent", n, count="{n}"
        )
    )


def sentences() -> dict[str, Any]:
    """What the scripts of a page say under its top, in the language of the page."""
    return _sentences(language())


@cache
def _sentences(_language: str) -> dict[str, Any]:
    return {
        "waiting": by_number(
            lambda n: ngettext(
                "%(count)s thing is waiting to be sent. You can close the app.",
                "%(count)s things are waiting to be sent. You can close the app.",
                n,
                count="{n}",
            )
        ),
        "needs": by_number(
            lambda n: ngettext("%(count)s thing needs you.", "%(count)s things need you.", n, count="{n}")
        ),
        "today": _("This was right at %(time)s today.", time="{time}"),
        "then": _("This was right at %(time)s on %(day)s.", time="{time}", day="{day}"),
        "sent": _("Sent. Everything is up to date."),
        "sending": _("We are sending it now."),
        "later": _("It could not be sent yet. We keep trying."),
        "sign_in": _("Sign in to send what is waiting on this phone."),
        "full": _("This phone is short of space. Go online soon so that nothing is lost."),
    }


def _may_keep(access: Access | None) -> bool:
    return access is not None and access.authority.role not in NOT_FOR and not access.person.runs_service
