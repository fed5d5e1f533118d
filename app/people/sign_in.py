"""Signing in by mail, and signing out. Known or not, every address gets the same answers."""

from datetime import timedelta
from math import ceil

from flask import Response, make_response, redirect, request, session
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from app.clock import now
from app.outside.mail import MailNotSent
from app.people import codes, letters
from app.people.codes import Verdict
from app.people.coming_in import come_in, kept_language, remember_where, where_next
from app.people.forms import CodeForm, EmailForm
from app.people.throttle import Limit, TooMany, count_try, network
from app.persistence.database import db, writing
from app.web import answers, identity
from app.web.access import public
from app.web.address import address
from app.web.forms import ChangeForm

HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)
CODE_TRIES = 20


@public
def sign_in() -> str | AnyResponse:
    """With this phone, or by mail."""
    remember_where(request.args.get("next"))
    if identity.signed_in():
        return redirect(where_next(), 303)
    return _sign_in_page(EmailForm())


@public
def ask() -> AnyResponse:
    """Mail a code to the address that was typed."""
    form = EmailForm(request.form)
    if not form.validate():
        return answers.not_taken(form, _sign_in_page)
    return _mail_code(form, form.address)


@public
def code() -> str | AnyResponse:
    """Where the code of the mail is typed."""
    if _asked_for() is None:
        return redirect(address("people.sign_in"), 303)
    return _code_page(CodeForm())


@public
def try_code() -> AnyResponse:
    """Let in whoever has the code."""
    if _asked_for() is None:
        return redirect(address("people.sign_in"), 303)
    form = CodeForm(request.form)
    if not form.validate():
        return answers.not_taken(form, _code_page)
    count_try(now(), Limit("code", network(), CODE_TRIES, QUARTER))
    with writing(db.engine) as database:
        found = codes.try_code(database, session["code_id"], form.digits, now())
        person_id = _person(database, found)
    if person_id is not None:
        return redirect(come_in(person_id), 303)
    if found is Verdict.TOO_OLD:
        return _too_old(address("people.another_code"))
    form.refuse("code", _("That is not the code we sent. Look at the email and enter it again"))
    return answers.not_taken(form, _code_page)


@public
def another_code() -> AnyResponse:
    """Mail one more to the address that was typed before."""
    email = _asked_for()
    if email is None:
        return redirect(address("people.sign_in"), 303)
    return _mail_code(EmailForm(data={"email": email}), email)


@public
def link(token: str) -> str | AnyResponse:
    """What the link of a mail opens: a button, because mail scanners follow links."""
    email = codes.email_of_open_link(db.session, token, now())
    if email is None:
        return _too_old(address("people.another_link", token=token))
    return _link_page(token, email)


@public
def use_link(token: str) -> AnyResponse:
    """Let in whoever has the link."""
    count_try(now(), Limit("code", network(), CODE_TRIES, QUARTER))
    with writing(db.engine) as database:
        person_id = _person(database, codes.use_link(database, token, now()))
    if person_id is None:
        return _too_old(address("people.another_link", token=token))
    return redirect(come_in(person_id), 303)


@public
def another_link(token: str) -> AnyResponse:
    """Mail one more to where this link was sent; who made a link up is asked for their address."""
    email = codes.email_of_link(db.session, token)
    if email is None:
        return redirect(address("people.sign_in"), 303)
    return _mail_code(EmailForm(data={"email": email}), email)


@public
def sign_out() -> AnyResponse:
    """End this session; `wipe` takes everything off a phone that others use too, what waits there as well."""
    identity.sign_out()
    response = redirect(address("people.signed_out"), 303)
    response.headers["Clear-Site-Data"] = '"cache", "storage"' if request.form.get("wipe") else '"cache"'
    return response


@public
def signed_out() -> str | AnyResponse:
    """What somebody sees who has signed out."""
    if identity.signed_in():
        return redirect("/", 303)
    return answers.page("people/signed_out.html")


def too_many(error: TooMany) -> Response:
    """A limit is reached: when to come back, on a page or for the script of one."""
    seconds = ceil(error.wait.total_seconds())
    minutes = ceil(seconds / 60)
    sentence = ngettext(
        "That was tried many times. Try again in %(num)d minute.",
        "That was tried many times. Try again in %(num)d minutes.",
        minutes,
    )
    answer = {"say": sentence} if request.is_json else answers.page("people/too_many.html", sentence=sentence)
    response = make_response(answer, 429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _mail_code(form: ChangeForm, email: str) -> AnyResponse:
    count_try(now(), Limit("mail to", email, 5, HOUR), Limit("mail from", network(), 20, HOUR))
    with writing(db.engine) as database:
        issued = codes.issue(database, email, now())
    try:
        letters.send_code(issued)
    except MailNotSent as error:
        letters.log.error("no mail was sent: %s", error)
        form.refuse("email", _("We could not send the email. Look at the address, or try again in a minute"))
        return make_response(_sign_in_page(form), 503)
    session["code_id"] = issued.id
    return redirect(address("people.code"), 303)


def _asked_for() -> str | None:
    """The address to which this browser had a code sent."""
    return codes.email_of_code(db.session, session.get("code_id"))


def _person(database: Session, found: str | Verdict) -> str | None:
    return None if isinstance(found, Verdict) else codes.person_of(database, found, kept_language(), now())


def _sign_in_page(form: ChangeForm) -> str:
    return answers.page("people/sign_in.html", form=form)


def _code_page(form: ChangeForm) -> str:
    return answers.page("people/code.html", form=form, email=_asked_for(), next=session.get("next"))


def _link_page(token: str, email: str) -> str:
    return answers.page("people/link.html", token=token, email=email)


def _too_old(new_one: str) -> Response:
    return make_response(answers.page("people/too_old.html", new_one=new_one), 410)
