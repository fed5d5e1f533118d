"""The task `run`: set up, migrate, load the demo households, serve until Ctrl-C."""

import argparse
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tools.setup import set_up
from tools.steps import BIN, ROOT, command, timed

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
LONGEST_START = 60


def run(options: argparse.Namespace, _rest: list[str]) -> int:
    """Serve on the host and port of the options, with the demo households unless they say otherwise."""
    address = _address(options.host, options.port)
    if _taken(options.host, options.port):
        sys.exit(f"{address} is in use. Try another port: ./dev run --port {options.port + 1}")
    if options.demo and options.host not in LOOPBACK:
        print(f"Warning: whoever can reach {options.host} can sign in as any of the demo people, without a key.")
    set_up(test=False)
    env = _environment(demo=options.demo)
    with timed("Database"):
        command(BIN / "flask", "--app", "wsgi", "db", "upgrade", env=env)
    if options.demo:
        with timed("Demo households"):
            command(BIN / "flask", "--app", "wsgi", "demo", env=env)
    return _serve(options, env, address)


def _serve(options: argparse.Namespace, env: dict[str, str], address: str) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    bind = f"{_bracketed(options.host)}:{options.port}"
    gunicorn = [
        BIN / "gunicorn",
        "wsgi:app",
        "--workers=2",
        f"--bind={bind}",
        "--log-level=warning",
        "--no-control-socket",
    ]
    server = subprocess.Popen(gunicorn, cwd=ROOT, env=env)
    try:
        with timed("First answer"):
            _wait_for(server, f"{address}/healthz")
        print(f"\nReady: {address}   (Ctrl-C to stop)", flush=True)
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        server.terminate()
        server.wait()


def _wait_for(server: subprocess.Popen[bytes], url: str) -> None:
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError as answer:
            sys.exit(f"failed\n\n{url} answers {answer.code}: {answer.read().decode(errors='replace')[:500]}")
        except OSError:
            time.sleep(0.1)
    sys.exit("failed\n\nThe server does not answer.")


def _environment(*, demo: bool) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if name != "ONEPOT_DEMO"}
    if demo:
        env["ONEPOT_DEMO"] = "1"
    if not env.get("ONEPOT_SECRET_KEY"):
        env["ONEPOT_SECRET_KEY"] = _secret_key(ROOT / "var" / "secret-key")
    return env


def _secret_key(path: Path) -> str:
    """The key of this installation, made once: each worker needs the same, and a new one signs everybody out."""
    path.parent.mkdir(exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()


def _address(host: str, port: int) -> str:
    # Passkeys belong to a name, so the page must be opened by it.
    shown = "localhost" if host in LOOPBACK | {"0.0.0.0", "::"} else _bracketed(host)
    return f"http://{shown}:{port}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _taken(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
