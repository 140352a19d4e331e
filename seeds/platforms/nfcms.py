"""A specimen column of NFCMS: an HTML list that is cut short, one JSON that is not, and the traps of handbook §1."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from core.source import SourceKind
from seeds.platforms.specimen import Planted, Served, article

COLUMN = 3592
FIRST_ID = 8_050_000
ROWS, MOST_PAGES = 20, 20
RELATIVE, ROOT_RELATIVE, WITHOUT_SCHEME, DOUBLED, WITH_NUMBER, WITH_JUMP = 4, 5, 7, 6, 3, 9
FOLDER = "/zwgk/tzgg/"
BEIJING = dt.timezone(dt.timedelta(hours=8))
JSON = "application/json"
OTHERS_LINK = "https://mp.weixin.qq.com/s?__biz=Mz&amp;mid={number} "


@dataclass(slots=True)
class Nfcms:
    """A column.

    Args:
        origin: scheme and host of absolute addresses; empty leaves them relative to the root.
        has_feed: whether the JSON is there; without it the HTML pages are all.
    """

    documents: Sequence[Planted]
    origin: str = ""
    has_feed: bool = True
    listing: str = f"{FOLDER}index.html"
    kind: SourceKind = SourceKind.NFCMS

    @property
    def wanted(self) -> list[str]:
        """The address of every document that stands on this site."""
        return [_post(document) for document in self.documents if not document.elsewhere]

    def serve(self, method: str, target: str, body: bytes) -> Served | None:
        """A page of the HTML list, the JSON, or an article."""
        path = target.partition("?")[0]
        if path == f"/postmeta/i/{COLUMN}.json":
            return Served(self._feed().encode(), JSON) if self.has_feed and method in {"GET", "POST"} else None
        for number, shown in enumerate(self._pages(), start=1):
            if path in ({FOLDER, f"{FOLDER}index.html"} if number == 1 else {f"{FOLDER}index_{number}.html"}):
                return Served(self._page(number, shown).encode())
        for document in self.documents:
            if path == _post(document) and not document.elsewhere:
                return Served(_article(document).encode())
        return None

    def _newest(self) -> list[Planted]:
        return sorted(self.documents, key=lambda document: (not document.pinned, -document.number))

    def _feed(self) -> str:
        rows = [row for document in self._newest() for row in self._rows(document)]
        children = [{"id": COLUMN + 1, "name": "往期", "pub_point": "zwgk/tzgg/wq", "jump_url": ""}]
        return json.dumps(
            {"id": COLUMN, "name": "通知公告", "articles": rows, "children": children, "updated": 1_786_636_800}
        )

    def _rows(self, document: Planted) -> list[dict[str, object]]:
        """A document's row; some stand there twice, under http and https."""
        published = dt.datetime.combine(document.day, dt.time(16, 0), BEIJING)
        url = self._address(document)
        row: dict[str, object] = {
            "id": FIRST_ID + document.number,
            "title": _marked(document),
            "url": url,
            "jump_url": url if document.number % WITH_JUMP == 0 else "",
            "date": document.day.isoformat(),
            "publish_time": int(published.timestamp()),
            "created_at": published.strftime("%Y-%m-%d %H:%M:%S"),
            "source": "样本市卫生健康委员会",
            "json_ext": json.dumps(_extension(document), ensure_ascii=False),
        }
        if document.number % DOUBLED or document.elsewhere or "://" not in url:
            return [row]
        scheme, _, rest = url.partition("://")
        return [row, {**row, "url": f"{'http' if scheme == 'https' else 'https'}://{rest}"}]

    def _address(self, document: Planted) -> str:
        number, post = document.number, _post(document)
        if document.elsewhere:
            return OTHERS_LINK.format(number=number)
        if number % RELATIVE == 0:
            return f"./content/{post.rpartition('/')[2]}"
        if number % WITHOUT_SCHEME == 0 and self.origin:
            return f"//{self.origin.partition('://')[2]}{post}"
        return post if number % ROOT_RELATIVE == 0 else f"{self.origin}{post}"

    def _pages(self) -> list[list[Planted]]:
        newest = self._newest()
        return [newest[start : start + ROWS] for start in range(0, len(newest), ROWS)][:MOST_PAGES] or [[]]

    def _page(self, number: int, shown: Sequence[Planted]) -> str:
        rows = "".join(
            f'<li><h4><a href="{OTHERS_LINK.format(number=row.number) if row.elsewhere else _post(row)}"'
            f' title="\t{escape(_marked(row))}\t" target="_blank">{escape(_marked(row)[:24])}…</a></h4>'
            f'<span class="time">[\n {row.day.isoformat()} ]</span></li>'
            for row in shown
        )
        return (
            "<!DOCTYPE html><html><head><meta charset='utf-8'><title>通知公告</title>"
            "<meta name='ArticleTitle' content=''><meta name='PubDate' content='2026-09-11 10:00'>"
            "<meta name='ColumnName' content='通知公告'></head><body>"
            f"<ul class='infoList'>{rows}</ul>"
            f"<script>createPageHTML({len(self._pages())},{number},'index','html');</script>"
            "<script src='//statistics.gd.gov.cn/scripts/s.js'></script><script>window.NFCMS_SITE_ID=440;"
            f'window.NFCMS_PUB_TYPE="cat";window.NFCMS_CAT_ID="{COLUMN}";</script></body></html>'
        )


def _post(document: Planted) -> str:
    return f"{FOLDER}content/post_{FIRST_ID + document.number}.html"


def _marked(document: Planted) -> str:
    return f"【已废止】{document.title}" if document.repealed and document.number % 2 else document.title


def _extension(document: Planted) -> dict[str, str]:
    number = {"EXT_zh": document.doc_number} if document.number % WITH_NUMBER == 0 else {}
    return number | ({"EXT_sx": "废止"} if document.repealed and document.number % 2 == 0 else {})


def _article(document: Planted) -> str:
    return article(
        document,
        meta=(
            f"<meta name='ArticleTitle' content='{escape(document.title)}'>"
            f"<meta name='PubDate' content='{document.day.isoformat()} 16:00'>"
            f'<script>window.NFCMS_SITE_ID=440;window.NFCMS_PUB_TYPE="post";window.NFCMS_POST_ID={document.number};</script>'
        ),
        container='id="zoomcon"',
    )
