"""Links that stand in the same place of parts that repeat: the rows of lists, whatever these are made of."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from crawler.discover.links import Link

CLIMB = 7
FEW = 3
"""From so many parts on, an inner repetition is a list of its own, unless the outer one is far longer."""
FAR_LONGER = 2
OUTSIDE = frozenset({"body", "html", "-document"})

_Place = tuple[int, str]


@dataclass(slots=True)
class Repeated:
    """Parts of one container that carry links in the same place, in the order of the page."""

    container: LexborNode
    path: str
    rows: list[list[Link]] = field(default_factory=list)


@dataclass(slots=True)
class _Step:
    """One of the ways to see a link: as a row of one of the parts that it stands in.

    Args:
        place: the container, and the tags that lead from there to the link.
        outer: the same link seen from further outside.
    """

    place: _Place
    row: LexborNode
    container: LexborNode
    outer: "_Step | None"


@dataclass(slots=True)
class _Ladders:
    """The steps of all links. Links in the same place share the steps from there, which are made once.

    Args:
        parts: how many parts of each container carry a link in the same place.
    """

    steps: dict[_Place, _Step | None] = field(default_factory=dict)
    parts: Counter[_Place] = field(default_factory=Counter)

    def step(self, part: LexborNode, path: str, climb: int) -> _Step | None:
        """Where a part with a link below it, at the end of `path`, is a row."""
        seen = part.mem_id, path
        if seen not in self.steps:
            self.steps[seen] = self._made(part, path, climb)
        return self.steps[seen]

    def _made(self, part: LexborNode, path: str, climb: int) -> _Step | None:
        container = part.parent
        if climb == 0 or container is None or part.tag in OUTSIDE:
            return None
        path = f"{part.tag}/{path}"
        place = container.mem_id, path
        self.parts[place] += 1
        return _Step(place, part, container, self.step(container, path, climb - 1))


def repeated(links: Sequence[Link]) -> list[Repeated]:
    """The links of a page by the lists that they stand in; each link is in one."""
    ladders = _Ladders()
    steps = [ladders.step(link.node, "", CLIMB) for link in links]
    lists: dict[_Place, Repeated] = {}
    latest: dict[_Place, int] = {}
    for link, innermost in zip(links, steps, strict=True):
        if innermost is None:
            continue
        step = _row(innermost, ladders.parts)
        place = step.place[0], step.row.tag or ""
        found = lists.setdefault(place, Repeated(step.container, step.place[1]))
        if latest.get(place) != step.row.mem_id:
            latest[place] = step.row.mem_id
            found.rows.append([])
        found.rows[-1].append(link)
    return list(lists.values())


def _row(innermost: _Step, parts: Counter[_Place]) -> _Step:
    """The repetition that a link belongs to: the longest, and of two alike the inner one.

    Two links side by side are rather the parts of one row than a list of two.
    """
    best, step = innermost, innermost.outer
    while step is not None:
        most, more = parts[best.place], parts[step.place]
        side_by_side = most == more > 1 and best is innermost
        if side_by_side or more > (most * FAR_LONGER if most >= FEW else most):
            best = step
        step = step.outer
    return best
