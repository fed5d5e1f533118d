"""Starts the service again and again: Python reads its libraries once, gunicorn is a new group of processes each time.

Run as `python starter.py PORT` with the environment of the service. Each line on stdin is the release to start (1 is
this one, 2 is one in which every form has a later version); the answer on stdout is the id of its group of processes.
"""

import os
import signal
import sys

from flask import Response, request
from gunicorn.app.base import BaseApplication

from app import create_app
from app.web.forms import ChangeForm

WORKERS = 2


class Served(BaseApplication):
    """The service under gunicorn, as `./dev run` serves it."""

    def __init__(self, port: int, release: int) -> None:
        self.port, self.release = port, release
        super().__init__()

    def load_config(self) -> None:
        """The settings of `./dev run`."""
        options = {
            "bind": f"127.0.0.1:{self.port}",
            "workers": WORKERS,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> object:
        """In each worker, as without --preload."""
        app = create_app()
        app.after_request(self._of_this_release)
        return app

    def _of_this_release(self, response: Response) -> Response:
        """The worker of another release is another file."""
        if request.endpoint == "worker" and response.status_code == 200:
            response.set_data(response.get_data() + b"// release %d" % self.release)
            response.add_etag(overwrite=True)
        return response


def main(port: int) -> None:
    """Start one whenever it is asked for, until stdin ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for what was killed
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.setsid()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            ChangeForm.version = int(line)
            Served(port, int(line)).run()
        print(child, flush=True)  # noqa: T201 - it is what the starter says


if __name__ == "__main__":
    main(int(sys.argv[1]))
