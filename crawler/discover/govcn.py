"""The documents of gov.cn: the feeds behind its columns, and its library of policy documents (kind `govcn`)."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from core.identity import own_number
from core.model import Ask, Listed, Reference
from core.source import SourceKind
from crawler.discover.address import absolute
from crawler.discover.choice import chosen
from crawler.discover.dialects import date_in
from crawler.discover.json_value import Value, at, day_of, keys, value_of, word
from crawler.discover.legend import plain_title, without_markup
from crawler.discover.listing import html_list
from crawler.discover.outcome import Answer, Elsewhere, Found, Outcome, Rules, Unreadable

MOST_ROWS = 5000
LIBRARY_PAGE = "policyDocumentLibrary"
LIBRARY = "/search-gov/data?t={t}&sort=pubtime&sortType=1&searchfield=title&p=1&n=50&type=gwyzcwjk"
LIBRARY_PART = re.compile(r"zhengcelibrary\w{0,20}")
NOT_DOCUMENTS = "otherfile"
NOTHING_MATCHES = "1001"
FEED = re.compile(r"url\s{0,9}:\s{0,9}[\"']([^\"'\s<>]{0,200}?[A-Z][A-Z_]{3,40}\.json)[\"']")
FEED_DAY = "DOCRELPUBTIME"
BREAK = re.compile(r"<br\s{0,9}/?>", re.IGNORECASE)
NUMBER = re.compile(r"\d{1,9}")


def govcn(answer: Answer, rules: Rules) -> Outcome:
    """The documents of a feed or of a page of the library; or where the page in front of them fetches its rows."""
    if not _is_json(answer.text):
        return _door(answer, rules)
    document = value_of(answer.text)
    if isinstance(document, Unreadable):
        return document
    if isinstance(document, list):
        return _found(document, _of_feed, answer, rules)
    return _library(document, answer, rules)


def is_govcn(text: str, url: str) -> bool:
    """Whether an answer is one of gov.cn's feeds or pages of its library, or a page that only fetches one."""
    if _is_json(text):
        return f'"{FEED_DAY}"' in text or '"searchVO"' in text
    return LIBRARY_PAGE in urlsplit(url).path or (FEED_DAY in text and FEED.search(text) is not None)


def _is_json(text: str) -> bool:
    return text.lstrip("\ufeff \r\n\t")[:1] in ("{", "[")


def _door(answer: Answer, rules: Rules) -> Outcome:
    parts = urlsplit(answer.url)
    if LIBRARY_PAGE in parts.path:
        part = LIBRARY_PART.fullmatch(parse_qs(parts.query).get("t", ["zhengcelibrary"])[0])
        address = LIBRARY.format(t=part[0] if part else "zhengcelibrary")
        why = "a frame without rows: the library's interface has them"
    else:
        feed = FEED.search(answer.text)
        address, why = (feed[1], f"its script fetches its rows from {feed[1][-60:]}") if feed else ("", "")
    url = absolute(address, answer.url) if address else None
    if url:
        return Elsewhere(kind=SourceKind.GOVCN, ask=Ask(url=url), why=why)
    outcome = html_list(answer, rules)
    if isinstance(outcome, Found) and outcome.references:
        return replace(outcome, kind=SourceKind.GOVCN)
    return Unreadable("neither a feed (ZUIXINZHENGCE.json) nor /search-gov/data nor a page with rows; check its url")


def _library(document: Value, answer: Answer, rules: Rules) -> Outcome:
    search = at(document, "searchVO") or document
    if word(at(document, "code")) == NOTHING_MATCHES:
        return Found((), kind=SourceKind.GOVCN)
    rows = _rows(search)
    if rows is None:
        said = plain_title(word(at(document, "msg")) or "") or "no reason given"
        return Unreadable(f"no listVO in the library's answer ({said}); it has: {keys(search)}")
    outcome = _found(rows, _of_library, answer, rules)
    further = _further(answer.ask.url, search, len(rows))
    return replace(outcome, further=further) if isinstance(outcome, Found) else outcome


def _rows(search: Value) -> list[Value] | None:
    """The rows of the part asked for, or of all parts but the news that an answer adds to them."""
    rows = at(search, "listVO")
    if isinstance(rows, list):
        return rows
    parts = at(search, "catMap")
    if not isinstance(parts, dict):
        return None
    listed = [at(part, "listVO") for name, part in parts.items() if name != NOT_DOCUMENTS]
    return [row for part in listed if isinstance(part, list) for row in part]


def _further(url: str, search: Value, rows: int) -> Ask | None:
    """The next page; none after the last. Without `p` the first was asked for, and page 0 may be page 1."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    page = _count(query.get("p")) if NUMBER.fullmatch(query.get("p", "")) else 1
    parted = at(search, "catMap")
    several = list(parted.values()) if isinstance(parted, dict) else []
    total = max(_count(at(part, "totalCount")) for part in [search, *several])
    if not rows or (total and page * (_count(query.get("n")) or rows) >= total):
        return None
    return Ask(url=urlunsplit(parts._replace(query=urlencode(query | {"p": str(page + 1)}))))


def _count(value: Value) -> int:
    written = word(value) or ""
    return int(written) if NUMBER.fullmatch(written) else 0


def _found(rows: list[Value], read: Callable[[Value, str, tzinfo], Reference], answer: Answer, rules: Rules) -> Outcome:
    addressed = [(row, _address(row, answer.url)) for row in rows[:MOST_ROWS]]
    found = [read(row, url, rules.zone) for row, url in addressed if url]
    if rows and not found:
        return Unreadable(f"no row has an address; the first row has: {keys(rows[0])}")
    return Found(chosen(found, rules), kind=SourceKind.GOVCN)


def _of_feed(row: Value, url: str, zone: tzinfo) -> Reference:
    return Reference(url, _plain(at(row, "TITLE")), day_of(at(row, FEED_DAY), zone) or date_in(url))


def _of_library(row: Value, url: str, zone: tzinfo) -> Reference:
    published = day_of(at(row, "pubtime"), zone) or day_of(at(row, "pubtimeStr"), zone)
    written_as = _plain(at(row, "pcode"))
    number = own_number(written_as) if written_as else None
    listed = Listed(
        doc_number=str(number) if number else written_as,
        index_number=_plain(at(row, "index")),
        agency=_plain(at(row, "puborg")),
        source_label=_plain(at(row, "source")),
        written=day_of(at(row, "ptime"), zone),
    )
    return Reference(url, _plain(at(row, "title")), published or date_in(url), listed)


def _address(row: Value, base: str) -> str | None:
    """A row's address. Old rows say http; the search host is below the site it lists, which then has its https too."""
    url = absolute(word(at(row, "url")) or word(at(row, "URL")) or "", base)
    if url is None or not url.startswith("http://"):
        return url
    asked = urlsplit(base)
    below = asked.scheme == "https" and asked.netloc.endswith(f".{urlsplit(url).netloc}")
    return url.replace("http://", "https://", 1) if below else url


def _plain(value: Value) -> str | None:
    return plain_title(without_markup(BREAK.sub(" ", word(value) or "")))
