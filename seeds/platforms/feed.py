"""A specimen site that offers its documents as a feed, in every form and with the carelessness of real ones."""

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from urllib.parse import parse_qs, urlsplit

from core.source import SourceKind
from seeds.platforms.specimen import Planted, Served, article

RELATIVE, GUID_ONLY, MARKED_UP, TWICE, CARELESS = 5, 7, 3, 11, 4
OTHERS_LINK = "https://mp.weixin.qq.com/s?__biz=Mz&amp;mid={number} "
BEIJING = dt.timezone(dt.timedelta(hours=8))
DATES: tuple[Callable[[dt.datetime], str], ...] = (
    lambda at: at.strftime("%a, %d %b %Y %H:%M:%S +0800"),
    lambda at: at.strftime("%a, %d %b %Y %H:%M:%S CST"),
    lambda at: at.strftime("%Y-%m-%d %H:%M:%S"),
    lambda at: at.strftime("%Y-%m-%dT%H:%M:%S+08:00"),
    lambda at: f"{at.year}年{at.month}月{at.day}日",
    lambda at: at.strftime("%a, %d %b %Y %H:%M:%S GMT+8"),
)
"""How sites write the same moment."""


class FeedForm(StrEnum):
    """What the feed is written in."""

    RSS = "rss"
    RDF = "rdf"
    ATOM = "atom"
    JSON = "json"


TYPES = {
    FeedForm.RSS: "application/rss+xml",
    FeedForm.RDF: "application/rdf+xml",
    FeedForm.ATOM: "application/atom+xml",
    FeedForm.JSON: "application/feed+json",
}


