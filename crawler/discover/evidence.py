"""What speaks for a repetition of links being a list of documents."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from crawler.discover.address import publishes, site_of
from crawler.discover.dialects import path_of, shape
from crawler.discover.links import Link
from crawler.discover.repeated import Repeated
from crawler.discover.rows import Rows
from crawler.discover.surroundings import is_aside, is_furniture

LOOKED_AT = 30
MOST = 0.5
ALIKE = 0.6
DISTINCT = 0.8
FEW_ROWS = 3
STRONG_ROWS = 5
SHORT_TITLE = 5
LONG_TITLE = 8
LONGER_TITLE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A list and what speaks for it; shares go from 0 to 1.

    Args:
        links: one or more of each row, each document once.
        dated: share of the rows that show a day.
        articles: share of addresses in a known dialect.
        alike: share of addresses of the most frequent shape, if that has a number.
        below: whether most stand below the folder of the listing.
        title: mean length of the titles.
        look: equal for lists that are built alike.
    """

    links: tuple[Link, ...]
    container: LexborNode
    look: str
    dated: float
    articles: float
    alike: float
    distinct: float
    title: float
    below: bool
    furniture: bool
    aside: bool

    @property
    def shows_documents(self) -> bool:
        """Whether days, the dialect or, without either, the structure alone is strong enough."""
        if self.dated >= MOST:
            return self.title >= (SHORT_TITLE if len(self.links) >= FEW_ROWS else LONG_TITLE) or self.articles >= MOST
        if self.furniture:
            return False
        if self.articles >= MOST:
            return True
        return (
            len(self.links) >= STRONG_ROWS
            and self.alike >= ALIKE
            and self.distinct >= DISTINCT
            and self.title >= LONGER_TITLE
        )

    @property
    def weight(self) -> float:
        """How much it looks like the main list, to be compared on one page only."""
        rows = min(len(self.links), LOOKED_AT)
        forms = 1 + 2 * self.dated + self.articles + (1 if self.below else 0)
        return rows * forms * min(max(self.title, 1) / LONGER_TITLE, 2) * (0.1 if self.aside else 1)


def evidence_of(found: Repeated, links: Sequence[Link], rows: Rows, base: str) -> Evidence:
    """Look at a list, at its first rows where it is long."""
    seen = links[:LOOKED_AT]
    count = len(seen) or 1
    frequent, times = Counter(shape(link.url) for link in seen).most_common(1)[0]
    folder = _folder(base)
    return Evidence(
        links=tuple(links),
        container=found.container,
        look=f"{found.container.tag}.{found.container.attributes.get('class') or ''}/{found.path}",
        dated=sum(rows.is_dated(link) for link in seen) / count,
        articles=sum(link.article for link in seen) / count,
        alike=times / count if "0" in frequent else 0.0,
        distinct=len({link.title for link in seen}) / count,
        title=sum(link.words for link in seen) / count,
        below=sum(_path(link.url).startswith(folder) for link in seen) / count >= MOST,
        furniture=is_furniture(found.container),
        aside=is_aside(found.container),
    )


def mains(row: Sequence[Link], base: str) -> list[Link]:
    """The links of one row that name its documents, not its column, its interpretation or its attachments."""
    standing = [link for link in row if publishes(link.url, base)]
    if not standing:
        return []
    best = max(standing, key=lambda link: (link.article, link.words))
    like = shape(best.url)
    if len(standing) == 1:
        return standing
    return [
        link
        for link in standing
        if link.key == best.key or link.article or (link.words >= LONG_TITLE and shape(link.url) == like)
    ]


def _folder(base: str) -> str:
    return _path(base).rpartition("/")[0] + "/"


def _path(url: str) -> str:
    return site_of(url) + path_of(url)
