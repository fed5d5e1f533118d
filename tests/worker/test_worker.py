"""`flask worker`: reads what waits with the eyes it is given, says how it goes without names or amounts, and ends."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import create_engine, select

from app.demo.till import receipt_photo
from app.outside import reading
from app.outside.photos import make_safe
from app.outside.reading import Line
from app.persistence.files import Files
from app.persistence.jobs import MOST_TRIES, READ_RECEIPT, RESTS
from app.persistence.tables import Job, ReceiptReading
from app.spending import receipt_changes
from app.web.held import Held, hold
from app.worker.loop import Worker
from app.worker.receipts import read_total
from tests.factories import NOW, MadePot, make_pot
from tests.real_server import ROOT

SHOP, PRICE = "Corner Chemist", 1_195

Eyes = Callable[[bytes], list[Line]]


def sees(*rows: str) -> Eyes:
    """Eyes that see these rows, whatever they look at."""
    return lambda _photo: [
        Line(row, ((0, 50 * n), (400, 50 * n), (400, 50 * n + 30), (0, 50 * n + 30))) for n, row in enumerate(rows)
    ]


def sees_nothing_at_all(_photo: bytes) -> list[Line]:
    message = f"{SHOP} cannot be seen"
    raise ValueError(message)


def drawn(what: str) -> bytes:
    """The photo of a receipt as it is kept."""
    return make_safe(receipt_photo(SHOP, what, PRICE, date(2026, 2, 9))).content


@dataclass
class Tray:
    """A pot's photos that wait, and a worker that looks at them."""

    app: Flask
    pot: MadePot
    files: Files
    now: datetime = NOW
    said: list[str] = field(default_factory=list)

    def keeps(self, what: str = "Heat pads", spending_id: str | None = None) -> str:
        """A photo of a receipt; the receipt's id."""
        held = hold(self.files, self.pot.id, receipt_photo(SHOP, what, PRICE, date(2026, 2, 9)))
        (receipt_id,) = self.does(lambda act: receipt_changes.keep(act, [held], spending_id))
        return receipt_id

    def works(self, eyes: Eyes) -> None:
        """A worker comes and does what is due."""
        read = partial(read_total, self.pot.engine, self.files, self.clock, eyes)
        Worker(self.pot.engine, self.clock, {READ_RECEIPT: read}, self.said.append).drain()

    def clock(self) -> datetime:
        return self.now

    def suggested(self) -> dict[str, int]:
        with self.pot.session() as session:
            return dict(session.execute(select(ReceiptReading.receipt_id, ReceiptReading.amount_pence)).all())

    def states(self) -> list[str]:
        with self.pot.session() as session:
            return sorted(session.scalars(select(Job.state)))

    def commanded(self, *arguments: str) -> str:
        """What `flask worker` says."""
        done = self.app.test_cli_runner().invoke(args=["worker", *arguments])
        assert done.exit_code == 0, done.output
        return done.output

    def does(self, do: Callable) -> list[str]:
        """One change, made inside the service."""
        answers: list = []
        with self.app.app_context():
            self.pot.do(lambda act: answers.append(do(act)), self.now)
        return answers[0]


@pytest.fixture
def tray(app_on_both, engine, tmp_path) -> Tray:
    app_on_both.extensions["settings"] = replace(app_on_both.extensions["settings"], read_receipts=True)
    return Tray(app_on_both, make_pot(engine), Files(tmp_path / "files"))


# --- what is read


def test_a_photo_that_waits_is_read_and_its_total_is_kept_as_a_suggestion(tray):
    receipt_id = tray.keeps()
    assert tray.states() == ["waiting"]
    tray.works(sees("Heat pads 11.95", "TOTAL 11.95"))
    assert tray.suggested() == {receipt_id: PRICE}
    assert tray.states() == ["done"]


def test_a_photo_that_says_nothing_is_done_and_suggests_nothing(tray):
    tray.keeps()
    tray.works(sees("Happy birthday"))
    assert (tray.suggested(), tray.states()) == ({}, ["done"])


def test_what_is_sent_with_its_amount_is_not_read_until_it_waits(tray):
    receipt_id = tray.keeps(spending_id="s" * 20)
    assert tray.states() == []
    tray.does(lambda act: receipt_changes.take_off(act, receipt_id))
    assert tray.states() == ["waiting"]


