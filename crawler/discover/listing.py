"""The documents that an HTML list page links to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.model import Reference
from crawler.discover.address import absolute, host_ends, identity, same_site
from crawler.discover.dialects import is_article
from crawler.discover.legend import plain_title, without_days
from crawler.discover.markup import tree_of
from crawler.discover.outcome import Found, Outcome, Unreadable
from crawler.discover.rows import Rows

MOST_REFERENCES = 5000
MOST_LINKS = 20_000


@dataclass(frozen=True, slots=True)
class Rules:
    """Which links are documents.

    Args:
        include, exclude: searched in the absolute address; without `include`, the dialects of handbook §1 decide.
        itself: addresses of the listing, which is never its own document.
    """

    include: str | None = None
    exclude: str | None = None
    itself: tuple[str, ...] = ()

    def want(self, url: str, base: str) -> bool:
        """Whether an address is a document. Off-site ones are only where `include` matches from the host on."""
        if self.exclude and re.search(self.exclude, url):
            return False
        if self.include is None:
            return same_site(url, base) and is_article(url)
        match = re.search(self.include, url)
        return match is not None and (match.start() < host_ends(url) or same_site(url, base))


@dataclass(slots=True)
class _Entry:
    url: str
    node: LexborNode
    titles: list[str] = field(default_factory=list)


def listed(text: str, base_url: str, rules: Rules) -> Outcome:
    """The documents of a list page, in its order, each once."""
    tree = tree_of(text)
    if isinstance(tree, Unreadable):
        return tree
    entries = _entries(tree, _base(tree, base_url), rules)
    rows = Rows.around((entry.node, entry.url) for entry in entries)
    return Found(
        tuple(
            Reference(entry.url, entry.titles[0] if entry.titles else None, rows.day(entry.node, entry.url))
            for entry in entries
        )
    )


def article_links(tree: LexborHTMLParser, base_url: str) -> dict[str, LexborNode]:
    """Links of a page that look like articles of the same site: identity -> the first of them."""
    rules = Rules(itself=(base_url,))
    return {identity(entry.url): entry.node for entry in _entries(tree, _base(tree, base_url), rules)}


def _entries(tree: LexborHTMLParser, base: str, rules: Rules) -> list[_Entry]:
    itself = {identity(address) for address in (absolute(url, base) for url in rules.itself) if address}
    entries: dict[str, _Entry] = {}
    for url, node in _links(tree, base):
        key = identity(url)
        if key in itself or (key not in entries and not rules.want(url, base)):
            continue
        if key not in entries and len(entries) == MOST_REFERENCES:
            break
        entry = entries.setdefault(key, _Entry(url, node))
        title = None if entry.titles else _title(node)
        entry.titles.extend([title] if title else [])
    return list(entries.values())


def _links(tree: LexborHTMLParser, base: str) -> Iterator[tuple[str, LexborNode]]:
    for node in tree.css("a[href]")[:MOST_LINKS]:
        url = absolute(node.attributes.get("href") or "", base)
        if url:
            yield url, node


def _title(node: LexborNode) -> str | None:
    """The `title` attribute, which is not cut short; else the heading in the link, else its text."""
    attribute = plain_title(node.attributes.get("title") or "")
    if attribute:
        return attribute
    heading = node.css_first("h1, h2, h3, h4, h5, h6") or node
    return plain_title(without_days(heading.text(deep=True)))


def _base(tree: LexborHTMLParser, base_url: str) -> str:
    node = tree.css_first("base[href]")
    return absolute((node.attributes.get("href") if node else "") or base_url, base_url) or base_url
