"""A form that breaks off on its way is not taken for a shorter one."""

from pathlib import Path

import factories
import pytest
from phones import Break, Cut, Phone, door_fields
from real_server import RealServer
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from app.persistence.tables import Spending


def test_half_an_amount_is_not_booked(sqlite_engine: Engine, sqlite_url: str, tmp_path: Path):
    """£9,876.54 must not become £9,876.5 or £987: what arrives in part is as if it had not arrived."""
    nikki = factories.make_person(sqlite_engine, email="nikki@demo.example")
    pot = factories.make_pot(sqlite_engine, nikki)
    path, words = f"/p/{pot.id}/spending", {"what_for": "Chair", "spent_on": "2026-02-09", "amount": "9876.54"}
    server = RealServer(sqlite_url, tmp_path)
    try:
        server.start()
        phone = Phone(server.port)
        phone.sign_in("nikki")
        for sent in (0.5, 0.9, 0.95, 0.98, 0.985, 0.99, 0.995, 0.999):
            fields = door_fields(pot.authority_id) | words
            with pytest.raises(Cut):
                phone.send(path, fields, Break(sent=sent, wait=0.1))
            answer = phone.send(path, fields)
            assert (answer.status, answer.json.get("status")) == (200, "done"), (sent, answer)
    finally:
        server.stop()
    with Session(sqlite_engine) as session:
        assert session.execute(select(Spending.amount_pence)).scalars().all() == [987_654] * 8
