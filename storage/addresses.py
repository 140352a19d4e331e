"""By what the page of an address is found: a digest, for PostgreSQL indexes no text beyond 2,704 bytes."""

from hashlib import sha256

from core.address_key import address_key
from storage.columns import storable


def url_digest(url: str) -> str:
    """The same for every form of one address; see `core.address_key`."""
    stored = storable(url)
    # What names no scheme has no other form.
    return _digest(address_key(stored) or stored)


def form_digest(url: str) -> str:
    """Of this form alone: what a page is found by whose address another page of its source had taken already."""
    return _digest(storable(url))


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
