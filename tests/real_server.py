"""The service as it really runs: gunicorn with two workers on this machine, killed and started again at will."""

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

from factories import NOW

ROOT = Path(__file__).parents[1]
LONGEST_START = 30


class RealServer:
    """Gunicorn on a database, in a group of processes of its own."""

    def __init__(self, database_url: str, folder: Path) -> None:
        self.port = free_port()
        self.log = folder / "server.log"
        self.env = os.environ | {
            "DATABASE_URL": database_url,
            "ONEPOT_DEMO": "1",
            "ONEPOT_SECRET_KEY": "a key that only tests have",
            "ONEPOT_NOW": NOW.isoformat(),
            "ONEPOT_FILES": str(folder / "files"),
            "PYTHONPATH": str(ROOT),
        }
        self.group: int | None = None
        with self.log.open("ab") as log:
            self.starter = subprocess.Popen(
                [sys.executable, Path(__file__).with_name("starter.py"), str(self.port)],
                cwd=ROOT, env=self.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
            )  # fmt: skip

    def start(self, release: int = 1) -> None:
        """Start it, and wait until it answers."""
        self.starter.stdin.write(f"{release}\n")
        self.starter.stdin.flush()
        self.group = int(self.starter.stdout.readline())
        end = time.monotonic() + LONGEST_START
        while not self._answers():
            assert time.monotonic() < end, self.log.read_text()
            time.sleep(0.01)

    def kill(self) -> None:
        """All of it, at once, with nothing said: as when the power fails."""
        os.killpg(self.group, signal.SIGKILL)
        self.group = None
        while self._listens():
            time.sleep(0.002)

    def stop(self) -> None:
        """For good."""
        if self.group:
            self.kill()
        self.starter.stdin.close()
        self.starter.wait()
        self.starter.stdout.close()

    def verify(self) -> str:
        """What `flask verify` says of the books, asked as an operator asks."""
        asked = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", "verify"],
            cwd=ROOT, env=self.env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        return (asked.stdout + asked.stderr).strip()

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def _answers(self) -> bool:
        asking = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            asking.request("GET", "/healthz")
            return asking.getresponse().status == 200
        except OSError:
            return False
        finally:
            asking.close()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
