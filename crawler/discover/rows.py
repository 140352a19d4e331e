"""The row around a link, and the day that stands nearest to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from selectolax.lexbor import LexborNode

from crawler.discover.dialects import date_in
from crawler.discover.legend import days_in

CLIMB = 6
BESIDE = 4
LONGEST_ROW = 800
SHARED = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Which parts of a page belong to one link only: node id -> the link's address, or `SHARED`."""

    owners: dict[int, str] = field(default_factory=dict)

    @classmethod
    def around(cls, links: Iterable[tuple[LexborNode, str]]) -> "Rows":
        """Let every link own what stands around it; what several own is shared."""
        rows = cls()
        for node, url in links:
            for part in _upwards(node):
                rows.owners[part.mem_id] = url if rows.owners.get(part.mem_id, url) == url else SHARED
        return rows

    def day(self, node: LexborNode, url: str) -> date | None:
        """The day nearest to a link in its row; the address's own where the row has none or several."""
        in_url = date_in(url)
        for text in self._nearby(node, url):
            days = days_in(text)
            if days:
                return in_url if in_url in days else days[0]
        return in_url

    def _nearby(self, node: LexborNode, url: str) -> Iterator[str]:
        own = node.text(deep=True, separator=" ")
        outermost = node
        for part in _upwards(node):
            text = part.text(deep=True, separator=" ") if self.owners.get(part.mem_id) == url else ""
            if not text or len(text) > LONGEST_ROW + len(own):
                break
            outermost = part
            yield text.replace(own, " ", 1)
        yield from self._beside(outermost, forwards=True)
        yield own
        yield from self._beside(outermost, forwards=False)

    def _beside(self, node: LexborNode, *, forwards: bool) -> Iterator[str]:
        neighbour = node
        for _ in range(BESIDE):
            following = neighbour.next if forwards else neighbour.prev
            if following is None or following.tag == "a" or following.mem_id in self.owners:
                return
            neighbour = following
            yield neighbour.text(deep=True, separator=" ")[:LONGEST_ROW]


def _upwards(node: LexborNode) -> Iterator[LexborNode]:
    part: LexborNode | None = node
    for _ in range(CLIMB):
        if part is None or part.tag in {"body", "html", "-document"}:
            return
        yield part
        part = part.parent
