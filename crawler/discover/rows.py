"""The row around a link: the day that stands nearest to it, and what else it says of the document."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from selectolax.lexbor import LexborNode

from core.model.listed import Listed
from crawler.discover.columns import Columns, cells
from crawler.discover.days import day_of_year, days_shown, is_dated
from crawler.discover.dialects import date_in, year_in
from crawler.discover.facts import facts_in
from crawler.discover.labels import Said, labelled
from crawler.discover.links import Link

CLIMB = 6
BESIDE = 4
LONGEST_ROW = 800
SHARED = ""
BETWEEN = "\x1f"
YEAR_ALONE = re.compile(r"\D{0,12}((?:19|20)\d\d)\s*年?(?:度)?\D{0,12}")
ABOVE = 3


@dataclass(frozen=True, slots=True)
class _Row:
    """What a link owns, from the inside outwards, and the outermost part of it."""

    said: list[list[Said]]
    outermost: LexborNode


@dataclass(frozen=True, slots=True)
class Rows:
    """Which parts of a page belong to one link only: node id -> the link's key, or `SHARED`."""

    owners: dict[int, str] = field(default_factory=dict)
    columns: Columns = field(default_factory=Columns)
    years: dict[int, int | None] = field(default_factory=dict)

    @classmethod
    def around(cls, links: Iterable[Link]) -> "Rows":
        """Let every link own what stands around it; what several own is shared."""
        owners: dict[int, str] = {}
        for link in links:
            key = link.key
            for part in upwards(link.node):
                if owners.setdefault(part.mem_id, key) != key:
                    owners[part.mem_id] = SHARED
        return cls(owners)

    def is_dated(self, link: Link) -> bool:
        """Whether the row shows a day, be it without its year."""
        return any(is_dated(said) for said in self._nearby(link, self._row(link)))

    def read(self, link: Link) -> tuple[date | None, Listed]:
        """The day nearest to a link in its row, and what the whole row says of the document.

        The day is the address's own where the row has none, or several of which it is one.
        """
        row = self._row(link)
        in_url = date_in(link.url)
        days = next((days for said in self._nearby(link, row) for days in [days_shown(said)] if days), [])
        day = in_url if in_url in days or not days else days[0]
        after = [pair for said in self._beside(row.outermost, forwards=True) for pair in said]
        facts = facts_in([*(row.said[-1] if row.said else []), *after], link.title)
        return day or self._day_without_year(link, row), facts

    def _nearby(self, link: Link, row: _Row) -> Iterator[list[Said]]:
        yield from row.said
        yield from self._beside(row.outermost, forwards=True)
        yield list(labelled(_text(link.node).split(BETWEEN)))
        yield from self._beside(row.outermost, forwards=False)

    def _row(self, link: Link) -> _Row:
        own = _text(link.node)
        row = _Row([], link.node)
        for part in upwards(link.node) if own else ():
            text = _text(part) if self.owners.get(part.mem_id) == link.key else ""
            if not text or len(text) > LONGEST_ROW + len(own):
                break
            row = _Row([*row.said, self._said(part, text, own)], part)
        return row

    def _said(self, part: LexborNode, text: str, own: str) -> list[Said]:
        if text == own:
            return []
        heads = self.columns.of(part)
        if not heads:
            return list(labelled(text.replace(own, BETWEEN, 1).split(BETWEEN)))
        said: list[Said] = []
        for column, cell in enumerate(cells(part)):
            name = [f"{heads[column]}："] if column < len(heads) and heads[column] else []
            said += labelled(name + _text(cell).replace(own, BETWEEN, 1).split(BETWEEN))
        return said

    def _beside(self, node: LexborNode, *, forwards: bool) -> Iterator[list[Said]]:
        neighbour = node
        for _ in range(BESIDE):
            following = neighbour.next if forwards else neighbour.prev
            if following is None or following.tag == "a" or following.mem_id in self.owners:
                return
            neighbour = following
            yield list(labelled(_text(neighbour)[:LONGEST_ROW].split(BETWEEN)))

    def _day_without_year(self, link: Link, row: _Row) -> date | None:
        year = year_in(link.url) or self._year_above(row)
        if year is None:
            return None
        nearby = self._nearby(link, row)
        return next((found for said in nearby for found in [day_of_year(said, year)] if found), None)

    def _year_above(self, row: _Row) -> int | None:
        """The year that a heading above the rows gives."""
        container = row.outermost.parent
        if container is None:
            return None
        if container.mem_id not in self.years:
            self.years[container.mem_id] = _year_before(container)
        return self.years[container.mem_id]


def _year_before(node: LexborNode) -> int | None:
    neighbour = node.prev
    for _ in range(ABOVE):
        if neighbour is None:
            return None
        text = _text(neighbour).replace(BETWEEN, " ").strip()
        match = YEAR_ALONE.fullmatch(text) if len(text) <= LONGEST_ROW else None
        if match:
            return int(match[1])
        neighbour = neighbour.prev
    return None


def _text(node: LexborNode) -> str:
    return node.text(deep=True, separator=BETWEEN)


def upwards(node: LexborNode) -> Iterator[LexborNode]:
    """A part of a page and the few around it, from the inside outwards."""
    part: LexborNode | None = node
    for _ in range(CLIMB):
        if part is None or part.tag in {"body", "html", "-document"}:
            return
        yield part
        part = part.parent
