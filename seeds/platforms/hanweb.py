"""A specimen site of Hanweb's CMS: rows in a `<recordset>`, more of them from dataproxy.jsp (handbook §1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import parse_qs, quote, urlsplit

from core.source import SourceKind
from seeds.platforms.specimen import Planted, Served, article

COLUMN, UNIT = 104, 2464
PROXY = "/module/web/jpage/dataproxy.jsp"
FIRST_ID = 17_000
SEALED = "5f8aQz0PkXw="
XML = "text/xml; charset=utf-8"
FIELDS = (
    "col:1,webid:8,path:'/',columnid:{column},sourceContentType:1,unitid:'{unit}',"
    "webname:'样本市医疗保障局',permissiontype:0"
)
OPTIONS = (
    "totalRecord:{total},openCookies:true,perPage:{per_page},groupSize:3,proxyUrl:'{proxy}',proxyParam:param_{unit}"
)
NAVIGATION = (
    '<ul><li><a href="/col/col1/index.html">首页</a></li><li><a href="/col/col14/index.html">医保动态</a></li></ul>'
)


@dataclass(slots=True)
class HanwebSite:
    """The column 政策法规 of an office, newest first below what is pinned.

    Traps: rows that no HTML parser sees, http addresses on an https site, a row of the group before repeated, a serial
    number and an index number beside the date, ids encrypted so that only the first group can be had, a link
    to another host.

    Args:
        per_page: rows shown together; three times as many are sent at once.
        escaped: whether the recordset stands escaped in the page.
        embedded: whether the page holds its first rows; else its script fetches these too.
        encrypted: whether the ids are no numbers, and dataproxy.jsp answers nothing to anybody.
        origin: what absolute addresses of rows begin with; empty for addresses of the same host.
    """

    documents: Sequence[Planted]
    per_page: int = 15
    escaped: bool = False
    embedded: bool = True
    encrypted: bool = False
    origin: str = ""
    kind: SourceKind = SourceKind.HANWEB
    listing: str = f"/col/col{COLUMN}/index.html"

    @property
    def wanted(self) -> list[str]:
        """Paths of all documents on this host that can be had."""
        listed = self._rows()[: self.per_page * 3] if self.encrypted else self._rows()
        return [_path(document) for document in dict.fromkeys(listed) if not document.elsewhere]

    def serve(self, method: str, target: str, body: bytes) -> Served | None:
        """The answer to a request: the column, its further rows, or an article."""
        parts = urlsplit(target)
        if parts.path == PROXY:
            asked = parse_qs(parts.query) | (parse_qs(body.decode("ascii", "replace")) if method == "POST" else {})
            return Served(self._answer({name: values[0] for name, values in asked.items()}).encode(), XML)
        if method != "GET":
            return None
        if parts.path == self.listing:
            return Served(self._page().encode())
        found = (document for document in self.documents if parts.path == _path(document))
        return next((Served(article(document, container='id="zoom"').encode()) for document in found), None)

    def _rows(self) -> list[Planted]:
        newest = sorted(self.documents, key=lambda document: -document.number)
        return [document for document in newest if document.pinned] + newest

    def _page(self) -> str:
        column, unit = (SEALED, SEALED) if self.encrypted else (COLUMN, UNIT)
        column_field = f"'{column}'" if self.encrypted else column
        fields = FIELDS.format(column=column_field, unit=unit)
        options = OPTIONS.format(total=len(self._rows()), per_page=self.per_page, proxy=PROXY, unit=UNIT)
        link = f"{PROXY}?page=1&webid=8&path=/&columnid={quote(str(column))}&unitid={quote(str(unit))}&permissiontype=0"
        rows = self._recordset(1, self.per_page * 3)
        store = f'<datastore><nextgroup><![CDATA[<a href="{link}"></a>]]></nextgroup>{rows}</datastore>'
        shown = (escape(store) if self.escaped else store) if self.embedded else ""
        return (
            f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>政策法规</title></head><body>{NAVIGATION}"
            f'<div id="{UNIT}"><script type="text/xml">{shown}</script></div><script>'
            f"var param_{UNIT} = {{{fields}}};$(function(){{$('#{UNIT}').jpage({{{options}}});}});</script>"
            "</body></html>"
        )

    def _answer(self, asked: dict[str, str]) -> str:
        known = asked.get("columnid") == str(COLUMN) and asked.get("unitid") == str(UNIT) and not self.encrypted
        if not known or not asked.get("startrecord", "").isdecimal() or not asked.get("endrecord", "").isdecimal():
            return "<datastore><recordset></recordset></datastore>"
        start, end = int(asked["startrecord"]), int(asked["endrecord"])
        rows = self._recordset(start - 1 if start > self.per_page * 3 + 1 else start, end)
        total = len(self._rows())
        return f"<?xml version='1.0' encoding='UTF-8'?><datastore><totalrecord>{total}</totalrecord>{rows}</datastore>"

    def _recordset(self, start: int, end: int) -> str:
        rows = list(enumerate(self._rows(), start=1))[start - 1 : end]
        records = (f"<record><![CDATA[\n{self._row(number, document)}]]></record>" for number, document in rows)
        return f"<recordset>{''.join(records)}</recordset>"

    def _row(self, number: int, document: Planted) -> str:
        title = escape(("【已失效】" if document.repealed else "") + document.title)
        href = "http://mp.weixin.qq.com/s?a=1&amp;b=2" if document.elsewhere else f"{self.origin}{_path(document)}"
        return (
            f"<li><span>{number}</span>"
            f"<span><a href='{href} ' title='\t{title}' target=\"_blank\">{title[:14]}...</a></span>"
            f"<span>{document.doc_number}</span><span>{document.day:%Y-%m}-{document.number:05}</span>"
            f"<span>{document.day}</span></li>"
        )


def _path(document: Planted) -> str:
    day = document.day
    return f"/art/{day.year}/{day.month}/{day.day}/art_{COLUMN}_{FIRST_ID + document.number}.html"
