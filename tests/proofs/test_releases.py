"""A phone that was away while the service was renewed: what it did is known, what it kept is taken or asked about."""

import re
from collections.abc import Callable

import pytest
from factories import NOW, end, grant, make_person, make_pot, promise
from flask import Flask
from flask.testing import FlaskClient
from phones import OUTBOX, door_fields
from sqlalchemy import create_engine
from werkzeug.test import TestResponse

from app.domain.authority import Role
from app.persistence.database import prepare
from app.spending.forms import RecordSpending

ID = "5f0c6f0a-1d4b-4c77-9f0e-6a1f2b3c4d5e"
Send = Callable[..., TestResponse]


@pytest.fixture
def helper(app: Flask, sqlite_url: str):
    """Joan's phone, the address of spending, her authority, and a way to end it."""
    engine = prepare(create_engine(sqlite_url))
    joan = make_person(engine, "Joan", "joan@demo.example")
    pot = make_pot(engine)
    promise(pot, nhs=100_000)
    acting = grant(pot, joan, Role.HELPER)
    client = app.test_client()
    client.get("/demo/as/joan")
    yield client, f"/p/{pot.id}/spending", acting, lambda: end(pot, acting, joan, Role.HELPER, NOW)
    engine.dispose()


@pytest.fixture
def send(helper) -> Send:
    client, path, acting, _end = helper
    made = door_fields(acting, 1, ID) | {"what_for": "Taxi", "amount": "12.50", "spent_on": "2026-02-09"}

    def do(outbox: bool = True, **other: str) -> TestResponse:  # noqa: FBT001, FBT002
        token = client.get("/session.json").json["csrf_token"]
        return client.post(path, data=made | {"csrf_token": token} | other, headers=OUTBOX if outbox else {})

    return do


@pytest.fixture
def release(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    return lambda version: monkeypatch.setattr(RecordSpending, "version", version)


def test_a_form_of_the_last_release_is_taken(send: Send, release):
    release(2)
    assert send().json["status"] == "done"


def test_a_form_of_the_release_before_is_shown_again_with_what_was_typed(send: Send, release):
    release(3)
    answer = send()
    assert (answer.status_code, set(answer.json["errors"])) == (422, {"form"})
    page = send(outbox=False)
    assert page.status_code == 422
    assert 'value="Taxi"' in page.text
    assert 'value="12.50"' in page.text
    assert send(form_version=_version_on(page.text)).json["status"] == "done"


def test_what_is_done_is_known_in_any_release(send: Send, release):
    first = send()
    release(9)
    again = send()
    assert again.json == first.json | {"status": "already done"}


def test_a_page_names_the_version_of_its_own_form(helper: tuple[FlaskClient, str, str, object], release):
    client, path, *_rest = helper
    release(4)
    assert _version_on(client.get(f"{path}/new").text) == "4"


@pytest.mark.parametrize("written", [ID, ID.upper(), f"{{{ID}}}", ID.replace("-", "")])
def test_what_is_done_is_known_once_the_authority_ended_however_its_id_is_written(helper, send: Send, written: str):
    _client, _path, _acting, end_authority = helper
    assert send(change_id=written).json["status"] == "done"
    end_authority()
    again = send(change_id=written)
    assert (again.status_code, again.json["status"], again.json["figures"]) == (200, "already done", {})
    assert send(change_id="00000000-0000-4000-8000-000000000000").status_code == 404


def _version_on(page: str) -> str:
    """The version that the form of a payment carries."""
    form = page[page.index('/spending"') :]
    return re.search(r'name="form_version" value="(\d+)"', form)[1]
