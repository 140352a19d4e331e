"""What kind of page is this, and can it be believed? (handbook §3.4)"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.identity.script import simplified
from core.model import PageKind
from crawler.extract.lines import Lines
from crawler.extract.obstacle import (
    asks_to_log_in,
    challenged,
    is_error_in_data,
    is_stub,
    not_there,
    notices,
    refused,
    under_repair,
)
from crawler.extract.spam import is_spam_title, spam_share

_DATED = re.compile(r"(?:19|20)?\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}|(?:^|[\s\[(（])\d{1,2}[-/]\d{1,2}\W*$")
_WHOLE_DAY = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}")
_DATE_LINE = 40
_ENTRIES = 4
_NEAR = 10
_OWN_DATES = 2
_SAID = re.compile(r"(?:发布|公开|成文|发文)\s*(?:时间|日期)|来源\s*[:：]")
_HAN = re.compile("[\u3400-\u9fff]+")
_LETTER = re.compile(r"[^\W\d_]")
_DOCUMENT = re.compile(
    r".*关于.{4,}(?:通知|通告|公告|公示|通报|决定|意见|批复|复函|函|说明|办法|规定|方案|答复|启事)(?:[(（].{1,20}[)）])?"
)
_STOP = re.compile("[。；！？，]")
SHORT = 200
THIN = 40
LIST_ITEMS = 6
FEW_ITEMS = 2
LIST_TEXT = 120
LINK_LENGTH = 8
SUBSTANCE = 12
SENTENCE = 20
SPAM_SHARE = 0.5


class Trust(StrEnum):
    """Whether a page is an article that can be believed; if not, why not."""

    ARTICLE = "article"
    LIST = "list"
    BLOCKED = "blocked"
    MAINTENANCE = "maintenance"
    MISSING = "missing"
    EMPTY = "empty"
    IMAGE_ONLY = "image-only"
    SCANNED = "scanned"
    HIJACKED = "hijacked"
    UNDECODABLE = "undecodable"
    TOO_DEEP = "too deep"


_KINDS = {
    Trust.ARTICLE: PageKind.ARTICLE,
    Trust.LIST: PageKind.LIST,
    Trust.BLOCKED: PageKind.BLOCKED,
    Trust.MAINTENANCE: PageKind.BLOCKED,
    Trust.MISSING: PageKind.MISSING,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page is and the words that gave it away."""

    trust: Trust
    evidence: str = ""

    @property
    def kind(self) -> PageKind:
        """As the contract knows it: what is neither article, list, obstacle nor missing has nothing to read."""
        return _KINDS.get(self.trust, PageKind.EMPTY)


@dataclass(frozen=True, slots=True)
class Seen:
    """What was read of a page.

    Args:
        texts: the paragraphs taken for its text.
        around: the lines between title and text.
        stretch: index of the first line of the text and of the one behind it; None where there is none.
    """

    html: str
    page: Lines
    title: str
    texts: list[str]
    around: list[str]
    stretch: tuple[int, int] | None
    metas: Mapping[str, str]

    @property
    def written(self) -> int:
        """Chinese characters of the text; from 200 on they are not counted further."""
        count = 0
        for text in self.texts:
            count += _han_of((text[: 2 * SHORT],))
            if count >= SHORT:
                break
        return count

    @property
    def has_sentences(self) -> bool:
        """Whether anything in the text is more than a label or a caption."""
        return any(_STOP.search(text) for text in self.texts)

    @property
    def is_dated_or_named(self) -> bool:
        """Whether the page says that it is one document: by ArticleTitle, or by a date or source of its own."""
        if self.metas.get("articletitle") or any(_SAID.search(line) for line in self.around):
            return True
        return 1 <= sum(_WHOLE_DAY.search(line) is not None for line in self.around[:_NEAR]) <= _OWN_DATES


