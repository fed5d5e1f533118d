"""The line between phones and the service: it can be down, or break off each answer once the work is done."""

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that reached the service, and what it answered."""

    method: str
    path: str
    status: int
    cut: bool
    bytes_sent: int


@dataclass
class Signal:
    """Stands before the service and hears everything."""

    inner: Callable[..., Iterable[bytes]]
    asked: list[Asked] = field(default_factory=list)
    cut: int = 0  # so many answers to forms break off after the commit
    down: bool = False
    then_refusing: int | None = None  # from the last of those on
    refusing: int | None = None  # all that the outbox sends is answered with this status, and nothing is done
    refused: int = 0  # so many were answered like that
    newer_worker: bool = False  # as after a release
    slow: float = 0  # seconds before each answer

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if self.down:
            return self._break(environ, start_response)
        time.sleep(self.slow)
        newer = self.newer_worker and environ["PATH_INFO"] == "/sw.js"
        if newer:  # whole and uncompressed, so that a line can be added
            for name in ("HTTP_ACCEPT_ENCODING", "HTTP_IF_NONE_MATCH"):
                environ.pop(name, None)
        posted = environ["REQUEST_METHOD"] == "POST"
        if posted and self.refusing and "HTTP_X_OUTBOX" in environ:
            self.refused += 1
            start_response(f"{self.refusing} Not now", [("Content-Type", "application/json"), ("Retry-After", "1")])
            return [b"{}"]
        said: list[Any] = []
        answer = self.inner(environ, lambda *told: said.extend(told) or (lambda _data: None))
        with closing(answer) if hasattr(answer, "close") else nullcontext():
            body = b"".join(answer)
        if newer:
            start_response("200 OK", [("Content-Type", "text/javascript"), ("Cache-Control", "no-cache")])
            return [body, b"\n// newer"]
        cut = posted and self.cut > 0
        self.asked.append(Asked(environ["REQUEST_METHOD"], environ["PATH_INFO"], int(said[0][:3]), cut, len(body)))
        if cut:
            self.cut -= 1
            self.refusing = self.refusing if self.cut else self.then_refusing
            return self._break(environ, start_response)
        start_response(said[0], said[1])
        return [body]

    def posts(self, path: str = "") -> list[Asked]:
        return [one for one in self.asked if one.method == "POST" and path in one.path]

    @staticmethod
    def _break(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with suppress(OSError):
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        start_response("200 OK", [])
        return [b""]


@dataclass
class Service:
    """The service at an address, behind a weak signal."""

    url: str
    app: Flask
    signal: Signal
    server: BaseWSGIServer | None = None

    def stop(self) -> None:
        """Nobody listens at the address any more: off-line, for a browser that cannot be told to be."""
        self.server.shutdown()
        self.server.server_close()

    def start(self) -> None:
        self.server = _listening(self.app, urlsplit(self.url).port)


def _listening(app: Flask, port: int = 0) -> BaseWSGIServer:
    server = make_server("localhost", port, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@contextmanager
def served(app: Flask) -> Iterator[Service]:
    """Answers real requests, each in a thread of its own."""
    signal = Signal(app.wsgi_app)
    app.wsgi_app = signal
    server = _listening(app)
    service = Service(f"http://localhost:{server.server_port}", app, signal, server)
    yield service
    service.stop()
