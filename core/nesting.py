"""How deep a page would nest, and how much it would repeat, told from its tags alone.

Lexbor is quadratic on nesting, and copies every formatting element left open into each block that follows (WHATWG
HTML §13.2.4.3). The count follows the rules of that standard by which tags close one another, erring upwards.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

DEEPEST = 800
MOST_COPIES = 1_000_000
MOST_STEPS = 5_000_000
"""Sum of the depths at each tag: what is searched at most, here and by the parser. A page 30 deep has 150,000 tags."""
FEWEST = 1_600
"""Tags of a page that need not be looked at: all of them in one another, or half of them copied into the others."""
FEW = 2_000
"""Tags of a page that is parsed and read soon even if each stood in the one before."""
CHUNK = 16_384
MOST_ATTRIBUTES = 100_000_000
"""Sum of the squares of how many a tag has: the parser compares each with those before it."""
LONG_TAG = 500
"""Bytes up to which no tag is looked at; on a short page a longer tag does no harm either."""
MOST_TAGS = 800_000
"""No page has so many; ten megabytes of nothing else take the parser over a second."""
ALWAYS_EMPTY = (b"<!", b"<br", b"<img", b"<input", b"<link", b"<meta", b"<hr")
FORMATTING_TAG = re.compile(rb"<(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]", re.IGNORECASE)
"""An `a` is left out: it closes the one before it."""

QUOTING_MATTERS = 100_000
"""Bytes below which a single tag cannot take long."""

FEW_VALUES = 10_000
"""Attributes with a value up to which all of them may stand in one tag: their number squared is within bounds."""

SUSPICIOUS_QUOTES = 100
QUOTED_END = re.compile(rb"""=\s*(?:"[^"<>]*>|'[^'<>]*>)""")
QUOTED_TAG = re.compile(rb"""<[a-zA-Z](?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+)*+""")

TAG_BEGIN = re.compile(rb"<[a-zA-Z]")
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)")
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
FORMATTING = frozenset("a b big code em font i nobr s small strike strong tt u".split())  # noqa: SIM905
CELLS = frozenset({"td", "th", "caption"})
OF_TABLES = CELLS | {"tr", "tbody", "thead", "tfoot"}
WALLS = CELLS | {"table", "template", "object", "marquee", "applet", "button", "select"}
LIST_ITEMS = {"li": frozenset({"li"}), "dt": frozenset({"dt", "dd"}), "dd": frozenset({"dt", "dd"})}
SEEN_THROUGH = frozenset({"p", "div", "address"})
PLAIN = FORMATTING | frozenset("span label abbr cite q sub sup time mark bdi bdo ins del option optgroup".split())  # noqa: SIM905
FORGOTTEN_BY_CELLS = {"tr": OF_TABLES, "td": CELLS, "th": CELLS, "tbody": OF_TABLES, "thead": OF_TABLES}


@dataclass(slots=True)
class _Stack:
    names: list[str] = field(default_factory=list)
    formatting: Counter[str] = field(default_factory=Counter)
    formatted: int = 0
    copies: int = 0

    def open(self, name: str) -> None:
        if name in LIST_ITEMS:
            self._close_item(LIST_ITEMS[name])
        elif name in OF_TABLES:
            if "table" not in self.names:
                return
            self._cut_above_table(FORGOTTEN_BY_CELLS.get(name, OF_TABLES))
        elif name in {"option", "a"} and self.names[-1:] == [name]:
            self.close(name)
        if name not in PLAIN:
            self._close_paragraph()
            self.copies += self.formatted
        if name in FORMATTING:
            self.formatting[name] += 1
            self.formatted += 1
        self.names.append(name)

    def close(self, name: str) -> None:
        for index in range(len(self.names) - 1, -1, -1):
            standing = self.names[index]
            if standing == name:
                self._cut(index, only_it=name in FORMATTING or name == "form")
                return
            if standing in WALLS and not (name in OF_TABLES | {"table"} and standing in CELLS):
                return
            if name in PLAIN and name not in FORMATTING and standing not in PLAIN:
                return

    def _cut(self, index: int, *, only_it: bool) -> None:
        if only_it:
            name = self.names.pop(index)
            if self.formatting[name]:
                self.formatting[name] -= 1
                self.formatted -= 1
        else:
            del self.names[index:]

    def _close_item(self, group: frozenset[str]) -> None:
        for index in range(len(self.names) - 1, -1, -1):
            if self.names[index] in group:
                self._cut(index, only_it=False)
                return
            if self.names[index] not in PLAIN | SEEN_THROUGH:
                return

    def _close_paragraph(self) -> None:
        for index in range(len(self.names) - 1, -1, -1):
            if self.names[index] == "p":
                self._cut(index, only_it=False)
                return
            if self.names[index] not in PLAIN:
                return

    def _cut_above_table(self, forgotten: frozenset[str]) -> None:
        table = len(self.names) - 1 - self.names[::-1].index("table")
        above = self.names[table + 1 :]
        if "template" in above:
            return
        for offset, name in enumerate(above):
            if name in forgotten:
                del self.names[table + 1 + offset :]
                return


def is_too_deep(page: str | bytes) -> bool:
    """Whether a page (bytes: in UTF-8) would take the parser longer than a page may."""
    html = page if isinstance(page, bytes) else page.encode(errors="replace")
    tags = html.count(b"<")
    return (
        tags > MOST_TAGS
        or _has_long_tags(html)
        or _has_long_quoted_tags(html)
        or (not _is_plainly_flat(html, tags) and _nests_too_deep(html.decode(errors="replace")))
    )


def _has_long_tags(html: bytes) -> bool:
    """Whether comparing the attributes of its long tags with one another would take too long."""
    steps = start = 0
    # Tags of n bytes have n / 2 attributes at most, and a page has room for len(html) / 2 of them.
    size = max(LONG_TAG, 4 * MOST_ATTRIBUTES // max(1, len(html)))
    while start + size < len(html):
        end = html.rfind(b">", start, start + size)
        if end < 0:
            end = html.find(b">", start)
            piece = html[start : end if end >= 0 else len(html)]
            tag = TAG_BEGIN.search(piece)
            steps += len(piece[tag.start() :].replace(b"/", b" ").split()) ** 2 if tag else 0
            if end < 0:
                break
        start = end + 1
    return steps > MOST_ATTRIBUTES


def _has_long_quoted_tags(html: bytes) -> bool:
    """The same for tags whose quoted values hold the sign that would end them, which is rare in earnest."""
    if len(html) < QUOTING_MATTERS or html.count(b"=") <= FEW_VALUES:
        return False
    if len(QUOTED_END.findall(html)) < SUSPICIOUS_QUOTES:
        return False
    tags = (found[0] for found in QUOTED_TAG.finditer(html))
    return sum(tag.count(b"=") ** 2 for tag in tags if len(tag) > LONG_TAG) > MOST_ATTRIBUTES


def _is_plainly_flat(html: bytes, tags: int) -> bool:
    """Upper bounds from counts: far cheaper than following every tag, and enough for nearly every page.

    An end tag that ends nothing would deceive them: hence only for pages of so few elements that it does not matter.
    """
    if tags <= FEWEST:
        return True
    depth, opened = _bounds(html, ())
    if tags <= FEW:
        return min(depth, opened) <= DEEPEST
    if opened > 2 * FEW or _copies_much(html, opened):
        return False
    if min(depth, opened) > DEEPEST:
        depth = _bounds(html, ALWAYS_EMPTY)[0]
    return min(depth, opened) <= DEEPEST and min(depth, opened) * tags <= 20 * MOST_STEPS


def _bounds(html: bytes, empty: tuple[bytes, ...]) -> tuple[int, int]:
    """No page is deeper than what was opened and not closed before one of its pieces, and all opened in that piece.

    Returns:
        That depth, and the number of elements opened on the page.
    """
    deepest = depth = total = 0
    for start in range(0, len(html), CHUNK):
        chunk = html[start : start + CHUNK]
        closed = chunk.count(b"</")
        opened = chunk.count(b"<") - closed - sum(map(chunk.count, empty))
        deepest = max(deepest, depth + opened)
        depth = max(0, depth + opened - closed)
        total += opened
    return deepest, total


def _copies_much(html: bytes, opened: int) -> bool:
    """Each formatting element is copied at most once into each of the others: n · (all - n), at most all² / 4."""
    if opened * opened <= 4 * MOST_COPIES:
        return False
    formatting = len(FORMATTING_TAG.findall(html))
    return formatting * (opened - formatting) > MOST_COPIES


def _nests_too_deep(text: str) -> bool:
    stack = _Stack()
    steps = 0
    for slash, name, rest in TAG.findall(text):
        tag = name.lower()
        if tag in VOID or (not slash and rest.endswith("/") and tag not in FORMATTING):
            continue
        if slash:
            stack.close(tag)
        else:
            stack.open(tag)
        steps += len(stack.names)
        if len(stack.names) > DEEPEST or stack.copies > MOST_COPIES or steps > MOST_STEPS:
            return True
    return False
