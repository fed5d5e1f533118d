"""For who lost every way in: a code to tell to somebody who knows them, a day's wait that can be stopped, and in."""

from flask import flash, make_response, redirect, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.clock import now
from app.domain.coming_back import ASKED_FOR, OPEN_FOR, Stage
from app.people import ways_back
from app.people.coming_in import come_back, myself
from app.people.sign_in import HOUR, QUARTER
from app.people.throttle import Limit, count_try, network
from app.persistence.database import db, writing
from app.web import answers
from app.web.access import for_signed_in, public
from app.web.address import address

ASKS, TRIES = 10, 20


@public
def stuck() -> str | AnyResponse:
    """How it goes; who has asked already is led to where it stands."""
    asked = session.get("way_back")
    if asked and ways_back.of_secret(db.session, asked) is not None:
        return redirect(address("people.stuck_here", token=asked), 303)
    return answers.page("people/stuck.html", back=address("people.sign_in"))


@public
def ask_for_code() -> AnyResponse:
    """Show this phone a code to tell to somebody."""
    count_try(now(), Limit("way back", network(), ASKS, HOUR))
    with writing(db.engine) as database:
        secret = ways_back.ask(database, now())
    session["way_back"] = secret
    return redirect(address("people.stuck_here", token=secret), 303)


@public
def stuck_here(token: str) -> str | AnyResponse:
    """Where it stands: the code, the wait, the way in."""
    found = ways_back.of_secret(db.session, token)
    stage = ways_back.stage(found, now()) if found else Stage.OVER
    if found is None or stage is Stage.OVER:
        return _over()
    return answers.page(
        "people/stuck_here.html",
        stage=stage.name,
        token=token,
        digits=ways_back.digits_of(token),
        code_until=found.asked_at + ASKED_FOR,
        opens_at=found.opens_at,
        open_until=found.opens_at + OPEN_FOR if found.opens_at else None,
    )


@public
def come_in_again(token: str) -> AnyResponse:
    """Let in whoever has waited, once."""
    count_try(now(), Limit("code", network(), TRIES, QUARTER))
    with writing(db.engine) as database:
        person_id = ways_back.use(database, token, now())
    if person_id is None:
        found = ways_back.of_secret(db.session, token)
        if found is None or ways_back.stage(found, now()) is Stage.OVER:
            return _over()
        return redirect(address("people.stuck_here", token=token), 303)
    return redirect(come_back(person_id), 303)


@for_signed_in
def coming_in() -> str:
    """Who may soon come in as the person of this request, and who said that it is them."""
    found = ways_back.of_person(db.session, myself().id) if myself().way_back_opens_at else None
    said = ways_back.who_said(db.session, found.id) if found else []
    return answers.page("people/coming_in.html", found=found, said=said, about_way_back=True, back=address("people.me"))


@for_signed_in
def stop_coming_in() -> AnyResponse:
    """It was not them: whoever waits does not come in."""
    with writing(db.engine) as database:
        stopped = ways_back.stop(database, myself().id, now())
    if stopped:
        flash(_("Stopped. That phone cannot come in."))
    return redirect(address("people.me"), 303)


@public
def stop_by_mail(token: str) -> AnyResponse:
    """What the link of the mail opens: a button, because mail scanners follow links."""
    found = ways_back.of_stop_token(db.session, token)
    stage = ways_back.stage(found, now()) if found else Stage.OVER
    code = 410 if stage is Stage.OVER else 200
    return make_response(answers.page("people/stop.html", token=token, stage=stage.name), code)


@public
def stop_it_by_mail(token: str) -> AnyResponse:
    """Stop it without signing in: that harms nobody, and may have to be quick."""
    found = ways_back.of_stop_token(db.session, token)
    if found is not None and found.person_id is not None:
        with writing(db.engine) as database:
            ways_back.stop(database, found.person_id, now())
    return redirect(address("people.stop_by_mail", token=token), 303)


def _over() -> AnyResponse:
    session.pop("way_back", None)
    return make_response(answers.page("people/stuck_over.html"), 410)
