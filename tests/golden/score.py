"""How much of a text was read: F1 of 4-gram shingles over characters, punctuation and white space aside."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

_TOKEN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3400-\u9fff\uf900-\ufaff]+")
_SIZE = 4


def f1(read: Iterable[str], meant: Iterable[str]) -> float:
    """0..1; 1 for the same text however it is broken into lines, and for nothing read where nothing was meant.

    >>> f1(["第一条 本办法自印发", "之日起施行。"], ["第一条 本办法自印发之日起施行。"])
    1.0
    >>> f1([], ["第一条 本办法自印发之日起施行。"])
    0.0
    """
    got, wanted = _shingles(read), _shingles(meant)
    if not got and not wanted:
        return 1.0
    return 2 * (got & wanted).total() / (got.total() + wanted.total())


def _shingles(lines: Iterable[str]) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(unicodedata.normalize("NFKC", "".join(f"{line}\n" for line in lines)))
    if len(tokens) < _SIZE:
        return Counter([tuple(tokens)] if tokens else [])
    return Counter(zip(*(tokens[start:] for start in range(_SIZE)), strict=False))
