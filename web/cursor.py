"""Where a list goes on, as an opaque text for addresses."""

import base64
from datetime import UTC, datetime, timedelta

from core.model import Cursor, PageId

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MOST = 2**63 - 1
"""Neither database can compare a column with more."""


def written(cursor: Cursor) -> str:
    """The cursor as it stands in an address."""
    said = f"{(cursor.at - _EPOCH) // _MICROSECOND}.{cursor.page_id}.{cursor.number}"
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def read(text: str) -> Cursor | None:
    """The cursor of an address; None for a text that is none.

    >>> read(written(Cursor(_EPOCH, PageId(7), 2))) == Cursor(_EPOCH, PageId(7), 2)
    True
    >>> read("7; drop table change") is None
    True
    """
    try:
        said = base64.b64decode(text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
        at, page_id, number = (int(part) for part in said.split("."))
        if max(abs(page_id), abs(number)) > _MOST:
            return None
        return Cursor(_EPOCH + at * _MICROSECOND, PageId(page_id), number)
    except (ValueError, OverflowError):
        return None
