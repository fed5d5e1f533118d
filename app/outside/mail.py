"""Mail goes out by SMTP."""

import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import SplitResult, unquote, urlsplit

SECONDS = 10


class MailNotSent(Exception):
    """The mail server could not be reached, or did not take it."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A plain mail to one person."""

    to: str
    subject: str
    text: str


def send(letter: Letter, smtp_url: str, sender: str) -> None:
    """Hand a letter to the server at smtp://host:port, or smtps://user:password@host. Raises MailNotSent."""
    try:
        with _server(urlsplit(smtp_url)) as server:
            server.send_message(_message(letter, sender))
    except (OSError, smtplib.SMTPException) as error:
        raise MailNotSent(type(error).__name__) from error


def _server(url: SplitResult) -> smtplib.SMTP:
    """A connection; nobody logs in over one that is not encrypted."""
    host = url.hostname or "localhost"
    context = ssl.create_default_context()
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, url.port or 465, timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, url.port or 25, timeout=SECONDS)
        server.ehlo()
        if url.username or server.has_extn("starttls"):
            server.starttls(context=context)
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))
    return server


def _message(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = Address("Onepot", addr_spec=sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # so that no holiday notice answers it
    message.set_content(letter.text)
    return message
