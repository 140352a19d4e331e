"""Text of pages is hostile: what is shown on a terminal cannot move its cursor, colour it or turn its text round."""

import re
from collections.abc import MutableMapping

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters (C0 without tab and line feed, C1), bidirectional controls and half characters."""


def harmless(text: str) -> str:
    r"""The text with U+FFFD for what a terminal would obey.

    >>> harmless("a\x1b[31mb")
    'a�[31mb'
    """
    return UNSAFE.sub("\ufffd", text)


def harmless_json(text: str) -> str:
    r"""JSON that says the same, with escapes for what a terminal would obey: inside strings nothing else stands.

    >>> harmless_json('"\x9b"')
    '"\\u009b"'
    """
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def harmless_event(_: object, __: str, event: MutableMapping[str, object]) -> MutableMapping[str, object]:
    """A log event whose words are harmless (a structlog processor)."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = harmless(value)
    return event
