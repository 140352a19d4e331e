"""A page as a flat list of lines that remember where in the tree they stood."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.piled import unpiled

MOST_LINES = 30_000
"""A page of more lines is read as far as this: no document has so many, and a bomb of list items must end."""
MOST_BOXES = 150_000
MOST_TEXT = 400_000
"""Characters; three times the longest law. What is longer is compared by these and by a digest of all of it."""
_SHORT = 400

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
_CENTRED = frozenset({"p", "div", "h1", "h2", "h3", "h4"})
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]+")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_HIDDEN = re.compile(r"display\s*:\s*none|(?:left|top|text-indent)\s*:\s*-\d{3,}", re.IGNORECASE)
_LARGE = re.compile(
    r"text-align\s*:\s*center|font-size\s*:\s*(?:1[89]|[2-9]\d)(?:\.\d+)?(?:px|pt)|x-large", re.IGNORECASE
)


# What an element means to the walk: those without a role, and those behind _BLOCK, are passed through. Plain numbers,
# because an Enum is slow to compare.
_TEXT, _SKIP, _BREAK, _BLOCK, _ANCHOR, _FONT = range(6)
_ROLES = {
    **dict.fromkeys(_SKIPPED.split(), _SKIP),
    **dict.fromkeys(_BLOCKS.split(), _BLOCK),
    "-text": _TEXT,
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
    attributes: dict[str, str | None]
    chosen: bool = False
    end: int = 0


@dataclass(slots=True)
class Line:
    """The text between two block borders.

    Args:
        han: number of Chinese characters.
        linked: number of characters inside links.
        box: index of the innermost block-level element; `tag`, `heading`, `chrome` and `cell` are its.
        large: in large or centred type, of the box or of a `font`.
    """

    text: str
    han: int
    linked: int
    box: int
    tag: str
    heading: int = 0
    large: bool = False
    chrome: bool = False
    cell: tuple[int, int] = (0, 0)

    @property
    def link_share(self) -> float:
        """Share (0..1) of the characters that are linked."""
        return min(1.0, self.linked / len(self.text))


class Link(NamedTuple):
    """An anchor: where it leads, what it says and the index of the line it stands in."""

    href: str
    text: str
    line: int


@dataclass(slots=True)
class Lines:
    """All visible lines of a page with the tree of blocks and the links."""

    lines: list[Line] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    rest: str = ""
    """SHA-256 of the whole text where only its beginning was read; else empty."""


def lines_of(tree: LexborHTMLParser, chosen: Collection[int] = ()) -> Lines:
    """Read the visible lines; boxes whose `mem_id` is in `chosen` are marked."""
    walk = _Walk(frozenset(chosen))
    root = tree.body or tree.root
    if root is not None:
        walk.through(root)
        if walk.is_full:
            walk.found.rest = _digest(root)
    return walk.found


_Around = tuple[LexborNode, Box, bool, tuple[str, int] | None]
"""An element that is being read, and the box, the size of type and the link (address, first piece) around it."""


class _Walk:
    """One pass over the tree, without recursion: pages nest deeper than Python does."""

    def __init__(self, chosen: frozenset[int]) -> None:
        self.found = Lines()
        self._chosen = chosen
        self._pieces: list[str] = []
        self._anchors: list[tuple[str, str]] = []
        self._linked = 0
        self._left = MOST_TEXT
        self.is_full = False

    def through(self, root: LexborNode) -> None:  # noqa: C901, PLR0912 - the hot loop: a call costs
        pieces, lines, chosen, role_of = self._pieces, self.found.lines, self._chosen, _ROLES.get
        box, node = self._page(root), root.first_child
        large = box.large
        link: tuple[str, int] | None = None
        stack: list[_Around] = []
        while node is not None or stack:
            if node is None:
                closed, outer, outer_large, outer_link = stack.pop()
                if box is not outer:
                    if pieces:
                        self._flush(box, large=large)
                    box.end = len(lines)
                elif link is not None and link is not outer_link:
                    self._anchors.append((link[0], "".join(pieces[link[1] :])))
                box, large, link = outer, outer_large, outer_link
                node = None if self.is_full else closed.next
                continue
            tag = node.tag or ""
            role = _BLOCK if chosen and node.mem_id in chosen else role_of(tag)
            if role == _TEXT:
                if not (text := node.text_content or "").isspace():
                    pieces.append(text)
                    if link is not None:
                        self._linked += len(text) - text.count(" ") - text.count("\n") - text.count("\t")
                elif pieces:
                    pieces.append(" ")
                node = node.next
                continue
            if role is None or role > _BLOCK:
                if (below := node.first_child) is None:
                    node = node.next
                    continue
                stack.append((node, box, large, link))
                if role == _ANCHOR and (address := _address(node)) is not None:
                    link = (address, len(pieces))
                elif role == _FONT:
                    large = large or (node.attributes.get("size") or "").lstrip("+") in _LARGE_SIZES
                node = below
                continue
            if pieces and role != _SKIP:
                self._flush(box, large=large)
            inner = self._opened(node, tag, box, large=large) if role == _BLOCK else None
            if inner is not None:
                stack.append((node, box, large, link))
                box, large, node = inner, inner.large, node.first_child
            else:
                node = None if self.is_full else node.next
        self._flush(box, large=large)

    def _page(self, root: LexborNode) -> Box:
        """The innermost of two boxes: of the page, and of its body where that is not hidden."""
        page = Box(0, "root", 0, 0, 0, 0, large=False, chrome=False, cell=(0, 0), attributes={})
        self.found.boxes.append(page)
        return self._opened(root, "body", page, large=False) or page

    def _opened(self, node: LexborNode, tag: str, outer: Box, *, large: bool) -> Box | None:
        """The box of an element, or None where nobody sees it."""
        attributes = node.attributes
        if attributes:
            style = attributes.get("style")
            if "hidden" in attributes or (style and _HIDDEN.search(style)):
                return None
            large = large or bool(style and _LARGE.search(style))
            large = large or (attributes.get("align") == "center" and tag in _CENTRED)
        boxes, index, cell = self.found.boxes, len(self.found.boxes), outer.cell
        if tag == "tr":
            cell = (index, 0)
        elif tag == "td" or tag == "th":
            cell = (cell[0], index)
        first, heading, chrome = len(self.found.lines), _HEADINGS.get(tag, outer.heading), outer.chrome
        box = Box(
            index,
            tag,
            outer.index,
            outer.depth + 1,
            first,
            heading,
            large,
            chrome or tag in _PEERLESS,
            cell,
            attributes,
        )
        box.chosen = bool(self._chosen) and node.mem_id in self._chosen
        boxes.append(box)
        if index >= MOST_BOXES:
            self.is_full = True
        return box

    def _flush(self, box: Box, *, large: bool) -> None:
        """What was read since the last border is a line, if it is anything but space."""
        pieces, lines = self._pieces, self.found.lines
        if not pieces:
            return
        text = " ".join("".join(pieces).split())
        if not text.isprintable():
            text = " ".join(_INVISIBLE.sub("", text).split())
        if len(text) > _SHORT:
            text = unpiled(text[: self._left])
        if self._anchors:
            index = len(lines)
            self.found.links += [Link(href, " ".join(label.split()), index) for href, label in self._anchors]
            self._anchors.clear()
        if text:
            han = sum(map(len, _HAN.findall(text)))
            lines.append(Line(text, han, self._linked, box.index, box.tag, box.heading, large, box.chrome, box.cell))
            self._left -= len(text)
            self.is_full = self.is_full or self._left <= 0 or len(lines) >= MOST_LINES
        pieces.clear()
        self._linked = 0


def _digest(root: LexborNode) -> str:
    return hashlib.sha256(root.text().encode("utf-8", "surrogatepass")).hexdigest()


def _address(node: LexborNode) -> str | None:
    """Where a link leads; empty where it only moves or acts on the page, None where it is no link."""
    href: str | None = node.attrs.get("href")  # one attribute is cheaper than the dict of all
    return "" if href is not None and href.startswith(("#", "javascript:")) else href
