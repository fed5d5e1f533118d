"""A route that does not say who may use it keeps the service from starting."""

from pathlib import Path

import pytest
from flask import Blueprint

import app as onepot
from app import create_app
from app.config import Settings
from app.domain.authority import Permission
from app.web.access import PUBLIC, SIGNED_IN, UndeclaredAccess


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{tmp_path / 'x.sqlite'}", secret_key="x" * 32, demo=False, now=None,
        files=tmp_path / "files", secure_cookies=True, smtp_url=None, mail_from="onepot@localhost",
    )  # fmt: skip


def test_a_route_that_declares_nothing_stops_the_start(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    silent = Blueprint("silent", __name__)
    silent.add_url_rule("/p/<pot_id>/silent", "page", lambda pot_id: pot_id)
    monkeypatch.setattr(onepot, "SLICES", (*onepot.SLICES, _Slice(silent)))
    with pytest.raises(UndeclaredAccess, match=r"silent\.page"):
        create_app(settings)


def test_each_route_declares_who_may_use_it(settings: Settings):
    app = create_app(settings)
    for rule in app.url_map.iter_rules():
        declared = app.view_functions[rule.endpoint].access
        if declared in (PUBLIC, SIGNED_IN):
            assert not rule.rule.startswith("/p/"), f"{rule.rule} is of a pot, and asks for no authority over it"
        else:
            assert declared, f"{rule.rule} asks for no permission"
            assert all(isinstance(one, Permission) for one in declared)
            assert "pot_id" in rule.arguments, f"{rule.rule} asks for an authority over no pot"


def test_what_is_public_is_what_we_know_to_be(settings: Settings):
    """Whoever makes one more page public says so here as well."""
    app = create_app(settings)
    public = {name for name, view in app.view_functions.items() if view.access == PUBLIC}
    assert public <= {
        "static", "healthz", "help", "language", "mode", "session_json", "accessibility",
        "worker", "outbox", "manifest", "share",
        "people.sign_in", "people.ask", "people.code", "people.try_code", "people.another_code", "people.link",
        "people.use_link", "people.another_link", "people.options_to_sign_in", "people.sign_in_with_passkey",
        "people.sign_out", "people.signed_out", "people.demo", "people.be",
        "people.recovery", "people.try_recovery",
        "people.stuck", "people.ask_for_code", "people.stuck_here", "people.come_in_again",
        "people.stop_by_mail", "people.stop_it_by_mail",
        "people.type_code", "people.look_up_code", "people.asked", "people.say_yes", "people.ask_for_another",
    }  # fmt: skip


class _Slice:
    def __init__(self, blueprint: Blueprint) -> None:
        self.blueprint = blueprint
