"""A store full of changes that are owed to several recipients, written at once."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path

from sqlalchemy import insert

from core.model import Change, ChangeKind, Delivery, PageId, digest_of, policy_of
from core.source import Source, SourceId
from storage import open_store
from storage.engine import engines
from storage.rows import change_values, delivery_values
from storage.tables import CHANGE, DELIVERY, PAGE
from tests.contract.stored import a_source
from tests.fakes.nouns import NOW

BATCH = 2_000


async def owe(
    database: Path, channel: str, *, pages: int, changes: int, recipients: int, apart: timedelta = timedelta(seconds=1)
) -> list[Delivery]:
    """Make `changes` changes on each of `pages` pages, owed to all recipients of a channel; returns what is due."""
    store = open_store(f"sqlite:///{database}")
    await store.register([a_source()], NOW)
    await store.close()
    owed = [
        _delivery(change, channel, f"{number}@example.org")
        for change in _changes(a_source(), pages, changes, apart)
        for number in range(recipients)
    ]
    with engines(f"sqlite:///{database}").writes.begin() as connection:
        connection.execute(insert(PAGE), [_page(a_source(), 10 + page) for page in range(pages)])
        made = [change_values(change) for change in _changes(a_source(), pages, changes, apart)]
        connection.execute(insert(CHANGE), made)
        rows = iter(delivery_values(one) for one in owed)
        while some := list(islice(rows, BATCH)):
            connection.execute(insert(DELIVERY), some)
    return owed


def _changes(source: Source, pages: int, changes: int, apart: timedelta) -> Iterator[Change]:
    for number in range(1, changes + 1):
        for page in range(pages):
            url = _url(10 + page)
            yield Change(
                page_id=PageId(10 + page),
                source_id=source.id,
                url=url,
                number=number,
                kind=ChangeKind.STATUS,
                at=NOW + (number * pages + page) * apart,
                headline=f"第{number}次变更",
                canonical_url=url,
                policy_id=policy_of(source.id, url),
            )


def _delivery(change: Change, channel: str, recipient: str) -> Delivery:
    return Delivery(
        change_id=change.id,
        page_id=change.page_id,
        number=change.number,
        rule="all",
        channel=channel,
        recipient=recipient,
        line=digest_of(channel, recipient, change.policy_id or change.url),
        due_at=change.at,
        promised_at=change.at,
        created_at=change.at,
    )


def _page(source: Source, page_id: int) -> dict[str, object]:
    nothing: dict[str, object] = dict.fromkeys(("failures", "gone_sightings", "changes", "revision"), 0)
    return nothing | {
        "id": page_id,
        "source_id": SourceId(source.id),
        "url": _url(page_id),
        "url_digest": digest_of(_url(page_id)),
        "first_seen_at": NOW,
        "announce": True,
        "presence": "present",
    }


def _url(page_id: int) -> str:
    return f"https://www.example.gov.cn/content/post_{page_id}.html"
