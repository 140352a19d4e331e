"""Years in Chinese numerals, whose zero is written in many ways."""

import re

_YEAR = re.compile("[一二][〇零0Oo一二三四五六七八九]{3}年")
_ZEROS = str.maketrans(dict.fromkeys("零0Oo", "〇"))


def one_zero(text: str) -> str:
    """`二零二五年`, `二O二五年` and `二0二五年` are `二〇二五年`; nowhere but in a year is that certain.

    The circles `○` and `◯` are `〇` everywhere (see `width`).

    >>> one_zero("二O二五年，O型血")
    '二〇二五年，O型血'
    """
    return _YEAR.sub(lambda year: year[0].translate(_ZEROS), text)
