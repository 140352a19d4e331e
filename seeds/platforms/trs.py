"""A specimen site of TRS WCM: static pages, of which index_1.html is the second (handbook §1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from html import escape

from core.source import SourceKind
from seeds.platforms.specimen import Planted, Served, article

COLUMN = "/xxgk/zcfb/tz"
FIRST_ID = 1_390_000
ARTICLE_HEAD = '<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="{day} 10:00">'
LIST_HEAD = (
    '<meta charset="utf-8"><meta name="ArticleTitle" content=""><meta name="PubDate" content="{day} 08:31">'
    '<meta name="ColumnName" content="通知">'
)
NAVIGATION = (
    '<ul class="nav"><li><a href="/">首页</a></li><li><a href="/xxgk/">信息公开</a></li>'
    '<li><a href="../gg/">公告</a></li><li><a href="./index.html">通知</a></li></ul>'
)
FOOTER = '<div class="footer"><a href="/xxgk/index.html">网站地图</a> 网站标识码：bm04000001</div>'
VARIABLES = """<SCRIPT LANGUAGE="JavaScript">
//createPageHTML(99, 0, "index", "html");
var currentPage = {current};//所在页从0开始
var prevPage = currentPage-1//上一页
var nextPage = currentPage+1//下一页
var countPage = {pages}//共多少页
if(countPage>1&&currentPage!=(countPage-1))
document.write("<a href=\\"index"+"_" + nextPage + "."+"html\\">下一页</a>");
</SCRIPT>"""


class Pager(StrEnum):
    """How a page says where the list goes on."""

    CALL = 'createPageHTML({pages}, {current}, "index", "html");'
    BOXED = "createPageHTML('page_div',{pages}, {shown},'index','html',{rows});"
    CONFIG = "var pagination_script_config = {{ pageNumber: '{current}', total: '{pages}' }};"
    VARIABLES = "countPage"


@dataclass(slots=True)
class TrsSite:
    """The column 通知 of a ministry, newest first below what is pinned.

    Traps: relative addresses with trailing blanks, titles between tabs in the attribute and cut short in the text,
    marks before titles, a link to another host, pinned rows that stand in their own place too.

    Args:
        per_page: rows of a page, those pinned above it not counted.
        pager: of the four forms, `BOXED` alone counts from 1: its second page is index_2.html.
    """

    documents: Sequence[Planted]
    per_page: int = 20
    pager: Pager = Pager.CALL
    kind: SourceKind = SourceKind.TRS
    listing: str = f"{COLUMN}/"

    @property
    def wanted(self) -> list[str]:
        """Paths of all documents on this host."""
        return [_path(document) for document in self.documents if not document.elsewhere]

    def serve(self, method: str, target: str, body: bytes) -> Served | None:
        """The answer to a request; a static site has no queries."""
        path = target.partition("?")[0]
        if method != "GET" or body:
            return None
        for document in self.documents:
            if path == _path(document):
                return _article(document)
        index = self._index(path)
        return Served(self._page(index).encode()) if index is not None else None

    def _pages(self) -> list[list[Planted]]:
        newest = sorted(self.documents, key=lambda document: -document.number)
        return [newest[start : start + self.per_page] for start in range(0, len(newest), self.per_page)] or [[]]

    def _index(self, path: str) -> int | None:
        first = 1 if self.pager is Pager.BOXED else 0
        names = [f"{COLUMN}/index_{number + first}.html" for number in range(len(self._pages()))]
        if path in {f"{COLUMN}/", f"{COLUMN}/index.html"}:
            return 0
        return names.index(path) if path in names[1:] else None

    def _page(self, index: int) -> str:
        pages = self._pages()
        pinned = [document for document in self.documents if document.pinned] if index == 0 else []
        rows = [_row(document, mark="【置顶】") for document in pinned] + [_row(document) for document in pages[index]]
        form = VARIABLES if self.pager is Pager.VARIABLES else f"<script>{self.pager.value}</script>"
        pager = form.format(pages=len(pages), current=index, shown=index + 1, rows=len(self.documents))
        head = LIST_HEAD.format(day=max((document.day for document in self.documents), default=""))
        return (
            f"<!DOCTYPE html><html><head>{head}<title>通知</title></head><body>{NAVIGATION}"
            f'<ul class="u-list">{"".join(rows)}</ul><div class="page">{pager}</div>{FOOTER}</body></html>'
        )


def _path(document: Planted) -> str:
    return f"{COLUMN}/{_name(document)}"


def _name(document: Planted) -> str:
    return f"{document.day:%Y%m}/t{document.day:%Y%m%d}_{FIRST_ID + document.number}.html"


def _row(document: Planted, *, mark: str = "") -> str:
    mark = "【已废止】" if document.repealed else mark
    title = escape(f"{mark}{document.title}（{document.doc_number}）")
    href = (
        f"https://mp.weixin.qq.com/s?__biz=M&amp;mid={document.number} "
        if document.elsewhere
        else f"./{_name(document)} "
    )
    return (
        f'<li><a href="{href}" target="_blank" title="\t{title}\t">\n{title[:18]}...</a>'
        f"<span>{document.day:%Y/%m/%d}</span></li>"
    )


def _article(document: Planted) -> Served:
    meta = ARTICLE_HEAD.format(title=escape(document.title), day=document.day)
    return Served(article(document, meta=meta, container='class="TRS_Editor"').encode())
