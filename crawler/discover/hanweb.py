"""The documents of a column of Hanweb's CMS, whose rows stand in a `<recordset>` (kind `hanweb`).

The recordset is cut out of the text, in the page and in the XML answers alike: no XML parser ever sees it, so that
entities and broken markup in it do no harm.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from core.model import Ask
from core.source import SourceKind
from crawler.discover.address import absolute
from crawler.discover.listing import html_list
from crawler.discover.markup import LARGEST
from crawler.discover.outcome import NO_PAGING, Answer, Elsewhere, Found, Outcome, Rules, Unreadable

PROXY = "/module/web/jpage/dataproxy.jsp"
FORM = "application/x-www-form-urlencoded; charset=UTF-8"
LARGEST_GROUP = 500
MOST_LISTS = 50
ROW = "record-of-column"
MOST_RECORDS = 5000
LONGEST_CALL = 4000
RECORD = re.compile(r"<record(?:\s[^<>]{0,200})?>")
CALL = re.compile(r"#(\w{1,40})[\"']\s{0,9}\)\s{0,9}\.jpage\s{0,9}\(")
PARAM = re.compile(r"param_(\w{1,40})\s{0,9}=\s{0,9}\{([^{}]{0,2000})\}")
FIELD = re.compile(r"(\w{1,40})\s{0,9}:\s{0,9}(?:'([^']{0,300})'|\"([^\"]{0,300})\"|([\w./%-]{1,300}))")
TOTAL = re.compile(r"<totalrecord>\s{0,9}(\d{1,9})")
NEXT_GROUP = re.compile(r"<nextgroup>\s{0,99}(?:<!\[CDATA\[)?\s{0,99}<a\s[^<>]{0,200}?href=[\"']([^\"']{1,2000})[\"']")
DIGITS = re.compile(r"\d{1,9}")


@dataclass(frozen=True, slots=True)
class _Proxy:
    """How a page's script asks for further rows, `group` at a time, of which `page` are shown together."""

    url: str
    fields: tuple[tuple[str, str], ...]
    page: int
    group: int
    total: int | None

    def ask(self, start: int) -> Ask:
        """A request for the rows from `start` on, counted from 1: a POST, as the script makes it."""
        span = urlencode({"startrecord": start, "endrecord": start + self.group - 1, "perpage": self.page})
        return Ask(url=f"{self.url}?{span}", method="POST", body=urlencode(self.fields), content_type=FORM)


def hanweb(answer: Answer, rules: Rules) -> Outcome:
    """The documents of a column page or of an answer of `dataproxy.jsp`; or where a page without rows has them from."""
    if len(answer.text) > LARGEST:
        return Unreadable(f"the page is longer than {LARGEST:,} characters")
    text = html.unescape(answer.text) if "&lt;recordset" in answer.text else answer.text
    records = list(_records(text))
    if records:
        outcome = _rows(records, answer, rules)
        further = _further(answer, text, len(records))
        return replace(outcome, further=further, kind=SourceKind.HANWEB) if isinstance(outcome, Found) else outcome
    if _is_proxy(answer.ask.url):
        return _nothing_more(answer)
    proxy = _proxy(text, answer.url)
    if proxy:
        return Elsewhere(kind=SourceKind.HANWEB, ask=proxy.ask(1), why="its script fetches its rows from dataproxy.jsp")
    outcome = html_list(answer, rules)
    if isinstance(outcome, Found) and outcome.references:
        return replace(outcome, kind=SourceKind.HANWEB)
    return Unreadable("there is no <recordset> in the column's page, and no list of rows; use kind: list with select")


def is_hanweb(text: str) -> bool:
    """Whether a page is a column of Hanweb's CMS, or an answer to its script."""
    return any(mark in text for mark in ("/jpage/dataproxy.jsp", "<recordset", "&lt;recordset", ").jpage("))


def _is_proxy(url: str) -> bool:
    return urlsplit(url).path.endswith("dataproxy.jsp")


