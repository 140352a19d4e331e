"""Characters that nobody sees."""

import re

INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
"""Controls, soft hyphen, byte order mark, zero-width, bidirectional and variation marks; never white space."""

SIGNS: frozenset[str] = frozenset(INVISIBLE.findall("".join(map(chr, range(0x10000)))))
"""Without one of these, or a character beyond the first plane, there is nothing to remove."""


def without_controls(text: str) -> str:
    """Remove controls, soft hyphens, zero-width and bidirectional marks, variation selectors."""
    return INVISIBLE.sub("", text)
