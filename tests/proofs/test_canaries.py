"""What is private is nowhere else: a word of its own in every field, found by those who may read it and by nobody else.

Where: in pages and files, in what scripts are answered, in addresses and headers, in notices, mails and the log.
"""

import io
import logging
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from canaries import OTHERS, READERS, ROLES, WORDS, Looked, look_everywhere, write_all
from sqlalchemy import select
from world import WHO, World, lived_in
from wtforms.fields.core import UnboundField

from app.persistence.database import db
from app.persistence.tables import Notice
from app.persistence.tables.base import Base
from app.web.forms import ChangeForm, Line

# Secrets, which are kept hashed; and what somebody calls themselves and their own phone.
OF_NO_POT = {
    "EmailForm.email", "CodeForm.code", "RecoveryForm.code", "VouchForm.code", "LetterForm.code", "PinForm.pin",
    "ChangePinForm.new", "YesByPhone.pin", "YesForm.name", "NameForm.name", "PasskeyForm.name",
}  # fmt: skip
# What people write is kept in one table, from which it can be blanked; what a bank wrote in the rows of its file.
KEPT_IN = {"words", "statement_row"}


@dataclass
class Heard:
    """All that came of it."""

    world: World
    looked: Looked
    mails: str
    log: str


@pytest.fixture(scope="module")
def heard(sqlite_template: Path, settings_for, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    with lived_in(sqlite_template, settings_for, tmp_path_factory.mktemp("canaries")) as world:
        mails, log = io.StringIO(), io.StringIO()
        handler, onepot = logging.StreamHandler(log), logging.getLogger("onepot")
        logging.getLogger().addHandler(handler)
        before = onepot.level
        onepot.setLevel(logging.DEBUG)
        with redirect_stdout(mails):  # a demo prints its mails
            write_all(world)
            looked = look_everywhere(world)
            _break(world)
        onepot.setLevel(before)
        logging.getLogger().removeHandler(handler)
        yield Heard(world, looked, mails.getvalue(), log.getvalue())


def _break(world: World) -> None:
    """Something fails, and its message quotes what somebody wrote."""

    def breaks() -> str:
        raise ValueError(" ".join(WORDS.values()))

    whole, world.app.view_functions["help"] = world.app.view_functions["help"], breaks
    assert world.phones["nikki"].client.get("/help").status_code == 500
    world.app.view_functions["help"] = whole


def test_every_field_that_a_person_can_write_has_a_word() -> None:
    def forms(form: type) -> Iterator[type]:
        for one in form.__subclasses__():
            yield one
            yield from forms(one)

    written = {
        f"{form.__name__}.{name}"
        for form in forms(ChangeForm)
        if form.__module__.startswith("app.")
        for name, box in vars(form).items()
        if isinstance(box, UnboundField) and issubclass(box.field_class, Line)
    }
    assert written - OF_NO_POT == {what for what in READERS if "." in what}
    assert written >= OF_NO_POT


@pytest.mark.parametrize("what", READERS)
def test_a_word_is_found_by_who_may_read_it_and_by_nobody_else(heard: Heard, what: str) -> None:
    found = heard.looked.found[what]
    wrong = [
        f"{role} {'never finds it' if who not in found else f'finds it at {found[who]}'}"
        for role, who in WHO.items()
        if (who in found) != (READERS[what][role] == "yes")
    ]
    assert wrong == []
    assert {who: found[who] for who in OTHERS if who in found} == {}


def test_everybody_looked_at_every_address(heard: Heard) -> None:
    assert set(WHO) == set(ROLES)
    asked = {who: number for who, number in heard.looked.pages.items() if who != "rhys"}
    assert len(asked) == len(heard.world.phones) - 1
    assert len(set(asked.values())) == 1
    assert asked["visitor"] > 100


def test_no_address_and_no_header_holds_a_word(heard: Heard) -> None:
    assert heard.looked.in_addresses == []


def test_neither_mails_nor_the_log_hold_a_word_but_the_address_that_a_mail_goes_to(heard: Heard) -> None:
    assert "/come-in/" in heard.mails
    assert "ValueError at help" in heard.log
    mails = heard.mails.replace(f"To: {WORDS['InviteForm.email']}@example.com", "")
    assert [what for what, word in WORDS.items() if word in mails or word in heard.log] == []


def test_what_was_written_is_kept_in_one_place_and_a_notice_holds_nothing_of_it(heard: Heard) -> None:
    holds: dict[str, set[str]] = {}
    with heard.world.app.app_context():
        assert db.session.scalars(select(Notice.id)).first()
        for table in Base.metadata.sorted_tables:
            rows = str(db.session.execute(select(table)).all())
            holds |= {table.name: {what for what, word in WORDS.items() if word in rows}}
    in_files = {"a-receipt", "name-of-a-receipt"}
    assert {name for name, found in holds.items() if found} == KEPT_IN
    assert set.union(*holds.values()) == set(WORDS) - in_files


def test_no_file_is_called_as_it_was_on_the_phone(heard: Heard) -> None:
    folder = Path(heard.world.app.extensions["settings"].files)
    files = [str(file) for file in folder.rglob("*") if file.is_file()]
    assert files
    assert not [file for file in files for word in WORDS.values() if word in file]
