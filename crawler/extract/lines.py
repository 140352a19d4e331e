"""A page as a flat list of lines that remember where in the tree they stood."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

_SKIPPED = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "applet",
        "canvas",
        "audio",
        "video",
        "map",
        "head",
        "title",
        "rp",
        "rt",
        "select",
        "option",
        "button",
        "textarea",
        "datalist",
    )
)
_BREAKING = frozenset(
    (
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "ucapcontent",
    )
)
_PEERLESS = frozenset(("nav", "footer", "aside"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_HIDDEN = re.compile(r"display\s*:\s*none|(?:left|top|text-indent)\s*:\s*-\d{3,}", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_LARGE = re.compile(r"font-size\s*:\s*(?:1[89]|[2-9]\d)(?:\.\d+)?(?:px|pt)|x-large", re.IGNORECASE)


@dataclass(slots=True)
class Box:
    """A block-level element: `first` to `end` are its lines."""

    tag: str
    parent: int
    depth: int
    names: tuple[str, ...] = ()
    chosen: bool = False
    first: int = 0
    end: int = 0


@dataclass(slots=True)
class Line:
    """The text between two block borders.

    Args:
        han: number of Chinese characters.
        linked: number of characters inside links.
        box: index of the innermost block-level element.
        heading: 1..6 inside h1..h6, else 0.
        large: in large or centred type.
        chrome: inside nav, footer or aside.
        cell: (row, column) of the innermost table cell, by index of their boxes; (0, 0) outside tables.
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


@dataclass(frozen=True, slots=True)
class Link:
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


def lines_of(tree: LexborHTMLParser, chosen: Collection[int] = ()) -> Lines:
    """Read the visible lines; boxes whose `mem_id` is in `chosen` are marked."""
    walk = _Walk(frozenset(chosen))
    root = tree.body or tree.root
    if root is not None:
        walk.through(root)
    return walk.found


@dataclass(slots=True)
class _Frame:
    node: LexborNode
    box: int
    heading: int
    large: bool
    chrome: bool
    cell: tuple[int, int]
    link: tuple[str, int] | None = None


class _Walk:
    """One pass over the tree, without recursion: pages nest deeper than Python does."""

    def __init__(self, chosen: frozenset[int]) -> None:
        self.found = Lines()
        self._chosen = chosen
        self._pieces: list[str] = []
        self._linked = 0
        self._anchors: list[tuple[str, str]] = []

    def through(self, root: LexborNode) -> None:
        self.found.boxes.append(Box("root", 0, 0))
        frame = _Frame(root, 0, 0, large=False, chrome=False, cell=(0, 0))
        self._open_box(frame, "body", root)
        stack = [frame]
        node = root.first_child
        while stack:
            if node is None:
                closed = stack.pop()
                self._close(closed, stack[-1] if stack else closed)
                node = closed.node.next if stack else None
                continue
            tag = node.tag
            if tag == "-text":
                self._read(node.text_content or "", stack[-1])
            elif tag is not None and tag[0] not in "-_!" and tag not in _SKIPPED:
                frame_below = self._enter(node, tag, stack[-1])
                if frame_below is not None:
                    stack.append(frame_below)
                    node = node.first_child
                    continue
            node = node.next
        self._flush(frame)

    def _read(self, text: str, frame: _Frame) -> None:
        self._pieces.append(text)
        if frame.link is not None:
            self._linked += len(text) - text.count(" ") - text.count("\n") - text.count("\t")

    def _enter(self, node: LexborNode, tag: str, above: _Frame) -> _Frame | None:
        """The frame of an element, or None where there is nothing to go into."""
        if tag == "br" or tag == "hr":
            self._flush(above)
            return None
        frame = _Frame(node, above.box, above.heading, above.large, above.chrome, above.cell, above.link)
        if tag in _BREAKING or (self._chosen and node.mem_id in self._chosen):
            self._flush(above)
            if not self._open_box(frame, tag, node):
                return None
        elif tag == "a":
            href = node.attributes.get("href")
            if href and not href.startswith(("#", "javascript:")):
                frame.link = (href, len(self._pieces))
            elif href is not None:
                frame.link = ("", len(self._pieces))
        elif tag == "font":
            frame.large = frame.large or (node.attributes.get("size") or "").lstrip("+") in {"4", "5", "6", "7"}
        return frame

    def _open_box(self, frame: _Frame, tag: str, node: LexborNode) -> bool:
        attributes = node.attributes
        names: tuple[str, ...] = ()
        if attributes:
            style = attributes.get("style")
            if "hidden" in attributes or (style and _HIDDEN.search(style)):
                return False
            names = _names(attributes)
            if style and (_CENTRED.search(style) or _LARGE.search(style)):
                frame.large = True
            if attributes.get("align") == "center":
                frame.large = tag in {"p", "div", "h1", "h2", "h3", "h4"} or frame.large
        index = len(self.found.boxes)
        box = Box(tag, frame.box, self.found.boxes[frame.box].depth + 1, names, first=len(self.found.lines))
        box.chosen = bool(self._chosen) and node.mem_id in self._chosen
        self.found.boxes.append(box)
        frame.box = index
        frame.heading = _HEADINGS.get(tag, frame.heading)
        frame.chrome = frame.chrome or tag in _PEERLESS
        if tag == "tr":
            frame.cell = (index, 0)
        elif tag in {"td", "th"}:
            frame.cell = (frame.cell[0], index)
        return True

    def _close(self, frame: _Frame, above: _Frame) -> None:
        if frame.box != above.box or frame is above:
            self._flush(frame)
            self.found.boxes[frame.box].end = len(self.found.lines)
        elif frame.link is not None and frame.link is not above.link:
            href, start = frame.link
            self._anchors.append((href, "".join(self._pieces[start:])))

    def _flush(self, frame: _Frame) -> None:
        if not self._pieces:
            return
        text = " ".join(_INVISIBLE.sub("", "".join(self._pieces)).split())
        index = len(self.found.lines)
        if text:
            tag = self.found.boxes[frame.box].tag
            line = Line(text, len(_HAN.findall(text)), self._linked, frame.box, tag)
            line.heading, line.large, line.chrome, line.cell = frame.heading, frame.large, frame.chrome, frame.cell
            self.found.lines.append(line)
        self.found.links.extend(Link(href, " ".join(label.split()), index) for href, label in self._anchors)
        self._pieces.clear()
        self._anchors.clear()
        self._linked = 0


def _names(attributes: dict[str, str | None]) -> tuple[str, ...]:
    """`#id` and `.class` names, and the one attribute that the handbook knows by value."""
    names = []
    if identity := attributes.get("id"):
        names.append(f"#{identity}")
    if classes := attributes.get("class"):
        names.extend(f".{name}" for name in classes.split())
    if attributes.get("wzades") == "正文":
        names.append("[wzades]")
    return tuple(names)
