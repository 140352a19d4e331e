"""Short names of pieces of configuration."""

import hashlib
import json


def digest_of_parts(parts: list[object]) -> str:
    """16 hex digits that name a piece of configuration."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