def _nothing_more(answer: Answer) -> Outcome:
    """Past the end there is nothing; at the beginning there should be."""
    if answer.number > 1:
        return Found((), kind=SourceKind.HANWEB)
    return Unreadable("dataproxy.jsp answered without a record; use the column's page /col/colN/index.html as url")


def _records(text: str) -> Iterator[str]:
    for piece in RECORD.split(text)[1 : MOST_RECORDS + 1]:
        record = piece.partition("</record>")[0].strip().removeprefix("<![CDATA[").removesuffix("]]>")
        written = record if "<a" in record or "&lt;a" not in record else html.unescape(record)
        yield f"<table>{written}</table>" if written.lstrip().startswith("<t") else written


def _rows(records: list[str], answer: Answer, rules: Rules) -> Outcome:
    """The records as the rows of an HTML list, whose documents are then found as in any other."""
    page = "".join(f'<section class="{ROW}">{record}</section>' for record in records)
    given = replace(rules, rows=rules.rows or f"section.{ROW}", paging=NO_PAGING)
    return html_list(replace(answer, text=page), given)


def _further(answer: Answer, text: str, records: int) -> Ask | None:
    """Where the column goes on: by the script's parameters, else by the link the recordset gives.

    Some sites encrypt the ids in either, and answer nothing to them: then what stands in the page is all.
    """
    if _is_proxy(answer.ask.url) and "startrecord" in answer.ask.url:
        total = TOTAL.search(text)
        return _after(answer.ask, int(total[1]) if total else None)
    proxy = _proxy(text, answer.url)
    if proxy:
        read = min(records, proxy.group)
        return proxy.ask(read + 1) if proxy.total is None or read < proxy.total else None
    return _next_group(text, answer.url)


def _after(ask: Ask, total: int | None) -> Ask | None:
    parts = urlsplit(ask.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    start, end = _number(query.get("startrecord")), _number(query.get("endrecord"))
    if end is None or start is None or end < start or (total is not None and end >= total):
        return None
    span = {"startrecord": str(end + 1), "endrecord": str(2 * end + 1 - start)}
    return replace(ask, url=urlunsplit(parts._replace(query=urlencode(query | span))))


def _next_group(text: str, base: str) -> Ask | None:
    link = NEXT_GROUP.search(text)
    url = absolute(html.unescape(link[1]), absolute(PROXY, base) or base) if link else None
    if url is None or not _plain_ids(dict(parse_qsl(urlsplit(url).query))):
        return None
    return Ask(url=url)


def _proxy(text: str, base: str) -> _Proxy | None:
    """How to ask for more of the longest list on a page; None where nothing says so, or its ids are encrypted."""
    params = {found[1]: _fields(found[2]) for found in islice(PARAM.finditer(text), MOST_LISTS)}
    calls = {call[1]: _options(text, call.end()) for call in islice(CALL.finditer(text), MOST_LISTS)}
    found = [_described(fields, calls.get(unit, {}), base) for unit, fields in params.items()]
    return max((proxy for proxy in found if proxy), key=lambda proxy: proxy.total or 0, default=None)


def _options(text: str, start: int) -> dict[str, str]:
    return _fields(text[start : start + LONGEST_CALL].partition(".jpage(")[0])


def _described(fields: dict[str, str], options: dict[str, str], base: str) -> _Proxy | None:
    url = absolute(options.get("proxyUrl", PROXY), base)
    if url is None or not _plain_ids(fields):
        return None
    page = _number(options.get("perPage")) or 15
    group = min(page * (_number(options.get("groupSize")) or 3), LARGEST_GROUP)
    return _Proxy(url.partition("?")[0], tuple(fields.items()), page, group, _number(options.get("totalRecord")))


def _fields(written: str) -> dict[str, str]:
    return {name: quoted or double or bare for name, quoted, double, bare in FIELD.findall(written)}


def _plain_ids(fields: dict[str, str]) -> bool:
    return all(_number(fields.get(name)) is not None for name in ("columnid", "unitid"))


def _number(written: str | None) -> int | None:
    return int(written) if written and DIGITS.fullmatch(written) else None
