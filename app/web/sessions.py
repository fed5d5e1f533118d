"""The signed cookie that keeps a session's secret, and what was chosen before sign-in."""

from datetime import UTC, datetime, timedelta

from flask import Flask, Request, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature

SENT_AGAIN_AFTER = timedelta(days=1)


class Session(SecureCookieSession):
    """What the cookie holds, and when it was signed."""

    signed_at = datetime.max.replace(tzinfo=UTC)


class Sessions(SecureCookieSessionInterface):
    """Flask's own, but a cookie that lasts for ninety days is sent again once a day, not with each answer."""

    session_class = Session

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
