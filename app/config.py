"""Settings, read once from the environment."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
MEGABYTE = 1024 * 1024
DEMO_KEY = "the same in every process of a demo, which keeps no secret"


class Misconfigured(Exception):
    """The service cannot start like this: the message says what to set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What an operator can set (docs/operations.md)."""

    database_url: str
    secret_key: str
    demo: bool
    now: str | None
    files: Path
    secure_cookies: bool
    smtp_url: str | None
    mail_from: str
    proxies: int = 0  # of ours in front: only their word on the caller's address is taken
    url: str | None = None  # like https://onepot.example: for links in mails, and for passkeys
    read_receipts: bool = False  # ask the worker to read the total of photos that wait for their amount
    contact: str | None = None  # whom to tell when something does not work: an e-mail address or a telephone number


def settings_from(environ: dict[str, str] | None = None) -> Settings:
    """Read the environment. Raises Misconfigured."""
    env = os.environ if environ is None else environ
    demo = env.get("ONEPOT_DEMO") == "1"
    kept = ROOT / "var" / "secret-key"  # made once by ./dev run
    secret_key = env.get("ONEPOT_SECRET_KEY") or (DEMO_KEY if demo else None)
    if secret_key is None and kept.exists():
        secret_key = kept.read_text(encoding="ascii").strip()
    if secret_key is None:
        message = "Set ONEPOT_SECRET_KEY to a long random text (or ONEPOT_DEMO=1 to try it out)."
        raise Misconfigured(message)
    if env.get("ONEPOT_NOW") and not demo:
        message = "ONEPOT_NOW moves the clock in demo and tests only: set ONEPOT_DEMO=1 too."
        raise Misconfigured(message)
    return Settings(
        database_url=env.get("DATABASE_URL") or f"sqlite:///{ROOT / 'var' / 'onepot.sqlite'}",
        secret_key=secret_key,
        demo=demo,
        now=env.get("ONEPOT_NOW"),
        files=Path(env.get("ONEPOT_FILES") or ROOT / "var" / "files"),
        secure_cookies=not demo,
        smtp_url=env.get("ONEPOT_SMTP_URL"),
        mail_from=env.get("ONEPOT_MAIL_FROM", "onepot@localhost"),
        proxies=int(env.get("ONEPOT_PROXIES") or 0),
        url=env.get("ONEPOT_URL"),
        read_receipts=env.get("ONEPOT_READ_RECEIPTS") == "1",
        contact=env.get("ONEPOT_CONTACT"),
    )
