"""Files beside the database: whole or not there, swept only when nobody named them, on both databases."""

import os
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.persistence.act import Act
from app.persistence.files import PART, Files
from app.persistence.sweep import KEPT_DAYS, sweep
from app.persistence.tables import Receipt
from app.persistence.tables.base import new_id
from app.persistence.verify import Unsound, verify
from tests.factories import NOW, make_pot

OLD = (NOW - timedelta(days=KEPT_DAYS + 1)).timestamp()


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path / "files")


@pytest.fixture
def pot(engine):
    return make_pot(engine)


def aged(files: Files, pot_id: str, digest: str, at: float = OLD) -> str:
    os.utime(files.path(pot_id, digest), (at, at))
    return digest


def name_it(pot, digest: str, small_digest: str | None = None) -> str:
    """A change that names a file; the receipt's id."""
    receipt_id = new_id()

    def decide(act: Act) -> None:
        act.wait_for("receipt_to_match", 1)
        act.write(
            Receipt(
                id=receipt_id, n=0, step="kept", standing=True, spending_id=None, media="image/jpeg",
                digest=digest, small_digest=small_digest, size_bytes=1,
            )
        )  # fmt: skip

    pot.do(decide)
    return receipt_id


def test_a_file_is_kept_once_and_read_back(files):
    digest = files.keep("a", b"photo")
    assert files.keep("a", b"photo") == digest
    assert files.read("a", digest) == b"photo"
    assert [path.name for path in files.path("a", digest).parent.iterdir()] == [digest]
    assert files.path("a", digest).stat().st_mode & 0o077 == 0


def test_the_same_content_in_two_pots_is_two_files(files):
    digest = files.keep("a", b"photo")
    assert files.read("b", digest) is None
    files.keep("b", b"photo")
    files.path("a", digest).unlink()
    assert files.read("b", digest) == b"photo"


@pytest.mark.parametrize("name", ["..", "../x", "a/b", "", "x" * 64, "A" * 64, "0" * 63, "0" * 65, "\x00"])
def test_no_other_name_leads_anywhere(files, name):
    with pytest.raises(ValueError, match="no name"):
        files.path("a", name)
    with pytest.raises(ValueError, match="no name"):
        files.path(name, "0" * 64)


def test_what_cannot_be_written_leaves_nothing_behind(files, monkeypatch):
    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.persistence.files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        files.keep("a", b"photo")
    assert list((files._root / "a").iterdir()) == []


def test_what_no_change_names_is_swept_when_it_is_old(files, engine, pot):
    never_named = aged(files, pot.id, files.keep(pot.id, b"never named"))
    young = files.keep(pot.id, b"young")
    named, small = (aged(files, pot.id, files.keep(pot.id, content)) for content in (b"named", b"small"))
    name_it(pot, named, small)
    part = files.path(pot.id, named).with_name(f"{PART}left")
    part.write_bytes(b"half")
    os.utime(part, (OLD, OLD))
    os.utime(files.path(pot.id, young), (NOW.timestamp(), NOW.timestamp()))
    assert sweep(engine, files, NOW) == 2
    assert not files.has(pot.id, never_named)
    assert not part.exists()
    assert all(files.has(pot.id, digest) for digest in (young, named, small))
    assert sweep(engine, files, NOW) == 0


def test_a_receipt_taken_out_keeps_its_file(files, engine, pot):
    digest = aged(files, pot.id, files.keep(pot.id, b"photo"))
    receipt_id = name_it(pot, digest)

    def take_out(act: Act) -> None:
        act.wait_for("receipt_to_match", -1)
        act.write(
            Receipt(
                id=receipt_id, n=1, step="taken_out", standing=False, spending_id=None, media="image/jpeg",
                digest=digest, small_digest=None, size_bytes=1,
            )
        )  # fmt: skip

    pot.do(take_out)
    assert sweep(engine, files, NOW, days=0) == 0
    with pot.session() as session:
        verify(session, files)


def test_the_folder_of_a_pot_that_is_not_known_is_left_alone(files, engine, pot):
    digest = aged(files, "x" * 20, files.keep("x" * 20, b"of another database"))
    assert sweep(engine, files, NOW) == 0
    assert files.has("x" * 20, digest)


def test_what_is_named_at_the_same_moment_is_never_swept(files, engine, pot):
    """The change looks again under the pot's lock: it names what is there, or nothing."""
    for turn in range(12):
        digest = aged(files, pot.id, files.keep(pot.id, b"photo %d" % turn))
        named = []

        def decide(act: Act, digest: str = digest, named: list[str] = named) -> None:
            if files.has(pot.id, digest):
                act.wait_for("receipt_to_match", 1)
                act.write(
                    Receipt(
                        id=new_id(), n=0, step="kept", standing=True, spending_id=None, media="image/jpeg",
                        digest=digest, small_digest=None, size_bytes=1,
                    )
                )  # fmt: skip
                named.append(digest)

        both = [
            threading.Thread(target=pot.do, args=(decide,)),
            threading.Thread(target=sweep, args=(engine, files, NOW)),
        ]
        for one in both[:: 1 if turn % 2 else -1]:
            one.start()
        for one in both:
            one.join()
        assert files.has(pot.id, digest) == bool(named)
    with pot.session() as session:
        verify(session, files)


def test_verify_says_which_file_is_missing_and_how_many(files, engine, pot):
    first, second = (files.keep(pot.id, content) for content in (b"one", b"two"))
    receipt_id = name_it(pot, first, second)
    for digest in (first, second):
        files.path(pot.id, digest).unlink()
    with pot.session() as session, pytest.raises(Unsound) as unsound:
        verify(session, files)
    assert f"the file {min(first, second)} of receipt {receipt_id} is missing" in str(unsound.value)
    assert "in all 2 files" in str(unsound.value)


def test_verify_finds_a_receipt_that_was_altered(engine, pot, files):
    digest = files.keep(pot.id, b"photo")
    name_it(pot, digest)
    with pot.session() as session:
        row = session.scalars(select(Receipt)).one()
        assert row.digest == digest
        verify(session, files)
