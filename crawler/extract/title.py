"""The title, by agreement of what the page offers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.identity.script import simplified
from crawler.extract.head import first_of
from crawler.extract.lexicon import Chrome, key_of
from crawler.extract.worth import Judged

_SEPARATOR = re.compile(r"\s*(?:[_|｜]|\s[-–—]+\s?|[-–—]{2,}|\s?[-–—]\s|[-–—](?=[^-–—]{2,16}$)|>>|»)\s*")
_LETTERS = re.compile(r"[\W_]+")
_TITLE_METAS = ("articletitle", "og:title", "twitter:title", "headline", "title")
_TRIMMED = " \t\r\n\u3000_-|·»>"
MAX_LENGTH = 150
MIN_LENGTH = 4
LONG_ENOUGH = 10
_CONFIRMED = 10.0
_HEADING_SCORES = (0.0, 3.0, 2.5, 1.5, 1.0, 0.8, 0.5)
_FACTS = (Chrome.META, Chrome.DATE)
_NEVER = frozenset((Chrome.META, Chrome.DATE, Chrome.TOOL, Chrome.TAIL, Chrome.FOOTER, Chrome.COMMENT, Chrome.SPAM))
_SITE = re.compile(r"(?:网|网站|政府|委员会|频道|新闻|首页|中心|局|厅|部|资讯|日报|在线|正文)$")
_ORGANISATION = re.compile(
    r"[\u4e00-\u9fff]{2,24}(?:人民政府|政府|委员会|办公室|办公厅|局|厅|部|处|馆|院|所|站|中心|集团|公司|大学|学院|网|网站)"
    r"(?:网站|官网|官方网站|门户网站)?(?:欢迎您)?"
)
_DOCUMENT = re.compile(
    r"(?:.*关于.+|.{6,})的?(?:通知|通告|公告|公示|通报|决定|意见|批复|复函|函|办法|规定|条例|方案|报告|规划|纲要|细则)"
    r"(?:[(（].{1,20}[)）])?"
)
_PROSE = 20.0
_FIRST_LINES = 1_000


@dataclass(frozen=True, slots=True)
class Title:
    """The title as published; `line` is the line it stands in, if it does."""

    text: str
    line: int | None


def find_title(judged: list[Judged], metas: Mapping[str, str], title_tag: str) -> Title | None:
    """The heading or large line that `<title>` or a meta tag confirms; else the best of the unconfirmed.

    A visible line wins over the tags that agree with it: tags are cut short and carry site names.
    """
    named = [text.strip(_TRIMMED) for text in (first_of(metas, *_TITLE_METAS) or "", title_tag) if text.strip(_TRIMMED)]
    bare_names = [_bare(key_of(name)) for name in named]
    # A cheap look comes first: a line without emphasis can only be confirmed, so its beginning stands in the tags.
    tags = "\n".join(bare_names)
    scored = [
        (score, -index)
        for index, item in enumerate(judged)
        if (item.line.large or item.line.box.heading or (start := item.key[:MIN_LENGTH]) in tags or not start.isalnum())
        and (score := _score(item, bare_names)) > 0
    ]
    signatures = set()
    for score, index in sorted(scored, reverse=True):
        if score < _CONFIRMED:
            break
        title = _continued(judged, -index, bare_names)
        # The name of a site confirms a signature.
        if judged[-index].line.box.heading or not _is_organisation(title.text):
            return title
        signatures.add(index)
    scored = [item for item in scored if item[1] not in signatures]
    bare = _without_site(named)
    if "articletitle" in metas:
        return Title(metas["articletitle"], None)
    if bare is not None and (len(bare) >= LONG_ENOUGH or not scored):
        return (_named_as_document(judged) if _is_organisation(bare) else None) or Title(bare, None)
    return _above_facts(judged, scored) or (Title(bare, None) if bare else None)


def _continued(judged: list[Judged], index: int, names: list[str]) -> Title:
    """A confirmed line, with the next ones where the page breaks the title into several."""
    text = judged[index].line.text
    for name in names:
        last, joined, plain = index, text, _bare(judged[index].key)
        while last + 1 < len(judged):
            longer = plain + _bare(judged[last + 1].key)
            if len(longer) == len(plain) or not name.startswith(longer):
                break
            last, plain = last + 1, longer
            joined += judged[last].line.text
        if last > index:
            return Title(joined, last)
    return Title(text, index)


def _above_facts(judged: list[Judged], scored: list[tuple[float, int]]) -> Title | None:
    """The best unconfirmed heading; one right above the line of date and source is better than any other."""
    best: tuple[float, int] | None = None
    for score, index in scored:
        following = judged[-index + 1 : -index + 3]
        raised = score + (4.0 if any(item.chrome in _FACTS for item in following) else 0.0)
        if best is None or (raised, index) > best:
            best = (raised, index)
    return Title(judged[-best[1]].line.text, -best[1]) if best else None


def _named_as_document(judged: list[Judged]) -> Title | None:
    """Where the tags name the site alone: the line above the text that is worded as the title of a document."""
    for index, item in enumerate(judged[:_FIRST_LINES]):
        if item.worth >= _PROSE and item.line.text.endswith(("。", "：", "；")):
            return None
        could_be = item.chrome is None and not item.is_link and LONG_ENOUGH <= len(item.line.text) <= MAX_LENGTH
        if could_be and _DOCUMENT.fullmatch(simplified(item.line.text)):
            return Title(item.line.text, index)
    return None


def _is_organisation(text: str) -> bool:
    return _ORGANISATION.fullmatch(simplified(text)) is not None


def _score(item: Judged, names: list[str]) -> float:
    """Over 10 for a line that a tag confirms; headings and large type count most among the rest."""
    line = item.line
    if item.chrome in _NEVER or not MIN_LENGTH <= len(line.text) <= MAX_LENGTH:
        return 0.0
    if line.link_share > 0.9 and not line.box.heading:
        return 0.0
    score = _HEADING_SCORES[line.box.heading] + (1.0 if line.large else 0.0)
    plain = _bare(item.key)
    if len(plain) < MIN_LENGTH:
        return 0.0
    confirmed = max([_agreement(plain, name) for name in names], default=0.0)
    if confirmed:
        return _CONFIRMED * confirmed + score + (0.0 if line.link_share < 0.5 else -4.0)
    return score if line.link_share < 0.5 else 0.0


def _agreement(plain: str, name: str) -> float:
    """1..2 where one is the beginning of the other and long enough to be no site name; else 0."""
    if plain == name:
        return 2.0
    if min(len(plain), len(name)) < 6:
        return 0.0
    if name.startswith(plain):
        return 1.0 + len(plain) / len(name)
    if plain.startswith(name):
        return 1.0 + len(name) / len(plain)
    return 1.0 if len(plain) >= 8 and plain in name else 0.0


def _bare(key: str) -> str:
    return _LETTERS.sub("", key)


def _without_site(named: list[str]) -> str | None:
    """The longest part of a tag that names no site, of the parts that separators cut."""
    for name in named:
        parts = [part.strip(_TRIMMED) for part in _SEPARATOR.split(name)]
        parts = [part for part in parts if len(part) >= MIN_LENGTH]
        if not parts:
            continue
        head = parts[0]
        if len(parts) > 1 and _SITE.search(head) and len(head) < 12:
            head = max(parts, key=len)
        return head
    return None
