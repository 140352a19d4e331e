"""A specimen catalogue of the platform gkmlpt: an index page, its paged JSON, and the traps of handbook §1."""

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from urllib.parse import parse_qs, urlsplit

from core.source import SourceKind
from seeds.platforms.specimen import Planted, Served, article

SID = "200999"
FIRST_ID = 10_800_000
ROWS = 100
CROSS_POSTED, MOBILE_FIRST, WITHOUT_ADDRESS, TWO_ADDRESSES, HIDDEN = 7, 5, 11, 3, 13
BEIJING = dt.timezone(dt.timedelta(hours=8))
JSON = "application/json; charset=utf-8"
TREE = [{"id": 505, "name": "规范性文件", "children": [{"id": 506, "name": "其他文件", "jump_url": ""}]}]
POST = re.compile(r"/m?post_(\d{1,9})\.html")


@dataclass(slots=True)
class Gkmlpt:
    """A catalogue, at a site's root or in a folder of it.

    Args:
        origin: scheme and host of absolute addresses; empty leaves them relative to the root.
        folder: of an authority without its own host, such as `/gzpyjy`.
        category: the one that the pasted address names in its fragment.
        ends_with_404: whether the page behind the last is missing rather than empty.
    """

    documents: Sequence[Planted]
    origin: str = ""
    folder: str = ""
    category: str = ""
    ends_with_404: bool = False
    kind: SourceKind = SourceKind.GKMLPT
    listing: str = field(init=False)

    def __post_init__(self) -> None:
        self.listing = f"{self.folder}/gkmlpt/index" + (f"#{self.category}" if self.category else "")

    @property
    def wanted(self) -> list[str]:
        """The catalogue's own address of every document that stands on this site."""
        return [self._post(document) for document in self.documents if not document.elsewhere]

    def serve(self, method: str, target: str, body: bytes) -> Served | None:
        """The home page, the index page, a page of the interface, or an article under any of its addresses."""
        parts = urlsplit(target)
        if method != "GET":
            return None
        if parts.path in {"/", "/index.html"}:
            return Served(
                f"<html><body><a href='{self.folder}/gkmlpt/index#505'>政府信息公开</a></body></html>".encode()
            )
        if parts.path == f"{self.folder}/gkmlpt/index":
            return Served(self._index().encode())
        if parts.path == f"{self.folder}/gkmlpt/api/all/{self.category or 0}":
            return self._page(parse_qs(parts.query))
        return self._article(parts.path)

    def _index(self) -> str:
        tree = json.dumps(TREE, ensure_ascii=False)
        return (
            "<!DOCTYPE html><html><head><title>政府信息公开目录</title></head><body><div id='app'></div><script>"
            f"window._CONFIG = {{ APP_URL: '{self.origin}{self.folder}', SID: '{SID}', TREE: {tree},"
            " SERVICE_AREA_ID: 200 };</script></body></html>"
        )

    def _page(self, query: dict[str, list[str]]) -> Served | None:
        """Page 0 is page 1; hidden rows count, so that pages hold fewer than 100."""
        rows = self._rows()
        start = (max(1, int(query.get("page", ["1"])[0])) - 1) * ROWS
        if query.get("sid") != [SID] or (start >= len(rows) and self.ends_with_404):
            return None
        shown = [row for row in rows[start : start + ROWS] if row is not None]
        classify = {"id": int(self.category or 0), "name": "政府信息", "post_count": len(rows)}
        return Served(json.dumps({"articles": shown, "classify": classify, "total": len(rows)}).encode(), JSON)

    def _rows(self) -> list[dict[str, object] | None]:
        """Pinned above newest first; a cross-post stands far below, under a second id; None is hidden."""
        newest = sorted(self.documents, key=lambda document: (not document.pinned, -document.number))
        rows: list[dict[str, object] | None] = []
        for document in newest:
            rows.append(self._row(document))
            if document.number % HIDDEN == 0:
                rows.append(None)
        again = [document for document in newest if document.number % CROSS_POSTED == 0 and not document.elsewhere]
        return rows + [{**self._row(document), "id": FIRST_ID + 500_000 + document.number} for document in again]

    def _row(self, document: Planted) -> dict[str, object]:
        published = dt.datetime.combine(document.day, dt.time(9, 30), BEIJING)
        drawn_up = dt.datetime.combine(document.day - dt.timedelta(days=3), dt.time(), BEIJING)
        flagged = document.repealed and document.number % 2 == 0
        mark = "【已废止】" if document.repealed and not flagged else ""
        return {
            "id": FIRST_ID + document.number,
            "title": f"\t{mark}{document.title}\n",
            "document_number": document.doc_number,
            "identifier": f"11440000MB2D00000X/{document.day.year}-{document.number:05d}",
            "publisher": "样本市人民政府办公室",
            "date": int(drawn_up.timestamp()),
            "created_at": published.strftime("%Y-%m-%d %H:%M:%S"),
            "display_publish_time": int(published.timestamp()),
            "is_abolished": int(flagged),
            "is_expired": 0,
            "classify_main_name": "规范性文件",
            **self._addresses(document),
        }

    def _addresses(self, document: Planted) -> dict[str, object]:
        number = document.number
        post = self.origin + self._post(document)
        if document.elsewhere:
            return {"url": f"https://mp.weixin.qq.com/s?__biz=Mz&amp;mid={number} ", "post_url": ""}
        if number % WITHOUT_ADDRESS == 0 and number % CROSS_POSTED:
            return {"url": "", "post_url": None}
        if number % MOBILE_FIRST == 0:
            return {"url": post.replace("/post_", "/mpost_"), "post_url": post}
        if number % TWO_ADDRESSES == 0:
            return {"url": f"{post} ", "post_url": self.origin + self._column(document)}
        return {"url": _other_scheme(post), "post_url": post} if number % 2 else {"url": post}

    def _post(self, document: Planted) -> str:
        post = FIRST_ID + document.number
        return f"{self.folder}/gkmlpt/content/{post // 10**6}/{post // 10**3}/post_{post}.html"

    def _column(self, document: Planted) -> str:
        return f"{self.folder}/zwgk/zcwj/content/post_{FIRST_ID + document.number}.html"

    def _article(self, path: str) -> Served | None:
        named = POST.search(path)
        for document in self.documents if named else ():
            if not document.elsewhere and path.replace("/mpost_", "/post_") in {
                self._post(document),
                self._column(document),
            }:
                return Served(article(document, above=_table(document)).encode())
        return None


def _other_scheme(url: str) -> str:
    scheme, mark, rest = url.partition("://")
    return f"{'http' if scheme == 'https' else 'https'}://{rest}" if mark else url


def _table(document: Planted) -> str:
    """The eight fields that every article of the platform shows (handbook §2.2)."""
    year, number = document.day.year, document.number
    cells = {
        "索引号": f"11440000MB2D00000X/{year}-{number:05d}",
        "分类": "规范性文件",
        "发布机构": "样本市人民政府办公室",
        "成文日期": (document.day - dt.timedelta(days=3)).isoformat(),
        "名称": document.title,
        "文号": document.doc_number,
        "发布日期": document.day.isoformat(),
        "主题词": "",
    }
    rows = "".join(f"<tr><td>{label}：</td><td><span>{escape(text)}</span></td></tr>" for label, text in cells.items())
    return f"<div class='classify'><table>{rows}</table></div>"
