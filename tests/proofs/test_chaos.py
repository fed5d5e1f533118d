"""Eight phones, lines that break, a server that is killed again and again: nothing is lost, nothing is there twice."""

import os
import shutil
import time
from collections import Counter
from pathlib import Path
from threading import Event, Thread

import pytest
from chaos import MESSAGE, SHIFT, SPEND, TAKE_OUT, EndedSender, Member, Progress, Said, Sender, make_members
from real_server import RealServer
from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.orm import Session

from app.persistence.database import prepare
from app.persistence.tables import (
    Account,
    Balance,
    Commitment,
    Done,
    Entry,
    Message,
    Posting,
    Shift,
    Spending,
    Words,
)
from app.persistence.verify import verify

LONG = os.environ.get("ONEPOT_LONG") == "1"
CHANGES, KILLS = (1000, 20) if LONG else (250, 6)
SEEDS = [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 11))]
LONGEST = 300
FOUND_IN = {SPEND: (Spending, "what_for"), SHIFT: (Shift, "note"), MESSAGE: (Message, "body")}


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_and_nothing_is_there_twice(seed: int, engine: Engine, database_url: str, tmp_path: Path):
    members = make_members(engine)
    before = _count_done(engine)
    server = RealServer(database_url, tmp_path)
    progress = Progress()
    senders = _senders(members, server.port, f"chaos {seed}", progress)
    reader = Reader(engine)
    began = time.monotonic()
    try:
        server.start()
        for sender in senders:
            sender.sign_in()
        for thread in (*senders, reader):
            thread.start()
        images = _kill_again_and_again(server, senders, progress, tmp_path)
        for sender in senders:
            sender.join(LONGEST)
        reader.stop()
        _nobody_failed(senders)
        _tell(seed, senders, reader, time.monotonic() - began)
        assert server.verify().startswith("sound: 2 pots")
    finally:
        server.stop()
    assert (reader.found_wrong, reader.looks > 0) == ([], True)
    assert {answer.status for answer in senders[1].after_the_end} == {200, 404}  # done before; and not in time
    said = [one for sender in senders for one in sender.said]
    _each_is_there_once(engine, said, before)
    _sums_are_what_was_typed(engine, members, senders)
    _each_image_is_sound(images)


