"""The first person of a real installation is let in by a command."""

from datetime import timedelta

import pytest
from visiting import Clock, Sink, Visitor

from app.people.invite import invite


@pytest.fixture
def invited(service):
    object.__setattr__(service.extensions["settings"], "url", "https://onepot.example")
    return lambda email: service.test_cli_runner().invoke(invite, [email])


def test_an_invitation_is_mailed_and_printed_and_lets_in_once(invited, service, sink: Sink):
    done = invited("First@Example.com")
    assert done.exit_code == 0
    assert done.stdout.strip() == f"https://onepot.example{sink.link}"
    assert sink.recipients == [["first@example.com"]]
    first: Visitor = service.test_client()
    assert first.send(sink.link, on=sink.link).location == "/me/first-name"
    assert first.is_signed_in
    assert service.test_client().get(sink.link).status_code == 410


@pytest.mark.parametrize(("after", "status"), [(timedelta(hours=71, minutes=59), 200), (timedelta(hours=72), 410)])
def test_it_is_good_for_three_days(invited, visitor, sink: Sink, clock: Clock, after, status):
    invited("first@example.com")
    clock.now += after
    assert visitor.get(sink.link).status_code == status


@pytest.mark.usefixtures("nikki")
def test_whoever_is_there_already_is_not_made_twice(invited, visitor, sink: Sink):
    assert invited("nikki@example.com").exit_code == 0
    visitor.send(sink.link, on=sink.link)
    assert "Nikki" in visitor.get("/me").text


def test_without_a_mail_server_the_link_is_still_printed(invited, service, visitor):
    object.__setattr__(service.extensions["settings"], "smtp_url", None)
    done = invited("first@example.com")
    assert "no mail was sent" in done.stderr
    assert visitor.get(done.stdout.strip().removeprefix("https://onepot.example")).status_code == 200


def test_what_is_no_address_is_said(invited, sink: Sink):
    done = invited("nobody")
    assert done.exit_code == 1
    assert "not an email address" in done.stderr
    assert sink.mails == []
