"""Specimens of gov.cn: a column with one JSON feed, and the library that answers in pages (handbook §1)."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import parse_qs, urlsplit

from core.source import SourceKind
from seeds.platforms.specimen import Planted, Served, article

COLUMN = "/zhengce/zuixin/"
FEED = f"{COLUMN}ZUIXINZHENGCE.json"
FRAME = "/zcwjk/policyDocumentLibrary"
LIBRARY = "/search-gov/data"
FIRST_ID = 7_010_000
JSON = "application/json; charset=utf-8"
BEIJING = dt.timezone(dt.timedelta(hours=8))
MILLISECONDS = 1000
COLUMN_PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>最新政策</title></head><body>
<div class="list"></div><script>$.ajax({url: "./ZUIXINZHENGCE.json", success: function (rows) {
for (var i in rows) {
html += '<h4><a href="'+rows[i].URL+'">'+rows[i].TITLE+'</a><span>'+rows[i].DOCRELPUBTIME+'</span></h4>';
}}});</script></body></html>"""
FRAME_PAGE = "<!DOCTYPE html><html><head><title>国务院政策文件库</title></head><body><div id='app'></div></body></html>"


@dataclass(slots=True)
class GovcnFeed:
    """The column 最新政策: everything in one answer, old rows with http addresses, some pinned above the newest.

    Args:
        origin: what the addresses of rows begin with, as `http://www.gov.cn`; empty for those of the same host.
    """

    documents: Sequence[Planted]
    origin: str = ""
    kind: SourceKind = SourceKind.GOVCN
    listing: str = COLUMN

    @property
    def wanted(self) -> list[str]:
        """Paths of all documents."""
        return [_path(document) for document in self.documents]

    def serve(self, method: str, target: str, body: bytes) -> Served | None:
        """The answer to a request."""
        path = target.partition("?")[0]
        if method != "GET" or body:
            return None
        if path == COLUMN:
            return Served(COLUMN_PAGE.encode())
        if path == FEED:
            rows = [self._row(document) for document in _listed(self.documents)]
            return Served(json.dumps(rows, ensure_ascii=False).encode("utf-8-sig"), JSON)
        return _article(self.documents, path)

    def _row(self, document: Planted) -> dict[str, str]:
        mark = "【已废止】" if document.repealed else ""
        return {
            "TITLE": f"{mark}{document.title}",
            "SUB_TITLE": "",
            "URL": f"{self.origin}{_path(document)}",
            "DOCRELPUBTIME": document.day.isoformat(),
        }


@dataclass(slots=True)
class GovcnLibrary:
    """The library of policy documents, in pages by `p` from 1; page 0 is page 1, and past the end nothing matches.

    Args:
        origin: as of `GovcnFeed`.
        parted: whether rows stand in parts (catMap) with interpretations beside them, or in one list.
    """

    documents: Sequence[Planted]
    origin: str = ""
    parted: bool = True
    kind: SourceKind = SourceKind.GOVCN
    listing: str = f"{LIBRARY}?t=zhengcelibrary_gw&q=&sort=pubtime&p=1&n=50"

    @property
    def wanted(self) -> list[str]:
        """Paths of all documents."""
        return [_path(document) for document in self.documents]

    def serve(self, method: str, target: str, body: bytes) -> Served | None:
        """The answer to a request."""
        parts = urlsplit(target)
        if method != "GET" or body:
            return None
        if parts.path == FRAME:
            return Served(FRAME_PAGE.encode())
        if parts.path == LIBRARY:
            asked = parse_qs(parts.query)
            page, size = int(asked.get("p", ["1"])[0]), int(asked.get("n", ["20"])[0])
            return Served(json.dumps(self._answer(max(page, 1), size), ensure_ascii=False).encode(), JSON)
        return _article(self.documents, parts.path)

    def _answer(self, page: int, size: int) -> dict[str, object]:
        listed = _listed(self.documents)
        shown = listed[(page - 1) * size : page * size]
        if not shown:
            return {"code": 1001, "msg": "抱歉，没有找到相关结果", "data": None, "searchVO": None}
        rows = [self._row(document) for document in shown]
        news = {"title": "一图读懂", "url": f"{self.origin}/zhengce/jiedu/content_1.htm", "pubtimeStr": "2026.01.01"}
        parts = {
            "gongwen": {"totalCount": len(listed), "catName": "gongwen", "currentNum": len(rows), "listVO": rows},
            "otherfile": {"totalCount": 1, "catName": "otherfile", "currentNum": 1, "listVO": [news]},
        }
        search: dict[str, object] = {"totalCount": len(listed), "listVO": rows, "catMap": None}
        if self.parted:
            search = {"totalCount": 0, "listVO": None, "catMap": parts}
        return {"code": 200, "msg": "操作成功", "paramsVO": {"p": page, "n": size}, "searchVO": search}

    def _row(self, document: Planted) -> dict[str, object]:
        subject = escape(document.title).replace("样本市", "<em>样本市</em>", 1)
        return {
            "id": str(FIRST_ID + document.number),
            "title": ("【已失效】" if document.repealed else "") + subject + "<br/>",
            "url": f"{self.origin}{_path(document)} ",
            "pcode": document.doc_number,
            "puborg": "样本市人民政府办公厅",
            "index": f"000014349/{document.day.year}-{document.number:05}",
            "pubtime": _moment(document.day),
            "pubtimeStr": f"{document.day:%Y.%m.%d}",
            "ptime": _moment(document.day - dt.timedelta(days=5)),
            "source": "",
            "childtype": "卫生、体育\\卫生",
            "summary": "<em>样本市</em>各区人民政府",
        }


def _listed(documents: Sequence[Planted]) -> list[Planted]:
    return sorted(documents, key=lambda document: (not document.pinned, -document.number))


def _path(document: Planted) -> str:
    return f"/zhengce/content/{document.day:%Y%m}/content_{FIRST_ID + document.number}.htm"


def _moment(day: dt.date) -> int:
    return int(dt.datetime.combine(day, dt.time(0, 30), BEIJING).timestamp()) * MILLISECONDS


def _article(documents: Sequence[Planted], path: str) -> Served | None:
    found = (document for document in documents if path == _path(document))
    return next((Served(article(document, container='id="UCAP-CONTENT"').encode()) for document in found), None)
