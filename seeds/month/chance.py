"""Chance that is the same on every replay."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import count
from struct import iter_unpack
from typing import TypeVar

T = TypeVar("T")


def number(*seed: object) -> int:
    """A number that looks like chance and is not."""
    return int.from_bytes(sha256("|".join(map(str, seed)).encode()).digest()[:8])


def numbers(*seed: object) -> Iterator[int]:
    """As many of them as are wanted."""
    begin = sha256("|".join(map(str, seed)).encode())
    for block in count():
        digest = begin.copy()
        digest.update(block.to_bytes(8))
        yield from (one for (one,) in iter_unpack(">Q", digest.digest()))


def one_of(choices: Sequence[T], *seed: object) -> T:
    """One of several."""
    return choices[number(*seed) % len(choices)]


def shuffled(choices: Sequence[T], *seed: object) -> list[T]:
    """All of them in another order."""
    keyed = sorted(range(len(choices)), key=lambda place: number(*seed, place))
    return [choices[place] for place in keyed]
