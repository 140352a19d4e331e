"""What every store keeps, SQLite, PostgreSQL and the fake alike: what was cut out of the changes for the rules."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.model import (
    Change,
    ChangeKind,
    Cursor,
    Cutting,
    Dates,
    Kinship,
    Page,
    PageId,
    PolicyId,
    Presence,
    Scrapbook,
    Stage,
    Stretch,
    Verdict,
)
from core.ports import Store
from core.source import SourceId
from tests.contract.stored import HOUR, a_change, a_listed_page, a_source, a_text, a_verdict
from tests.fakes.nouns import NOW

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
EVER = NOW - 1_000 * DAY
KINDS = (ChangeKind.NEW, ChangeKind.EDITED)
BOOK = Scrapbook(
    id="book",
    rule="rule",
    facts={SourceId("a"): "fact", SourceId("b"): "的"},
    since=Cursor(NOW, PageId(0), 0),
    until=NOW,
    used_at=NOW,
)


def place(change: Change) -> Cursor:
    return Cursor(change.at, change.page_id, change.number)


async def tell(
    store: Store,
    page: Page,
    *,
    at: timedelta = timedelta(),
    kind: ChangeKind = ChangeKind.NEW,
    day: date | None = None,
    stage: Stage | None = None,
    edit: str | None = None,
    joins: str | None = None,
) -> Change:
    """The page says something else, and that is a change."""
    page = await store.page(page.id)
    before = page.latest.number if page.latest else None
    number = (before or 0) + 1
    version = a_text(number, f"正文{page.url} {number}", stage=stage)
    version = replace(version, document=replace(version.document, dates=Dates(deadline=day)))
    change = replace(a_change(page, page.changes + 1, kind=kind, before=before, after=number), at=NOW + at, edit=edit)
    verdict = replace(a_verdict(page, version, change), deliveries=(), joins=joins)
    await store.commit(page, replace(verdict, page=replace(verdict.page, last_looked_at=NOW)))
    return change


async def a_page(store: Store, url: str, source_id: str = "a") -> Page:
    if SourceId(source_id) not in {one.source_id for one in await store.listings()}:
        await store.register([a_source("a"), a_source("b")], NOW)
    return await a_listed_page(store, source_id, url)


async def cut(store: Store, *changes: Change, book: Scrapbook = BOOK) -> None:
    """A scrapbook that holds these."""
    await store.begin([book], EVER)
    await store.keep([Cutting(before=book, after=book, wanted=tuple(map(place, changes)))])


async def held(store: Store, book: str = "book", after: Cursor | None = None, limit: int = 10) -> list[str]:
    return [one.change_id for one in await store.clippings(book, EVER, after, limit)]


def ids(*changes: Change) -> list[str]:
    return [change.id for change in changes]


async def recalled(store: Store, *rules: str) -> Sequence[Scrapbook]:
    return await store.scrapbooks(rules or ("rule",))


async def test_a_scrapbook_comes_back_as_it_was_begun(store: Store) -> None:
    other = replace(BOOK, id="other", rule="other rule", facts={}, since=Cursor(NOW - DAY, PageId(7), 3))
    again = replace(BOOK, id="again")
    await store.begin([BOOK, other, again], EVER)
    assert await recalled(store) == [again, BOOK]
    assert await recalled(store, "rule", "other rule") == [again, BOOK, other]
    assert await recalled(store, "nobody's") == []


async def test_one_that_somebody_has_begun_stays_as_it_is(store: Store) -> None:
    await store.begin([BOOK], EVER)
    await store.begin([replace(BOOK, until=NOW + DAY)], EVER)
    assert await recalled(store) == [BOOK]


async def test_it_only_ever_widens(store: Store) -> None:
    await store.begin([BOOK], EVER)
    for since, until in ((3, 0), (1, 2), (2, 1)):
        after = replace(BOOK, since=Cursor(NOW - since * DAY, PageId(since), 1), until=NOW + until * DAY)
        await store.keep([Cutting(before=BOOK, after=replace(after, used_at=NOW + until * HOUR))])
    widest = replace(BOOK, since=Cursor(NOW - 3 * DAY, PageId(3), 1), until=NOW + 2 * DAY, used_at=NOW + 2 * HOUR)
    assert await recalled(store) == [widest]
    of_that_moment = replace(widest, since=Cursor(NOW - 3 * DAY, PageId(2), 9))
    await store.keep([Cutting(before=BOOK, after=of_that_moment)])
    assert await recalled(store) == [of_that_moment]


async def test_what_is_kept_again_changes_nothing(store: Store) -> None:
    change = await tell(store, await a_page(store, "/1"))
    for _ in range(2):
        await cut(store, change)
    assert await held(store) == ids(change)


async def test_who_keeps_the_same_at_once_keeps_it_once(store: Store) -> None:
    changes = [await tell(store, await a_page(store, f"/{number}")) for number in range(3)]
    await asyncio.gather(*(cut(store, *changes) for _ in range(5)))
    assert len(await held(store)) == 3


async def test_what_was_judged_on_other_facts_is_left_out(store: Store) -> None:
    change = await tell(store, await a_page(store, "/1"))
    await store.begin([BOOK], EVER)
    grown = replace(BOOK, facts={**BOOK.facts, SourceId("c"): "new"})
    await store.keep([Cutting(before=BOOK, after=grown)])
    await store.keep([Cutting(before=BOOK, after=replace(BOOK, until=NOW + DAY), wanted=(place(change),))])
    assert await recalled(store) == [grown]
    assert await held(store) == []


async def test_for_a_scrapbook_that_is_not_there_nothing_is_kept(store: Store) -> None:
    change = await tell(store, await a_page(store, "/1"))
    await store.keep([Cutting(before=BOOK, after=BOOK, wanted=(place(change),))])
    assert (await recalled(store), await held(store)) == ([], [])


async def test_what_nobody_used_is_forgotten_with_its_clippings(store: Store) -> None:
    change = await tell(store, await a_page(store, "/1"))
    used = replace(BOOK, id="used", used_at=NOW + DAY)
    await cut(store, change)
    await cut(store, change, book=used)
    await store.begin([], NOW + HOUR)
    assert await recalled(store) == [used]
    await store.begin([BOOK], EVER)
    assert (await held(store), await held(store, "used")) == ([], ids(change))


async def test_clippings_come_newest_first_a_page_at_a_time(store: Store) -> None:
    changes = [await tell(store, await a_page(store, f"/{at}"), at=max(at, 2) * MINUTE) for at in range(5)]
    await cut(store, *changes)
    await cut(store, changes[0], book=replace(BOOK, id="other"))
    seen: list[str] = []
    after: Cursor | None = None
    for _ in range(3):
        page = await store.clippings("book", EVER, after, 2)
        seen += [one.change_id for one in page]
        after = page[-1].cursor
    assert seen == ids(*reversed(changes))
    assert [one.change_id for one in await store.clippings("book", NOW + 3 * MINUTE, None, 9)] == ids(*changes[:2:-1])


async def test_a_clipping_says_what_of_its_change_may_still_move(store: Store) -> None:
    page = await a_page(store, "/1", "b")
    leader = await tell(store, page, edit="e")
    await cut(store, leader)
    (before,) = await store.clippings("book", EVER, None, 9)
    assert (before.cursor, before.source_id, before.joined) == (place(leader), "b", 0)
    other = await a_page(store, "/2", "b")
    await tell(store, other, at=HOUR, edit="e", joins=leader.id)
    (after,) = await store.clippings("book", EVER, None, 9)
    assert after == replace(before, joined=1)


async def test_a_change_that_joined_another_is_left_out_where_that_one_is_held(store: Store) -> None:
    leader = await tell(store, await a_page(store, "/1"), edit="e")
    joined = await tell(store, await a_page(store, "/2"), at=HOUR, edit="e", joins=leader.id)
    await cut(store, leader, joined)
    await cut(store, joined, book=replace(BOOK, id="other"))
    assert await held(store) == ids(leader)
    assert await held(store, "other") == ids(joined)


async def test_changes_are_read_in_a_row_forwards_and_backwards(store: Store) -> None:
    pages = [await a_page(store, f"/{at}", "ab"[at % 2]) for at in range(6)]
    changes = [await tell(store, page, at=min(at, 3) * MINUTE) for at, page in enumerate(pages)]

    async def read(limit: int = 10, **asked: object) -> list[str]:
        return [one.change.id for one in await store.stretch(Stretch(kinds=KINDS, **asked), limit)]  # type: ignore[arg-type]

    assert await read(after=Cursor(NOW, PageId(0), 0)) == ids(*changes)
    assert await read(after=place(changes[2]), limit=2) == ids(*changes[3:5])
    assert await read(after=place(changes[4])) == ids(changes[5])
    assert await read(before=place(changes[4])) == ids(*changes[3::-1])
    assert await read(before=place(changes[5]), down_to=place(changes[3])) == ids(changes[4], changes[3])
    assert await read(before=place(changes[5]), sources=(SourceId("b"),)) == ids(changes[3], changes[1])
    assert await read(after=place(changes[5])) == []


async def test_only_the_kinds_that_are_asked_for_are_read_and_those_that_joined_too(store: Store) -> None:
    page = await a_page(store, "/1")
    leader = await tell(store, page, edit="e")
    await tell(store, page, at=MINUTE, kind=ChangeKind.COSMETIC)
    joined = await tell(store, await a_page(store, "/2"), at=HOUR, edit="e", joins=leader.id)
    read = await store.stretch(Stretch(kinds=KINDS, after=Cursor(EVER, PageId(0), 0)), 10)
    assert [one.change.id for one in read] == ids(leader, joined)
    assert read[0].after is not None
    assert read == await store.told(ids(leader, joined))


async def test_changes_are_read_without_their_documents_where_nobody_looks_at_them(store: Store) -> None:
    await tell(store, await a_page(store, "/1", "b"))
    (read,) = await store.stretch(Stretch(kinds=KINDS, after=Cursor(EVER, PageId(0), 0), whole=False), 10)
    assert (read.change.source_id, read.source_name, read.before, read.after) == (
        "b",
        "广州市卫生健康委员会",
        None,
        None,
    )


async def days(store: Store, limit: int = 10) -> list[str]:
    return [one.change_id for one in await store.days("book", EVER, limit)]


async def test_the_latest_change_says_the_days_of_a_page_whichever_of_its_changes_is_held(store: Store) -> None:
    page, without, unheld = [await a_page(store, f"/{number}") for number in range(3)]
    first = await tell(store, page, day=date(2026, 4, 1))
    dayless = await tell(store, without)
    await tell(store, unheld, day=date(2026, 4, 1))
    last = await tell(store, page, at=HOUR, kind=ChangeKind.COSMETIC, day=date(2026, 5, 1))
    await cut(store, first, dayless)
    assert await days(store) == ids(last)
    assert await store.days("book", NOW + MINUTE, 10) == []


async def test_a_page_that_is_gone_says_its_days_still(store: Store) -> None:
    page = await a_page(store, "/1")
    first = await tell(store, page, day=date(2026, 4, 1))
    page = await store.page(page.id)
    removed = replace(a_change(page, 2, kind=ChangeKind.REMOVED, before=1), at=NOW + HOUR)
    await store.commit(page, Verdict(page=replace(page, presence=Presence.REMOVED, changes=2), change=removed))
    await cut(store, first)
    assert await days(store) == ids(removed)


async def test_a_page_that_was_repealed_is_among_them_though_nobody_awaits_its_days(store: Store) -> None:
    page = await a_page(store, "/1")
    first = await tell(store, page, day=date(2026, 4, 1))
    repealed = await tell(store, page, at=HOUR, kind=ChangeKind.STATUS, stage=Stage.REPEALED, day=date(2026, 4, 1))
    await cut(store, first)
    assert await days(store) == ids(repealed)


async def test_what_says_a_sources_health_says_no_days(store: Store) -> None:
    page = await a_page(store, "/1")
    first = await tell(store, page, day=date(2026, 4, 1))
    page = await store.page(page.id)
    health = replace(a_change(page, 2, kind=ChangeKind.SILENT, before=1), at=NOW + HOUR)
    await store.commit(page, Verdict(page=replace(page, changes=2), change=health))
    await cut(store, first, health)
    assert await days(store) == ids(first)


async def test_of_more_pages_than_are_wanted_those_with_the_latest_days_come(store: Store) -> None:
    changes = [
        await tell(store, await a_page(store, f"/{number}"), day=date(2026, 4, 1) + number * DAY)
        for number in (2, 0, 3, 1)
    ]
    await cut(store, *changes)
    assert await days(store, 2) == ids(changes[0], changes[2])


@pytest.mark.parametrize("is_wanted", [True, False])
async def test_the_canonical_page_of_a_policy_is_asked_too_if_it_is_wanted(store: Store, is_wanted: bool) -> None:
    official = await tell(store, await a_page(store, "/1"))
    page = await a_page(store, "/2", "b")
    policy_id = (await store.page(official.page_id)).policy_id
    assert policy_id is not None
    version = a_text(1, "转载")
    version = replace(version, document=replace(version.document, dates=Dates(deadline=date(2026, 4, 1))))
    copied = replace(a_change(page, 1, after=1), policy_id=PolicyId(policy_id))
    kinship = Kinship(policy_id=policy_id, canonical_url=official.url)
    verdict = replace(a_verdict(page, version, copied), deliveries=(), kinship=kinship)
    await store.commit(page, verdict)
    await cut(store, copied, *([official] if is_wanted else []))
    assert await days(store) == (ids(official, copied) if is_wanted else ids(copied))
