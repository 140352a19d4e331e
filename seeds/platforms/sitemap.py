"""A specimen site that names its pages in sitemaps: an index, packed children, and pages that are no documents."""

import datetime as dt
import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from core.source import SourceKind
from seeds.platforms.specimen import Planted, Served, article

XML = "application/xml"
PACKED = "application/gzip"
BEIJING = dt.timezone(dt.timedelta(hours=8))
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
COLUMNS = ("/", "/zwgk/", "/zwgk/tzgg/index.html", "/zwgk/tzgg/index_2.html")


@dataclass(slots=True)
class SitemapSite:
    """A site with `/sitemap.xml`.

    Args:
        origin: scheme and host of absolute addresses; empty leaves them relative to the root.
        rows: documents of one child; 0 writes all into `/sitemap.xml` itself.
        packed: whether the children are `.xml.gz`.
        news: whether pages carry the title and date of the news extension.
        of_one_run: whether every lastmod is the moment at which the sitemap was made.
    """

    documents: Sequence[Planted]
    origin: str = ""
    rows: int = 25
    packed: bool = False
    news: bool = False
    of_one_run: bool = False
    kind: SourceKind = SourceKind.SITEMAP
    listing: str = "/sitemap.xml"

    @property
    def wanted(self) -> list[str]:
        """The page of every document that stands on this site."""
        return [_path(document) for document in self.documents if not document.elsewhere]

    def serve(self, method: str, target: str, body: bytes) -> Served | None:
        """The index, a child, a column, or an article."""
        if method != "GET":
            return None
        if target == self.listing:
            return Served((self._index() if self.rows else self._urlset(self.documents)).encode(), XML)
        for number, part in enumerate(self._parts()):
            if target == self._child(number):
                made = self._urlset(part).encode()
                return Served(gzip.compress(made, mtime=0), PACKED) if self.packed else Served(made, XML)
        if target in COLUMNS:
            return Served("<html><body><p>栏目</p></body></html>".encode())
        for document in self.documents:
            if not document.elsewhere and target == _path(document):
                return Served(article(document).encode())
        return None

    def _parts(self) -> list[Sequence[Planted]]:
        """The oldest first, as sites fill one file after the other."""
        oldest = sorted(self.documents, key=lambda document: document.number)
        return [oldest[start : start + self.rows] for start in range(0, len(oldest), self.rows)] if self.rows else []

    def _child(self, number: int) -> str:
        return f"/sitemaps/part-{number + 1}.xml{'.gz' if self.packed else ''}"

    def _index(self) -> str:
        children = "".join(
            f"<sitemap><loc>{self.origin}{self._child(number)}</loc>{self._lastmod(part[-1])}</sitemap>"
            for number, part in enumerate(self._parts())
        )
        return f'<?xml version="1.0" encoding="UTF-8"?><sitemapindex {NAMESPACES}>{children}</sitemapindex>'

    def _urlset(self, part: Sequence[Planted]) -> str:
        columns = "".join(f"<url><loc>{self.origin}{path}</loc><priority>1.0</priority></url>" for path in COLUMNS)
        pages = "".join(self._url(document) for document in part)
        return f'<?xml version="1.0" encoding="UTF-8"?><!-- made --><urlset {NAMESPACES}>{columns}{pages}</urlset>'

    def _url(self, document: Planted) -> str:
        address = (
            f"https://mp.weixin.qq.com/s/{document.number}" if document.elsewhere else self.origin + _path(document)
        )
        news = (
            f"<news:news><news:publication><news:name>样本</news:name></news:publication><news:publication_date>"
            f"{document.day.isoformat()}</news:publication_date><news:title>{escape(document.title)}</news:title></news:news>"
        )
        return (
            f"<url><loc>\n {address} </loc>{self._lastmod(document)}{news if self.news else ''}"
            f"<image:image><image:loc>/files/{document.number}.jpg</image:loc><image:title>图</image:title></image:image></url>"
        )

    def _lastmod(self, document: Planted) -> str:
        day = max(one.day for one in self.documents) if self.of_one_run else document.day
        at = dt.datetime.combine(day, dt.time(9, 30), BEIJING)
        return f"<lastmod>{at.isoformat() if document.number % 2 else at.date().isoformat()}</lastmod>"


def _path(document: Planted) -> str:
    return f"/zwgk/zcwj/{7_000_000 + document.number}.shtml"
