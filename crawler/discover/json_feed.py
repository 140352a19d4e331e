"""The documents that a JSON Feed names (jsonfeed.org, versions 1 and 1.1)."""

from collections.abc import Iterator
from dataclasses import replace

from core.model import Ask, Attachment, Reference
from core.source import SourceKind
from crawler.discover.address import absolute, same_site
from crawler.discover.choice import chosen
from crawler.discover.dialects import date_in
from crawler.discover.facts import facts_in
from crawler.discover.home import of_the_site
from crawler.discover.json_value import Value, at, rows_at, value_of, word
from crawler.discover.legend import plain_title, without_markup
from crawler.discover.moments import moment
from crawler.discover.outcome import Answer, Found, Outcome, Rules, Unreadable
from crawler.discover.trail import next_page

MOST_ENTRIES = 5000
MOST_ATTACHMENTS = 50
HEAD = 5000
VERSION = "jsonfeed.org/version/"
NO_DOCUMENTS = ("image/", "audio/", "video/")


def is_json_feed(text: str) -> bool:
    """Whether an answer is a JSON Feed, told from how it begins."""
    head = text[:HEAD].lstrip("\ufeff \r\n\t")
    return head.startswith("{") and VERSION in head.replace("\\/", "/")


def json_feed(answer: Answer, rules: Rules) -> Outcome:
    """The items of a JSON Feed in its order, each once; goes on at `next_url`."""
    document = value_of(answer.text)
    if isinstance(document, Unreadable):
        return document
    items = rows_at(document, "items")
    if isinstance(items, Unreadable):
        return items
    stated = [found for item in items[:MOST_ENTRIES] if (found := _reference(item, answer.url, rules))]
    if items and not stated:
        return Unreadable(f"none of the {len(items)} items of the feed has an address")
    further = _further(document, answer) or next_page(answer, rules, stated)
    return Found(chosen(of_the_site(stated, answer, rules), rules), further, SourceKind.FEED)


def _reference(item: Value, base: str, rules: Rules) -> Reference | None:
    address = word(at(item, "url")) or word(at(item, "external_url")) or _permanent(item)
    url = absolute(address, base) if address else None
    if url is None:
        return None
    written = word(at(item, "title"))
    title = plain_title(without_markup(written)) if written else None
    published, modified = (
        moment(said, rules.zone) if (said := word(at(item, name))) else None
        for name in ("date_published", "date_modified")
    )
    shown = published or modified
    return Reference(
        url,
        title,
        shown.astimezone(rules.zone).date() if shown else date_in(url),
        replace(facts_in((), title), attachments=tuple(_attachments(item, base)), modified=modified),
    )


def _permanent(item: Value) -> str | None:
    """The id, which the specification wants to be an address where it can."""
    written = word(at(item, "id"))
    return written if written and written.startswith(("http://", "https://")) else None


def _attachments(item: Value, base: str) -> Iterator[Attachment]:
    listed = at(item, "attachments")
    for one in listed[:MOST_ATTACHMENTS] if isinstance(listed, list) else ():
        written, kind = word(at(one, "url")), word(at(one, "mime_type")) or ""
        url = absolute(written, base) if written else None
        if url and not kind.lower().startswith(NO_DOCUMENTS):
            name = plain_title(word(at(one, "title")) or "") or plain_title(url.rpartition("/")[2]) or url
            yield Attachment(name=name, url=url)


def _further(document: Value, answer: Answer) -> Ask | None:
    written = word(at(document, "next_url"))
    url = absolute(written, answer.url) if written else None
    return Ask(url=url) if url and url != answer.ask.url and same_site(url, answer.url) else None
