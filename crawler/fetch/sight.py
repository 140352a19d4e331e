"""An answer -> what it shows of the page. Pure."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from core.model import Blocked, Failed, Fresh, Gone, Sight, Unchanged, Validators
from crawler.fetch.messages import Answer, Headers
from crawler.fetch.politeness import retry_after
from crawler.fetch.trust import judge

VALIDATOR = re.compile(rb"[\x20-\x7e]{1,512}")
"""What is sent back to a server was sent by it: only printable ASCII, and not without end."""

WALLED = frozenset({401, 403, 407, 451})


def sight_of(answer: Answer, validators: Validators | None, now: datetime) -> Sight:
    """What the last answer of a look shows.

    Args:
        validators: that the request was sent with.
    """
    if answer.status == 304:
        return Unchanged() if questions(validators) else Failed(reason="http 304 to an unconditional request")
    digest = hashlib.sha256(answer.body).hexdigest()
    good = 200 <= answer.status < 300 and answer.status != 206
    if good and validators is not None and validators.raw_digest == digest:
        return Unchanged(how="same bytes")
    wait = waiting(answer, now)
    wall = judge(answer.status, answer.headers, answer.body)
    if wall is not None:
        return Blocked(by=wall.by, evidence=wall.evidence, retry_after=wait)
    return _fresh(answer, digest, now) if good else _refused(answer.status, wait)


def waiting(answer: Answer, now: datetime) -> timedelta | None:
    """How long a 429 or 503 asks us to stay away."""
    if answer.status not in (429, 503):
        return None
    value = answer.header("retry-after")
    return retry_after(value.decode("latin-1"), now) if value else None


def questions(validators: Validators | None) -> Headers:
    """Headers that make a request conditional (RFC 9110 §13.1)."""
    if validators is None:
        return ()
    asked = (("If-None-Match", validators.etag), ("If-Modified-Since", validators.last_modified))
    return tuple((name, value) for name, value in asked if value)


def _fresh(answer: Answer, digest: str, now: datetime) -> Fresh:
    modified = _validator(answer.header("last-modified"))
    kept = Validators(
        etag=_validator(answer.header("etag")),
        last_modified=modified if modified and not _is_to_come(modified, now) else None,
        raw_digest=digest,
    )
    return Fresh(
        url=answer.address.url, status=answer.status, body=answer.body, headers=answer.headers, validators=kept
    )


def _is_to_come(modified: str, now: datetime) -> bool:
    """Whether a Last-Modified lies ahead: asked back, it would be met by 304 until then (RFC 9110 §8.8.2.1)."""
    try:
        at = parsedate_to_datetime(modified)
    except (ValueError, OverflowError):
        return True
    return (at if at.tzinfo else at.replace(tzinfo=UTC)) > now


def _refused(status: int, wait: timedelta | None) -> Sight:
    if status in (404, 410):
        return Gone(status=status)
    if status == 429:
        return Blocked(by="rate limit", evidence="http 429", retry_after=wait)
    if status in WALLED:
        return Blocked(by=f"http {status}")
    return Failed(reason=f"http {status}", retry_after=wait)


def _validator(value: bytes | None) -> str | None:
    return value.decode() if value and VALIDATOR.fullmatch(value) else None
