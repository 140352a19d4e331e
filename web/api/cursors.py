"""Where lists go on, as opaque texts."""

from typing import TypeVar

from fastapi import HTTPException

from core.model import Cursor, DeadlinePlace, Delivery, DeliveryCursor, PageId, Position
from web import cursor as places
from web.places import deadline_read, hit_read

Place = TypeVar("Place")


def of_change(text: str) -> Cursor | None:
    """Where a list of changes goes on; None for its beginning. Raises 400 for what is no cursor."""
    return _must(places.read(text)) if text else None


def after_delivery(delivery: Delivery) -> str:
    """Behind a delivery."""
    return f"{places.written(Cursor(delivery.created_at, PageId(0), 0))}.{delivery.id}"


def of_delivery(text: str) -> DeliveryCursor | None:
    """Where the outbox goes on; None for its beginning. Raises 400 for what is no cursor."""
    if not text:
        return None
    at, _, name = text.partition(".")
    return DeliveryCursor(_must(places.read(at)).at, name)


def after_version(number: int) -> str:
    """Behind the version with this number."""
    return str(number)


def of_version(text: str) -> int:
    """The number of the version behind which a history goes on. Raises 400 for what is no cursor."""
    is_number = text.isascii() and text.isdecimal() and len(text) < 10
    return _must(int(text) if is_number else None) if text else 0


def of_hit(text: str) -> Position | None:
    """Where what is found goes on; None for its beginning. Raises 400 for what is no cursor."""
    return _must(hit_read(text)) if text else None


def of_deadline(text: str) -> DeadlinePlace | None:
    """Where a list of days goes on; None for its beginning. Raises 400 for what is no cursor."""
    return _must(deadline_read(text)) if text else None


def _must(place: Place | None) -> Place:
    if place is None:
        raise HTTPException(400, "cursor: not one that this server gave; leave it out to begin anew.")
    return place
