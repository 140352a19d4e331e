"""Rows of a database of years: policies with their versions, changes and deliveries, as many as one asks for."""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import islice

from sqlalchemy import Connection, Table, insert

from core.model import Block, Dates, Document, PageId, PageKind, PolicyId, Stage
from core.source import SourceId
from storage.compression import squeeze
from storage.serialise import document_to_json
from storage.tables import CHANGE, DELIVERY, LISTING, METADATA, PAGE, POLICY, RELATION, SOURCE, VERSION

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
YEARS = timedelta(days=3 * 365)
A_DAY = timedelta(days=1)
CHANNELS = ("team", "hook", "console")
RULES = ("cell-therapy", "housing", "everything", "rare")
RARE = SourceId("src-rare")
KINDS = ("edited", "edited", "edited", "status", "cosmetic", "reprint")
AT_ONCE = 5_000

Row = dict[str, object]


def fill(connection: Connection, policies: int, sources: int) -> None:
    """Fill a migrated, empty database: each policy has one page, three versions and three changes, each told thrice."""
    chance = random.Random(1)
    names = [SourceId(f"src-{number}") for number in range(sources - 1)]
    _put(connection, SOURCE, (_source(name) for name in (*names, RARE)))
    _put(connection, PAGE, (_place(policies + 1 + at, name) for at, name in enumerate((*names, RARE))))
    _put(connection, LISTING, (_listing(policies + 1 + at, name) for at, name in enumerate((*names, RARE))))
    seen = [NOW - YEARS * chance.random() for _ in range(policies)]
    owners = [RARE if number % 10_000 == 0 else chance.choice(names) for number in range(policies)]
    _put(connection, PAGE, (_page(at + 1, owner, seen[at]) for at, owner in enumerate(owners)))
    _put(connection, POLICY, (_policy(at + 1, seen[at]) for at in range(policies)))
    document = _document()
    versions = (_version(at // 3 + 1, at % 3 + 1, seen[at // 3], document) for at in range(3 * policies))
    _put(connection, VERSION, versions)
    _put(connection, CHANGE, (one for at, owner in enumerate(owners) for one in _changes(at + 1, owner, seen[at])))
    _put(connection, DELIVERY, (one for at in range(policies) for one in _deliveries(at + 1, seen[at])))
    _put(connection, RELATION, (_relation(at + 1) for at in range(0, policies, 5)))
    if "deadline" in METADATA.tables:
        _put(connection, METADATA.tables["deadline"], (_deadline(at + 1, seen[at]) for at in range(0, policies, 4)))


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
    url = f"https://{owner}.example.gov.cn/content/post_{page}.html"
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


def _policy(page: int, seen: datetime) -> Row:
    return {"id": policy_named(page), "canonical_page_id": page, "founded_at": seen}


def _document() -> bytes:
    text = "对符合条件的企业，按照研发投入的百分之二十给予补助，最高不超过五百万元。"
    blocks = tuple(Block(f"第{number}条　{text}", f"第{number}条{text}") for number in range(1, 30))
    document = Document(
        page_kind=PageKind.ARTICLE,
        title="关于印发管理办法的通知",
        blocks=blocks,
        dates=Dates(published=date(2026, 1, 1), effective=date(2026, 4, 1)),
        stage=Stage.IN_FORCE,
    )
    return squeeze(document_to_json(document))


def _version(page: int, number: int, seen: datetime, document: bytes) -> Row:
    return {
        "page_id": page,
        "number": number,
        "captured_at": _later(seen, number, page),
        "title": f"关于印发第{page}号管理办法的通知",
        "doc_number": f"穗府办〔2025〕{page}号",
        "stage": "draft" if page % 7 == 0 else "in_force",
        "published": seen.date() - A_DAY * (page % 4),
        "exact": sha256(f"{page} {number}".encode()).hexdigest(),
        "near": "",
        "recipe": "r",
        "raw_digest": sha256(f"raw {page} {number}".encode()).hexdigest(),
        "chain": "c",
        "evidence": {},
        "document": document,
    }


def _changes(page: int, owner: SourceId, seen: datetime) -> Iterator[Row]:
    for number in (1, 2, 3):
        yield {
            "id": _change_id(page, number),
            "page_id": page,
            "source_id": owner,
            "number": number,
            "url": f"https://{owner}.example.gov.cn/content/post_{page}.html",
            "kind": "new" if number == 1 else KINDS[(page + number) % len(KINDS)],
            "at": _later(seen, number, page),
            "before": number - 1 or None,
            "after": number,
            "similarity": 0.9,
            "fields": {},
            "headline": f"第{number}次变更",
            "canonical_url": "",
            "copies": [],
            "policy_id": policy_named(page),
        }


def _deliveries(page: int, seen: datetime) -> Iterator[Row]:
    for number in (1, 2, 3):
        at = _later(seen, number, page)
        mark = page * 3 + number
        state = "failed" if mark % 20_000 == 0 else "owed" if mark % 3_001 == 0 else "sent"
        yield {
            "id": f"msg_{page:012x}{number:012x}",
            "change_id": _change_id(page, number),
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


def _later(seen: datetime, number: int, page: int) -> datetime:
    """When something happened for the nth time, and not yet to come."""
    at = seen + (number - 1) * 30 * A_DAY
    return at if at < NOW else NOW - timedelta(seconds=page, microseconds=number)


def _change_id(page: int, number: int) -> str:
    return f"chg_{page:012x}{number:012x}"


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
