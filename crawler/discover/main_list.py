"""The list of documents of a page, told from navigation, related and hot lists, footers and friends."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from selectolax.lexbor import LexborNode

from crawler.discover.address import same_site
from crawler.discover.dialects import shape
from crawler.discover.evidence import LOOKED_AT, MOST, SHORT_TITLE, Evidence, evidence_of, mains
from crawler.discover.links import Link
from crawler.discover.repeated import repeated
from crawler.discover.rows import Rows

MOST_LISTS = 200
HOME_SLASHES = 3
ABOUT = re.compile(
    r"(?:关于|联系)(?:我们|本站)|联系方式|(?:网站|版权|隐私|免责|法律)(?:声明|地图|保护|说明|政策)|使用帮助|无障碍.{0,4}|设为首页|加入收藏"
)
NO_PAGES = re.compile(r"\.(?:jpe?g|png|gif|svg|ico|css|js|mp4|exe|apk)$", re.IGNORECASE)


def documents(links: Sequence[Link], base: str, *, asides: bool) -> tuple[list[Link], Rows]:
    """The links of the main list and of those that belong to it, in the order of the page, and the rows of all.

    Args:
        asides: whether a related or hot list is better than none.
    """
    seen, rows = _lists(links, base)
    lists = [found for found in seen if asides or not found.aside]
    main = max(lists, key=lambda found: found.weight, default=None)
    if main is None:
        return [], rows
    wanted = {link.key for found in lists if found is main or _belongs(found, main) for link in found.links}
    return [link for link in links if link.key in wanted], rows


def in_lists(links: Sequence[Link], base: str) -> list[Link]:
    """The links of all lists of documents of a page, those beside the matter too."""
    return [link for found in _lists(links, base)[0] for link in found.links]


def _lists(links: Sequence[Link], base: str) -> tuple[list[Evidence], Rows]:
    candidates = []
    for found in repeated([link for link in links if _may_be_document(link)]):
        standing = _each_once(link for row in found.rows for link in mains(row, base))
        if standing:
            candidates.append((found, standing))
    candidates = sorted(candidates, key=lambda candidate: -len(candidate[1]))[:MOST_LISTS]
    rows = Rows.around(link for _, standing in candidates for link in standing)
    seen = [evidence_of(found, standing, rows, base) for found, standing in candidates]
    shown = [found for found in seen if found.shows_documents]
    return [replace(found, links=tuple(_documents_of(found, rows, base))) for found in shown], rows


def _documents_of(found: Evidence, rows: Rows, base: str) -> list[Link]:
    """A list's links without the odd ones: on a list with days, those that show none and are addressed otherwise."""
    usual = {shape(link.url) for link in found.links[:LOOKED_AT] if found.dated < MOST or rows.is_dated(link)}
    return [
        link for link in found.links if link.article or (link.words >= SHORT_TITLE and _stands(link, usual, rows, base))
    ]


def _stands(link: Link, usual: set[str], rows: Rows, base: str) -> bool:
    """A row without a day stands by its address alone, which on another site says nothing."""
    return (shape(link.url) in usual and same_site(link.url, base)) or rows.is_dated(link)


def _belongs(found: Evidence, main: Evidence) -> bool:
    """Whether a further list goes with the main one: pinned rows above it, the next block of a front page."""
    if found.aside:
        return False
    if found.below and found.articles >= MOST:
        return True
    if found.dated < MOST <= main.dated or found.below < main.below:
        return False
    return found.below or found.look == main.look or _beside(found, main) or 2 * len(found.links) >= len(main.links)


def _beside(found: Evidence, main: Evidence) -> bool:
    """Whether two lists stand in the same part of the page."""
    ours, theirs = found.container, main.container
    return not {ours.mem_id, _parent(ours)}.isdisjoint({theirs.mem_id, _parent(theirs)})


def _parent(node: LexborNode) -> int:
    return node.parent.mem_id if node.parent else node.mem_id


def _may_be_document(link: Link) -> bool:
    if link.article:
        return not ABOUT.fullmatch(link.title or "")
    is_home = link.url.endswith("/") and link.url.count("/") == HOME_SLASHES
    return bool(link.title) and not is_home and not NO_PAGES.search(link.url) and not ABOUT.fullmatch(link.title or "")


def _each_once(links: Iterable[Link]) -> list[Link]:
    """Each document by its first link that has a title."""
    once: dict[str, Link] = {}
    for link in links:
        if link.key not in once or (not once[link.key].title and link.title):
            once[link.key] = link
    return list(once.values())