@dataclass(slots=True)
class FeedSite:
    """A site with one feed, and a home page that names it.

    Args:
        origin: scheme and host of absolute addresses; empty leaves them relative to the root.
        rows: entries of one page; the others stand behind rel=next (RFC 5005).
        careless: whether `&` stands as it is, and a warning of the server before the feed.
    """

    documents: Sequence[Planted]
    form: FeedForm = FeedForm.RSS
    origin: str = ""
    rows: int = 20
    careless: bool = False
    kind: SourceKind = SourceKind.FEED
    listing: str = field(init=False)

    def __post_init__(self) -> None:
        self.listing = f"/feeds/{self.form}.{'json' if self.form is FeedForm.JSON else 'xml'}"

    @property
    def wanted(self) -> list[str]:
        """The page of every document that stands on this site."""
        return [_path(document) for document in self.documents if not document.elsewhere]

    def serve(self, method: str, target: str, body: bytes) -> Served | None:
        """The home page, a page of the feed, or an article."""
        parts = urlsplit(target)
        if method != "GET":
            return None
        if parts.path == "/":
            link = f'<link rel="alternate" type="{TYPES[self.form]}" title="政策文件" href="{self.listing}">'
            return Served(f"<!DOCTYPE html><html><head>{link}</head><body><p>首页</p></body></html>".encode())
        if parts.path == self.listing:
            return self._page(int(parse_qs(parts.query).get("page", ["1"])[0]))
        for document in self.documents:
            if not document.elsewhere and parts.path.replace("/mpost_", "/post_") == _path(document):
                return Served(article(document).encode())
        return None

    def _page(self, number: int) -> Served | None:
        newest = sorted(self.documents, key=lambda document: (not document.pinned, -document.number))
        shown = newest[(number - 1) * self.rows : number * self.rows]
        following = f"{self.listing}?page={number + 1}" if number * self.rows < len(newest) else None
        write = {FeedForm.RSS: self._rss, FeedForm.RDF: self._rdf, FeedForm.ATOM: self._atom, FeedForm.JSON: self._json}
        text = write[self.form](shown, following)
        warning = "\n<br />Notice: undefined index\n" if self.careless and self.form is not FeedForm.JSON else ""
        return Served((warning + text).encode(), f"{TYPES[self.form]}; charset=utf-8")

    def _rss(self, shown: Sequence[Planted], following: str | None) -> str:
        paging = f'<atom:link rel="next" href="{following}"/>' if following else ""
        return (
            '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">'
            f"<channel><title>政策文件</title><link>{self.origin}/</link>"
            f"<image><title>标志</title><link>{self.origin}/</link></image>"
            f'<atom:link rel="self" href="{self.listing}"/>'
            f"{paging}{''.join(self._item(document) for document in shown)}</channel></rss>"
        )

    def _item(self, document: Planted) -> str:
        address = self._address(document)
        link = f"<link>\n{address} </link><guid isPermaLink='false'>{document.number}</guid>"
        if document.number % GUID_ONLY == 0 and self.origin and not document.elsewhere:
            link = f"<guid>{self.origin}{_path(document)}</guid>"
        item = (
            f"<item><title>{self._title(document)}</title>{link}<pubDate>{_written(document)}</pubDate>"
            "<description><![CDATA[<p>全文见 <a href='/other/post_1.html'>此处</a> & 附件</p>]]></description></item>"
        )
        double = item.replace("/post_", "/mpost_") if document.number % TWICE == 0 else ""
        return item + double

    def _rdf(self, shown: Sequence[Planted], following: str | None) -> str:
        items = "".join(
            f'<item rdf:about="{self._address(document)}"><title>{self._title(document)}</title>'
            + ("" if document.number % GUID_ONLY == 0 else f"<link>{self._address(document)}</link>")
            + f"<dc:date>{_written(document)}</dc:date></item>"
            for document in shown
        )
        paging = f'<atom:link rel="next" href="{following}"/>' if following else ""
        return (
            '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
            'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            f'xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>政策文件</title>{paging}</channel>{items}</rdf:RDF>'
        )

    def _atom(self, shown: Sequence[Planted], following: str | None) -> str:
        paging = f'<a:link rel="next" href="{following}"/>' if following else ""
        entries = "".join(
            f"<a:entry xml:base='{self.origin}/content/'><a:id>urn:specimen:{document.number}</a:id>"
            f"<a:title type='html'>{self._title(document)}</a:title><a:link rel='self' href='/atom/{document.number}'/>"
            f"<a:link href='{self._address(document).removeprefix('/content/')}'/>"
            f"<a:source><a:title>另一来源</a:title></a:source><a:published>{_written(document)}</a:published>"
            f"<a:updated>{_touched(document).isoformat()}</a:updated></a:entry>"
            for document in shown
        )
        return f'<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>政策</a:title>{paging}{entries}</a:feed>'

    def _json(self, shown: Sequence[Planted], following: str | None) -> str:
        items = [
            {
                "id": str(document.number),
                "url": self._address(document),
                "title": _marked(document) + document.title,
                "date_published": _written(document),
                "date_modified": _touched(document).isoformat(),
            }
            for document in shown
        ]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "政策文件", "items": items}
        return json.dumps(feed | ({"next_url": following} if following else {}), ensure_ascii=False)

    def _title(self, document: Planted) -> str:
        title = _marked(document) + document.title
        if self.careless and document.number % CARELESS == 0:
            title = title.replace("》", " R&D》")
        if document.number % MARKED_UP == 0:
            return f"<![CDATA[<b>{title}</b>]]>"
        return title if self.careless else escape(title)

    def _address(self, document: Planted) -> str:
        if document.elsewhere:
            return OTHERS_LINK.format(number=document.number)
        if document.number % RELATIVE == 0:
            return _path(document)
        tracking = f"?utm_source=rss{'&' if self.careless else '&amp;'}utm_medium=feed"
        return self.origin + _path(document) + (tracking if document.number % CARELESS == 0 else "")


def _path(document: Planted) -> str:
    return f"/content/post_{7_000_000 + document.number}.html"


def _marked(document: Planted) -> str:
    return "【已废止】" if document.repealed else ""


def _written(document: Planted) -> str:
    return DATES[document.number % len(DATES)](dt.datetime.combine(document.day, dt.time(0, 30), BEIJING))


def _touched(document: Planted) -> dt.datetime:
    return dt.datetime.combine(document.day, dt.time(17, 0), BEIJING)
