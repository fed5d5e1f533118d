"""What a phone of a release kept, as it sent it: this release takes it once.

A file for each release. A later one may not change what lies in an older one's phones: it takes it, or the file is
older than the two releases that are promised (docs/decisions/0001-one-door.md).
"""

import json
from pathlib import Path

import pytest
from flask import Flask
from household import Household
from phone import OUTBOX, Phone

RELEASES = sorted((Path(__file__).parent.parent / "data" / "commands").glob("*.json"))
COMMANDS = [
    pytest.param(command, id=f"{release.stem} {command['what']}")
    for release in RELEASES
    for command in json.loads(release.read_text())["commands"]
]


@pytest.mark.parametrize("command", COMMANDS)
def test_it_is_taken_once(command: dict, app: Flask, household: Household):
    nikki = Phone(app.test_client(), "nikki")
    here = {
        "ACTING": household.authority["nikki"],
        "LINE": household.pot.lines["help"],
        "CARER": household.person["amina"],
    }
    fields = {name: here.get(value, value) for name, value in command["fields"].items()}
    told = fields | {"csrf_token": nikki.client.get("/session.json").json["csrf_token"]}
    first = nikki.post(household.home + command["path"], told, OUTBOX)
    assert (first.status_code, first.json["status"]) == (200, "done"), first.json
    again = nikki.post(household.home + command["path"], told, OUTBOX)
    assert again.json == first.json | {"status": "already done"}
    household.whole()
