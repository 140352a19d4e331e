"""Kind `gkmlpt`: 政府信息公开目录平台, the disclosure catalogue of the authorities of Guangdong (handbook §1)."""

import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from core.model import Ask
from core.source import SourceKind
from crawler.discover.address import absolute, same_site
from crawler.discover.articles import ADDRESSES, PUBLISHED, Articles
from crawler.discover.json_value import Value, at, rows_at, value_of, word
from crawler.discover.outcome import Answer, Elsewhere, Found, Outcome, Rules, Unreadable

ROWS_PER_PAGE = 100
MOST_DIGITS = 9
BLANK = "\ufeff \r\n\t"
CATALOGUE = "/gkmlpt/"
INDEX = "/gkmlpt/index"
EVERYTHING = "0"
SID = re.compile(r"""\bSID["']?\s*:\s*["']?(\d{1,12})""")
TREE = re.compile(r"""\bTREE["']?\s*:""")
DETAIL = re.compile(r"""\bDETAIL["']?\s*:\s*\{\s*["'\w]""")
LINKED_INDEX = re.compile(r"""["']([^"'<>\s]{0,300}/gkmlpt/index)["'#?]""")
CATEGORY = re.compile(r"/gkmlpt/(?:api/all|index)/(\d{1,9})(?!\d)")
IN_FRAGMENT = re.compile(r"\D{0,20}(\d{1,9})")
OWN_FIELDS = ('"classify"', '"post_count"', '"is_abolished"', '"classify_main_name"')


def gkmlpt(answer: Answer, rules: Rules) -> Outcome:
    """The documents of a catalogue, newest first; its index page and the site's home page are doors to them."""
    if answer.text.lstrip(BLANK)[:1] == "<":
        return _door(answer)
    document = value_of(answer.text)
    if isinstance(document, Unreadable):
        return document
    rows = rows_at(document, "articles")
    if isinstance(rows, Unreadable):
        return rows
    articles = Articles(answer.url, rules, days=(*PUBLISHED, "date"), written="date")
    references = articles.read([_addressed(row, answer.url) for row in rows])
    if isinstance(references, Unreadable):
        return references
    return Found(references, _further(document, rows, answer), SourceKind.GKMLPT)


def is_gkmlpt(text: str) -> bool:
    """Whether an answer is a catalogue's index page or its interface; an article of it is neither."""
    if "_CONFIG" in text:
        return TREE.search(text) is not None and SID.search(text) is not None and DETAIL.search(text) is None
    return text.lstrip(BLANK)[:1] == "{" and '"articles"' in text and any(field in text for field in OWN_FIELDS)


def _door(answer: Answer) -> Elsewhere | Unreadable:
    text, category = answer.text, _category(answer.ask.url)
    if "_CONFIG" in text and DETAIL.search(text):
        return Unreadable(
            f"this is one document, not the catalogue; use kind page, or the url {_root(answer.url)}{INDEX}"
        )
    sid = SID.search(text)
    if "_CONFIG" in text and (sid or TREE.search(text)):
        query = f"?page=1&sid={sid[1]}" if sid else "?page=1"
        url, why = f"{_root(answer.url)}{CATALOGUE}api/all/{category}{query}", "its index page names window._CONFIG"
    else:
        index = _index(answer)
        if index is None:
            return Unreadable(
                "this page is no catalogue: it has no window._CONFIG and links to no gkmlpt/index; "
                "set url to the site's /gkmlpt/index, or use kind list"
            )
        fragment = "" if category == EVERYTHING else f"#{category}"
        url, why = index + fragment, "the catalogue of the site stands at gkmlpt/index"
    if url == answer.ask.url:
        return Unreadable(f"{url} answered with a web page where the list in JSON was expected; try again later")
    return Elsewhere(kind=SourceKind.GKMLPT, ask=Ask(url=url), why=why)


def _index(answer: Answer) -> str | None:
    """The index page of a site's catalogue: the one beside this page, else the least nested that it links to."""
    own = f"{_root(answer.url)}{INDEX}"
    links = (absolute(href, answer.url) for href in dict.fromkeys(LINKED_INDEX.findall(answer.text)))
    linked = [link for link in links if link and same_site(link, answer.url)]
    if own in linked or (not linked and urlsplit(own).path == INDEX and CATALOGUE not in answer.url):
        return own
    return min(linked, key=len, default=None)


def _category(url: str) -> str:
    """The category that an address names in its path or fragment; `0` is all of them."""
    parts = urlsplit(url)
    named = CATEGORY.search(parts.path) or IN_FRAGMENT.fullmatch(parts.fragment)
    return named[1] if named else EVERYTHING


def _root(url: str) -> str:
    """What stands before `/gkmlpt/`: a site, or a folder of one for an authority without its own host."""
    parts = urlsplit(url)
    before, mark, _ = parts.path.partition(CATALOGUE)
    folder = before if mark else parts.path.rpartition("/")[0]
    return urlunsplit((parts.scheme, parts.netloc, folder, "", ""))


def _addressed(row: Value, base: str) -> Value:
    """A row without an address gets the one that the platform gives its id."""
    if not isinstance(row, dict) or any(row.get(name) for name in ADDRESSES):
        return row
    post = _number(row.get("id"))
    if post is None:
        return row
    return {**row, "url": f"{_root(base)}{CATALOGUE}content/{post // 10**6}/{post // 10**3}/post_{post}.html"}


def _further(document: Value, rows: Sequence[Value], answer: Answer) -> Ask | None:
    """The next page while the catalogue counts more; pages hold fewer than 100 rows where some are hidden."""
    parts = urlsplit(answer.url)
    asked = dict(parse_qsl(urlsplit(answer.ask.url).query)).get("page")
    page = max(1, _number(asked) or 1)  # page 0 is page 1 (handbook §1, trap 1)
    total = max(_number(at(document, path)) or 0 for path in ("total", "classify.post_count"))
    if not rows or (total and page * ROWS_PER_PAGE >= total):
        return None
    query = [("page", str(page + 1)), *(pair for pair in parse_qsl(parts.query) if pair[0] != "page")]
    return Ask(url=urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query), "")))


def _number(value: Value) -> int | None:
    written = word(value) or ""
    return int(written) if written.isdecimal() and len(written) <= MOST_DIGITS else None
