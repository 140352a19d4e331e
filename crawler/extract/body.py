"""Which lines are the text: the container the handbook names, else the stretch of lines that is worth most."""

from dataclasses import dataclass
from itertools import accumulate

from crawler.extract.inset import contents_before, keep_own_links, restore_hosts, set_aside, signature_behind
from crawler.extract.lexicon import Chrome
from crawler.extract.lines import Box, Lines
from crawler.extract.worth import Judged, gap

CONTAINERS = {
    name: rank
    for rank, name in enumerate(
        (
            *("#UCAP-CONTENT", ".TRS_UEDITOR", ".trs_editor_view", ".TRS_Editor", "#zoom", "#Zoom", "#zoomcon"),
            *(".article-content", ".article_con", ".pages_content", ".news_cont_d_wrap", "#con_con", ".ccontent"),
            *(".xxgk-content", ".zoom_box", ".detail-content", "#ivs_content", ".Article_content", ".main-txt"),
            *(".my_conboxzw", ".Three_xilan_07", "#BodyLabel", "[wzades]"),
        )
    )
}
"""Body containers of the platform families, best first (handbook §1)."""
_CLASSES = frozenset(name[1:] for name in CONTAINERS if name[0] == ".")

ENOUGH = 80
TRUSTED = 0.5
BEFORE_TITLE = 0.25
SEEN = 40
AFTER_LINK = 0.96
AFTER: dict[Chrome | None, float] = {
    Chrome.TAIL: 0.6,
    Chrome.COMMENT: 0.6,
    Chrome.FOOTER: 0.8,
    Chrome.EDITOR: 0.8,
    Chrome.TOOL: 0.9,
    Chrome.ASIDE: 1.0,
}
"""How much less is believed of what follows such a line, once some text was seen: a text stands in one piece."""
AFTERWARD = {
    Chrome.TAIL: 0.6,
    Chrome.COMMENT: 0.6,
    Chrome.EDITOR: 0.1,
    Chrome.FOOTER: 0.1,
}
"""Share of the prose before a line of this kind that, where less follows, is no longer the text."""

_NEUTRAL = (None, Chrome.DATE, Chrome.CONTACT, Chrome.FORM)
VERSES = 4
"""So many lines without a stop are a text where a page has no other."""
VERSE_LENGTH = 40
HEAD_LINES = 3


@dataclass(frozen=True, slots=True)
class Span:
    """Lines `first` to `end` (exclusive) and what they are worth together."""

    first: int
    end: int
    worth: float


def find_body(page: Lines, judged: list[Judged], title_line: int | None) -> Span | None:
    """The stretch of lines that is the text, or None where nothing on the page is one.

    A chosen box (a `select.body`) wins; then a named container that holds over 80 Chinese characters and is
    worth at least half of the best stretch of the page; then that stretch.
    Source: Pasternack & Roth, Extracting Article Text from the Web with Maximum Subsequence Segmentation (WWW 2009).
    """
    restore_hosts(page, judged)
    set_aside(page, judged)
    span = _found(page, judged, title_line)
    if span is not None:
        keep_own_links(page, judged, span.first, span.end)
    return span


def _found(page: Lines, judged: list[Judged], title_line: int | None) -> Span | None:
    if page.chosen is not None:
        return _within(page, judged, page.chosen.first, page.chosen.end)
    best = _best_stretch(page, judged, title_line)
    named = _named(page, judged)
    if named is not None and (best is None or named.worth >= TRUSTED * best.worth):
        return named
    return best or _verse(page, judged, title_line)


def _named(page: Lines, judged: list[Judged]) -> Span | None:
    written = [0, *accumulate(line.han for line in page.lines)]
    large = [box for box in page.boxes if written[box.end] - written[box.first] > ENOUGH]
    for _, index in sorted((rank, box.index) for box in large if (rank := _rank(box)) is not None):
        box = page.boxes[index]
        inside = page.lines[box.first : box.end]
        if sum(line.linked for line in inside) < 0.5 * sum(len(line.text) for line in inside):
            return _within(page, judged, box.first, box.end)
    return None


def _rank(box: Box) -> int | None:
    """The best of the names of a box: `#id`, `.class`, and the one attribute that the handbook knows by value."""
    attributes = box.node.attributes
    identity, classes = attributes.get("id"), attributes.get("class")
    ranks = []
    if identity and (rank := CONTAINERS.get("#" + identity)) is not None:
        ranks.append(rank)
    if classes and not _CLASSES.isdisjoint(words := classes.split()):
        ranks.extend(CONTAINERS["." + word] for word in words if word in _CLASSES)
    if attributes.get("wzades") == "正文":
        ranks.append(CONTAINERS["[wzades]"])
    return min(ranks, default=None)


def _within(page: Lines, judged: list[Judged], first: int, end: int) -> Span | None:
    """A container is taken whole: only what follows the end of its text is cut."""
    end = _cut(judged, first, end)
    if first >= end:
        return None
    return Span(first, end, sum(max(0.0, item.worth) for item in judged[first:end]))


