"""The signed cookies that keep a session's secret, and what was chosen or begun before sign-in."""

from datetime import UTC, datetime, timedelta

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionInterface, SessionMixin
from itsdangerous import BadSignature

SENT_AGAIN_AFTER = timedelta(days=1)
SIGNED_IN = "_user_id"  # Flask-Login's


class Session(SecureCookieSession):
    """What a cookie holds, and when it was signed."""

    signed_at = datetime.max.replace(tzinfo=UTC)


class _Cookie(SecureCookieSessionInterface):
    """Flask's own, but a cookie that lasts for ninety days is sent again once a day, not with each answer."""

    session_class = Session

    def __init__(self, ending: str = "") -> None:
        self.ending = ending

    def get_cookie_name(self, app: Flask) -> str:
        """Two of them lie side by side."""
        return super().get_cookie_name(app) + self.ending

    def get_cookie_secure(self, app: Flask) -> bool:
        """A cookie that was given over TLS stays there; a demo can be looked at without."""
        return super().get_cookie_secure(app) or request.is_secure

    def open_session(self, app: Flask, request: Request) -> Session | None:
        """Read it; a cookie that is not ours, or too old, is none."""
        serializer, cookie = self.get_signing_serializer(app), request.cookies.get(self.get_cookie_name(app))
        if serializer is None:
            return None
        if not cookie:
            return Session()
        longest = int(app.permanent_session_lifetime.total_seconds())
        try:
            told, signed_at = serializer.loads(cookie, max_age=longest, return_timestamp=True)
        except BadSignature:
            return Session()
        session = Session(told)
        session.signed_at = signed_at
        return session

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Whether something was changed, or it is time to sign it anew."""
        if session.modified or not isinstance(session, Session):
            return super().should_set_cookie(app, session)
        return session.permanent and datetime.now(UTC) - session.signed_at > SENT_AGAIN_AFTER

    def forget(self, app: Flask, response: Response) -> None:
        """Take it off the phone."""
        gone = Session()
        gone.modified = True
        self.save_session(app, gone, response)


class Sessions(SessionInterface):
    """One cookie for who is signed in, one for what comes before that.

    With one for both, an answer on its way (the sign-in page asks for a passkey's challenge as it opens) would put
    the cookie of nobody over that of somebody who has just signed in, and they would be signed out again.
    """

    def __init__(self) -> None:
        self.somebody, self.nobody = _Cookie(), _Cookie("_before")

    def open_session(self, app: Flask, request: Request) -> Session | None:
        """Whoever is signed in comes first."""
        session = self.somebody.open_session(app, request)
        return session if session is None or SIGNED_IN in session else self.nobody.open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """At sign-in and sign-out what is kept moves to the other cookie, and nothing of it stays behind."""
        now_in = SIGNED_IN in session
        (self.somebody if now_in else self.nobody).save_session(app, session, response)
        if session.modified and now_in != bool(self.somebody.open_session(app, request)):
            (self.nobody if now_in else self.somebody).forget(app, response)
