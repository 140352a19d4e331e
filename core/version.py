"""next_version(page, reading, change) -> Version | None: when a reading becomes part of the history."""

import hashlib
from datetime import datetime

from core.model import Change, Page, Text, Version


def next_version(page: Page, reading: Text, change: Change | None, now: datetime) -> Version | None:
    """The version to add: the first reading of a page, or one that a change calls for.

    Returns None when the baseline stays where it is, which is what noise leads to.
    """
    number = page.latest.number + 1 if page.latest else 1
    if page.latest is not None and (change is None or change.after != number):
        return None
    previous = page.latest.chain if page.latest else ""
    raw_digest = reading.sight.validators.raw_digest or hashlib.sha256(reading.sight.body).hexdigest()
    return Version(
        number=number,
        captured_at=now,
        document=reading.document,
        fingerprint=reading.fingerprint,
        raw_digest=raw_digest,
        chain=chain_digest(previous, reading.fingerprint.exact, raw_digest, now),
        evidence=evidence(reading),
    )


def chain_digest(previous: str, exact: str, raw_digest: str, captured_at: datetime) -> str:
    """SHA-256 over the previous link and this one's text, bytes and time: a history altered later shows."""
    parts = [previous, exact, raw_digest, captured_at.isoformat()]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def evidence(reading: Text) -> dict[str, str]:
    """What the server said beside the body: `url`, `status` and the headers, lower-case.

    Cookies are left out: they may be secrets, and they prove nothing.
    """
    headers = {name.lower(): value for name, value in reading.sight.headers if name.lower() != "set-cookie"}
    return {**headers, ":url": reading.sight.url, ":status": str(reading.sight.status)}
