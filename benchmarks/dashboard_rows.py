"""Rows of a database of years: policies with their versions, changes and deliveries, as many as one asks for."""

import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice

from sqlalchemy import Connection, Table, insert

from benchmarks.dashboard_texts import A_DAY, NOW, later, shelve
from benchmarks.library import Library
from core.model import PageId, PolicyId, digest_of
from core.source import SourceId
from storage.tables import CHANGE, DEADLINE, DELIVERY, LISTING, PAGE, POLICY, RELATION, SOURCE

YEARS = timedelta(days=3 * 365)
CHANNELS = ("team", "hook", "console")
RULES = ("cell-therapy", "housing", "everything", "rare")
RARE = SourceId("src-rare")
KINDS = ("edited", "edited", "edited", "status", "cosmetic", "reprint")
AT_ONCE = 5_000
SOURCES = 200

Row = dict[str, object]


def fill(connection: Connection, policies: int, library: Library) -> None:
    """Fill a migrated, empty database: each policy has one page, three versions and three changes, each told once."""
    chance = random.Random(1)
    names = source_names()
    _put(connection, SOURCE, (_source(name) for name in names))
    _put(connection, PAGE, (_place(policies + 1 + at, name) for at, name in enumerate(names)))
    _put(connection, LISTING, (_listing(policies + 1 + at, name) for at, name in enumerate(names)))
    seen = [NOW - YEARS * chance.random() for _ in range(policies)]
    owners = [owner_of(at + 1) for at in range(policies)]
    _put(connection, PAGE, (_page(at + 1, owner, seen[at]) for at, owner in enumerate(owners)))
    _put(connection, POLICY, (_policy(at + 1, seen[at]) for at in range(policies)))
    shelve(connection, owners, seen, library)
    _put(connection, CHANGE, (one for at, owner in enumerate(owners) for one in _changes(at + 1, owner, seen[at])))
    _put(connection, DELIVERY, (one for at, owner in enumerate(owners) for one in _deliveries(at + 1, owner, seen[at])))
    _put(connection, RELATION, (_relation(at + 1) for at in range(0, policies, 5)))
    _put(connection, DEADLINE, (_deadline(at + 1, seen[at]) for at in range(0, policies, 4)))


def source_names() -> list[SourceId]:
    """Their ids; the last one is that of a source that publishes hardly anything."""
    return [*(SourceId(f"src-{number}") for number in range(SOURCES - 1)), RARE]


def owner_of(page: int) -> SourceId:
    """The source of the nth page."""
    return RARE if page % 10_000 == 1 else SourceId(f"src-{page * 7_919 % 104_729 % (SOURCES - 1)}")


def change_named(page: int, number: int, owner: SourceId) -> str:
    """The nth change of a page."""
    return "chg_" + digest_of(owner, _url(page, owner), str(number))


def policy_named(page: int) -> PolicyId:
    """The policy of the nth page."""
    return PolicyId(f"pol_{page:024x}")


def _put(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    known = {column.name for column in table.columns}
    left = iter(rows)
    while some := list(islice(left, AT_ONCE)):
        connection.execute(insert(table), [{name: row[name] for name in row.keys() & known} for row in some])


def _source(name: SourceId) -> Row:
    return {
        "id": name,
        "name": f"来源 {name}",
        "url": f"https://{name}.example.gov.cn/",
        "kind": "auto",
        "tier": "official",
        "registered": True,
        "watched": True,
    }


def _listing(page: int, name: SourceId) -> Row:
    when = {"next_look_at": NOW + timedelta(hours=1), "last_looked_at": NOW, "last_success_at": NOW}
    return {"source_id": name, "page_id": page, "failures": 0, "items": 20, "revision": 9, "health": "ok", **when}


def _place(page: int, name: SourceId) -> Row:
    return {**_page(page, name, NOW - YEARS), "presence": "unseen", "latest_number": None, "policy_id": None}


def _page(page: int, owner: SourceId, seen: datetime) -> Row:
    url = _url(page, owner)
    return {
        "id": page,
        "source_id": owner,
        "url": url,
        "url_digest": sha256(url.encode()).hexdigest(),
        "first_seen_at": seen,
        "next_check_at": NOW + timedelta(minutes=page % 5_000),
        "announce": True,
        "failures": 0,
        "presence": "removed" if page % 50 == 0 else "present",
        "gone_sightings": 0,
        "latest_number": 3,
        "latest_exact": sha256(str(page).encode()).hexdigest(),
        "changes": 3,
        "revision": 5,
        "listed_title": f"关于印发第{page}号管理办法的通知",
        "looks": 100,
        "seen_changes": 3,
        "watched_seconds": 1e7,
        "last_looked_at": NOW - timedelta(minutes=page % 1_440),
        "policy_id": policy_named(page),
        "number_key": f"穗府办{page}",
        "name_key": f"第{page}号管理办法",
        "feature_day": seen.date(),
    }


def _url(page: int, owner: SourceId) -> str:
    return f"https://{owner}.example.gov.cn/content/post_{page}.html"


def _policy(page: int, seen: datetime) -> Row:
    return {"id": policy_named(page), "canonical_page_id": page, "founded_at": seen}


def _changes(page: int, owner: SourceId, seen: datetime) -> Iterator[Row]:
    for number in (1, 2, 3):
        yield {
            "id": change_named(page, number, owner),
            "page_id": page,
            "source_id": owner,
            "number": number,
            "url": _url(page, owner),
            "kind": "new" if number == 1 else KINDS[(page + number) % len(KINDS)],
            "at": later(seen, number, page),
            "before": number - 1 or None,
            "after": number,
            "similarity": 0.9,
            "fields": {},
            "headline": f"第{number}次变更",
            "canonical_url": "",
            "copies": [],
            "policy_id": policy_named(page),
        }


def _deliveries(page: int, owner: SourceId, seen: datetime) -> Iterator[Row]:
    for number in (1, 2, 3):
        at = later(seen, number, page)
        mark = page * 3 + number
        state = "failed" if mark % 20_000 == 0 else "owed" if mark % 3_001 == 0 else "sent"
        yield {
            "id": f"msg_{page:012x}{number:012x}",
            "change_id": change_named(page, number, owner),
            "page_id": page,
            "number": number,
            "rule": "rare" if mark % 30_000 == 0 else RULES[mark % 3],
            "channel": CHANNELS[page % 3] if page % 1_000 else "seldom",
            "recipient": "policy@example.org",
            "state": state,
            "line": f"{page}",
            "promised_at": at,
            "due_at": at,
            "claimable_at": at if state == "owed" else None,
            "attempts": 1,
            "created_at": at,
            "settled_at": None if state == "owed" else at,
            "last_error": "The receiver will never take the message: 550" if state == "failed" else None,
        }


def _relation(page: int) -> Row:
    return {
        "page_id": PageId(page),
        "place": 0,
        "kind": "cites" if page % 2 else "repeals",
        "number_key": f"穗府办{page + 1}",
        "name_key": None,
        "title": "办法",
        "evidence": "《办法》同时废止。",
    }


def _deadline(page: int, seen: datetime) -> Row:
    what = ("deadline", "effective", "expires")[page % 3]
    return {"page_id": page, "what": what, "day": (seen + A_DAY * (page % 900)).date(), "evidence": "自发布之日起施行"}
