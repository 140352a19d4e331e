"""Identities, and what names a thing for ever."""

import hashlib
from collections.abc import Mapping
from typing import NewType

PageId = NewType("PageId", int)

Fields = Mapping[str, tuple[str | None, str | None]]
"""Metadata that differs: name -> (before, after)."""


def digest_of(*parts: str) -> str:
    """24 hex digits that identify the parts; the separator cannot occur in a URL or a name."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]
