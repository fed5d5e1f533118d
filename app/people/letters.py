"""The words of the mails that let somebody in."""

import logging

import click
from flask import current_app
from flask_babel import gettext as _

from app.config import Settings
from app.outside.mail import Letter, MailNotSent, send
from app.people.codes import Issued
from app.web.address import address, origin

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
