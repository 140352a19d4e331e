"""Which blocks of the one body became which of the other: what stayed, moved, was edited, merged or split."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from core.diff.chain import Link, heaviest
from core.diff.joining import LACKING, widened
from core.diff.likeness import alike, candidates
from core.diff.sequence import Pair, matched

ALIKE = 0.5
"""Two blocks are one block edited, rather than one gone and one come, from this similarity on."""

ALIKE_LATIN = 0.65
"""The same of Latin letters, of which any two texts have many in common."""

WORTH_JOINING = 0.4
"""A block may be a part of a merged one from this similarity on."""

SURE = 0.9
"""For a block so like the one that stood in its place no other is sought."""

MOVED_ALIKE = 0.7
"""A block that moved and was edited as well is more alike than one that kept its place."""

TELLING = 8
"""Characters from which on a text that stands elsewhere has moved; a shorter one must be the only one of its kind."""

ALL_PAIRS = 12
"""In a gap of no more pairs all are compared; in a larger one the candidates of `core.diff.likeness`."""


@dataclass(slots=True)
class Rest:
    """Blocks that nothing explains yet, each with the number of the gap in which it stands."""

    old: dict[int, int] = field(default_factory=dict)
    new: dict[int, int] = field(default_factory=dict)

    def has(self, link: Link) -> bool:
        """Whether nothing explains any of its blocks."""
        return all(at in self.old for at in link.old) and all(at in self.new for at in link.new)

    def take(self, links: Sequence[Link]) -> Sequence[Link]:
        """The links; their blocks are explained."""
        for link in links:
            for at in link.old:
                del self.old[at]
            for at in link.new:
                del self.new[at]
        return links


def linked(old: Sequence[str], new: Sequence[str]) -> list[Link]:
    """The links of two bodies; a block of either stands in at most one, and those not moved never cross."""
    stayed = matched(old, new)
    rest = _rest(stayed, len(old), len(new))
    links = [_link(pair) for pair in stayed]
    links += rest.take(_moved(old, new, rest))
    weighed = _weighed(old, new, rest)
    links += rest.take(_edited(old, new, rest, weighed))
    for pair in sorted(weighed, key=lambda pair: (-weighed[pair], pair)):
        link = _link(pair, moved=True)
        long = min(len(old[pair[0]]), len(new[pair[1]])) >= TELLING
        if weighed[pair] >= MOVED_ALIKE and long and rest.has(link):
            links += rest.take([link])
    return links


def _link(pair: Pair, *, moved: bool = False) -> Link:
    return Link(range(pair[0], pair[0] + 1), range(pair[1], pair[1] + 1), moved)


def _rest(stayed: list[Pair], old: int, new: int) -> Rest:
    rest = Rest()
    at_old = at_new = 0
    for gap, (i, j) in enumerate([*stayed, (old, new)]):
        rest.old.update((at, gap) for at in range(at_old, i))
        rest.new.update((at, gap) for at in range(at_new, j))
        at_old, at_new = i + 1, j + 1
    return rest


def _moved(old: Sequence[str], new: Sequence[str], rest: Rest) -> list[Link]:
    """Texts that left one place and came to another."""
    often_old, often_new = Counter(old), Counter(new)
    left: dict[str, list[int]] = defaultdict(list)
    for i in reversed(rest.old):
        left[old[i]].append(i)
    links: list[Link] = []
    for j in rest.new:
        text = new[j]
        telling = len(text) >= TELLING or often_old[text] == often_new[text] == 1
        if telling and left.get(text):
            links.append(_link((left[text].pop(), j), moved=True))
    return links


def _weighed(old: Sequence[str], new: Sequence[str], rest: Rest) -> dict[Pair, float]:
    """Likeness of the pairs that are worth comparing: those that stand alike, then those that share rare words."""
    weighed = {(i, j): alike(old[i], new[j]) for i, j in _standing_alike(rest)}
    sure = [pair for pair, likeness in weighed.items() if likeness >= SURE]
    others_old = rest.old.keys() - {i for i, _ in sure}
    others_new = rest.new.keys() - {j for _, j in sure}
    for i, j in candidates(old, new, sorted(others_old), sorted(others_new)):
        if (i, j) not in weighed:
            weighed[i, j] = alike(old[i], new[j])
    return weighed


def _standing_alike(rest: Rest) -> Iterator[Pair]:
    gaps_old, gaps_new = _by_gap(rest.old), _by_gap(rest.new)
    for gap in gaps_old.keys() & gaps_new.keys():
        if len(gaps_old[gap]) * len(gaps_new[gap]) <= ALL_PAIRS:
            yield from ((i, j) for i in gaps_old[gap] for j in gaps_new[gap])
        elif len(gaps_old[gap]) == len(gaps_new[gap]):
            # Rows of one form have nothing rare in common, but each is the edit of its predecessor.
            yield from zip(gaps_old[gap], gaps_new[gap], strict=True)


def _by_gap(blocks: Mapping[int, int]) -> dict[int, list[int]]:
    gaps: dict[int, list[int]] = defaultdict(list)
    for at, gap in blocks.items():
        gaps[gap].append(at)
    return gaps


def _edited(old: Sequence[str], new: Sequence[str], rest: Rest, weighed: Mapping[Pair, float]) -> list[Link]:
    """Blocks edited, merged or split where they stood, of which none crosses another."""
    links: list[Link] = []
    gains: list[float] = []
    for (i, j), likeness in weighed.items():
        if likeness < WORTH_JOINING or rest.old[i] != rest.new[j]:
            continue
        link = _link((i, j))
        if len(old[i]) + LACKING <= len(new[j]):
            was, likeness = widened(old, rest.old, i, new[j], likeness)
            link = Link(was, link.new)
        elif len(new[j]) + LACKING <= len(old[i]):
            now, likeness = widened(new, rest.new, j, old[i], likeness)
            link = Link(link.old, now)
        if likeness >= (ALIKE_LATIN if old[i].isascii() and new[j].isascii() else ALIKE):
            explained = sum(len(old[at]) for at in link.old) + sum(len(new[at]) for at in link.new)
            links.append(link)
            gains.append((likeness - WORTH_JOINING) * explained + 1)
    return heaviest(links, gains)
