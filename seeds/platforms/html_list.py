"""Ordinary columns of no known platform, in the looks that their templates have: kind `list` without any selector."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from core.source import SourceKind
from seeds.platforms.specimen import SUBJECTS, Planted, Served, article

PER_PAGE = 15
MOST_PAGES = 20
FOLDER = "/zwgk/tzgg/"
ACCOUNT = "https://mp.weixin.qq.com/s/sample"
FRIENDS = ("https://www.sample-hospital.edu.cn/", "https://www.sample-news.com/", "https://wjw.sample.gov.cn/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a template writes rows, addresses and the way to the next page.

    Args:
        address: `{number}` and `{day}` of a document in a path.
        row: from title, address and document.
        around: `{}` takes the rows.
        page: path and query of a page by its number, from 1.
        pager: from the number of this page and that of the last.
    """

    address: str
    row: Callable[[str, str, Planted], str]
    around: str
    page: Callable[[int], str]
    pager: Callable[[int, int], str]


@dataclass(slots=True)
class HtmlList:
    """A column in one of `LOOKS`, capped at 20 pages, with everything beside it that is not its list."""

    look: str
    documents: Sequence[Planted]
    kind: SourceKind = SourceKind.LIST
    listing: str = FOLDER

    @property
    def wanted(self) -> list[str]:
        """Paths of the documents on the pages that the cap leaves, without those on other hosts."""
        shown = self._rows()[: PER_PAGE * MOST_PAGES]
        return [self._address(document) for document in shown if not document.elsewhere]

    def serve(self, method: str, target: str, body: bytes) -> Served | None:
        """A page of the list, or an article."""
        if method not in {"GET", "HEAD"}:
            return None
        number = self._number(target)
        if number is not None:
            return Served(self._page(number).encode())
        named = {self._address(document): document for document in self.documents if not document.elsewhere}
        return Served(article(named[target]).encode()) if target in named else None

    def _rows(self) -> list[Planted]:
        newest = sorted(self.documents, key=lambda document: document.number, reverse=True)
        return sorted(newest, key=lambda document: not document.pinned)

    def _pages(self) -> int:
        return max(1, min(MOST_PAGES, -(-len(self.documents) // PER_PAGE)))

    def _number(self, target: str) -> int | None:
        if target in {FOLDER, f"{FOLDER}index.html", f"{FOLDER}?page=0"}:
            return 1
        page = LOOKS[self.look].page
        return next((number for number in range(1, self._pages() + 1) if page(number) == target), None)

    def _address(self, document: Planted) -> str:
        if document.elsewhere:
            return f"{ACCOUNT}{document.number}"
        return LOOKS[self.look].address.format(number=20_000 + document.number, day=document.day)

    def _page(self, number: int) -> str:
        look = LOOKS[self.look]
        shown = self._rows()[(number - 1) * PER_PAGE : number * PER_PAGE]
        rows = "\n".join(look.row(_title(document), self._address(document), document) for document in shown)
        return _site(look.around.format(rows) + look.pager(number, self._pages()), self._neighbours())

    def _neighbours(self) -> str:
        """Rows of another column, addressed alike: hot and related lists are made of them."""
        look = LOOKS[self.look]
        others = [_neighbour(number) for number in range(1, 9)]
        return look.around.format("".join(look.row(other.title, self._address(other), other) for other in others))


def rows_page(rows: int) -> str:
    """A single page of a list that long."""
    day = dt.date(2000, 1, 1)
    written = "\n".join(
        f'<li><a href="/news/{number}.html" title="样本市关于第{number}批项目的通知">样本市关于第{number}批…</a>'
        f"<span>{day + dt.timedelta(days=number % 9000)}</span></li>"
        for number in range(1, rows + 1)
    )
    return _site(f"<ul>{written}</ul>", "")


def _neighbour(number: int) -> Planted:
    subject = SUBJECTS[number % len(SUBJECTS)]
    day = dt.date(2025, 6, number)
    return Planted(number=-number, title=f"样本市{subject}工作取得新成效的报道之{number}", day=day, doc_number="")


def _title(document: Planted) -> str:
    return f"【已废止】{document.title}" if document.repealed else document.title


def _site(main: str, neighbours: str) -> str:
    columns = "".join(f'<li><a href="/lm{number}/">政务栏目{number}</a></li>' for number in range(1, 30))
    friends = "".join(f'<a href="{url}">某某单位门户网站</a>' for url in FRIENDS)
    hot = (
        f'<div class="box2"><h3>热点排行</h3>{neighbours}</div><div class="related">{neighbours}</div>'
        if neighbours
        else ""
    )
    return (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>通知公告_样本市人民政府</title>"
        '<meta name="ColumnName" content="通知公告"><meta name="PubDate" content="2026-09-11 10:00"></head><body>'
        '<div class="top">今天是2026年9月11日 <a href="/wza/1.html">无障碍浏览</a></div>'
        f'<ul class="menu">{columns}</ul><div class="dqwz">当前位置：<a href="/">首页</a> &gt; '
        '<a href="/zwgk/">政务公开</a> &gt; <a href="./">通知公告</a></div>'
        f'<div class="w1200"><div class="left">{hot}</div><div class="right"><h2>通知公告</h2>{main}</div></div>'
        f'<div class="yqlj">友情链接：{friends}</div>'
        '<div class="foot"><a href="/gywm/content_1.html">网站声明</a> <a href="/gywm/content_2.html">联系我们</a>'
        "<p>主办：样本市人民政府办公室 粤ICP备00000000号-1</p></div></body></html>"
    )


def _list_item(title: str, address: str, document: Planted) -> str:
    return (
        f'<li><h4><i></i><a href="{escape(address)} " title="\t\t{escape(title)}\t">{escape(title[:12])}…</a></h4>'
        f'<span class="time">[\n {document.day} ]</span></li>'
    )


def _table_row(title: str, address: str, document: Planted) -> str:
    written = document.day - dt.timedelta(days=2)
    return (
        f'<tr><td><a href="/zwgk/tzgg/lb/">公告</a></td><td><a href="{escape(address)}">{escape(title)}</a></td>'
        f"<td>{document.doc_number.replace('〔', '[').replace('〕', ']')}</td><td>{written:%Y/%m/%d}</td>"
        f"<td>{document.day:%Y/%m/%d}</td></tr>"
    )


def _definition(title: str, address: str, document: Planted) -> str:
    day = document.day
    return (
        f'<dt><a href="{escape(address)} ">{escape(title)}</a></dt>'
        f"<dd>发布时间：{day.year}年{day.month}月{day.day}日 来源：样本市卫生健康局</dd>"
    )


def _card(title: str, address: str, document: Planted) -> str:
    return (
        f'<div class="card"><div class="date"><b>{document.day:%d}</b><span>{document.day:%Y-%m}</span></div>'
        f'<a class="pic" href="{escape(address)}"><img src="/images/n.png"></a>'
        f'<h3><a href="{escape(address)}">{escape(title)}</a></h3>'
        "<p>自2020年1月1日起，各区各部门认真贯彻落实，现将有关事项摘要如下。</p>"
        f'<a href="{escape(address)}">[详细]</a></div>'
    )


def _line(title: str, address: str, document: Planted) -> str:
    return f'·<a href="{escape(address)}">{escape(title)}</a> [{document.day:%m-%d}]<br>'


def _next_by_word(number: int, last: int) -> str:
    onwards = f'<a href="index_{number + 1}.html">下一页</a>' if number < last else '<a href="#">下一页</a>'
    return f'<div class="page"><a href="index.html">首页</a>{onwards}<a href="index_{last}.html">尾页</a></div>'


def _next_by_script(number: int, last: int) -> str:
    return f'<script>createPageHTML({last}, {number - 1}, "index", "html");</script>'


def _next_by_query(number: int, last: int) -> str:
    onwards = f'<a href="?page={number + 1}"> 后一页 &gt;</a>' if number < last else "<span>后一页</span>"
    return f'<div><a href="?page={max(0, number - 1)}">前一页</a> {onwards}</div>'


def _next_by_number(number: int, last: int) -> str:
    figures = "".join(
        f"<span>{other}</span>" if other == number else f'<a href="{_folder_page(other)}">{other}</a>'
        for other in range(1, last + 1)
    )
    return f'<div class="pagination">{figures}<a href="javascript:next()">下一页</a></div>'


def _folder_page(number: int) -> str:
    return FOLDER if number == 1 else f"{FOLDER}p/{number}.html"


def _numbered_from(first: int) -> Callable[[int], str]:
    """NFCMS and most others call the second page index_2; TRS counts from zero."""
    return lambda number: f"{FOLDER}index.html" if number == 1 else f"{FOLDER}index_{number - 2 + first}.html"


LOOKS = {
    "items": Look(
        address=FOLDER + "content/{number}.html",
        row=_list_item,
        around='<ul class="infoList">{}</ul>',
        page=_numbered_from(2),
        pager=_next_by_word,
    ),
    "table": Look(
        address="/info/1021/{number}.htm",
        row=_table_row,
        around="<table><tr><th>分类</th><th>标题</th><th>发文字号</th><th>成文日期</th><th>发布日期</th></tr>{}</table>",
        page=_numbered_from(1),
        pager=_next_by_script,
    ),
    "definitions": Look(
        address="/show.jsp?lang=cn&id={number}",
        row=_definition,
        around="<dl>{}</dl>",
        page=lambda number: FOLDER if number == 1 else f"{FOLDER}?page={number}",
        pager=_next_by_query,
    ),
    "cards": Look(
        address="/a/tzgg/{number}.html",
        row=_card,
        around='<div class="cards">{}</div>',
        page=_folder_page,
        pager=_next_by_number,
    ),
    "lines": Look(
        address="/news/{day:%Y}/{number}.html",
        row=_line,
        around='<div class="nr">{}</div>',
        page=_numbered_from(2),
        pager=_next_by_word,
    ),
}
"""Looks by name."""
