"""What every store keeps, SQLite, PostgreSQL and the fake alike: the list of changes, a page at a time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.model import Change, ChangeFilter, ChangeKind, Cursor, Glance, PageId, PolicyId, Stage, Verdict
from core.ports import Store
from core.source import SourceId, Tier
from tests.contract.stored import HOUR, a_change, a_delivery, a_listed_page, a_source, a_text, a_verdict
from tests.fakes.nouns import NOW

MINUTE = timedelta(minutes=1)


async def told(store: Store, source_id: str, url: str, *, stage: Stage | None = None, **said: object) -> Change:
    """A new page of a registered source, read and told of."""
    page = await a_listed_page(store, source_id, url)
    change = replace(a_change(page, 1, after=1), **said)  # type: ignore[arg-type]
    verdict = a_verdict(page, a_text(1, f"正文{url}", stage=stage), change)
    await store.commit(page, verdict)
    return change


async def urls(store: Store, wanted: ChangeFilter, after: Cursor | None = None, limit: int = 50) -> list[str]:
    """Addresses of a page of the list."""
    return [one.url for one in await store.changes_page(wanted, after, limit)]


async def test_a_glance_says_what_a_list_shows(store: Store) -> None:
    await store.register([a_source("b", name="乙", tier=Tier.MEDIA)], NOW)
    change = await told(store, "b", "/1", stage=Stage.DRAFT, nature="figures", pages=("/8", "/9"))
    assert await store.changes_page() == [
        Glance(
            id=change.id,
            page_id=change.page_id,
            number=1,
            kind=ChangeKind.NEW,
            at=change.at,
            source_id=SourceId("b"),
            source_name="乙",
            tier=Tier.MEDIA,
            url="/1",
            headline="一句话",
            title="关于印发办法的通知",
            stage=Stage.DRAFT,
            nature="figures",
            pages=2,
        )
    ]


async def test_what_is_gone_is_shown_with_the_title_and_the_stage_that_it_had(store: Store) -> None:
    await told(store, "a", "/1", stage=Stage.TRIAL)
    page = await store.page((await store.changes_page())[0].page_id)
    removed = a_change(page, 2, kind=ChangeKind.REMOVED, before=1)
    await store.commit(page, Verdict(page=replace(page, changes=2), change=removed))
    newest = (await store.changes_page())[0]
    assert (newest.kind, newest.title, newest.stage) == (ChangeKind.REMOVED, "关于印发办法的通知", Stage.TRIAL)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (ChangeFilter(), ["/4", "/3", "/2", "/1"]),
        (ChangeFilter(kinds=(ChangeKind.NEW,)), ["/2", "/1"]),
        (ChangeFilter(kinds=(ChangeKind.NEW, ChangeKind.EDITED)), ["/3", "/2", "/1"]),
        (ChangeFilter(sources=(SourceId("b"),)), ["/4", "/2"]),
        (ChangeFilter(sources=(SourceId("a"), SourceId("b"))), ["/4", "/3", "/2", "/1"]),
        (ChangeFilter(sources=()), []),
        (ChangeFilter(stages=(Stage.DRAFT, Stage.TRIAL)), ["/3", "/1"]),
        (ChangeFilter(rule="cell-therapy"), ["/4", "/3", "/2", "/1"]),
        (ChangeFilter(rule="nobody's"), []),
        (ChangeFilter(since=NOW + 2 * MINUTE), ["/4", "/3", "/2"]),
        (ChangeFilter(until=NOW + 2 * MINUTE), ["/1"]),
        (ChangeFilter(kinds=(ChangeKind.STATUS,), sources=(SourceId("b"),), since=NOW, until=NOW + HOUR), ["/4"]),
        (ChangeFilter(kinds=(ChangeKind.STATUS,), stages=(Stage.DRAFT,)), []),
        (ChangeFilter(policy_id=PolicyId("pol_1")), ["/1"]),
    ],
    ids=repr,
)
async def test_only_what_is_wanted_is_listed(store: Store, wanted: ChangeFilter, found: list[str]) -> None:
    await store.register([a_source("a"), a_source("b")], NOW)
    await told(store, "a", "/1", stage=Stage.DRAFT, at=NOW + MINUTE, policy_id="pol_1")
    await told(store, "b", "/2", at=NOW + 2 * MINUTE)
    await told(store, "a", "/3", stage=Stage.TRIAL, at=NOW + 3 * MINUTE, kind=ChangeKind.EDITED)
    await told(store, "b", "/4", stage=Stage.IN_FORCE, at=NOW + 4 * MINUTE, kind=ChangeKind.STATUS)
    assert await urls(store, wanted) == found


async def test_the_changes_of_one_page_are_asked_for_by_its_id(store: Store) -> None:
    one, _ = await told(store, "a", "/1"), await told(store, "a", "/2")
    assert await urls(store, ChangeFilter(page_id=one.page_id)) == ["/1"]
    assert await urls(store, ChangeFilter(page_id=PageId(999))) == []


async def test_a_page_of_the_list_goes_on_where_the_one_before_ended_though_newer_changes_came_in(store: Store) -> None:
    for number in range(5):  # three of them at one moment
        await told(store, "a", f"/{number}", at=NOW + max(number, 2) * MINUTE)
    seen: list[str] = []
    after: Cursor | None = None
    for turn in range(3):
        page = await store.changes_page(after=after, limit=2)
        seen += [one.url for one in page]
        after = page[-1].cursor
        await told(store, "a", f"/new-{turn}", at=NOW + HOUR)
    assert seen == ["/4", "/3", "/2", "/1", "/0"]
    assert await store.changes_page(after=after) == []


async def test_a_change_that_joined_another_is_counted_there_and_not_listed(store: Store) -> None:
    leader = await told(store, "a", "/1")
    page = await a_listed_page(store, "a", "/2")
    joined = replace(a_change(page, 1, after=1), at=leader.at + HOUR)
    verdict = replace(a_verdict(page, a_text(1, "正文"), joined), deliveries=(), joins=leader.id)
    await store.commit(page, verdict)
    assert [(one.url, one.pages) for one in await store.changes_page()] == [("/1", 1)]


async def test_what_is_owed_because_of_a_change_comes_by_rule_channel_and_recipient(store: Store) -> None:
    page = await a_listed_page(store)
    change = a_change(page, 1, after=1)
    owed = [a_delivery(change, recipient=name) for name in ("b", "a")]
    owed.append(replace(owed[0], rule="a-rule"))
    await store.commit(page, replace(a_verdict(page, a_text(1, "正文"), change), deliveries=tuple(owed)))
    await told(store, "gz-wjw", "/other")
    found = await store.deliveries_of(change.id)
    assert [(one.rule, one.recipient) for one in found] == [
        ("a-rule", "b"),
        ("cell-therapy", "a"),
        ("cell-therapy", "b"),
    ]
    assert await store.deliveries_of("chg_unknown") == []
