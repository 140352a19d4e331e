"""What a page owes to people who do not see it, and to its own content policy."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser, LexborNode

FIELDS = "input:not([type=hidden]), select, textarea"


def faults(html: str) -> list[str]:
    """What is wrong with a whole page; empty when nothing is."""
    page = LexborHTMLParser(html)
    return [*_frame(page), *_headings(page), *_names(page), *_references(page), *_tables(page), *_policy(page)]


def _frame(page: LexborHTMLParser) -> Iterator[str]:
    root = page.css_first("html")
    if root is None or root.attributes.get("lang") not in ("en", "zh-Hans"):
        yield "the page does not say its language"
    if not _text(page.css_first("title")):
        yield "the page has no title"
    if len(page.css("main")) != 1:
        yield "there is not one main part"


def _headings(page: LexborHTMLParser) -> Iterator[str]:
    levels = [int(str(node.tag)[1]) for node in page.css("h1, h2, h3, h4, h5, h6")]
    if levels.count(1) != 1:
        yield f"there are {levels.count(1)} first headings"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"a heading of level {after} follows one of level {before}"


def _names(page: LexborHTMLParser) -> Iterator[str]:
    for field in page.css(FIELDS):
        if not (_within(field, "label") or _labelled(page, field) or field.attributes.get("aria-label")):
            yield f"no label: {field.html}"
    for node in page.css("a[href], button, summary"):
        if not (_text(node) or node.attributes.get("aria-label")):
            yield f"no words: {node.html}"
    for chart in page.css("svg"):
        if chart.attributes.get("role") != "img" or not _text(chart.css_first("title")):
            yield f"a drawing that says nothing: {str(chart.html)[:80]}"
    for nav in page.css("nav"):
        if not (nav.attributes.get("aria-label") or nav.attributes.get("aria-labelledby")):
            yield f"a navigation without a name: {str(nav.html)[:80]}"


def _references(page: LexborHTMLParser) -> Iterator[str]:
    ids = Counter(node.attributes["id"] for node in page.css("[id]"))
    yield from (f"twice the id {name}" for name, number in ids.items() if number > 1)
    for node in page.css("[aria-labelledby]"):
        if node.attributes["aria-labelledby"] not in ids:
            yield f"labelled by nothing: {node.attributes['aria-labelledby']}"


def _tables(page: LexborHTMLParser) -> Iterator[str]:
    yield from (f"a header of what: {node.html}" for node in page.css("th") if "scope" not in node.attributes)


def _policy(page: LexborHTMLParser) -> Iterator[str]:
    yield from (f"a style in the page: {str(node.html)[:80]}" for node in page.css("[style], style"))
    yield from (f"a script in the page: {str(node.html)[:80]}" for node in page.css("script:not([src])"))
    for node in page.css("*"):
        yield from (f"a handler in the page: {name}" for name in node.attributes if name.startswith("on"))


def _text(node: LexborNode | None) -> str:
    return (node.text() or "").strip() if node is not None else ""


def _labelled(page: LexborHTMLParser, field: LexborNode) -> bool:
    name = field.attributes.get("id")
    return bool(name) and page.css_first(f'label[for="{name}"]') is not None


def _within(node: LexborNode, tag: str) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag == tag:
            return True
        parent = parent.parent
    return False