def _cut(judged: list[Judged], first: int, end: int) -> int:
    """Where a text ends: at a tail heading or credit line after which too little prose follows."""
    total = sum(max(0.0, item.worth) for item in judged[first:end])
    before = 0.0
    for index in range(first, end):
        item = judged[index]
        if item.chrome in AFTERWARD and total - before < AFTERWARD[item.chrome] * before:
            return index
        before += max(0.0, item.worth)
    return end


def _best_stretch(page: Lines, judged: list[Judged], title_line: int | None) -> Span | None:
    """Maximum-sum stretch of lines, in one pass (Kadane), with the climbs of the tree as costs between them."""
    boxes = page.boxes
    best = Span(0, 0, 0.0)
    running = seen = 0.0
    first = 0
    trust = 1.0
    start = 0 if title_line is None else title_line + 1
    for index, item in enumerate(judged):
        worth = item.worth
        if index < start:
            worth *= BEFORE_TITLE if worth > 0 else 1.0
        elif worth > 0:
            seen += worth
            worth *= trust
        elif seen > SEEN:
            trust *= AFTER.get(item.chrome, AFTER_LINK if item.is_link else 1.0)
        # What is worth nothing cannot be carried over: most climbs need not be measured.
        carried = running - gap(boxes, judged[index - 1].line, item.line) if running > 0 else 0.0
        if index == start or carried <= 0:
            carried, first = 0.0, index
        running = carried + worth
        if running > best.worth:
            best = Span(first, index + 1, running)
    return _widened(page, judged, best, title_line) if best.end else None


def _widened(page: Lines, judged: list[Judged], span: Span, title_line: int | None) -> Span:
    """Take in short lines at either end that stand in the same container: headings, signatures, verse."""
    container = _container(page, judged, span)
    boxes = page.boxes
    floor = 0 if title_line is None else title_line + 1
    first, end = span.first, span.end
    # The container of most of the text may be narrower than that of its first or last line.
    top = max(floor, min(boxes[container].first, _around(page, judged[first]).first))
    bottom = max(boxes[container].end, _around(page, judged[end - 1]).end)
    first = _neutral_before(judged, first, top)
    first = _neutral_before(judged, contents_before(judged, first, end, top), top)
    while end < bottom and _is_neutral(judged[end]):
        end += 1
    end = signature_behind(judged, end, bottom)
    return Span(first, _cut(judged, first, end), span.worth)


def _neutral_before(judged: list[Judged], first: int, top: int) -> int:
    while first > top and _is_neutral(judged[first - 1]):
        first -= 1
    return first


def _around(page: Lines, item: Judged) -> Box:
    """What holds a line: its box, or what is around its paragraph."""
    box = item.line.box
    return page.boxes[box.parent] if box.end - box.first == 1 or box.tag == "p" else box


def _verse(page: Lines, judged: list[Judged], title_line: int | None) -> Span | None:
    """Lines without a stop, below title and facts, where a page has no prose: verse, names, a table of one column."""
    if title_line is None:
        return None
    below = range(title_line + 1, min(title_line + 1 + HEAD_LINES, len(judged)))
    facts = [index for index in below if judged[index].chrome is Chrome.META]
    first = end = facts[-1] + 1 if facts else len(judged)
    while end < len(judged) and _is_neutral(judged[end]):
        end += 1
    written = sum(item.line.han for item in judged[first:end])
    if end - first < VERSES or written < VERSE_LENGTH or _is_emptied(page, judged[facts[-1]], judged[first]):
        return None
    return Span(first, end, float(written))


def _is_emptied(page: Lines, before: Judged, behind: Judged) -> bool:
    """Whether a box without a line stands between two lines: that of a text which is not there."""
    return any(box.first == box.end for box in page.boxes[before.line.box.index + 1 : behind.line.box.index])


def _is_neutral(item: Judged) -> bool:
    return item.chrome in _NEUTRAL and not item.is_link and not item.line.box.chrome


def _container(page: Lines, judged: list[Judged], span: Span) -> int:
    """The smallest box that holds at least 80 % of what the stretch is worth; of a lone paragraph, what holds it."""
    boxes = page.boxes
    worthy = [item for item in judged[span.first : span.end] if item.worth > 0]
    share = [0.0] * len(boxes)
    for item in worthy:
        share[item.line.box.index] += item.worth
    most = 0.8 * sum(share)
    innermost = min(1, len(boxes) - 1)
    # A box comes after those around it.
    for index in range(max((item.line.box.index for item in worthy), default=0), 0, -1):
        if not share[index]:
            continue
        if share[index] >= most and boxes[index].depth > boxes[innermost].depth:
            innermost = index
        share[boxes[index].parent] += share[index]
    box = boxes[innermost]
    return box.parent if box.end - box.first == 1 or box.tag == "p" else innermost
