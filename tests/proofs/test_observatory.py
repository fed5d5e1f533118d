"""MDN's HTTP Observatory grades the headers of pages over TLS: A+ at 120 or more, whoever looks."""

import json
import os
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from factories import make_person, make_pot, promise
from real_server import LONGEST_START, ROOT, free_port
from sqlalchemy import create_engine

from app import create_app
from app.config import Settings
from app.persistence.database import db, prepare
from tools.setup import OBSERVATORY_MADE, node_home

KEY = "a key that only tests have"
LEAST = 120

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not OBSERVATORY_MADE.exists(), reason="./dev test --long installs the Observatory"),
]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for this machine, signed by nobody else."""
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(secret + made.public_bytes(pem))
    return file


@pytest.fixture
def cookie_of_nikki(sqlite_url: str, tmp_path: Path) -> str:
    """She has a pot, and is signed in."""
    engine = prepare(create_engine(sqlite_url))
    promise(make_pot(engine, make_person(engine, email="nikki@demo.example")), nhs=100_000)
    engine.dispose()
    app = create_app(
        Settings(
            database_url=sqlite_url, secret_key=KEY, demo=True, now=None, files=tmp_path,
            secure_cookies=True, smtp_url=None, mail_from="onepot@localhost",
        )
    )  # fmt: skip
    answer = app.test_client().get("/demo/as/nikki", base_url="https://localhost")
    with app.app_context():
        db.engine.dispose()
    return answer.headers["Set-Cookie"].partition(";")[0]


@pytest.fixture
def graded(sqlite_url: str, certificate: Path, tmp_path: Path) -> Callable[..., dict]:
    """What the Observatory says of a page."""

    def grade(path: str, **more: str) -> dict:
        port = free_port()
        env = {name: value for name, value in os.environ.items() if not name.startswith("ONEPOT_")}
        env |= {"DATABASE_URL": sqlite_url, "ONEPOT_SECRET_KEY": KEY, "ONEPOT_FILES": str(tmp_path), **more}
        with _served(port, certificate, env | {"PYTHONPATH": f"{ROOT}{os.pathsep}{Path(__file__).parent}"}):
            scan = [node_home() / "bin" / "node", OBSERVATORY_MADE / "src" / "scan.js", f"localhost:{port}{path}"]
            trusting = os.environ | {"NODE_EXTRA_CA_CERTS": str(certificate)}
            return json.loads(subprocess.run(scan, env=trusting, capture_output=True, check=True).stdout)

    return grade


@contextmanager
def _served(port: int, certificate: Path, env: dict[str, str]) -> Iterator[None]:
    listening = ["--bind", f"localhost:{port}", "--certfile", certificate, "--keyfile", certificate]
    quiet = ["--log-level", "error", "--no-control-socket"]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *listening, *quiet, "observed:answer"], cwd=ROOT, env=env
    )
    try:
        end = time.monotonic() + LONGEST_START
        while not _answers(port, certificate):
            assert time.monotonic() < end
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.wait()


def _answers(port: int, certificate: Path) -> bool:
    asking = HTTPSConnection("localhost", port, timeout=5, context=ssl.create_default_context(cafile=certificate))
    try:
        asking.request("GET", "/healthz")
        return asking.getresponse().status == 200
    except OSError:
        return False
    finally:
        asking.close()


def failed(told: dict) -> list[str]:
    return [test["result"] for test in told["tests"].values() if not test["pass"]]


@pytest.mark.parametrize("demo", [{}, {"ONEPOT_DEMO": "1"}], ids=["in earnest", "demo"])
@pytest.mark.parametrize("path", ["", "/sign-in", "/accessibility"])
def test_what_anybody_sees_is_graded_a_plus(graded, path, demo):
    told = graded(path, **demo)
    assert (told["scan"]["grade"], failed(told)) == ("A+", [])
    assert told["scan"]["score"] >= LEAST


def test_home_of_somebody_signed_in_is_graded_a_plus(graded, cookie_of_nikki):
    told = graded("", OBSERVED_COOKIE=cookie_of_nikki)
    assert told["scan"]["responseHeaders"]["x-user-key"] != "none"
    assert (told["scan"]["grade"], failed(told)) == ("A+", [])
    assert told["scan"]["score"] >= LEAST
