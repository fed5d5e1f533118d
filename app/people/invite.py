"""The command that lets the first person in."""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from app.clock import now
from app.config import Settings
from app.outside.mail import MailNotSent
from app.people import codes, letters
from app.people.coming_in import kept_language
from app.people.forms import email_address
from app.persistence.database import db, writing


@click.command()
@click.argument("email")
@with_appcontext
def invite(email: str) -> None:
    """Mail somebody a link that lets them in once, for three days, and print it."""
    kept = email_address(email)
    if kept is None:
        click.echo(f"not an email address: {email}", err=True)
        sys.exit(1)
    settings: Settings = current_app.extensions["settings"]
    with current_app.test_request_context(base_url=settings.url or "http://localhost:8000"):
        with writing(db.engine) as database:
            codes.person_of(database, kept, kept_language(), now())
            issued = codes.issue(database, kept, now(), codes.INVITED)
        try:
            letters.send_invitation(issued)
        except MailNotSent as error:
            click.echo(f"no mail was sent ({error}): give them this link", err=True)
        click.echo(letters.link_of(issued))
