"""The documents that a sitemap names (sitemaps.org 0.9, with the news extension; kind `sitemap`)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit

from core.model import Reference
from core.source import SourceKind
from crawler.discover.address import absolute, same_site
from crawler.discover.choice import chosen
from crawler.discover.dialects import date_in
from crawler.discover.facts import facts_in
from crawler.discover.home import answers_for
from crawler.discover.legend import plain_title
from crawler.discover.moments import moment
from crawler.discover.outcome import Answer, Found, Outcome, Rules, Unreadable
from crawler.discover.trail import Trail, rest_of
from crawler.discover.xml_mending import declared_root
from crawler.discover.xml_rows import Row, Sheet, Wanted, sheet

INDEX = "sitemapindex"
ROOTS = frozenset({"urlset", INDEX})
NEWS = "news:news/news:"
WANTED = Wanted(
    rows=frozenset({"url", "sitemap"}),
    fields=frozenset({"loc", "lastmod", f"{NEWS}title", f"{NEWS}publication_date"}),
    most=50_000,  # of one file, by the protocol
)
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
COLUMN = re.compile(r"/$|/(?:index|default|list)(?:_\d+)?\.\w{2,5}$", re.IGNORECASE)
PERIOD = re.compile(r"(?<!\d)(20\d\d)(?:[-_/]?(0[1-9]|1[0-2]))?(?!\d)")
NUMBER = re.compile(r"(\d{1,12})(?:\.\w{1,6}){0,2}\s*$")
FEW = 5
MOST_READ = 10_000
ONE_RUN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Entry:
    row: Row
    written: str
    modified: datetime | None
    newest: datetime

    @property
    def url(self) -> str | None:
        return absolute(self.written, self.row.base)


def sitemap(answer: Answer, rules: Rules) -> Outcome:
    """The pages of a sitemap, newest first, each once; an index names none and goes on in its newest child."""
    root = declared_root(answer.text)
    if root not in ROOTS:
        came = "a feed came; use kind: feed" if root in {"rss", "feed", "rdf"} else _instead(answer.text, root)
        return Unreadable(f"expected a sitemap (urlset or sitemapindex), but {came}")
    read = sheet(answer.text, WANTED, answer.url)
    if isinstance(read, Unreadable):
        return read
    if root == INDEX:
        return _index(read, answer, rules)
    return _pages(read, answer, rules)


def is_sitemap(text: str) -> bool:
    """Whether an answer is a sitemap or an index of some, told from how it begins.

    >>> is_sitemap("<urlset><url>"), is_sitemap("<html>")
    (True, False)
    """
    return declared_root(text) in ROOTS


def _instead(text: str, root: str) -> str:
    came = "an HTML page" if root == "html" else f"<{root}>" if root else "no XML" if text.strip() else "nothing"
    return f"{came} came; the site's robots.txt may name its sitemap"


def _index(read: Sheet, answer: Answer, rules: Rules) -> Outcome:
    """Children are followed on the index's own site only, and as many as the round has pages."""
    children = [url for entry in _newest_first(read.rows, rules) if (url := entry.url)]
    here = [url for url in children if _is_here(url, answer, rules)]
    if children and not here:
        return Unreadable(f"all {len(children)} sitemaps of the index are on other sites, such as {children[0]}")
    return Found((), _next([*here, *rest_of(answer.ask)], answer, rules), SourceKind.SITEMAP)


def _pages(read: Sheet, answer: Answer, rules: Rules) -> Outcome:
    itself = {absolute(url, answer.url) for url in (*rules.itself, "/")}
    documents: list[Reference] = []
    columns: list[Reference] = []
    foreign: list[str] = []
    for entry in _newest_first(read.rows, rules):
        url = entry.url
        if url is None or url in itself:
            continue
        if not answers_for(url, answer, rules):
            foreign.append(url)
            continue
        is_column = not rules.include and COLUMN.search(urlsplit(url).path)
        (columns if is_column else documents).append(_reference(entry, url, rules))
        if len(documents) == MOST_READ:
            break
    if foreign and not documents and not columns:
        return Unreadable(
            f"all {len(foreign)} addresses of the sitemap are on other sites, such as {foreign[0]}; "
            "name the site in include if you want them"
        )
    further = _next(rest_of(answer.ask), answer, rules)
    return Found(chosen(documents or columns, rules), further, SourceKind.SITEMAP)


def _next(addresses: Iterable[str], answer: Answer, rules: Rules) -> Trail | None:
    done = {answer.ask.url, answer.url, *rules.itself}
    rest = [url for url in dict.fromkeys(addresses) if url not in done]
    return Trail(url=rest[0], rest=tuple(rest[1 : rules.paging.pages])) if rest else None


def _is_here(url: str, answer: Answer, rules: Rules) -> bool:
    return any(same_site(url, place) for place in (answer.url, *rules.itself))


def _newest_first(rows: Iterable[Row], rules: Rules) -> list[_Entry]:
    read = [entry for row in rows if (entry := _entry(row, rules))]
    touched = [entry.modified for entry in read if entry.modified]
    if len(touched) >= FEW and max(touched) - min(touched) <= ONE_RUN:
        # All touched in one run: that is when the sitemap was made, and says nothing of its pages.
        read = [replace(entry, modified=None, newest=_period(entry.written)) for entry in read]
    return sorted(read, key=lambda entry: (entry.newest, _number(entry.written)), reverse=True)


def _entry(row: Row, rules: Rules) -> _Entry | None:
    written = row.text("loc")
    if not written:
        return None
    lastmod, published = _moment(row, "lastmod", rules), _moment(row, f"{NEWS}publication_date", rules)
    return _Entry(row, written, lastmod, published or lastmod or _period(written))


def _moment(row: Row, name: str, rules: Rules) -> datetime | None:
    written = row.text(name)
    return moment(written, rules.zone) if written else None


def _period(written: str) -> datetime:
    """When a page or child was made, as far as its address tells."""
    path = written.partition("://")[2]
    on = date_in(path)
    if on:
        return datetime.combine(on, time(), UTC)
    found = PERIOD.findall(path)
    year, month = found[-1] if found else ("", "")
    return datetime(int(year), int(month or 12), 1, tzinfo=UTC) if year else LONG_AGO


def _number(written: str) -> int:
    """The number at the end of a name: sites fill one file after the other, and count up."""
    found = NUMBER.search(written)
    return int(found[1]) if found else 0


def _reference(entry: _Entry, url: str, rules: Rules) -> Reference:
    title = plain_title(entry.row.text(f"{NEWS}title") or "")
    published = _moment(entry.row, f"{NEWS}publication_date", rules)
    on = published.astimezone(rules.zone).date() if published else date_in(url)
    return Reference(url, title, on, replace(facts_in((), title), modified=entry.modified))
