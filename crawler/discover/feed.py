"""The documents that a feed names: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed (kind `feed`)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

from core.model import Ask, Attachment, Reference
from core.source import SourceKind
from crawler.discover.address import absolute, same_site
from crawler.discover.choice import chosen
from crawler.discover.dialects import date_in
from crawler.discover.facts import facts_in
from crawler.discover.home import of_the_site
from crawler.discover.json_feed import is_json_feed, json_feed
from crawler.discover.legend import plain_title, without_markup
from crawler.discover.markup import tree_of
from crawler.discover.moments import moment
from crawler.discover.outcome import Answer, Elsewhere, Found, Outcome, Rules, Unreadable
from crawler.discover.trail import next_page
from crawler.discover.xml_mending import declared_root
from crawler.discover.xml_rows import Field, Row, Wanted, sheet

ROOTS = frozenset({"rss", "feed", "rdf"})
PUBLISHED = ("pubdate", "published", "issued", "dcterms:issued", "dc:date", "date")
UPDATED = ("updated", "modified", "dcterms:modified")
NAMING = ("title", "link", "guid", "id", "enclosure")
WANTED = Wanted(
    rows=frozenset({"item", "entry"}),
    fields=frozenset((*NAMING, *PUBLISHED, *UPDATED)),
    head=frozenset({"link"}),
)
OF_THE_WEB = re.compile(r"https?://", re.IGNORECASE)
NO_DOCUMENTS = ("image/", "audio/", "video/")
FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
OF_COMMENTS = re.compile(r"comment|评论|留言", re.IGNORECASE)
MOST_LINKS = 200


def feed(answer: Answer, rules: Rules) -> Outcome:
    """The entries of a feed in its order, each once; of an HTML page, the feed that it names.

    Goes on where the feed says so (RFC 5005: rel=next, else rel=prev-archive), or where the source describes it.
    """
    if is_json_feed(answer.text):
        return json_feed(answer, rules)
    if declared_root(answer.text) not in ROOTS:
        return _door(answer)
    read = sheet(answer.text, WANTED, answer.url)
    if isinstance(read, Unreadable):
        return read
    stated = [reference for row in read.rows if (reference := _reference(row, rules))]
    if read.rows and not stated:
        return Unreadable(f"none of the {len(read.rows)} entries of the feed has an address")
    further = _further(read.head, answer) or next_page(answer, rules, stated)
    return Found(chosen(of_the_site(stated, answer, rules), rules), further, SourceKind.FEED)


def is_feed(text: str) -> bool:
    """Whether an answer is a feed, told from how it begins.

    >>> is_feed('<?xml version="1.0"?><rss version="2.0">'), is_feed("<html><body>RSS")
    (True, False)
    """
    return is_json_feed(text) or declared_root(text) in ROOTS


def feed_link(tree: LexborHTMLParser, base_url: str) -> str | None:
    """The feed that an HTML page names in its head; one of comments only if there is no other."""
    links: list[tuple[bool, str]] = []
    for node in tree.css("link[href]")[:MOST_LINKS]:
        said = {name: value or "" for name, value in node.attributes.items()}
        kind = said.get("type", "").partition(";")[0].strip().lower()
        url = absolute(said["href"], base_url)
        if url and kind in FEED_TYPES and "alternate" in said.get("rel", "").lower().split():
            links.append((OF_COMMENTS.search(f"{said.get('title')} {url}") is not None, url))
    return min(links, key=lambda link: link[0])[1] if links else None


def _door(answer: Answer) -> Elsewhere | Unreadable:
    """The feed of a page; or what came instead of a feed."""
    root = declared_root(answer.text)
    if root != "html" and "<html" not in answer.text[:5000].lower():
        came = f"<{root}>" if root else "something else" if answer.text.strip() else "nothing"
        return Unreadable(f"expected a feed (RSS, Atom or JSON Feed), but {came} came; see kind of this source")
    tree = tree_of(answer.text)
    link = None if isinstance(tree, Unreadable) else feed_link(tree, answer.url)
    if link is None or link == answer.ask.url:
        return Unreadable("expected a feed, but an HTML page without one came; use kind: list, or the feed's own url")
    return Elsewhere(kind=SourceKind.FEED, ask=Ask(url=link), why="the page names its feed")


def _reference(row: Row, rules: Rules) -> Reference | None:
    url = next(_addresses(row), None)
    if url is None:
        return None
    published, updated = (
        next((at for one in row.all(*names) if (at := moment(one.text, rules.zone))), None)
        for names in (PUBLISHED, UPDATED)
    )
    shown = published or updated
    written = row.text("title")
    title = plain_title(without_markup(written)) if written else None
    return Reference(
        url,
        title,
        shown.astimezone(rules.zone).date() if shown else date_in(url),
        replace(facts_in((), title), attachments=tuple(_attachments(row, url)), modified=updated),
    )


def _addresses(row: Row) -> Iterator[str]:
    """What an entry may be found at, the best first."""
    pages = [one for one in row.all("link") if _rel(one) == "alternate"]
    pages.sort(key=lambda one: one.attributes.get("type", "text/html") != "text/html")
    named = [one for one in row.all("guid", "id") if _is_address(one)]
    for one in (*pages, *named):
        written = one.text or one.attributes.get("href", "")
        url = absolute(written, one.base) if written else None
        if url:
            yield url
    about = absolute(row.address, row.base) if row.address else None
    if about:
        yield about


def _is_address(field: Field) -> bool:
    """Whether a guid or id is an address as well; by RSS 2.0, every guid that does not deny it."""
    said = next((value for name, value in field.attributes.items() if name.lower() == "ispermalink"), "")
    return said.lower() == "true" or (said.lower() != "false" and OF_THE_WEB.match(field.text) is not None)


def _rel(link: Field) -> str:
    return link.attributes.get("rel", "alternate").rpartition("/")[2].lower() or "alternate"


def _attachments(row: Row, document: str) -> Iterator[Attachment]:
    for one in row.all("enclosure", "link"):
        if one.name == "link" and _rel(one) != "enclosure":
            continue
        written = one.attributes.get("url") or one.attributes.get("href") or ""
        url = absolute(written, one.base) if written else None
        if url and url != document and not one.attributes.get("type", "").lower().startswith(NO_DOCUMENTS):
            yield Attachment(name=_file_name(one, url), url=url)


def _file_name(field: Field, url: str) -> str:
    last = unquote(urlsplit(url).path.rpartition("/")[2])
    return plain_title(field.attributes.get("title", "")) or plain_title(last) or url


def _further(head: Row, answer: Answer) -> Ask | None:
    for rel in ("next", "prev-archive"):
        for link in head.all("link"):
            url = absolute(link.attributes.get("href", ""), link.base)
            if _rel(link) == rel and url and url != answer.ask.url and same_site(url, answer.url):
                return Ask(url=url)
    return None
