"""Where an HTML list goes on (handbook §1, traps 1 and 13)."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.address_key import address_key
from core.model import Ask
from crawler.discover.address import absolute, same_site
from crawler.discover.links import base_of
from crawler.discover.outcome import Answer, Rules

FORM = "application/x-www-form-urlencoded"
AT_AN_END = 500
"""Links at the beginning and at the end of a page, among which its pager is."""
LONGEST_NAME = 20
NEXT = re.compile(r"[\[<(（\s]*(?:(?:下|后)(?:一)?页|下一頁|下頁|next(?: ?page)?)[\s>»›→\])）]*|[›»>]", re.IGNORECASE)
WRITTEN_PAGER = re.compile(
    r"createPageHTML\s*\(\s*(?P<place>[\"'][^\"',()]{0,60}[\"']\s*,\s*)?(?P<pages>\d{1,5})\s*,\s*(?P<current>\d{1,5})\s*,"
    r"\s*[\"'](?P<name>[\w./-]{1,80})[\"']\s*,\s*[\"'](?P<ending>\w{1,8})[\"']"
)


def further(tree: LexborHTMLParser, answer: Answer, rules: Rules) -> Ask | None:
    """The request for the next page; None at the end, where only a script knows, or where it is this page again.

    What the source describes goes before what the page says; the road bounds how many pages a round takes.
    """
    if rules.paging.url or rules.paging.body:
        return _described(answer, rules)
    base = base_of(tree, answer.url)
    written = _by_selector(tree, rules.paging.next) if rules.paging.next else _said(tree, answer)
    here = {address_key(url) for url in (answer.url, answer.ask.url, *rules.itself)}
    for href in written:
        url = absolute(href, base)
        if url and same_site(url, answer.url) and address_key(url) not in here:
            return Ask(url=url)
    return None


def _described(answer: Answer, rules: Rules) -> Ask | None:
    paging = rules.paging
    number = str(paging.first + answer.number - 1)
    first = rules.itself[0] if rules.itself else answer.url
    url = absolute((paging.url or first).replace("{page}", number), first)
    if url is None:
        return None
    if paging.body is None:
        ask = Ask(url=url)
    else:
        ask = Ask(url=url, method="POST", body=paging.body.replace("{page}", number), content_type=FORM)
    return None if ask == answer.ask else ask


def _said(tree: LexborHTMLParser, answer: Answer) -> Iterator[str]:
    """Addresses that the page calls the next, the surest first."""
    for node in tree.css("link[rel~=next][href], a[rel~=next][href]"):
        yield node.attributes.get("href") or ""
    anchors = tree.css("a[href]")
    anchors = anchors[:AT_AN_END] + anchors[AT_AN_END:][-AT_AN_END:]
    for node in anchors:
        if _is_next(node):
            yield node.attributes.get("href") or ""
    yield from _written(tree, answer)
    yield from _by_number(anchors, answer)


def _is_next(node: LexborNode) -> bool:
    text = node.text(deep=True).strip()
    if len(text) > LONGEST_NAME:
        return False
    names = (text,) if text else (node.attributes.get("title") or "", node.attributes.get("aria-label") or "")
    return any(NEXT.fullmatch(name.strip()) for name in names if len(name) <= LONGEST_NAME)


def _by_selector(tree: LexborHTMLParser, selector: str) -> Iterator[str]:
    for node in tree.css(selector):
        link = node if node.attributes.get("href") else node.css_first("a[href]")
        if link:
            yield link.attributes.get("href") or ""


def _written(tree: LexborHTMLParser, answer: Answer) -> Iterator[str]:
    """What `createPageHTML(pages, current, "index", "html")` would write.

    TRS counts from zero, so that index_1 is the second page; where a place is named first, or the page without a
    number calls itself 1, it counts from one, and index_2 is. Either way the next has the number after this one's.
    """
    for script in tree.css("script"):
        match = WRITTEN_PAGER.search(script.text(deep=True))
        if not match:
            continue
        current, pages = int(match["current"]), int(match["pages"])
        from_one = bool(match["place"]) or (current == 1 and _number(answer.url) is None)
        if current + 1 < pages or (from_one and current + 1 == pages):
            yield f"{match['name']}_{current + 1}.{match['ending']}"


def _by_number(anchors: list[LexborNode], answer: Answer) -> Iterator[str]:
    """A pager of figures alone: the link called 2 on the first page, whose address differs by a number only."""
    wanted = str(answer.number + 1)
    for node in anchors:
        href = node.attributes.get("href") or ""
        if node.text(deep=True).strip() == wanted and _leads_on(href, answer, wanted):
            yield href


def _leads_on(href: str, answer: Answer, wanted: str) -> bool:
    ours, theirs = urlsplit(answer.url), urlsplit(urljoin(answer.url, href))
    folder = ours.path.rpartition("/")[0]
    return (
        theirs.path.startswith(folder) and re.search(rf"(?<!\d)(?:{wanted}|{int(wanted) - 1})(?!\d)", href) is not None
    )


def _number(url: str) -> str | None:
    match = re.search(r"_(\d{1,5})\.\w+$", urlsplit(url).path)
    return match[1] if match else None
