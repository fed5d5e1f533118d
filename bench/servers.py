"""Servers of this machine alone, with two workers each: the floor and the service, served in the same way."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.config import ROOT
from bench.fill import settings

LONGEST_START = 90


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    port: int
    pid: int

    @property
    def url(self) -> str:
        """Its address; `localhost` counts as secure, so that a service worker may be there."""
        return f"http://localhost:{self.port}"

    def memory_mb(self) -> float:
        """Resident memory of both workers, what they share counted twice."""
        return round(sum(self._told("Rss", worker) for worker in self._workers()), 1)

    def memory_shared_once_mb(self) -> float:
        """Memory of all its processes, each page of it counted once."""
        return round(sum(self._told("Pss", process) for process in (str(self.pid), *self._workers())), 1)

    def _workers(self) -> list[str]:
        return Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()

    def _told(self, what: str, process: str) -> float:
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
        return int(re.findall(rf"^{what}:\s+(\d+)", told, re.MULTILINE)[0]) / 1024


@contextmanager
def floor() -> Iterator[Server]:
    """The floor page."""
    with _serving("bench.floor:app", "/", {}) as server:
        yield server


@contextmanager
def service(database: Path) -> Iterator[Server]:
    """The service on a database, at the time that the database was made for."""
    env = settings(database)
    with _serving("wsgi:app", "/healthz", env) as server:
        yield server


@contextmanager
def _serving(app: str, path: str, env: dict[str, str]) -> Iterator[Server]:
    port = _free_port()
    command = [
        Path(sys.executable).parent / "gunicorn", app, "--workers=2", f"--bind=localhost:{port}",
        "--log-level=warning", "--no-control-socket",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **env})
    try:
        _wait_for(process, f"http://localhost:{port}{path}")
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait_for(process: subprocess.Popen[bytes], url: str) -> None:
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=10):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    sys.exit(f"{url} does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])
