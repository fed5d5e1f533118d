"""A phone: sends forms as the outbox does, over connections that break."""

import json
import socket
import time
import uuid
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlencode

from factories import NOW

LONGEST_WAIT = 20
OUTBOX = {"X-Outbox": "1", "Accept": "application/json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Cut(Exception):
    """No answer came: the phone does not know what became of what it sent."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    body: str
    headers: Mapping[str, str]

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Break:
    """Where the line breaks: after so much of the request (1: all of it), and after waiting so many seconds."""

    sent: float = 1
    wait: float = 0


class Phone:
    """One signed-in phone. Its clock and its ids are its own."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie = ""
        self.token = ""

    def sign_in(self, name: str) -> None:
        """As one of the demo's people."""
        answer = self.ask("GET", f"/demo/as/{name}")
        assert answer.status == 303, answer.body
        self.token = self.ask("GET", "/session.json").json["csrf_token"]

    def send(self, path: str, fields: Mapping[str, str], breaks: Break | None = None, *, outbox: bool = True) -> Answer:
        """Send a form. Raises Cut."""
        # What was paid comes last: a body that is cut there must not be read as a smaller sum.
        body = urlencode({"csrf_token": self.token, **fields}).encode()
        return self.ask("POST", path, body, FORM | (OUTBOX if outbox else {}), breaks)

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None,
        breaks: Break | None = None,
    ) -> Answer:  # fmt: skip
        """One request on one connection. Raises Cut."""
        lines = {
            "Host": f"127.0.0.1:{self.port}", "Connection": "close", "Content-Length": str(len(body)),
            "Cookie": self.cookie, **(headers or {}),
        }  # fmt: skip
        head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        try:
            with closing(socket.create_connection(("127.0.0.1", self.port), timeout=LONGEST_WAIT)) as line:
                if breaks:
                    raise _broken(line, head.encode() + b"\r\n", body, breaks)
                line.sendall(head.encode() + b"\r\n" + body)
                answer = _read(line)
        except (OSError, HTTPException) as error:
            raise Cut from error
        if "Set-Cookie" in answer.headers:
            self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
        return answer


def door_fields(acting: str, version: int = 1, change_id: str | None = None) -> dict[str, str]:
    """The hidden fields of a form, as a phone keeps them with what was typed."""
    return {
        "change_id": change_id or str(uuid.uuid4()),
        "form_version": str(version),
        "made_at": NOW.isoformat(),
        "acting": acting,
    }


def _broken(line: socket.socket, head: bytes, body: bytes, breaks: Break) -> Cut:
    with suppress(OSError):
        line.sendall(head + body[: int(len(body) * breaks.sent)])
        time.sleep(breaks.wait)
    return Cut()


def _read(line: socket.socket) -> Answer:
    response = HTTPResponse(line)
    try:
        response.begin()
        body = response.read().decode()
    finally:
        response.close()
    return Answer(response.status, body, dict(response.headers))
