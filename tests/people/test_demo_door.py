"""Being somebody made up, in a demo and nowhere else."""

import pytest
from visiting import Visitor, add_person


@pytest.fixture
def guest(app) -> Visitor:
    app.test_client_class = Visitor
    add_person(app, "nikki@demo.example", "Nikki")
    add_person(app, "sam@demo.example", "Sam")
    add_person(app, "real@example.com", "Real")
    return app.test_client()


def test_only_those_who_are_there_can_be_chosen(guest):
    page = guest.get("/demo").text
    assert 'href="/demo/as/nikki"' in page
    assert "Her joints flare. Three carers on call." in page
    assert 'href="/demo/as/sam"' in page
    assert "/demo/as/ivy" not in page
    assert "Ivy and her daughter" not in page
    assert "Real" not in page


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_one_step_and_one_is_somebody_made_up(guest, method):
    answer = guest.open("/demo/as/nikki", method=method)
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Nikki" in guest.get("/me").text


def test_a_form_of_another_site_makes_nobody_anybody(guest):
    answer = guest.post("/demo/as/nikki", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert not guest.is_signed_in


@pytest.mark.parametrize("name", ["ivy", "real", "real@example.com", "nikki%00", "%F0%9F%98%80"])
def test_nobody_else(guest, name):
    assert guest.get(f"/demo/as/{name}").status_code == 404


def test_a_demo_prints_its_mail_and_sends_none(guest, capsys):
    guest.send("/sign-in", email="nikki@demo.example")
    printed = capsys.readouterr().out
    assert "To: nikki@demo.example" in printed
    assert "http://localhost/sign-in/link/" in printed


def test_the_sign_in_page_of_a_demo_leads_there(guest, visitor):
    assert 'href="/demo"' in guest.get("/sign-in").text
    assert 'href="/demo"' not in visitor.get("/sign-in").text


@pytest.mark.parametrize("path", ["/demo", "/demo/as/nikki"])
def test_a_real_service_knows_nothing_of_it(service, visitor, path):
    add_person(service, "nikki@demo.example", "Nikki")
    assert visitor.get(path).status_code == 404
    assert visitor.post(path).status_code in {404, 405}
    assert not visitor.is_signed_in
