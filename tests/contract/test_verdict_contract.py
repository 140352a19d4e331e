"""What every store keeps, SQLite, PostgreSQL and the fake alike: a verdict is stored whole, or not at all."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from core.errors import StaleWrite, StoreError
from core.model import (
    LAYOUT,
    UNCONFIRMED,
    Attachment,
    Block,
    BlockKind,
    Dates,
    Document,
    Finding,
    Observations,
    Page,
    PageId,
    PageKind,
    PolicyId,
    Presence,
    Stage,
    Stood,
    Suspect,
    Validators,
    Verdict,
    policy_of,
)
from core.ports import Store
from core.source import SourceId
from tests.contract.stored import (
    HOUR,
    a_change,
    a_delivery,
    a_listed_page,
    a_read_page,
    a_source,
    a_verdict,
    a_version,
    first_verdict,
)
from tests.fakes.nouns import LISTED, NOW

GZ = SourceId("gz-wjw")


class TestCommit:
    async def test_a_page_that_is_not_there_cannot_be_recalled(self, store: Store) -> None:
        with pytest.raises(StoreError, match="99"):
            await store.page(PageId(99))

    async def test_a_verdict_is_recalled_whole(self, store: Store) -> None:
        page = await a_listed_page(store)
        version = a_version(1, "第一条 本办法自公布之日起施行。")
        after = replace(
            page,
            next_check_at=NOW + HOUR,
            announce=False,
            validators=Validators(etag='"1"', last_modified="Mon", raw_digest=version.raw_digest),
            recipe="r1",
            failures=1,
            presence=Presence.PRESENT,
            gone_sightings=2,
            gone_since=NOW - HOUR,
            gone_seen_at=NOW - HOUR / 2,
            latest=version,
            changes=1,
            listed_title="列表标题",
            listed_date=date(2025, 3, 1),
            listed=LISTED,
            relisted=True,
            observations=Observations(looks=7, changes=2, watched=timedelta(days=9, microseconds=1)),
            weight=0.125,
            recent=(Stood("ab", NOW - HOUR), Stood("cd", NOW)),
            suspect=Suspect("ef", NOW, UNCONFIRMED),
            flapping_since=NOW - HOUR / 4,
            remind_at=NOW + 2 * HOUR,
            repealed_by="自本办法施行之日起，原办法废止。",
            last_looked_at=NOW,
            last_outcome="text",
            last_error="无",
        )
        await store.commit(page, Verdict(page=after, version=version, raw=b"<html>"))
        stored = replace(after, revision=1, policy_id=policy_of(page.source_id, page.url))
        assert await store.page(page.id) == stored
        assert await store.raw(version.raw_digest) == b"<html>"

    async def test_what_was_said_of_a_page_is_forgotten_again(self, store: Store) -> None:
        page = await a_read_page(store)
        told = replace(page, recent=(Stood("ab", NOW),), suspect=Suspect("ef", NOW, LAYOUT), remind_at=NOW)
        told = replace(told, flapping_since=NOW, repealed_by="废止")
        await store.commit(page, Verdict(page=told))
        stored = await store.page(page.id)
        assert stored == replace(told, revision=page.revision + 1)
        await store.commit(stored, Verdict(page=replace(page, revision=stored.revision)))
        assert await store.page(page.id) == replace(page, revision=page.revision + 2)

    async def test_identity_does_not_move(self, store: Store) -> None:
        page = await a_listed_page(store)
        strange = replace(page, url="/elsewhere", first_seen_at=NOW + HOUR, source_id=SourceId("other"))
        strange = replace(strange, policy_id=PolicyId("pol_strange"))
        await store.commit(page, Verdict(page=strange))
        assert await store.page(page.id) == replace(page, revision=1)

    async def test_a_page_that_moved_meanwhile_takes_nothing(self, store: Store) -> None:
        page = await a_listed_page(store)
        await store.commit(page, Verdict(page=replace(page, failures=1)))
        with pytest.raises(StaleWrite):
            await store.commit(page, first_verdict(page))
        assert await store.page(page.id) == replace(page, failures=1, revision=1)
        assert await store.changes() == []

    async def test_of_two_commits_at_once_one_is_stale(self, store: Store) -> None:
        page = await a_listed_page(store)
        outcomes = await asyncio.gather(
            *(store.commit(page, Verdict(page=replace(page, failures=count))) for count in (1, 2)),
            return_exceptions=True,
        )
        assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "StaleWrite"]

    async def test_a_delivery_that_cannot_be_stored_takes_the_whole_verdict_back(self, store: Store) -> None:
        page = await a_listed_page(store)
        verdict = first_verdict(page)
        twice = replace(verdict, deliveries=(*verdict.deliveries, verdict.deliveries[0]))
        with pytest.raises(StoreError):
            await store.commit(page, twice)
        assert await store.page(page.id) == page
        assert await store.changes() == []
        assert await store.deliveries() == []
        with pytest.raises(StoreError):
            await store.raw(a_version(1).raw_digest)
        await store.commit(page, verdict)

    async def test_a_change_number_is_used_once(self, store: Store) -> None:
        page = await a_read_page(store)
        again = a_verdict(page, a_version(2, "第二版"), a_change(page, 1, before=1, after=2))
        with pytest.raises(StoreError):
            await store.commit(page, again)
        assert await store.page(page.id) == page

    async def test_a_version_number_is_used_once(self, store: Store) -> None:
        page = await a_read_page(store)
        with pytest.raises(StoreError):
            await store.commit(page, a_verdict(page, a_version(1, "另一个第一版"), a_change(page, 2, after=1)))
        assert await store.page(page.id) == page

    async def test_a_delivery_of_no_change_is_refused(self, store: Store) -> None:
        page = await a_read_page(store)
        stray = a_delivery(a_change(page, 7))
        with pytest.raises(StoreError):
            await store.commit(page, Verdict(page=page, deliveries=(stray,)))

    async def test_an_unchanged_page_keeps_its_version(self, store: Store) -> None:
        page = await a_read_page(store)
        await store.commit(page, Verdict(page=replace(page, last_outcome="unchanged", next_check_at=None)))
        after = await store.page(page.id)
        assert after.latest == page.latest
        assert after.next_check_at is None

    async def test_every_part_of_a_document_comes_back(self, store: Store) -> None:
        page = await a_listed_page(store)
        beijing = timezone(timedelta(hours=8))
        whole = Document(
            page_kind=PageKind.ARTICLE,
            title="關於印發《細胞治療管理辦法》的通知 🧬",
            blocks=(
                Block("第一章 總則", "第一章总则", BlockKind.HEADING, "第一章"),
                Block("一模一样", "一模一样"),
                Block("空", "", BlockKind.TABLE_ROW),
            ),
            dates=Dates(
                written=date(2025, 2, 28),
                published=date(2025, 3, 1),
                published_at=datetime(2025, 3, 1, 9, 30, tzinfo=beijing),
                effective=date(2025, 4, 1),
                deadline=date(2025, 3, 31),
                expires=date(2030, 4, 1),
            ),
            agency="广州市卫生健康委员会",
            source_label="本网",
            doc_number="穗卫〔2025〕3号",
            index_number="000014349/2025-00012",
            stage=Stage.TRIAL,
            attachments=(Attachment("附件1.docx", "https://www.example.gov.cn/1.docx"),),
            charset="gb18030",
            flags=("pinyin_annotations",),
        )
        version = replace(a_version(1), document=whole, evidence={":url": page.url, "x-powered-by": "é"})
        await store.commit(page, a_verdict(page, version, a_change(page, 1, after=1)))
        assert (await store.page(page.id)).latest == version

    async def test_moments_come_back_in_utc_to_the_microsecond(self, store: Store) -> None:
        page = await a_listed_page(store)
        beijing = datetime(2025, 3, 1, 9, 30, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
        await store.commit(page, Verdict(page=replace(page, next_check_at=beijing)))
        stored = (await store.page(page.id)).next_check_at
        assert stored == datetime(2025, 3, 1, 1, 30, 0, 123456, tzinfo=UTC)

    async def test_what_no_database_can_hold_does_not_break_a_commit(self, store: Store) -> None:
        page = await a_listed_page(store)
        odd = "前\x00中\udc80后"
        document = replace(a_version(1).document, title=odd, blocks=(Block(odd, odd), Block(odd, "前后")))
        version = replace(a_version(1), document=document, evidence={"server": odd})
        change = replace(a_change(page, 1, after=1), headline=odd, fields={"title": (None, odd)}, copies=(odd,))
        verdict = a_verdict(page, version, change)
        await store.commit(page, replace(verdict, page=replace(verdict.page, last_error=odd, listed_title=odd)))
        after = await store.page(page.id)
        assert after.latest == version
        assert "前" in (after.last_error or "")
        (told,) = await store.changes()
        assert told.change.fields == change.fields
        assert told.change.headline.endswith("后")

    async def test_an_address_of_any_length_is_remembered(self, store: Store) -> None:
        await store.register([a_source()], NOW)
        listing = await store.listing(GZ)
        # Random hexadecimal: PostgreSQL would squeeze a repeated letter under its limit for an index.
        url = "https://www.example.gov.cn/?" + "".join(a_version(number).raw_digest for number in range(200))
        (page_id,) = await store.commit_finding(listing, Finding(listing=listing, pages=(_new_page(url, NOW),)))
        assert (await store.page(page_id)).url == url
        assert list(await store.known(GZ, [url])) == [url]

    async def test_a_big_document_and_its_bytes_come_back(self, store: Store) -> None:
        page = await a_listed_page(store)
        first = a_version(1, *(f"第{number}条 " + "细胞治疗" * 20 for number in range(5000)))
        raw = first.document.body.encode()
        await store.commit(page, replace(a_verdict(page, first), raw=raw))
        page = await store.page(page.id)
        assert page.latest == first
        second = a_version(2, *(block.text for block in first.document.blocks), "第五千零一条")
        await store.commit(page, replace(a_verdict(page, second), raw=raw + b"!"))
        assert (await store.page(page.id)).latest == second
        assert await store.raw(first.raw_digest) == raw
        assert await store.raw(second.raw_digest) == raw + b"!"

    async def test_the_same_bytes_may_stand_behind_several_versions(self, store: Store) -> None:
        page = await a_listed_page(store)
        first = a_version(1)
        await store.commit(page, replace(a_verdict(page, first), raw=b"same"))
        page = await store.page(page.id)
        second = replace(a_version(2), raw_digest=first.raw_digest)
        await store.commit(page, replace(a_verdict(page, second), raw=b"same"))
        assert await store.raw(first.raw_digest) == b"same"

    async def test_bytes_that_are_not_kept_are_said_so(self, store: Store) -> None:
        with pytest.raises(StoreError, match="deadbeef"):
            await store.raw("deadbeef")


def _new_page(url: str, next_check_at: datetime | None) -> Page:
    return Page(id=PageId(0), source_id=GZ, url=url, first_seen_at=NOW, next_check_at=next_check_at)
