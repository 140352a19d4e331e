"""What every store keeps, SQLite, PostgreSQL and the fake alike: what the dashboard asks."""

from dataclasses import replace
from datetime import date, timedelta

from core.gallery import MOST_EDITIONS, MOST_LEAVES
from core.model import (
    Awaited,
    ChangeKind,
    Dates,
    Deadline,
    DeadlineFilter,
    DeliveryState,
    Features,
    Finding,
    HealthTurn,
    Kinship,
    Noticed,
    Page,
    ParcelFilter,
    PolicyId,
    Presence,
    Related,
    RelationKind,
    Stage,
    Verdict,
    Version,
)
from core.model.parcel import FAILED, SENT, WAITING
from core.ports import Store
from core.source import Baseline, SourceId, SourceKind, Tier
from tests.contract.stored import (
    HOUR,
    a_change,
    a_delivery,
    a_document,
    a_listed_page,
    a_new_page,
    a_read_page,
    a_source,
    a_text,
    a_verdict,
    a_version,
    found,
)
from tests.fakes.nouns import NOW

TODAY = NOW.date()
A_DAY = timedelta(days=1)
EVER = DeadlineFilter(since=date.min)


class TestDossier:
    async def test_a_policy_is_shown_with_its_pages_and_their_versions(self, store: Store) -> None:
        page = await a_read_page(store)
        draft = replace(a_version(2, "第二条。"), captured_at=NOW + HOUR)
        draft = replace(draft, document=replace(draft.document, stage=Stage.DRAFT, doc_number="穗卫〔2026〕1号"))
        await store.commit(page, a_verdict(page, draft))
        found = await store.dossier(_its(page))
        assert found is not None
        assert (found.id, found.founded_at, found.more) == (page.policy_id, NOW, 0)
        (leaf,) = found.pages
        assert found.canonical == leaf == await store.leaf(page.id) == await store.leaf_at(page.url)
        assert (leaf.page_id, leaf.url, leaf.source_id, leaf.source_name) == (
            page.id,
            page.url,
            "gz-wjw",
            "广州市卫生健康委员会",
        )
        assert (leaf.tier, leaf.presence, leaf.title) == (Tier.OFFICIAL, Presence.PRESENT, "关于印发办法的通知")
        assert (leaf.policy_id, leaf.versions, leaf.latest) == (page.policy_id, 2, leaf.editions[1])
        assert [(one.number, one.stage, one.doc_number) for one in leaf.editions] == [
            (1, None, None),
            (2, Stage.DRAFT, "穗卫〔2026〕1号"),
        ]
        assert leaf.editions[1].captured_at == NOW + HOUR

    async def test_the_canonical_page_comes_first(self, store: Store) -> None:
        await store.register([a_source(), a_source("media", tier=Tier.MEDIA)], NOW)
        early = await a_document(store, "/copy", "抄", source_id="media", first_seen_at=NOW - HOUR)
        same = Kinship(policy_id=_its(early))
        official = await a_document(store, "/1", "办法", kinship=same)
        found = await store.dossier(_its(early))
        assert found is not None
        assert [leaf.page_id for leaf in found.pages] == [official.id, early.id]
        assert found.founded_at == NOW - HOUR

    async def test_of_many_pages_and_versions_the_best_and_the_newest_are_shown(self, store: Store) -> None:
        page = await a_read_page(store)
        for number in range(2, MOST_EDITIONS + 3):
            await store.commit(page, a_verdict(page, a_version(number, f"第{number}版")))
            page = await store.page(page.id)
        for number in range(2, MOST_LEAVES + 3):
            await a_document(store, f"/{number}", f"抄{number}", kinship=Kinship(policy_id=_its(page)))
        found = await store.dossier(_its(page))
        assert found is not None
        assert (len(found.pages), found.more, found.canonical.page_id) == (MOST_LEAVES, 2, page.id)
        leaf = found.canonical
        assert (leaf.versions, len(leaf.editions)) == (MOST_EDITIONS + 2, MOST_EDITIONS)
        assert leaf.editions[0].number == 3
        assert await store.leaf(a_new_page("/x").id) is None

    async def test_a_page_that_was_never_read_has_no_versions(self, store: Store) -> None:
        page = await a_listed_page(store)
        leaf = await store.leaf(page.id)
        assert leaf is not None
        assert (leaf.policy_id, leaf.versions, leaf.latest, leaf.presence) == (None, 0, None, Presence.UNSEEN)
        assert await store.leaf_at(page.url) is None

    async def test_of_an_unknown_policy_nothing_is_known(self, store: Store) -> None:
        unknown = PolicyId("pol_nothing")
        assert await store.dossier(unknown) is None
        assert await store.relatives(unknown) == []

    async def test_one_version_is_recalled_whole(self, store: Store) -> None:
        page = await a_read_page(store)
        assert await store.version(page.id, 1) == page.latest
        assert await store.version(page.id, 2) is None

    async def test_relatives_are_told_by_the_policy_with_the_day_of_the_other_document(self, store: Store) -> None:
        old = Features(number="穗卫2015-5", name="管理办法", day=date(2015, 3, 1))
        new = Features(number="穗卫2026-1", name="管理办法", day=date(2026, 3, 1))
        first = await a_document(store, "/old", "旧", features=old)
        repeals = Related(kind=RelationKind.REPEALS, number=old.number, evidence="同时废止。")
        second = await a_document(store, "/new", "新", features=new, relations=(repeals,))
        (inward,) = await store.relatives(_its(first))
        (outward,) = await store.relatives(_its(second))
        assert (inward.inward, inward.policy_id, inward.day) == (True, second.policy_id, new.day)
        assert (outward.inward, outward.policy_id, outward.day) == (False, first.policy_id, old.day)
        assert await store.related("/old") == [inward]