def kind_of(seen: Seen) -> Verdict:
    """Judge a page by what can be read on it.

    Challenges and error pages are short: in a text of over 200 Chinese characters their words are quotations, and in a
    shorter one that is dated and titled as a document is, as 因系统升级暂停办理 in a notice of that.
    """
    visible, written = sum(line.han for line in seen.page.lines), seen.written
    if (visible < SHORT or written < SHORT // 4) and not _is_short_document(seen):
        verdict = _obstacle(seen, visible)
        if verdict is not None:
            return verdict
    if is_spam_title(seen.title):
        return Verdict(Trust.HIJACKED, seen.title[:80])
    if spam_share(seen.texts) >= SPAM_SHARE:
        return Verdict(Trust.HIJACKED, seen.texts[0][:80])
    if _is_list(seen, written):
        return Verdict(Trust.LIST)
    if written < SUBSTANCE and sum(len(_LETTER.findall(text[:SHORT])) for text in seen.texts) < SUBSTANCE:
        return Verdict(Trust.EMPTY, "\n".join(seen.texts)[:80])
    return Verdict(Trust.ARTICLE)


def _is_short_document(seen: Seen) -> bool:
    return (
        seen.is_dated_or_named
        and _DOCUMENT.fullmatch(simplified(seen.title)) is not None
        and _prose(seen.texts) >= SENTENCE
    )


def _obstacle(seen: Seen, visible: int) -> Verdict | None:
    lines = [line.text for line in seen.page.lines if line.link_share < 0.5]
    is_short = visible < SHORT
    text = "\n".join([seen.title, *lines])[:4000] if is_short else f"{seen.title}\n{notices(lines)}"
    title_or_text = text if is_short else seen.title
    for trust, words in (
        (Trust.MISSING, not_there(text)),
        (Trust.BLOCKED, challenged(seen.html) if is_short else None),
        (Trust.BLOCKED, refused(title_or_text)),
        (Trust.BLOCKED, asks_to_log_in(seen.title, seen.html)),
        (Trust.MAINTENANCE, is_error_in_data(seen.html) if is_short else None),
        (Trust.MAINTENANCE, under_repair(title_or_text)),
    ):
        if words:
            return Verdict(trust, words)
    if not visible and is_stub(seen.html):
        return Verdict(Trust.BLOCKED, "nothing but script")
    return None


def _is_list(seen: Seen, written: int) -> bool:
    """Many links with a date beside them, and more in them than in sentences.

    Anywhere on a page with little text, unless it says that it is one document; else within what seemed the text.
    """
    if written < LIST_TEXT:
        prose = _prose(seen.texts)
        if seen.is_dated_or_named and prose >= SENTENCE:
            return False
        count, linked = _dated_links(seen.page, 0, len(seen.page.lines))
        return count >= FEW_ITEMS and linked > prose
    if seen.stretch is None:
        return False
    if _is_digest(seen.page, *seen.stretch):
        return True
    count, linked = _dated_links(seen.page, *seen.stretch)
    return count >= LIST_ITEMS and linked > _prose(seen.texts)


def _prose(texts: list[str]) -> int:
    return _han_of(text for text in texts if _STOP.search(text))


def _is_digest(page: Lines, first: int, end: int) -> bool:
    """A list with an excerpt and a date below each link, from its first line on."""
    links = dates = written = 0
    if sum(line.linked >= LINK_LENGTH for line in page.lines[first:end]) < _ENTRIES - 1:
        return False
    for line in page.lines[max(0, first - 2) : end + 2]:
        is_link = line.linked >= LINK_LENGTH and line.link_share > 0.6
        links += is_link
        dates += not is_link and len(line.text) <= _DATE_LINE and _WHOLE_DAY.search(line.text) is not None
        written += 0 if links else line.han
    return min(links, dates) >= _ENTRIES and written < THIN


def _han_of(texts: Iterable[str]) -> int:
    return sum(len(run) for text in texts for run in _HAN.findall(text))


def _dated_links(page: Lines, first: int, end: int) -> tuple[int, int]:
    """How many links have a date beside them, and how many characters they have together."""
    count = linked = 0
    for index in range(first, end):
        line = page.lines[index]
        if line.linked < LINK_LENGTH:
            continue
        around = page.lines[max(first, index - 1) : index + 2]
        if any(len(near.text) < 24 + line.linked and _DATED.search(near.text) for near in around):
            count, linked = count + 1, linked + line.linked
    return count, linked
