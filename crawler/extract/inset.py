"""What a page sets into the middle of a text, and what of a text is linked: neither may end it."""

import re
from collections.abc import Iterator

from crawler.extract.lexicon import Chrome
from crawler.extract.lines import Lines
from crawler.extract.signature import is_signer
from crawler.extract.worth import Judged

MOST_LINKS = 8
FAR = 200
SEEN = 40
PROSE = 12.0
SIGNATURE = 3
_TAIL, _FOOTER = Chrome.TAIL, Chrome.FOOTER
"""By these names they are asked of every line; a member of an Enum costs a call each time."""
_OF_TABLES = frozenset(("td", "th", "tr", "tbody", "thead", "tfoot", "table"))
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar)(?:$|[?#])", re.IGNORECASE)
_HOST = re.compile(r"(?:主办|承办|协办|技术支持)(?:单位)?[:：]")
_STOP = re.compile("[。！？!?”」]$")


def set_aside(page: Lines, judged: list[Judged]) -> None:
    """Mark boxes of further reading behind which the text goes on in the container it had before.

    What goes on has to be prose up to the end of that container: a list with excerpts below a text is none of it.
    """
    for index in [place for place, item in enumerate(judged) if item.chrome is _TAIL]:
        end = _end_of_links(judged, index)
        if end - index > 1 and _goes_on(page, judged, index, end):
            for inset in judged[index:end]:
                inset.chrome, inset.worth, inset.is_link = Chrome.ASIDE, 0.0, False


def restore_hosts(page: Lines, judged: list[Judged]) -> None:
    """Take a line that names hosts or a hotline for text where the text goes on behind it in the same container."""
    for index, item in [(place, item) for place, item in enumerate(judged) if item.chrome is _FOOTER]:
        if _HOST.match(item.key):
            container = _container(page, item)
            rest = judged[index + 1 : min(page.boxes[container].end, index + 1 + MOST_LINKS)]
            if _holds_text(page, judged[max(0, index - MOST_LINKS) : index], container) and any(
                _is_prose(behind) or (behind.chrome is Chrome.DATE and "年" in behind.key) for behind in rest
            ):
                item.chrome, item.worth = None, 0.0


def _container(page: Lines, item: Judged) -> int:
    """What holds a paragraph, or the table that a line stands in."""
    index = item.line.box.parent
    while page.boxes[index].tag in _OF_TABLES:
        index = page.boxes[index].parent
    return index


def _holds_text(page: Lines, lines: list[Judged], container: int) -> bool:
    return any(_is_prose(item) and item.line.box.parent == container for item in lines)


def _end_of_links(judged: list[Judged], heading: int) -> int:
    end = heading + 1
    while end < min(len(judged), heading + 1 + MOST_LINKS) and judged[end].is_link:
        end += 1
    return end


def _goes_on(page: Lines, judged: list[Judged], heading: int, end: int) -> bool:
    if end >= len(judged) or not _is_prose(judged[end]):
        return False
    boxes = page.boxes
    container = judged[end].line.box.parent
    before = judged[max(boxes[container].first, heading - FAR) : heading]
    if sum(item.worth for item in before if _is_prose(item)) < SEEN:
        return False
    rest = judged[end : min(boxes[container].end, end + FAR)]
    is_boxed = judged[end - 1].line.box.parent != container
    return not any(item.is_link for item in rest) and (is_boxed or sum(map(_is_prose, rest)) > 1)


def _is_prose(item: Judged) -> bool:
    return item.worth >= PROSE and not item.is_link and _STOP.search(item.line.text) is not None


def keep_own_links(page: Lines, judged: list[Judged], first: int, end: int) -> None:
    """Take linked lines of a text for text: its own files, and a table of contents whose entries come again."""
    linked = [index for index in range(first, end) if judged[index].is_link and judged[index].chrome is None]
    if not linked:
        return
    own = {link.line for link in page.links(first, end) if _FILE.search(link.href)}
    keys = {item.key for item in judged[first:end] if not item.is_link}
    for index in linked:
        if index in own or judged[index].key in keys:
            judged[index].is_link, judged[index].worth = False, 0.0


def contents_before(judged: list[Judged], first: int, end: int, floor: int) -> int:
    """Where a table of contents begins that stands right before a text and links to headings of it."""
    keys = {item.key for item in judged[first:end] if not item.is_link}
    start = first
    while start > floor and judged[start - 1].is_link and judged[start - 1].key in keys:
        start -= 1
    return start


def signature_behind(judged: list[Judged], end: int, last: int) -> int:
    """Where a signature ends that an advertisement parts from its text; `end` where none follows."""
    start = end
    while start < min(last, end + 2) and judged[start].is_link:
        start += 1
    if start == end or judged[end - 1].chrome is Chrome.DATE:
        return end
    if start + 1 == last and judged[start].chrome is None and is_signer(judged[start].line.text):
        return last
    signed = list(_signed(judged, start, last))
    is_signed = len(signed) > 1 and "年" in judged[signed[-1]].key and judged[signed[-1]].chrome is Chrome.DATE
    return signed[-1] + 1 if is_signed else end


def _signed(judged: list[Judged], start: int, last: int) -> Iterator[int]:
    """Up to three short lines without a stop, then a date, with nothing else behind them."""
    for index in range(start, min(last, start + SIGNATURE + 1)):
        item = judged[index]
        if item.chrome not in (None, Chrome.DATE) or item.is_link or _STOP.search(item.line.text):
            return
        yield index
        if item.chrome is Chrome.DATE:
            return
