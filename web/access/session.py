"""Sessions: a cookie that says since when somebody is in, and a seal that nobody else can make."""

import base64
import binascii
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from web.access.lock import Lock

IDLE = timedelta(hours=12)
"""A session ends so long after the last request."""

LONGEST = timedelta(days=14)
"""A session ends so long after its beginning, however busy it is."""

RENEWED = timedelta(minutes=10)
"""A cookie older than this is written anew, so that not every answer sets one."""

_MOST_ENDED = 10_000


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that is in.

    Args:
        since: when it came in.
        seen: when its cookie was written.
    """

    id: str
    since: datetime
    seen: datetime


@dataclass
class Sessions:
    """Begins, recognises and ends sessions.

    Args:
        clock: the wall's.
        ended: those that were ended before their time, and when; kept as long as they could still come back.
    """

    lock: Lock
    clock: Callable[[], datetime]
    ended: dict[str, datetime] = field(default_factory=dict)

    def begin(self) -> Session:
        """A session that begins now."""
        now = self.clock().replace(microsecond=0)
        return Session(secrets.token_urlsafe(18), now, now)

    def cookie(self, session: Session) -> str:
        """The session as a cookie, sealed."""
        said = f"{session.id}.{int(session.since.timestamp())}.{int(session.seen.timestamp())}"
        return f"{said}.{_text(self._seal(said))}"

    def recognise(self, cookie: str) -> Session | None:
        """The session of a cookie; None for a forged, ended or expired one."""
        said, _, seal = cookie.rpartition(".")
        if not hmac.compare_digest(_bytes(seal), self._seal(said)):
            return None
        name, since, seen = said.split(".")
        session = Session(name, _moment(since), _moment(seen))
        now = self.clock()
        expired = now - session.seen >= IDLE or now - session.since >= LONGEST
        return None if expired or session.id in self.ended else session

    def renewed(self, session: Session) -> Session | None:
        """The session seen now; None where its cookie is young enough."""
        now = self.clock().replace(microsecond=0)
        return replace(session, seen=now) if now - session.seen >= RENEWED else None

    def end(self, session: Session) -> None:
        """No cookie of this session is recognised any more."""
        now = self.clock()
        living = {name: at for name, at in self.ended.items() if now - at < LONGEST}
        self.ended = dict(list(living.items())[-_MOST_ENDED:])
        self.ended[session.id] = now

    def pledge(self, session: Session) -> str:
        """What every unsafe request of the session must carry (the CSRF token)."""
        return _text(hmac.digest(self.lock.key("pledge"), session.id.encode(), "sha256"))

    def keeps(self, session: Session, pledge: str) -> bool:
        """Whether a request carries the session's pledge."""
        return hmac.compare_digest(_bytes(pledge), _bytes(self.pledge(session)))

    def _seal(self, said: str) -> bytes:
        return hmac.digest(self.lock.key("session"), said.encode("utf-8", "replace"), "sha256")


def _text(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text.encode("ascii", "replace") + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""


def _moment(seconds: str) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)