class TestDeadlines:
    async def test_the_days_of_the_latest_version_are_told_earliest_first(self, store: Store) -> None:
        page = await _with_days(store, "/1", Dates(deadline=TODAY, effective=TODAY + A_DAY, expires=TODAY + 30 * A_DAY))
        assert page.policy_id is not None
        found = await store.deadlines(EVER)
        assert [(one.what, one.day) for one in found] == [
            (Awaited.DEADLINE, TODAY),
            (Awaited.EFFECTIVE, TODAY + A_DAY),
            (Awaited.EXPIRES, TODAY + 30 * A_DAY),
        ]
        assert found[0] == Deadline(
            what=Awaited.DEADLINE,
            day=TODAY,
            page_id=page.id,
            policy_id=page.policy_id,
            source_id=SourceId("gz-wjw"),
            source_name="广州市卫生健康委员会",
            url="/1",
            title="关于印发办法的通知",
            doc_number=None,
            stage=None,
            evidence="请于今日前反馈",
        )
        moved = _dated(a_text(2, "改期。"), Dates(deadline=TODAY + 2 * A_DAY))
        await store.commit(page, a_verdict(page, moved))
        assert [(one.what, one.day) for one in await store.deadlines(EVER)] == [(Awaited.DEADLINE, TODAY + 2 * A_DAY)]

    async def test_a_list_goes_on_where_it_ended_and_keeps_within_its_days(self, store: Store) -> None:
        for number in range(4):
            await _with_days(store, f"/{number}", Dates(deadline=TODAY + (number // 2) * A_DAY), f"第{number}篇")
        first = await store.deadlines(EVER, limit=3)
        rest = await store.deadlines(EVER, first[-1].place, limit=3)
        assert [one.url for one in (*first, *rest)] == ["/0", "/1", "/2", "/3"]
        within = DeadlineFilter(since=TODAY + A_DAY, until=TODAY + 2 * A_DAY)
        assert [one.url for one in await store.deadlines(within)] == ["/2", "/3"]
        assert await store.deadlines(replace(within, until=TODAY + A_DAY)) == []

    async def test_they_are_chosen_by_kind_source_rule_and_policy(self, store: Store) -> None:
        await store.register([a_source(), a_source("other")], NOW)
        one = await _with_days(store, "/1", Dates(deadline=TODAY), "甲")
        other = await _with_days(store, "/2", Dates(expires=TODAY), "乙", source_id="other")
        change = a_change(one, 1, after=1)
        await store.commit(one, Verdict(page=replace(one, changes=1), change=change, deliveries=(a_delivery(change),)))

        async def chosen(wanted: DeadlineFilter) -> list[str]:
            return [found.url for found in await store.deadlines(wanted)]

        assert await chosen(replace(EVER, kinds=(Awaited.EXPIRES, Awaited.EFFECTIVE))) == ["/2"]
        assert await chosen(replace(EVER, sources=(SourceId("gz-wjw"),))) == ["/1"]
        assert await chosen(replace(EVER, sources=())) == []
        assert await chosen(replace(EVER, rule="cell-therapy")) == ["/1"]
        assert await chosen(replace(EVER, rule="another")) == []
        assert await chosen(replace(EVER, policy_id=other.policy_id)) == ["/2"]

    async def test_a_policy_speaks_by_its_canonical_page_as_long_as_that_is_there_and_in_force(
        self, store: Store
    ) -> None:
        old = Features(number="穗卫2015-5", day=date(2015, 3, 1))
        page = await _with_days(store, "/1", Dates(effective=TODAY), "甲", features=old)
        await _with_days(store, "/copy", Dates(effective=TODAY), "抄", kinship=Kinship(policy_id=_its(page)))
        assert [one.url for one in await store.deadlines(EVER)] == ["/1"]
        repeals = Related(kind=RelationKind.REPEALS, number=old.number, evidence="同时废止。")
        await a_document(store, "/new", "新", features=Features(number="新"), relations=(repeals,))
        assert await store.deadlines(EVER) == []
        gone = await _with_days(store, "/2", Dates(effective=TODAY), "乙")
        await store.commit(gone, Verdict(page=replace(gone, presence=Presence.REMOVED)))
        assert await store.deadlines(EVER) == []


class TestParcels:
    async def test_what_failed_comes_first_then_what_waits_then_what_was_sent(self, store: Store) -> None:
        await _an_outbox(store)
        shown = await store.parcels()
        assert [(one.place.rank, one.delivery.recipient) for one in shown] == [
            (FAILED, "f2"),
            (FAILED, "f1"),
            (WAITING, "w1"),
            (WAITING, "w2"),
            (SENT, "s2"),
            (SENT, "s1"),
        ]
        assert (shown[0].kind, shown[0].title, shown[0].headline) == (ChangeKind.NEW, "关于印发办法的通知", "一句话")

    async def test_the_list_goes_on_where_it_ended_across_ranks(self, store: Store) -> None:
        await _an_outbox(store)
        whole = await store.parcels()
        for at in range(1, len(whole)):
            assert await store.parcels(after=whole[at - 1].place) == whole[at:]
            assert await store.parcels(after=whole[at - 1].place, limit=1) == whole[at : at + 1]

    async def test_they_are_chosen_by_rank_channel_and_rule(self, store: Store) -> None:
        await _an_outbox(store)

        async def chosen(wanted: ParcelFilter) -> list[str]:
            return [one.delivery.recipient for one in await store.parcels(wanted)]

        assert await chosen(ParcelFilter(rank=WAITING)) == ["w1", "w2"]
        assert await chosen(ParcelFilter(rank=SENT, channel="hook")) == ["s2"]
        assert await chosen(ParcelFilter(channel="hook")) == ["s2"]
        assert await chosen(ParcelFilter(rule="cell-therapy", rank=FAILED)) == ["f2", "f1"]
        assert await chosen(ParcelFilter(rule="another")) == []

    async def test_what_is_late_is_told_to_readers_too(self, store: Store) -> None:
        await a_read_page(store)
        (backlog,) = await store.undelivered(NOW)
        assert (backlog.channel, backlog.deliveries) == ("team", 1)


class TestRoom:
    async def test_what_is_kept_takes_room_in_a_database_of_todays_revision(self, store: Store) -> None:
        room = await store.room()
        assert room.revision == room.newest
        assert room.database
        assert room.size is None or room.size > 0
        assert room.free is None or room.free > 0


class TestCourses:
    async def test_pages_are_counted_by_source_without_those_of_listings(self, store: Store) -> None:
        assert await store.tallies() == {}
        await a_read_page(store)
        await a_listed_page(store, url="/2")
        only = a_source("page", url="/p", kind=SourceKind.PAGE)
        await store.register([a_source(), a_source("empty", url="/e"), only], NOW)
        assert await store.tallies() == {
            "gz-wjw": {Presence.PRESENT: 1, Presence.UNSEEN: 1},
            "page": {Presence.UNSEEN: 1},
        }

    async def test_changes_are_counted_by_source_and_stretch(self, store: Store) -> None:
        await store.register([a_source(), a_source("other")], NOW)
        await a_read_page(store)
        page = await a_read_page(store, "other", "/9")
        for number in (2, 3):
            change = a_change(page, number, kind=ChangeKind.EDITED)
            await store.commit(page, Verdict(page=replace(page, changes=number), change=change))
            page = await store.page(page.id)
        minute = timedelta(minutes=1)
        starts = [NOW, NOW + 2 * minute, NOW + 4 * minute, NOW + 6 * minute]
        assert await store.rhythm(starts) == {"gz-wjw": (1, 0, 0), "other": (1, 2, 0)}
        assert await store.rhythm(starts, [SourceId("gz-wjw")]) == {"gz-wjw": (1, 0, 0)}
        assert await store.rhythm([NOW + 5 * minute, NOW + 6 * minute]) == {}
        assert await store.rhythm(starts[:1]) == {}

    async def test_neither_alarms_nor_what_joined_another_change_is_counted(self, store: Store) -> None:
        leader = await a_read_page(store)
        joining = await a_listed_page(store, url="/2")
        edited = replace(a_change(joining, 1, kind=ChangeKind.EDITED), edit="e")
        joins = a_change(leader, 1, after=1).id
        await store.commit(joining, Verdict(page=replace(joining, changes=1), change=edited, joins=joins))
        await _turned(store, ChangeKind.FAILING, 1)
        assert await store.rhythm([NOW, NOW + HOUR]) == {"gz-wjw": (1,)}

    async def test_the_turns_of_a_source_are_told_oldest_first(self, store: Store) -> None:
        only = a_source("page", url="/p", kind=SourceKind.PAGE)
        await store.register([a_source(), only], NOW)
        await a_read_page(store)
        await _turned(store, ChangeKind.FAILING, 1)
        await _turned(store, ChangeKind.RECOVERED, 2)
        (page,) = await store.source_pages(only.id)
        failing = a_change(page, 3, kind=ChangeKind.FAILING)
        await store.commit(page, Verdict(page=replace(page, changes=3), change=failing))
        minute = timedelta(minutes=1)
        ours = [
            HealthTurn(source_id=SourceId("gz-wjw"), kind=ChangeKind.FAILING, at=NOW + minute),
            HealthTurn(source_id=SourceId("gz-wjw"), kind=ChangeKind.RECOVERED, at=NOW + 2 * minute),
        ]
        theirs = HealthTurn(source_id=only.id, kind=ChangeKind.FAILING, at=NOW + 3 * minute)
        assert await store.turns() == [*ours, theirs]
        assert await store.turns([only.id]) == [theirs]

    async def test_new_documents_are_told_with_the_day_of_their_publication(self, store: Store) -> None:
        await store.register([a_source(), a_source("loud", baseline=Baseline.ANNOUNCE)], NOW)
        new = replace(a_new_page("/1"), listed_date=TODAY - A_DAY, first_seen_at=NOW + HOUR)
        silent = replace(a_new_page("/2"), listed_date=TODAY, announce=False)
        await found(store, new, silent, a_new_page("/3"))
        page = await a_listed_page(store, "loud", "/4")
        said = _dated(a_text(1, "办法"), Dates(published=TODAY - 2 * A_DAY))
        await store.commit(page, a_verdict(page, said))
        ours = Noticed(source_id=SourceId("gz-wjw"), published=TODAY - A_DAY, seen_at=NOW + HOUR)
        theirs = Noticed(source_id=SourceId("loud"), published=TODAY - 2 * A_DAY, seen_at=NOW)
        assert await store.noticed(NOW, 9) == [ours, theirs]
        assert await store.noticed(NOW, 1) == [ours]
        assert await store.noticed(NOW + HOUR, 9) == [ours]
        assert await store.noticed(NOW, 9, SourceId("loud")) == [theirs]


async def _an_outbox(store: Store) -> None:
    page = await a_listed_page(store)
    await store.commit(page, a_verdict(page, a_version(1)))
    page = await store.page(page.id)
    change = a_change(page, 1, after=1)
    plain = a_delivery(change)
    names = ("f1", "f2", "w2", "w1", "s1", "s2")
    owed = [replace(plain, recipient=name, line=name) for name in names]
    hook = replace(owed[-1], channel="hook", created_at=NOW + HOUR)
    owed = [*owed[:2], replace(owed[2], due_at=NOW + 9 * HOUR), replace(owed[3], due_at=NOW + 8 * HOUR), owed[4], hook]
    await store.commit(page, Verdict(page=replace(page, changes=1), change=change, deliveries=tuple(owed)))
    taken = {one.owed[0].delivery.recipient: one.owed[0].delivery for one in await store.claim(NOW, HOUR, 9)}
    failed = [
        replace(taken[name], state=DeliveryState.FAILED, settled_at=NOW + nth * HOUR, last_error="refused")
        for nth, name in enumerate(("f1", "f2"))
    ]
    sent = [replace(taken[name], state=DeliveryState.SENT, settled_at=NOW) for name in ("s1", "s2")]
    await store.settle([*failed, *sent])


async def _turned(store: Store, kind: ChangeKind, number: int) -> None:
    listing = await store.listing(SourceId("gz-wjw"))
    place = await store.page(listing.page_id)
    change = a_change(place, number, kind=kind)
    await store.commit_finding(listing, Finding(listing=replace(listing, changes=number), change=change))


async def _with_days(
    store: Store,
    url: str,
    dates: Dates,
    text: str = "办法",
    *,
    source_id: str = "gz-wjw",
    features: Features | None = None,
    kinship: Kinship | None = None,
) -> Page:
    page = await a_listed_page(store, source_id, url)
    verdict = a_verdict(page, _dated(a_text(1, text), dates))
    await store.commit(page, replace(verdict, features=features or Features(), kinship=kinship))
    return await store.page(page.id)


def _dated(version: Version, dates: Dates) -> Version:
    document = replace(version.document, dates=dates, evidence={"deadline": "请于今日前反馈"})
    return replace(version, document=document)


def _its(page: Page) -> PolicyId:
    assert page.policy_id is not None
    return page.policy_id
