"""Kind `auto`: is this a listing or an article?"""

import re
from collections import Counter
from collections.abc import Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from core.source import SourceKind
from crawler.discover.dialects import is_article
from crawler.discover.legend import plain_title
from crawler.discover.links import base_of, links_of
from crawler.discover.listing import article_links
from crawler.discover.main_list import in_lists
from crawler.discover.markup import tree_of
from crawler.discover.outcome import Unreadable
from crawler.discover.rows import upwards

FEW_LINKS = 3
MUCH_TEXT = 150
TEXT_PER_LINK = 10
LONGEST_ROW = 200
"""Of a row with its summary; a longer part around a link is a paragraph that cites a document."""
NFCMS_TYPE = re.compile(r"NFCMS_PUB_TYPE\s*=\s*[\"'](cat|post)[\"']")
ARTICLE_TITLE = 'meta[name="ArticleTitle"]'
NOT_TEXT = ("script", "style", "noscript", "template", "a", "select", "button", "footer", "nav")
WORDS = re.compile(r"[\u4e00-\u9fff]|[A-Za-z]+")


def judge(text: str, base_url: str) -> SourceKind | Unreadable:
    """LIST or PAGE, by what the platform says of itself, else by the rows of its list against the text outside them.

    A listing carries PubDate with an empty ArticleTitle (handbook §1, trap 3); only a title that is filled counts.
    """
    tree = tree_of(text)
    if isinstance(tree, Unreadable):
        return tree
    said = NFCMS_TYPE.search(text)
    if said:
        return SourceKind.LIST if said[1] == "cat" else SourceKind.PAGE
    title = tree.css_first(ARTICLE_TITLE)
    if is_article(base_url) or (title and plain_title(title.attributes.get("content") or "")):
        return SourceKind.PAGE
    links = len(article_links(tree, base_url))
    if links < FEW_LINKS:
        return SourceKind.PAGE if _running_text(tree) >= MUCH_TEXT else SourceKind.LIST
    base = base_of(tree, base_url)
    for row in _rows([link.node for link in in_lists(list(links_of(tree, base)), base)]):
        row.decompose()
    return SourceKind.LIST if _running_text(tree) < MUCH_TEXT + TEXT_PER_LINK * links else SourceKind.PAGE


def _rows(links: Sequence[LexborNode]) -> list[LexborNode]:
    """What each link has around it for itself, if that is short."""
    parts = [list(upwards(link)) for link in links]
    shared = Counter(part.mem_id for ladder in parts for part in ladder)
    rows = [part for ladder in parts for part in [part for part in ladder if shared[part.mem_id] == 1][-1:]]
    rows += [said for row in rows if row.tag == "dt" for said in [_element_after(row)] if said and said.tag == "dd"]
    return [row for row in rows if len(WORDS.findall(row.text(deep=True))) <= LONGEST_ROW]


def _element_after(node: LexborNode) -> LexborNode | None:
    following = node.next
    while following is not None and following.tag == "-text":
        following = following.next
    return following


def _running_text(tree: LexborHTMLParser) -> int:
    """Chinese characters and Latin words outside links and furniture; the tree is spent afterwards."""
    tree.strip_tags(list(NOT_TEXT))
    body = tree.body
    return len(WORDS.findall(body.text(deep=True))) if body else 0
