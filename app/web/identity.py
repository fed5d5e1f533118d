"""Who is signed in: the cookie holds a secret, the database whether it still counts."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import Flask, Response, current_app, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy import insert, or_, select, update
from sqlalchemy.exc import DBAPIError

from app.clock import now
from app.domain.coming_back import OPEN_FOR
from app.domain.year import london_day
from app.persistence import standing
from app.persistence.database import Busy, db, writing
from app.persistence.tables import Person, UserSession
from app.web.sessions import Sessions

LOCKS_AFTER = timedelta(hours=1)  # who came in by a link gives their PIN again


class _Logins(LoginManager):
    """Flask-Login's, without its protection of sessions: phones change their address all day."""

    def _session_protection_failed(self) -> bool:
        """Asked at each request; it would digest address and browser before it looks whether it is wanted."""
        return False


login_manager = _Logins()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person of this request."""

    id: str
    name: str
    email: str | None
    language: str
    runs_service: bool
    way_back_opens_at: datetime | None = None  # when somebody else may come in as them, unless they stop it
    by_link: bool = False  # without an account: a link made this session, and a PIN locks it
    unlocked_at: datetime | None = None

    def unlocked_within(self, time: timedelta) -> bool:
        """Whether they gave their PIN so lately, where they have one."""
        return not self.by_link or (self.unlocked_at is not None and now() - self.unlocked_at < time)

    @property
    def locked(self) -> bool:
        """Whether the PIN comes first."""
        return not self.unlocked_within(LOCKS_AFTER)

    @property
    def key(self) -> str:
        """What stands for the person on their phone: tells nobody who it is."""
        return opaque_key(self.id)


class _User(UserMixin):
    """What Flask-Login keeps: `get_id` is the session's secret, not the person's id."""

    def __init__(self, secret: str, person: SignedIn, seen_on: date | None) -> None:
        self.secret, self.person, self.seen_on = secret, person, seen_on

    def get_id(self) -> str:
        return self.secret


def register(app: Flask) -> None:
    """Install the loader."""
    app.session_interface = Sessions()
    login_manager.init_app(app)
    app.after_request(note_seen)


@login_manager.user_loader
def _load(secret: str) -> _User | None:
    """Who it is; on a page of a pot together with the authorities over it, which are asked for next."""
    pot_id = (request.view_args or {}).get("pot_id")
    if pot_id and "\x00" in pot_id:
        pot_id = None  # no id holds one, and PostgreSQL takes none
    rows = standing.person_at(_hash(secret), pot_id, now()) if pot_id else ()
    if rows:
        # When a phone was last used is nothing that a page of a pot shows (app/web/unchanged.py).
        g.over_pot = pot_id, [row._replace(seen_on=None) for row in rows]
    found = rows[0] if rows else standing.person_of(_hash(secret))
    if found is None:
        return None
    opens_at = found.way_back_opens_at
    person = SignedIn(
        found.id,
        found.name,
        found.email,
        found.language,
        found.runs_service,
        opens_at if opens_at and now() < opens_at + OPEN_FOR else None,
        found.link_id is not None,
        found.unlocked_at,
    )
    return _User(secret, person, found.seen_on)


def note_seen(response: Response) -> Response:
    """Keep on which day a phone was last used: written once a day, and never worth an error to anybody."""
    user, today = g.get("_login_user"), london_day(now())
    if isinstance(user, _User) and (user.seen_on is None or user.seen_on < today):
        with suppress(Busy, DBAPIError), writing(db.engine) as database:
            database.execute(
                update(UserSession)
                .where(
                    UserSession.secret_hash == _hash(user.secret),
                    or_(UserSession.seen_on.is_(None), UserSession.seen_on < today),
                )
                .values(seen_on=today)
                .execution_options(synchronize_session=False)
            )
    return response


def read_with_person(pot_id: str) -> Sequence[Any]:
    """The rows of `standing.over_pot` for this pot, where they came with the person; they are used once."""
    known, rows = g.pop("over_pot", (None, ()))
    return rows if known == pot_id else ()


def signed_in() -> SignedIn | None:
    """The person of this request, or None."""
    return current_user.person if current_user.is_authenticated else None


def whose_was_ended() -> str | None:
    """What stands for the person whose session, the one of this cookie, was ended; None where it was not."""
    secret = session.get("_user_id")
    if secret is None:
        return None
    ended = select(UserSession.person_id).where(
        UserSession.secret_hash == _hash(secret), UserSession.ended_at.is_not(None)
    )
    person_id = db.session.execute(ended).scalar()
    return opaque_key(person_id) if person_id else None


def sign_in(person_id: str, device: str, link_id: str | None = None) -> None:
    """Begin a session under a new secret; nothing of the one before it is kept. `link_id`: a link made it."""
    chosen = {name: session[name] for name in ("language", "modes") if name in session}  # on the way in
    session.clear()
    session.permanent = True  # a phone closes its browser whenever it likes
    secret = secrets.token_urlsafe(32)
    with writing(db.engine) as database:
        database.execute(
            insert(UserSession.__table__),
            [
                {
                    "secret_hash": _hash(secret),
                    "person_id": person_id,
                    "device": device[:200],
                    "created_at": now(),
                    "ended_at": None,
                    "seen_on": london_day(now()),
                    "link_id": link_id,
                    "unlocked_at": now() if link_id else None,
                }
            ],
        )
    db.session.rollback()
    user = _load(secret)
    login_user(user)
    generate_csrf()  # once for the session: two answers at a time would otherwise set two, and one would not count
    session.pop("_id", None)  # 128 signs by which Flask-Login would know the device: nobody asks for them
    own_modes = db.session.execute(select(Person.modes).where(Person.id == person_id)).scalar()
    session.update(({"modes": own_modes} if own_modes else {}) | chosen)


def keep(person_id: str, **values: Any) -> None:
    """Keep what somebody says of themselves; reading starts anew after it."""
    with writing(db.engine) as database:
        database.execute(update(Person).where(Person.id == person_id).values(**values))
    db.session.rollback()


def sign_out() -> None:
    """End this session for good: a copied cookie is worth nothing afterwards."""
    if current_user.is_authenticated:
        secret = current_user.secret
        with writing(db.engine) as database:
            database.execute(
                update(UserSession)
                .where(UserSession.secret_hash == _hash(secret), UserSession.ended_at.is_(None))
                .values(ended_at=now())
            )
    # How a page is seen is its person's own: what was chosen before anybody signed in stays, theirs does not.
    stays = ("language",) if current_user.is_authenticated else ("language", "modes")
    chosen = {name: session[name] for name in stays if name in session}
    logout_user()
    session.clear()
    session.update(chosen)


def this_session() -> str | None:
    """What the session of this request is kept under; None where nobody is signed in."""
    return _hash(current_user.secret) if current_user.is_authenticated else None


def opaque_key(text: str) -> str:
    """A short keyed hash: the same for the same thing, and nothing can be read from it."""
    key = str(current_app.secret_key).encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:16]


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
