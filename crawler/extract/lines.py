"""A page as a flat list of lines that remember where in the tree they stood."""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass, field
from operator import itemgetter
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.extract.words import Words, words_of

MOST_LINES = 30_000
"""A page of more lines is read as far as this: no document has so many, and a bomb of list items must end."""
MOST_BOXES = 150_000
MOST_TEXT = 400_000
"""Characters; three times the longest law. What is longer is compared by these and by a digest of all of it."""

_SKIPPED = """
    script style noscript template svg math iframe object embed applet canvas audio video map head title rp rt select
    option button textarea datalist -comment
"""
_BLOCKS = """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header legend li main menu nav ol p pre section summary table tbody td tfoot th thead
    tr ul ucapcontent
"""
_PEERLESS = frozenset({"nav", "footer", "aside"})
_CELLS = frozenset({"td", "th"})
_CENTRED = frozenset({"p", "div", "h1", "h2", "h3", "h4"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_TELLING = _PEERLESS | _CELLS | _HEADINGS.keys() | {"tr"}
"""Elements that differ from what is around them by their name alone."""
_HIDDEN = re.compile(r"display\s*:\s*none|(?:left|top|text-indent)\s*:\s*-\d{3,}", re.IGNORECASE)
_LARGE = re.compile(
    r"text-align\s*:\s*center|font-size\s*:\s*(?:1[89]|[2-9]\d)(?:\.\d+)?(?:px|pt)|x-large", re.IGNORECASE
)


# What an element means to the walk: those without a role, and those behind _BLOCK, are passed through. Plain numbers,
# because an Enum is slow to compare.
_SKIP, _BREAK, _BLOCK, _ANCHOR, _FONT = range(5)
_ROLES: dict[str | None, int] = {
    **dict.fromkeys(_SKIPPED.split(), _SKIP),
    **dict.fromkeys(_BLOCKS.split(), _BLOCK),
    "br": _BREAK,
    "hr": _BREAK,
    "a": _ANCHOR,
    "font": _FONT,
}
_LARGE_SIZES = frozenset("4567")


@dataclass(slots=True)
class Box:
    """A block-level element: `first` to `end` are its lines.

    Args:
        heading: 1..6 inside h1..h6, else 0.
        large: in large or centred type.
        chrome: inside nav, footer or aside.
        cell: (row, column) of the innermost table cell, by index of their boxes; (0, 0) outside tables.
    """

    index: int
    tag: str
    parent: int
    depth: int
    first: int
    heading: int
    large: bool
    chrome: bool
    cell: tuple[int, int]
    node: LexborNode
    end: int = 0


@dataclass(slots=True)
class Line:
    """The text between two block borders.

    Args:
        han: number of Chinese characters.
        linked: number of characters inside links.
        box: the innermost block-level element.
        large: in large or centred type, of the box or of a `font`.
        link_share: share (0..1) of the characters that are linked.
    """

    text: str
    han: int
    linked: int
    box: Box
    large: bool
    words: Words
    link_share: float


class Link(NamedTuple):
    """An anchor: where it leads, what it says and the index of the line it stands in."""

    href: str
    text: str
    line: int


@dataclass(slots=True)
class Lines:
    """All visible lines of a page with the tree of blocks and the anchors (address, raw label, line) in order.

    Args:
        chosen: the box that was asked for.
        rest: SHA-256 of the whole text where only its beginning was read; else empty.
    """

    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    anchors: list[tuple[str, str, int]] = field(default_factory=list)
    chosen: Box | None = None
    rest: str = ""

    def links(self, first: int, end: int) -> list[Link]:
        """The links in the lines `first` to `end`, of the many of a page the few that somebody looks at."""
        start, stop = (bisect_left(self.anchors, line, key=itemgetter(2)) for line in (first, end))
        return [Link(href, " ".join(label.split()), line) for href, label, line in self.anchors[start:stop]]


def lines_of(tree: LexborHTMLParser, chosen: Collection[int] = ()) -> Lines:
    """Read the visible lines; the box whose `mem_id` is in `chosen` is noted."""
    walk = _Walk(frozenset(chosen))
    root = tree.body or tree.root
    if root is not None:
        try:
            walk.through(root)
        except _FullError:
            walk.found.rest = _digest(root)
    return walk.found


class _FullError(Exception):
    """As much of a page is read as is read at all."""


_Around = tuple[LexborNode, Box, bool, tuple[str, int] | None]
"""An element that is being read, and the box, the size of type and the link (address, first piece) around it."""


class _Walk:
    """One pass over the tree, without recursion: pages nest deeper than Python does."""

    def __init__(self, chosen: frozenset[int]) -> None:
        self.found = Lines()
        self._chosen = chosen
        self._pieces: list[str] = []
        self._linked = 0
        self._left = MOST_TEXT
        self._outermost = 0

    def through(self, root: LexborNode) -> None:  # noqa: C901, PLR0912 - the hot loop: a call costs
        pieces, lines, anchors, role_of = self._pieces, self.found.lines, self.found.anchors, _ROLES.get
        chosen, box, node = self._chosen, self._page(root), root.first_child
        large = box.large
        link: tuple[str, int] | None = None
        stack: list[_Around] = []
        while node is not None or stack:
            if node is None:
                closed, outer, outer_large, outer_link = stack.pop()
                if box is not outer:
                    if pieces:
                        self._flush(box, large=large)
                    box.end, box = len(lines), outer
                elif link is not None and link is not outer_link:
                    anchors.append((link[0], "".join(pieces[link[1] :]), len(lines)))
                large, link, node = outer_large, outer_link, closed.next
                continue
            if (text := node.text_content) is not None:  # most nodes are text: no need to ask for their names
                if not text.isspace():
                    pieces.append(text)
                    if link is not None:
                        self._linked += len(text) - text.count(" ") - text.count("\n") - text.count("\t")
                elif pieces:
                    pieces.append(" ")
                node = node.next
                continue
            role = _BLOCK if chosen and node.mem_id in chosen else role_of(node.tag)
            if role is None or role > _BLOCK:
                address = _address(node) if role == _ANCHOR else None
                if (below := node.first_child) is None:
                    node = node.next
                elif address is not None and (text := _sole_text(below)):
                    pieces.append(text)
                    self._linked += len(text) - text.count(" ") - text.count("\n") - text.count("\t")
                    anchors.append((address, text, len(lines)))
                    node = node.next
                else:
                    stack.append((node, box, large, link))
                    link = (address, len(pieces)) if address is not None else link
                    large = large or (role == _FONT and _is_large(node))
                    node = below
                continue
            if pieces and role != _SKIP:
                self._flush(box, large=large)
            if role == _BLOCK and (inner := self._opened(node, box, large=large)) is not None:
                stack.append((node, box, large, link))
                box, large, node = inner, inner.large, node.first_child
            else:
                node = node.next
        self._flush(box, large=large)

    def _page(self, root: LexborNode) -> Box:
        """The innermost of two boxes: of the page, and of its body where that is not hidden."""
        page = Box(0, "root", 0, 0, 0, 0, False, False, (0, 0), root)  # noqa: FBT003
        self.found.boxes.append(page)
        box = self._opened(root, page, large=False) or page
        self._outermost = box.index
        return box

    def _opened(self, node: LexborNode, outer: Box, *, large: bool) -> Box | None:
        """The box of an element, or None where nobody sees it."""
        tag, attributes = node.tag or "", node.attributes
        if attributes:
            style = attributes.get("style")
            if "hidden" in attributes or (style and _HIDDEN.search(style)):
                return None
            large = large or bool(style and _LARGE.search(style))
            large = large or (attributes.get("align") == "center" and tag in _CENTRED)
        boxes, cell, heading, chrome = self.found.boxes, outer.cell, outer.heading, outer.chrome
        index = len(boxes)
        if tag in _TELLING:
            heading, chrome = _HEADINGS.get(tag, heading), chrome or tag in _PEERLESS
            if tag == "tr":
                cell = (index, 0)
            elif tag in _CELLS:
                cell = (cell[0], index)
        first = len(self.found.lines)
        # By position: keywords would take half as long again, for some hundreds of boxes on a page.
        box = Box(index, tag, outer.index, outer.depth + 1, first, heading, large, chrome, cell, node)
        boxes.append(box)
        if self._chosen and self.found.chosen is None and node.mem_id in self._chosen:
            self.found.chosen = box
        if index >= MOST_BOXES:
            self._stop(box)
        return box

    def _flush(self, box: Box, *, large: bool) -> None:
        """What was read since the last border is a line, if it is anything but space."""
        pieces, lines, linked = self._pieces, self.found.lines, self._linked
        self._linked = 0
        words = words_of(pieces[0] if len(pieces) == 1 else "".join(pieces), self._left)
        pieces.clear()
        if not words.text:
            return
        text = words.text
        share = min(1.0, linked / len(text)) if linked else 0.0
        lines.append(Line(text, words.han, linked, box, large, words, share))
        self._left -= len(text)
        if self._left <= 0 or len(lines) >= MOST_LINES:
            self._stop(box)

    def _stop(self, box: Box) -> None:
        """End what is open, and the walk."""
        while box.index > self._outermost:
            box.end = len(self.found.lines)
            box = self.found.boxes[box.parent]
        raise _FullError


def _digest(root: LexborNode) -> str:
    return hashlib.sha256(root.text().encode("utf-8", "surrogatepass")).hexdigest()


def _address(node: LexborNode) -> str | None:
    """Where a link leads; empty where it only moves or acts on the page, None where it is no link."""
    href: str | None = node.attrs.get("href")  # one attribute is cheaper than the dict of all
    return "" if href is not None and href.startswith(("#", "javascript:")) else href


def _sole_text(node: LexborNode) -> str | None:
    """The text that an element has and nothing else, as most anchors do; taken at once, it spares a turn."""
    text: str | None = node.text_content
    return None if text is None or node.next is not None or text.isspace() else text


def _is_large(font: LexborNode) -> bool:
    return (font.attributes.get("size") or "").lstrip("+") in _LARGE_SIZES
