"""Kind `nfcms`: an ordinary column of the authorities of Guangdong, all of it in one JSON (handbook §1).

Its HTML pages (page 2 is `index_2.html`) stop at 20, the JSON does not; a column without the JSON is of kind `list`.
Documents of other authorities are wanted, other hosts (mp.weixin.qq.com) only where `include` matches from the host on.
"""

import re
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit, urlunsplit

from core.model import Ask
from core.source import SourceKind
from crawler.discover.address import same_site
from crawler.discover.articles import PUBLISHED, Articles
from crawler.discover.gkmlpt import is_gkmlpt
from crawler.discover.json_value import Value, at, rows_at, value_of, word
from crawler.discover.legend import plain_title
from crawler.discover.outcome import Answer, Elsewhere, Found, Outcome, Rules, Unreadable

MOST_NAMED = 8
BLANK = "\ufeff \r\n\t"
FEED = "/postmeta/i/"
PUBLISHES = re.compile(r"""\bNFCMS_PUB_TYPE\s*=\s*["'](\w{1,20})["']""")
COLUMN = re.compile(r"""\bNFCMS_CAT_ID\s*=\s*["']?(\d{1,12})""")
OWN_FIELDS = ('"children"', '"pub_point"', '"updated"')


def nfcms(answer: Answer, rules: Rules) -> Outcome:
    """The documents of a column, in its order; its HTML page is the door to them."""
    if answer.text.lstrip(BLANK)[:1] == "<":
        return _door(answer)
    document = value_of(answer.text)
    if isinstance(document, Unreadable):
        return document
    rows = rows_at(document, "articles")
    if isinstance(rows, Unreadable):
        return rows
    children = at(document, "children")
    if not rows and isinstance(children, list) and children:
        return Unreadable(f"this column has no documents of its own, only columns: {_named(children)}; set url to one")
    references = Articles(_base(document, answer, rules), rules, days=("date", *PUBLISHED)).read(rows)
    return references if isinstance(references, Unreadable) else Found(references, kind=SourceKind.NFCMS)


def is_nfcms(text: str) -> bool:
    """Whether an answer is a column page or its JSON; an article is neither."""
    published = PUBLISHES.search(text)
    if published:
        return published[1] == "cat" and COLUMN.search(text) is not None
    if text.lstrip(BLANK)[:1] != "{" or '"articles"' not in text:
        return False
    return any(field in text for field in OWN_FIELDS) and not is_gkmlpt(text)


def _door(answer: Answer) -> Elsewhere | Unreadable:
    column = _column(answer.text)
    if column is None:
        published = PUBLISHES.search(answer.text)
        if published and published[1] == "post":
            return Unreadable("this is one document, not a column; use kind page, or the url of its column")
        return Unreadable("this page names no NFCMS_CAT_ID, so it is no column of this platform; use kind list")
    parts = urlsplit(answer.url)
    ask = Ask(url=urlunsplit((parts.scheme, parts.netloc, f"{FEED}{column}.json", "", "")))
    if ask.url == answer.ask.url:
        return Unreadable(f"{ask.url} answered with a web page where the list in JSON was expected; use kind list")
    return Elsewhere(kind=SourceKind.NFCMS, ask=ask, why=f"the page names itself column NFCMS_CAT_ID {column}")


def _column(text: str) -> str | None:
    """The number of the column that a page names itself; None for an article or another page."""
    published, column = PUBLISHES.search(text), COLUMN.search(text)
    is_other = published is not None and published[1] != "cat"
    return column[1] if column and not is_other else None


def _base(document: Value, answer: Answer, rules: Rules) -> str:
    """What relative addresses refer to: the column's page, not the folder of the JSON."""
    pages = (url for url in rules.itself if same_site(url, answer.url) and FEED not in url)
    point = word(at(document, "pub_point"))
    folder = f"/{point.strip('/')}/" if point else "/"
    return urljoin(answer.url, next((urlsplit(page).path for page in pages), folder))


def _named(children: Sequence[Value]) -> str:
    """Columns with the addresses of their JSON, in words for an operator."""
    named = ((plain_title(word(at(child, "name")) or ""), word(at(child, "id"))) for child in children[:MOST_NAMED])
    return ", ".join(f"{name} ({FEED}{number[:12]}.json)" for name, number in named if name and number) or "unnamed"
