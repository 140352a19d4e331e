"""Marks that are written once or twice and mean the same."""

import re

_DASHES = re.compile(r"--+")
_DOTS = re.compile(r"\.{4,}")


def one_mark(text: str) -> str:
    """One dash for `——`, one ellipsis for `……`.

    >>> one_mark("2023--2025......")
    '2023-2025...'
    """
    if "--" in text:
        text = _DASHES.sub("-", text)
    return _DOTS.sub("...", text) if "...." in text else text
