"""HTML to a tree, unless it would take the parser too long."""

import re

from selectolax.lexbor import LexborHTMLParser

from core.nesting import is_too_deep
from crawler.discover.outcome import Unreadable

LARGEST = 2_000_000
BEGINNING = 2000
PDF = "%PDF"
OTHER_XML = re.compile(
    r"\s*(?:<\?[^>]*>\s*|<!--(?:(?!-->).)*-->\s*)*<(rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.DOTALL
)
CODE = re.compile(r"<(script|style|svg)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)


def tree_of(text: str) -> LexborHTMLParser | Unreadable:
    """The tree of a page; refuses what is empty, no HTML, too long or nested too deeply."""
    start = text.lstrip("\ufeff \r\n\t")[:1]
    if not start:
        return Unreadable("the page is empty")
    if start in "{[":
        return Unreadable("the answer is JSON; describe it with kind: json and api")
    if text.startswith(PDF) or "\0" in text[:BEGINNING]:
        return Unreadable("the answer is a file, no page; kind: page reads single files")
    other = OTHER_XML.match(text[:BEGINNING].removeprefix("\ufeff"))
    if other:
        kind = "sitemap" if other[1] in {"urlset", "sitemapindex"} else "feed"
        return Unreadable(f"the answer is XML ({other[1]}); read it with kind: {kind}")
    if len(text) > LARGEST:
        return Unreadable(f"the page is longer than {LARGEST:,} characters")
    if is_too_deep(_without_code(text)):
        return Unreadable("the page is nested too deeply")
    return LexborHTMLParser(text)


def _without_code(text: str) -> str:
    """Drop scripts, whose strings look like tags; left in where they are never closed, as that search is quadratic."""
    lower = text.lower()
    unclosed = any(lower.count(f"<{name}") > lower.count(f"</{name}") for name in ("script", "style", "svg"))
    return text if unclosed else CODE.sub("", text)
