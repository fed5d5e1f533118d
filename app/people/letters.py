"""The words of the mails that let somebody in."""

import logging
from collections.abc import Callable
from datetime import datetime

import click
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from app.config import Settings
from app.outside.mail import Letter, MailNotSent, send
from app.people.codes import Issued
from app.persistence.database import db
from app.persistence.tables import Person
from app.web.address import address, origin
from app.web.words import in_language_of, moment

log = logging.getLogger("onepot")


def link_of(issued: Issued) -> str:
    """The link of a mail."""
    return origin() + address("people.link", token=issued.token)


def send_code(issued: Issued) -> None:
    """Mail a code and a link. Raises MailNotSent."""
    text = [
        _("Your code:"),
        f"{issued.code[:4]} {issued.code[4:]}",
        _("Write it on the page where you asked for it. Or open this link and tap the button there:"),
        link_of(issued),
        _("They work for 10 minutes, and once."),
        _("Was it not you who asked? Then do nothing. Nobody can come in without this email."),
    ]
    _post(Letter(issued.email, _("Your sign-in code for Onepot"), "\n\n".join(text)))


def send_invitation(issued: Issued) -> None:
    """Mail the link of an invitation. Raises MailNotSent."""
    text = [
        _("You can begin with Onepot. Open this link and tap the button there:"),
        link_of(issued),
        _("It works for 3 days, and once. After that you can ask for a new one there."),
    ]
    _post(Letter(issued.email, _("Your sign-in link for Onepot"), "\n\n".join(text)))


def send_asked_in(email: str, path: str) -> None:
    """Mail the link of an invitation to a pot: no names, because locked screens show mails. Raises MailNotSent."""
    text = [
        _("Somebody asks you to join them in Onepot. Open this link to see who, and what for:"),
        origin() + path,
        _("It works for 3 days, and once."),
        _("Do you not want to? Then do nothing."),
    ]
    _post(Letter(email, _("You are asked to join Onepot"), "\n\n".join(text)))


def send_word_of_old_invitation(person_id: str, path: str) -> None:
    """Tell who asked somebody in that the link or letter was too old when it was opened."""
    _tell(
        person_id,
        lambda: (
            _("Somebody needs a new invitation"),
            [
                _("You asked somebody to join Onepot. When they opened it, it was too old. Send a new one here:"),
                origin() + path,
            ],
        ),
    )


def send_word_of_recovery(person_id: str) -> None:
    """Tell somebody by mail that a recovery code of theirs was used. Whether it could be sent changes nothing."""
    _tell(
        person_id,
        lambda: (
            _("Somebody signed in with a recovery code"),
            [
                _("A recovery code of yours was used to sign in to Onepot."),
                _("Was it you? Then there is nothing to do."),
                _("Was it not you? Sign in, open your name at the top, and sign out everywhere else. Make new codes."),
                origin() + address("people.me"),
            ],
        ),
    )


def send_word_of_way_back(person_id: str, opens_at: datetime, token: str) -> None:
    """Tell somebody by mail that a phone can soon come in as them, and how to stop it."""
    _tell(
        person_id,
        lambda: (
            _("Somebody wants to come in as you"),
            [
                _("Somebody could not come in to Onepot, and people who know you said that it is you."),
                _("From %(when)s that phone can come in.", when=moment(opens_at).striptags()),
                _("Was it you? Then there is nothing to do but wait."),
                _("Was it not you? Stop it:"),
                origin() + address("people.stop_by_mail", token=token),
            ],
        ),
    )


def _tell(person_id: str, words: Callable[[], tuple[str, list[str]]]) -> None:
    """Mail somebody who has an address, in their own language: `words` are the subject and the parts of the text."""
    found = db.session.execute(select(Person.email, Person.language).where(Person.id == person_id)).one()
    if found.email is None:
        return
    with in_language_of(found.language):
        subject, text = words()
    try:
        _post(Letter(found.email, subject, "\n\n".join(text)))
    except MailNotSent as error:
        log.warning("no mail was sent: %s", error)


def _post(letter: Letter) -> None:
    """A demo mails nobody: it prints."""
    settings: Settings = current_app.extensions["settings"]
    if settings.demo:
        click.echo(f"To: {letter.to}\n{letter.subject}\n\n{letter.text}\n")
        return
    if settings.smtp_url is None:
        message = "ONEPOT_SMTP_URL is not set"
        raise MailNotSent(message)
    send(letter, settings.smtp_url, settings.mail_from)
