"""The links of a page: where they lead, what they are called, and whether they look like a document."""

from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.address_key import address_key
from crawler.discover.address import absolute
from crawler.discover.dialects import is_article
from crawler.discover.legend import plain_title, without_days

MOST_LINKS = 20_000


class Link(NamedTuple):
    """A link that somebody may ask for.

    Args:
        key: the same for two addresses of one document.
        article: whether the address has the form that a great platform gives its articles.
    """

    url: str
    key: str
    node: LexborNode
    title: str | None
    article: bool

    @property
    def words(self) -> int:
        """Length of the title."""
        return len(self.title or "")


def links_of(tree: LexborHTMLParser | LexborNode, base: str) -> Iterator[Link]:
    """The links below a node in the order of the page, at most `MOST_LINKS`."""
    for node in tree.css("a[href]")[:MOST_LINKS]:
        url = absolute(node.attributes.get("href") or "", base)
        if url:
            yield Link(url, address_key(url), node, _title(node), is_article(url))


def base_of(tree: LexborHTMLParser, url: str) -> str:
    """From where the page's relative links count."""
    node = tree.css_first("base[href]")
    return absolute((node.attributes.get("href") if node else "") or url, url) or url


def _title(node: LexborNode) -> str | None:
    """The `title` attribute, which is not cut short; else the heading in the link, else its text."""
    attribute = plain_title(node.attributes.get("title") or "")
    if attribute:
        return _whole(attribute, node)
    heading = node.css_first("h1, h2, h3, h4, h5, h6") or node
    return plain_title(without_days(heading.text(deep=True)))


def _whole(attribute: str, node: LexborNode) -> str:
    """The attribute, unless it is the one that was cut short."""
    if not attribute.endswith(("…", "...")):
        return attribute
    text = plain_title(node.text(deep=True)) or ""
    return text if len(text) > len(attribute) else attribute
