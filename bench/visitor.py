"""Somebody signed in, without a browser."""

import http.client
from dataclasses import dataclass
from http.cookies import SimpleCookie

from bench.servers import Server

COMPRESSED = {"Accept-Encoding": "gzip, deflate, br"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass(frozen=True, slots=True)
class Visitor:
    """A session with a server."""

    server: Server
    cookie: str = ""

    @classmethod
    def signed_in(cls, server: Server, name: str) -> "Visitor":
        """Somebody of the demo."""
        answer = cls(server).get(f"/demo/as/{name}")
        cookie = SimpleCookie(answer.headers["Set-Cookie"])
        return cls(server, "; ".join(f"{name}={morsel.coded_value}" for name, morsel in cookie.items()))

    @property
    def headers(self) -> dict[str, str]:
        """What every request carries."""
        return {"Cookie": self.cookie} if self.cookie else {}

    def home(self) -> str:
        """The path of the pot's first page."""
        return str(self.get("/").headers["Location"])

    def get(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, headers or {})

    def post(self, path: str) -> Answer:
        """Send an empty form, which no page of ours does."""
        return self._ask("POST", path, {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(self, method: str, path: str, headers: dict[str, str]) -> Answer:
        connection = http.client.HTTPConnection("localhost", self.server.port, timeout=60)
        try:
            connection.request(method, path, headers={**self.headers, **headers})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()
