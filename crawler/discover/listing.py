"""The documents that an HTML list page links to (kind `list`)."""

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from core.address_key import address_key
from core.model import Reference
from crawler.discover.address import absolute, host_ends, same_site
from crawler.discover.evidence import mains
from crawler.discover.links import Link, base_of, links_of
from crawler.discover.main_list import documents
from crawler.discover.markup import tree_of
from crawler.discover.outcome import Answer, Found, Outcome, Rules, Unreadable
from crawler.discover.paging import further
from crawler.discover.rows import Rows

MOST_REFERENCES = 5000
MOST_LINKS_IN_ROWS = 100_000
"""Counted once for each of the rows around a link, which a selector like `div` nests."""


def html_list(answer: Answer, rules: Rules) -> Outcome:
    """The documents of a list page, in its order, each once, and where the list goes on.

    `include` picks from all links of the page, or of `rows`; without it the list of documents is found by its
    structure. A listing is never its own document.
    """
    tree = tree_of(answer.text)
    if isinstance(tree, Unreadable):
        return tree
    fault = _fault(tree, rules)
    if fault:
        return fault
    base = base_of(tree, answer.url)
    itself = {address_key(url) for url in (absolute(url, base) for url in (*rules.itself, answer.url)) if url}
    links = [link for link in links_of(tree, base) if link.key not in itself and not _unwanted(link, rules)]
    rows = None
    if rules.rows:
        links = _in_rows(tree, links, base, rules.rows, every=rules.include is not None)
    elif rules.include is None:
        # The last page of a list may show fewer rows than the hot list beside it: only a first page may be all aside.
        links, rows = documents(links, base, asides=answer.number == 1)
    wanted = [link for link in links if rules.include is None or _included(rules.include, link.url, base)]
    return Found(_references(wanted, rows or Rows.around(wanted)), further(tree, answer, rules))


def article_links(tree: LexborHTMLParser, base_url: str) -> dict[str, LexborNode]:
    """Links of a page that stand in a list of documents which is not beside the matter: address key -> the first."""
    base = base_of(tree, base_url)
    links = [link for link in links_of(tree, base) if link.key != address_key(base_url)]
    found: dict[str, LexborNode] = {}
    for link in documents(links, base, asides=False)[0]:
        found.setdefault(link.key, link.node)
    return found


def _fault(tree: LexborHTMLParser, rules: Rules) -> Unreadable | None:
    """What is wrong with the selectors of a source, on this page. One for the next page may well match nothing."""
    for name, selector in (("rows", rules.rows), ("paging.next", rules.paging.next)):
        try:
            matches = tree.css_first(selector) is not None if selector else True
        except SelectolaxError:
            return Unreadable(f"{name}: '{selector}' is no CSS selector")
        if not matches and name == "rows":
            return Unreadable(f"{name}: nothing on the page matches '{selector}'; its layout may have changed")
    return None


def _unwanted(link: Link, rules: Rules) -> bool:
    return rules.exclude is not None and re.search(rules.exclude, link.url) is not None


def _included(include: str, url: str, base: str) -> bool:
    """Whether an address is a document. Off-site ones are only where `include` matches from the host on."""
    match = re.search(include, url)
    return match is not None and (match.start() < host_ends(url) or same_site(url, base))


def _in_rows(tree: LexborHTMLParser, links: Iterable[Link], base: str, rows: str, *, every: bool) -> list[Link]:
    """Links inside the rows: the documents of each, or every one of them."""
    known = {link.node.mem_id: link for link in links}
    found: dict[int, Link] = {}
    looked = 0
    for row in tree.css(rows):
        nodes = ([row] if row.tag == "a" else []) + row.css("a[href]")
        looked += len(nodes)
        if looked > MOST_LINKS_IN_ROWS:
            break
        inside = [known[node.mem_id] for node in nodes if node.mem_id in known]
        for link in inside if every else mains(inside, base):
            found[link.node.mem_id] = link
    return list(found.values())


def _references(links: Iterable[Link], rows: Rows) -> tuple[Reference, ...]:
    """Each document once, in the order of the page, with the first title and the first day that a link of it shows."""
    entries: dict[str, list[Link]] = {}
    for link in links:
        if link.key in entries or len(entries) < MOST_REFERENCES:
            entries.setdefault(link.key, []).append(link)
    return tuple(_reference(entry, rows) for entry in entries.values())


def _reference(entry: list[Link], rows: Rows) -> Reference:
    first = next((link for link in entry if link.title), entry[0])
    day, listed = rows.read(first)
    further_days = (found for link in entry if link is not first for found in [rows.read(link)[0]] if found)
    return Reference(entry[0].url, first.title, day or next(further_days, None), listed)
