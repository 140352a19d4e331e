"""Where lists of days, of deliveries and of what is found go on, as opaque texts for addresses."""

import base64
from datetime import UTC, date, datetime, timedelta

from core.model import Awaited, DeadlinePlace, PageId, ParcelPlace, Position

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MOST = 2**63 - 1
"""Neither database can compare a column with more."""

_RANKS = 3
_LONGEST_ID = 64


def parcel_written(place: ParcelPlace) -> str:
    """The place of a delivery as it stands in an address."""
    return _closed(f"{place.rank}|{(place.at - _EPOCH) // _MICROSECOND}|{place.id}")


def parcel_read(text: str) -> ParcelPlace | None:
    """The place of an address; None for a text that is none.

    >>> place = ParcelPlace(1, _EPOCH, "msg_1")
    >>> parcel_read(parcel_written(place)) == place, parcel_read("msg_1")
    (True, None)
    """
    try:
        rank, at, name = _opened(text).split("|")
        place = ParcelPlace(int(rank), _EPOCH + int(at) * _MICROSECOND, name)
    except (ValueError, OverflowError):
        return None
    return place if 0 <= place.rank < _RANKS and name.isascii() and len(name) <= _LONGEST_ID else None


def deadline_written(place: DeadlinePlace) -> str:
    """The place of a day as it stands in an address."""
    return _closed(f"{place.day.isoformat()}|{place.page_id}|{place.what}")


def deadline_read(text: str) -> DeadlinePlace | None:
    """The place of an address; None for a text that is none.

    >>> place = DeadlinePlace(date(2026, 3, 1), PageId(7), Awaited.EXPIRES)
    >>> deadline_read(deadline_written(place)) == place, deadline_read("2026")
    (True, None)
    """
    try:
        day, page_id, what = _opened(text).split("|")
        place = DeadlinePlace(date.fromisoformat(day), PageId(int(page_id)), Awaited(what))
    except ValueError:
        return None
    return place if abs(place.page_id) <= _MOST else None


def hit_read(text: str) -> Position | None:
    """The place that `str` of a position wrote; None for a text that is none.

    >>> place = Position(1, date(2026, 3, 1), PageId(7))
    >>> hit_read(str(place)) == place, hit_read("1.2026-03-01.9223372036854775808")
    (True, None)
    """
    try:
        place = Position.read(text)
    except ValueError:
        return None
    return place if place.page_id <= _MOST else None


def _closed(said: str) -> str:
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def _opened(text: str) -> str:
    return base64.b64decode(text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True).decode()
