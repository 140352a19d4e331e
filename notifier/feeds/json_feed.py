"""json_feed(feed, entries) -> bytes: a JSON Feed, version 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from collections.abc import Sequence

from core.serialise import rfc3339
from notifier.feeds.entry import Entry
from notifier.feeds.feed import ENTRIES, Feed
from notifier.feeds.legible import href

MEDIA_TYPE = "application/feed+json"


def json_feed(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """The newest entries, in UTF-8; what is not known is left out.

    Args:
        entries: newest first.
    """
    said = _known(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": href(feed.dashboard),
            "feed_url": href(feed.url),
            "language": "zh",
        }
    )
    items = [_item(one) for one in entries[:ENTRIES]]
    return json.dumps(said | {"items": items}, ensure_ascii=False, indent=1).encode()


def _item(entry: Entry) -> dict[str, object]:
    return _known(
        {
            "id": entry.id,
            "url": entry.url,
            "title": entry.title,
            "summary": entry.summary,
            "content_html": entry.html,
            "content_text": entry.text,
            "date_published": rfc3339(entry.at),
            "date_modified": rfc3339(entry.at),
            "authors": [{"name": entry.author}],
            "tags": [entry.kind.value],
            "_policywatch": {
                "change": entry.change_id,
                "kind": entry.kind.value,
                "doc_number": entry.doc_number,
                "dashboard": entry.dashboard,
            },
        }
    )


def _known(said: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in said.items() if value is not None}
