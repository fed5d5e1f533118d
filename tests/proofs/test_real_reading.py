"""The extra `reading` at work: a real worker reads photos of receipts, is killed, and another goes on."""

import io
import os
import re
import resource
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from till_rolls import Roll, till_roll

from app.outside import reading
from app.persistence.tables import Job, ReceiptReading
from app.spending import receipt_changes
from app.web.held import hold
from tests.factories import NOW, MadePot, make_pot
from tests.real_server import ROOT

ROLLS = 24
LEAST_RIGHT = 0.8
AFTER_THE_LEASE = NOW.replace(minute=11)

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not reading.are_there(), reason="./dev setup --reading installs what reads receipts"),
]


@dataclass
class Tray:
    """Photos that wait, and real workers of this machine."""

    app: Flask
    pot: MadePot
    env: dict[str, str]

    def keeps(self, roll: Roll) -> str:
        """The receipt's id."""
        held = hold(self.app.extensions["files"], self.pot.id, io.BytesIO(roll.photo))
        made: list[str] = []
        with self.app.app_context():
            self.pot.do(lambda act: made.extend(receipt_changes.keep(act, [held])))
        return made[0]

    def worker(self, *arguments: str, now: str = NOW.isoformat()) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", *arguments]
        env = self.env | {"ONEPOT_NOW": now}
        return subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def read(self) -> dict[str, int]:
        with self.pot.session() as session:
            return dict(session.execute(select(ReceiptReading.receipt_id, ReceiptReading.amount_pence)).all())

    def tries(self) -> list[tuple[str, int]]:
        with self.pot.session() as session:
            return sorted(session.execute(select(Job.state, Job.tries)).all())


@pytest.fixture
def tray(app, sqlite_engine, sqlite_url, tmp_path: Path) -> Tray:
    app.extensions["settings"] = replace(app.extensions["settings"], read_receipts=True)
    env = os.environ | {
        "DATABASE_URL": sqlite_url, "ONEPOT_DEMO": "1", "ONEPOT_FILES": str(tmp_path / "files"),
        "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    return Tray(app, make_pot(sqlite_engine), env)


def test_totals_of_tilted_and_noisy_receipts_are_read_and_none_is_made_up(tray):
    rolls = {tray.keeps(roll): roll for roll in map(till_roll, range(ROLLS))}
    worker = tray.worker("--once")
    said = worker.communicate()[0]
    assert worker.returncode == 0, f"ended with {worker.returncode} after:\n{said}"
    found = tray.read()
    wrong = {
        roll.total_pence: found[of] for of, roll in rolls.items() if found.get(of, roll.total_pence) != roll.total_pence
    }
    seconds = sorted(float(told) for told in re.findall(r"done, (\d+\.\d) s", said))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    right = len(found) - len(wrong)
    print(f"\n{right} of {ROLLS} right, {len(wrong)} wrong, {ROLLS - len(found)} not read")  # noqa: T201 - the figures
    print(f"seconds: first {seconds[-1]}, median {seconds[len(seconds) // 2]}; peak {peak} MB")  # noqa: T201
    assert len(seconds) == ROLLS, said
    assert wrong == {}
    assert right >= LEAST_RIGHT * ROLLS


def test_a_worker_killed_in_the_middle_of_a_photo_loses_nothing(tray):
    roll = till_roll(0)
    receipt_id = tray.keeps(roll)
    killed = tray.worker()
    while tray.tries() != [("waiting", 1)]:
        assert killed.poll() is None, killed.communicate()
        time.sleep(0.01)
    time.sleep(0.3)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert (tray.read(), tray.tries()) == ({}, [("waiting", 1)])
    assert "1 wait" in tray.worker("--once").communicate()[0]
    assert tray.read() == {}  # the lease of the one that was killed
    tray.worker("--once", now=AFTER_THE_LEASE.isoformat()).communicate()
    assert (tray.read(), tray.tries()) == ({receipt_id: roll.total_pence}, [("done", 2)])
