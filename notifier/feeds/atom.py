"""atom(feed, entries) -> bytes: an Atom feed (RFC 4287)."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from core.serialise import rfc3339
from notifier.feeds.entry import Entry
from notifier.feeds.feed import ENTRIES, Feed
from notifier.feeds.legible import href, urn

MEDIA_TYPE = "application/atom+xml"


def atom(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """The newest entries; well-formed whatever pages say.

    Args:
        entries: newest first.
    """
    # Unqualified names under one default namespace; the library would give them prefixes.
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "zh"})
    _say(root, "id", urn("rule", feed.rule))
    _say(root, "title", feed.title)
    _say(root, "updated", rfc3339(feed.updated))
    _say(SubElement(root, "author"), "name", "PolicyWatch")
    _say(root, "generator", "PolicyWatch")
    _link(root, "self", href(feed.url), MEDIA_TYPE)
    _link(root, "alternate", href(feed.dashboard), "text/html")
    for one in entries[:ENTRIES]:
        _entry(SubElement(root, "entry"), one)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(element: Element, entry: Entry) -> None:
    _say(element, "id", entry.id)
    _say(element, "title", entry.title)
    _say(element, "published", rfc3339(entry.at))
    _say(element, "updated", rfc3339(entry.at))
    _say(SubElement(element, "author"), "name", entry.author)
    SubElement(element, "category", {"term": entry.kind.value, "label": entry.label})
    _link(element, "alternate", entry.url, "text/html")
    _link(element, "related", entry.dashboard, "text/html")
    _say(element, "summary", entry.summary)
    SubElement(element, "content", {"type": "html"}).text = entry.html


def _say(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _link(parent: Element, relation: str, address: str | None, media_type: str) -> None:
    if address:
        SubElement(parent, "link", {"rel": relation, "type": media_type, "href": address})