def test_a_paper_is_not_read(tray):
    paper = Held("application/pdf", tray.files.keep(tray.pot.id, b"%PDF-"), None, 5)
    tray.does(lambda act: receipt_changes.keep(act, [paper]))
    assert tray.states() == []


def test_where_totals_are_not_read_nothing_is_asked_for(tray):
    tray.app.extensions["settings"] = replace(tray.app.extensions["settings"], read_receipts=False)
    tray.keeps()
    assert tray.states() == []


# --- what goes wrong


def test_a_photo_that_is_away_for_a_moment_is_read_when_it_is_back(tray):
    receipt_id = tray.keeps()
    away = tray.files._root.rename(tray.files._root.with_name("away"))
    tray.works(sees("TOTAL 11.95"))
    assert tray.states() == ["waiting"]
    away.rename(tray.files._root)
    tray.works(sees("TOTAL 11.95"))
    assert tray.suggested() == {}  # it rests first
    tray.now += RESTS[0]
    tray.works(sees("TOTAL 11.95"))
    assert tray.suggested() == {receipt_id: PRICE}


def test_a_photo_that_cannot_be_read_is_given_up_and_does_not_hold_up_the_others(tray):
    tray.keeps("Heat pads")
    good = tray.keeps("Bandages")
    bad = drawn("Heat pads")

    def eyes(photo: bytes) -> list[Line]:
        return sees_nothing_at_all(photo) if photo == bad else sees("TOTAL 11.95")(photo)

    for _try in range(MOST_TRIES):
        tray.works(eyes)
        tray.now += timedelta(days=1)
    assert tray.suggested() == {good: PRICE}
    assert tray.states() == ["done", "failed"]
    assert tray.said[-1].endswith("nothing waits; 1 given up")


def test_a_time_without_the_database_is_told_and_does_not_end_the_worker(tmp_path):
    told: list[str] = []
    nowhere = create_engine(f"sqlite:///{tmp_path}/away/onepot.sqlite")
    worker = Worker(nowhere, lambda: NOW, {}, lambda words: (told.append(words), worker.stopped.set()))
    worker.run()  # raises nothing
    assert told == ["OperationalError"]


# --- what is said


def test_what_it_says_holds_no_name_no_amount_and_no_id(tray):
    receipt_id = tray.keeps()
    tray.keeps("Bandages")
    tray.works(sees_nothing_at_all)
    tray.now += RESTS[0]
    tray.works(sees(SHOP, "TOTAL 11.95"))
    seconds = r"\d+\.\d s"
    patterns = [
        rf"read receipt: ValueError, try 1 of {MOST_TRIES}, {seconds}; 2 wait, the oldest for 0:00:00",
        rf"read receipt: ValueError, try 1 of {MOST_TRIES}, {seconds}; 2 wait, the oldest for 0:00:00",
        rf"read receipt: done, {seconds}; 1 wait, the oldest for 0:01:00",
        rf"read receipt: done, {seconds}; nothing waits",
    ]
    assert len(tray.said) == len(patterns)
    for said, pattern in zip(tray.said, patterns, strict=True):
        assert re.fullmatch(pattern, said), said
    assert not any(told in line for line in tray.said for told in (SHOP, "11.95", "1195", receipt_id))


def test_status_says_how_much_waits_and_touches_nothing(tray):
    assert tray.commanded("--status") == "nothing waits\n"
    tray.now -= timedelta(hours=2)
    tray.keeps()
    assert tray.commanded("--status") == "1 wait, the oldest for 2:00:00\n"
    assert tray.states() == ["waiting"]


@pytest.mark.skipif(reading.are_there(), reason="the extra `reading` is installed here")
def test_without_the_extra_it_says_so_and_leaves_photos_to_other_workers(tray):
    tray.keeps()
    said = tray.commanded("--once")
    assert said.splitlines()[0] == "photos are not read here: the extra `reading` is not installed"
    assert tray.states() == ["waiting"]


def test_told_to_stop_it_stops(tray, database_url, tmp_path):
    env = os.environ | {"DATABASE_URL": database_url, "ONEPOT_DEMO": "1", "ONEPOT_FILES": str(tmp_path / "files")}
    env |= {"PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
    tray.pot.do(lambda act: act.ask_for("of another kind", "a"))
    with subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as worker:
        while "1 wait" not in (said := worker.stdout.readline()):
            assert said
        worker.send_signal(signal.SIGTERM)
        assert "1 wait" in worker.stdout.read()
    assert worker.returncode == 0