class Reader(Thread):
    """Looks all the time whether what is in the books adds up."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(daemon=True)
        self.engine, self.ended = engine, Event()
        self.looks, self.found_wrong = 0, []

    def run(self) -> None:
        of_entry = select(Posting.entry_id).group_by(Posting.entry_id).having(func.sum(Posting.amount_pence) != 0)
        of_account = (
            select(Posting.account_id)
            .join(Balance, Balance.account_id == Posting.account_id)
            .group_by(Posting.account_id, Balance.amount_pence)
            .having(func.sum(Posting.amount_pence) != Balance.amount_pence)
        )
        while not self.ended.wait(0.2):
            with Session(self.engine) as session:
                for question in (of_entry, of_account):
                    self.found_wrong += session.execute(question).scalars().all()
            self.looks += 1

    def stop(self) -> None:
        self.ended.set()
        self.join()


def _senders(members: list[Member], port: int, seed: str, progress: Progress) -> list[Sender]:
    """One of the helpers loses their authority half-way; the others do what they leave undone."""
    each = -(-CHANGES // (len(members) - 1)) + 1
    return [(EndedSender if n == 1 else Sender)(member, port, seed, each, progress) for n, member in enumerate(members)]


def _kill_again_and_again(server: RealServer, senders: list[Sender], progress: Progress, folder: Path) -> list[Path]:
    """Spread over the changes; half-way the next release is started. Copies of a SQLite file as the kill left it."""
    images = []
    for kill in range(1, KILLS + 1):
        _wait_for(progress, CHANGES * kill // (KILLS + 1), senders)
        server.kill()
        images += _image(server.env["DATABASE_URL"], folder / f"killed-{kill}")
        release = 1 if kill < KILLS // 2 else 2
        server.start(release)
        progress.release = release
    return images


def _wait_for(progress: Progress, acknowledged: int, senders: list[Sender]) -> None:
    end = time.monotonic() + LONGEST
    while len(progress.acknowledged) < acknowledged and any(sender.is_alive() for sender in senders):
        assert time.monotonic() < end, f"only {len(progress.acknowledged)} acknowledged"
        _nobody_failed(senders)
        time.sleep(0.002)


def _nobody_failed(senders: list[Sender]) -> None:
    for sender in senders:
        if sender.failed:
            raise sender.failed


def _image(database_url: str, folder: Path) -> list[Path]:
    if not database_url.startswith("sqlite"):
        return []
    folder.mkdir()
    file = Path(database_url.removeprefix("sqlite:///"))
    for part in ("", "-wal"):
        shutil.copyfile(f"{file}{part}", folder / f"image.sqlite{part}")
    return [folder / "image.sqlite"]


def _each_image_is_sound(images: list[Path]) -> None:
    for image in images:
        engine = prepare(create_engine(f"sqlite:///{image}"))
        with Session(engine) as session:
            assert verify(session).pots == 2, image
        engine.dispose()


def _count_done(engine: Engine) -> int:
    with Session(engine) as session:
        return session.execute(select(func.count()).select_from(Done)).scalar_one()


def _each_is_there_once(engine: Engine, said: list[Said], before: int) -> None:
    """What was acknowledged is there once; what was refused, or cut and never taken, is not there."""
    saved = [one for one in said if one.saved]
    assert len(saved) >= CHANGES
    ending_the_authority = 1
    assert _count_done(engine) == before + len(saved) + ending_the_authority
    with Session(engine) as session:
        for kind, (table, name) in FOUND_IN.items():
            found = session.execute(
                select(Words.text)
                .join(table, table.change_id == Words.change_id)
                .where(table.n == 0, Words.field.startswith(name))
            ).scalars()
            assert Counter(found) == Counter(one.words for one in saved if one.kind == kind)
        rows = session.execute(select(Done.change_id)).scalars()
        assert {one.fields["change_id"] for one in saved} <= set(rows)


def _sums_are_what_was_typed(engine: Engine, members: list[Member], senders: list[Sender]) -> None:
    for pot_id in {member.pot.id for member in members}:
        said = [one for sender in senders if sender.member.pot.id == pot_id for one in sender.said if one.saved]
        taken_out = {one.path.removesuffix("/take-out") for one in said if one.kind == TAKE_OUT}
        stands = [one for one in said if one.kind == SPEND and one.url.partition("/saved")[0] not in taken_out]
        with Session(engine) as session:
            used = session.execute(
                select(func.sum(Posting.amount_pence))
                .join(Account, Account.id == Posting.account_id)
                .where(Posting.pot_id == pot_id, Account.kind.in_(["used", "not_agreed"]))
            ).scalar()
            aside = session.execute(
                select(func.sum(Commitment.amount_pence)).where(Commitment.pot_id == pot_id)
            ).scalar()
            paid = session.execute(
                select(func.count()).select_from(Entry).where(Entry.pot_id == pot_id, Entry.kind == "paid")
            ).scalar()
        assert paid == sum(one.kind == SPEND for one in said)
        assert used == sum(one.pence for one in stands)
        assert aside == sum(one.pence for one in said if one.kind == SHIFT)


def _tell(seed: int, senders: list[Sender], reader: Reader, seconds: float) -> None:
    """The figures of the run, shown by `pytest -s` and when it fails."""
    saved = sum(one.saved for sender in senders for one in sender.said)
    ended = Counter(answer.status for sender in senders for answer in getattr(sender, "after_the_end", []))
    print(  # noqa: T201 - what the run was, for whom it fails
        f"\nseed {seed}: {saved} changes, {KILLS} kills, {sum(s.broken for s in senders)} broken lines, "
        f"{sum(s.busy for s in senders)} times busy, {sum(s.refused for s in senders)} typed wrong, "
        f"{sum(s.replayed for s in senders)} sent once more, after the end of an authority {dict(ended)}, "
        f"{reader.looks} looks, {seconds:.1f} s, load {os.getloadavg()[0]:.1f}"
    )
