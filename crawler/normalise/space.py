"""White space, which Chinese text does not need."""

import re

_NEEDLESS = re.compile(r" (?:(?![0-9A-Za-z])|(?<![0-9A-Za-z] ))")
"""It begins with the space itself, which the engine looks for as fast as memory can be read."""


def compact(text: str) -> str:
    """Remove all white space but one space between two Latin words or numbers.

    >>> compact("第 5 条\\nCAR T  细胞")
    '第5条CAR T细胞'
    """
    return _NEEDLESS.sub("", " ".join(text.split()))
