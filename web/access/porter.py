"""The porter: who sent a request, and whether they may come in."""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from starlette.datastructures import URL
from starlette.requests import HTTPConnection

from web.access.lock import Lock
from web.access.patience import Patience
from web.access.session import IDLE, Session, Sessions

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who may come in.

    Args:
        session: of the browser; None for a program that sent the token itself, which no other page can make it do.
        cookie: whether its cookie is to be written.
    """

    session: Session | None = None
    cookie: bool = False


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody who may not.

    Args:
        wait: how long nothing they send is looked at.
    """

    wait: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Porter:
    """Knows the lock, the sessions that it let in, and who tried in vain."""

    lock: Lock
    sessions: Sessions
    patience: Patience

    def know(self, request: HTTPConnection) -> Known | Stranger:
        """Who sent a request."""
        scheme, _, sent = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and not self.lock.is_open:
            return Known() if (wait := self.tries(request, sent.strip())) is None else Stranger(wait)
        session = self.sessions.recognise(request.cookies.get(self.cookie_name(request), ""))
        if session is not None:
            renewed = self.sessions.renewed(session)
            return Known(renewed or session, cookie=renewed is not None)
        return Known(self.sessions.begin(), cookie=True) if self.lock.is_open else Stranger()

    def tries(self, request: HTTPConnection, token: str) -> timedelta | None:
        """None for the right token; else how long nothing more is looked at."""
        address = _address(request)
        if wait := self.patience.wait(address):
            return wait
        if self.lock.fits(token):
            return None
        self.patience.count(address)
        log.warning("wrong token", address=address)
        return self.patience.wait(address)

    def begin(self, request: HTTPConnection) -> Session:
        """A session for a person who named the right token, and whose wrong ones count no more.

        Those of an address at which a program comes and goes do count: else whoever shares it may try for ever.
        """
        self.patience.forget(_address(request))
        return self.sessions.begin()

    def cookie_name(self, request: HTTPConnection) -> str:
        """Over https the name itself forbids other hosts and plain http to set it (RFC 6265bis §4.1.3)."""
        return "__Host-policywatch" if self.is_secure(request.url) else "policywatch"

    def cookie(self, request: HTTPConnection, session: Session | None) -> str:
        """The line that sets the cookie of a session, or takes it away."""
        value, age = (self.sessions.cookie(session), IDLE) if session else ("", timedelta(0))
        secure = "; Secure" if self.is_secure(request.url) else ""
        name = self.cookie_name(request)
        return f"{name}={value}; Path=/; Max-Age={int(age.total_seconds())}; HttpOnly; SameSite=Strict{secure}"

    def is_secure(self, url: URL) -> bool:
        """Whether browsers reach this server by https, itself or through a proxy that says so."""
        return url.scheme == "https" or self.lock.is_secure


def _address(request: HTTPConnection) -> str:
    return request.client.host if request.client else ""
