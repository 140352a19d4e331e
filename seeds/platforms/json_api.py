"""A specimen site whose list is a JSON interface of its own, which an operator has to describe (kind `json`)."""

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qs, urlsplit

from core.source import JsonApi, Paging, SourceKind
from seeds.platforms.specimen import Planted, Served, article

PATH = "/api/policy/list"
JSON = "application/json; charset=utf-8"
FORM = "application/x-www-form-urlencoded"
BEIJING = dt.timezone(dt.timedelta(hours=8))


class Ending(StrEnum):
    """What stands behind the last page."""

    EMPTY = "empty"
    NULL = "null"
    LAST_AGAIN = "last"
    FIRST_AGAIN = "first"


@dataclass(slots=True)
class JsonSite:
    """An interface with its description, as `sources.yaml` would give it.

    Args:
        rows: of one page.
        post: whether pages are asked for by a form that is posted.
        from_zero: whether page 0 and page 1 are the same.
    """

    documents: Sequence[Planted]
    rows: int = 15
    post: bool = False
    from_zero: bool = False
    ending: Ending = Ending.EMPTY
    kind: SourceKind = SourceKind.JSON
    listing: str = field(init=False)
    api: JsonApi = field(init=False)
    paging: Paging = field(init=False)

    def __post_init__(self) -> None:
        first = 0 if self.from_zero else 1
        self.listing = PATH if self.post else f"{PATH}?page={first}&channel=7"
        self.api = JsonApi(
            items="data.list",
            url="/content/post_{id}.html",
            title="name",
            date="publishTime",
            method="POST" if self.post else "GET",
            body=f"page={first}&channel=7" if self.post else None,
            content_type=FORM if self.post else "application/json",
        )
        self.paging = Paging(
            first=first + 1,
            url=None if self.post else f"{PATH}?page={{page}}&channel=7",
            body="page={page}&channel=7" if self.post else None,
        )

    @property
    def wanted(self) -> list[str]:
        """The page of every document."""
        return [_path(document) for document in self.documents]

    def serve(self, method: str, target: str, body: bytes) -> Served | None:
        """A page of the interface, or an article."""
        parts = urlsplit(target)
        if parts.path == PATH and method == self.api.method:
            asked = parse_qs(body.decode() if self.post else parts.query)
            return self._page(max(1, int(asked["page"][0]))) if asked.get("channel") == ["7"] else None
        for document in self.documents if method == "GET" else ():
            if re.sub(r"/mpost_", "/post_", parts.path) == _path(document):
                return Served(article(document).encode())
        return None

    def _page(self, number: int) -> Served:
        newest = sorted(self.documents, key=lambda document: (not document.pinned, -document.number))
        last = max(1, -(-len(newest) // self.rows))
        beyond = number > last
        if beyond and self.ending is Ending.NULL:
            return Served(json.dumps({"code": 0, "data": None}).encode(), JSON)
        again = {Ending.LAST_AGAIN: last, Ending.FIRST_AGAIN: 1}.get(self.ending, number)
        shown = again if beyond else number
        rows = [_row(document) for document in newest[(shown - 1) * self.rows : shown * self.rows]]
        return Served(json.dumps({"code": 0, "data": {"total": len(newest), "list": rows}}).encode(), JSON)


def _row(document: Planted) -> dict[str, object]:
    at = dt.datetime.combine(document.day, dt.time(0, 30), BEIJING)
    mark = "【已废止】" if document.repealed else ""
    return {
        "id": 7_000_000 + document.number,
        "name": f"{mark}{document.title.replace('样本', '<em>样本</em>', 1)}\t",
        "publishTime": int(at.timestamp() * 1000) if document.number % 2 else at.strftime("%Y-%m-%d %H:%M:%S"),
    }


def _path(document: Planted) -> str:
    return f"/content/post_{7_000_000 + document.number}.html"
