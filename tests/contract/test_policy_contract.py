"""What every store keeps, SQLite, PostgreSQL and the fake alike: which pages publish one policy, and which is kin."""

from dataclasses import replace
from datetime import date

import pytest

from core.model import (
    ChangeKind,
    Features,
    Fingerprint,
    Kin,
    Kinship,
    Page,
    PolicyId,
    PolicyPage,
    Presence,
    Verdict,
    policy_of,
)
from core.ports import Store
from core.source import Tier
from tests.contract.stored import (
    HOUR,
    a_change,
    a_document,
    a_listed_page,
    a_read_page,
    a_source,
    a_text,
    a_verdict,
    a_version,
)
from tests.fakes.nouns import NOW

TEXT = tuple(f"第{number}条 细胞治疗产品临床应用应当遵守第{number}项规定，由市级主管部门备案。" for number in range(30))
EDITED = (*TEXT[:29], "第29条 本办法自公布之日起施行，有效期五年。")
OTHER = tuple(f"第{number}条 停车场收费标准每小时{number}元，节假日另行公布。" for number in range(30))
NUMBERED = Features(number="穗卫2025-3", name="细胞治疗管理办法", draft=True, day=date(2025, 3, 1))
ALL = ("official", "media", "mirror")


@pytest.fixture(autouse=True)
async def sources(store: Store) -> None:
    """One of every tier, and the ordinary one."""
    tiers = {"official": Tier.OFFICIAL, "media": Tier.MEDIA, "mirror": Tier.MIRROR, "gz-wjw": Tier.OFFICIAL}
    await store.register([a_source(name, url=f"https://{name}.cn/", tier=tier) for name, tier in tiers.items()], NOW)


class TestKin:
    async def test_what_shares_a_text_a_number_a_name_or_most_of_a_text_is_kin_in_this_order(
        self, store: Store
    ) -> None:
        asking = await a_listed_page(store, url="/asking")
        alike = await a_document(store, "/alike", *EDITED)
        named = await a_document(store, "/named", "甲", features=Features(name=NUMBERED.name))
        numbered = await a_document(store, "/numbered", "乙", features=Features(number=NUMBERED.number))
        same = await a_document(store, "/same", *TEXT)
        await a_document(store, "/other", *OTHER, features=Features(number="别的", name="别的"))
        found = await store.kin(asking, a_text(1, *TEXT).fingerprint, NUMBERED)
        assert [one.page_id for one in found] == [page.id for page in (same, numbered, named, alike)]

    async def test_kin_come_with_all_that_decides_whose_they_are(self, store: Store) -> None:
        page = await a_document(store, "/1", *TEXT, source_id="mirror", features=NUMBERED)
        asking = await a_listed_page(store, url="/asking")
        version = a_text(1, *TEXT)
        assert await store.kin(asking, version.fingerprint, Features()) == (
            Kin(
                page_id=page.id,
                source_id=page.source_id,
                url="/1",
                tier=Tier.MIRROR,
                policy_id=policy_of(page.source_id, "/1"),
                features=NUMBERED,
                fingerprint=version.fingerprint,
                document=version.document,
            ),
        )

    async def test_official_pages_come_before_others_then_the_oldest(self, store: Store) -> None:
        asking = await a_listed_page(store, url="/asking")
        pages = [
            await a_document(store, f"/{name}", *TEXT, source_id=name, first_seen_at=NOW + hours * HOUR)
            for hours, name in enumerate(("mirror", "official", "media"), start=1)
        ]
        older = await a_document(store, "/older", *TEXT, source_id="official", first_seen_at=NOW)
        found = await store.kin(asking, a_text(1, *TEXT).fingerprint, Features())
        mirror, official, media = (page.id for page in pages)
        assert [one.page_id for one in found] == [older.id, official, media, mirror]

    async def test_more_shared_bands_come_before_fewer(self, store: Store) -> None:
        asking = await a_listed_page(store, url="/asking")
        far = await a_document(store, "/far", *TEXT[:20], *OTHER[:6])
        near = await a_document(store, "/near", *EDITED)
        found = await store.kin(asking, a_text(1, *TEXT).fingerprint, Features())
        assert [one.page_id for one in found] == [near.id, far.id]

    async def test_of_many_the_best_official_one_is_never_left_out(self, store: Store) -> None:
        asking = await a_listed_page(store, url="/asking")
        for number in range(4):
            await a_document(store, f"/{number}", *TEXT, source_id="mirror")
        official = await a_document(store, "/official", *EDITED, source_id="official")
        found = await store.kin(asking, a_text(1, *TEXT).fingerprint, Features(), limit=3)
        assert [one.tier for one in found] == [Tier.MIRROR, Tier.MIRROR, Tier.OFFICIAL]
        assert found[-1].page_id == official.id

    async def test_neither_itself_nor_removed_nor_unread_pages_nor_earlier_versions_are_kin(self, store: Store) -> None:
        itself, removed, edited = [
            await a_document(store, url, *TEXT, features=NUMBERED) for url in ("/itself", "/removed", "/edited")
        ]
        await a_listed_page(store, url="/unread")
        said = a_text(1, *TEXT).fingerprint
        assert len(await store.kin(itself, said, NUMBERED)) == 2
        await store.commit(removed, Verdict(page=replace(removed, presence=Presence.REMOVED)))
        await store.commit(edited, replace(a_verdict(edited, a_text(2, *OTHER)), features=Features()))
        assert await store.kin(itself, said, NUMBERED) == ()

    async def test_a_version_without_features_leaves_those_of_before(self, store: Store) -> None:
        page = await a_document(store, "/1", *TEXT, features=NUMBERED)
        await store.commit(page, a_verdict(page, a_text(2, *OTHER)))
        asking = await a_listed_page(store, url="/asking")
        (one,) = await store.kin(asking, a_text(1, "无关").fingerprint, NUMBERED)
        assert one.features == NUMBERED

    async def test_texts_without_signature_are_kin_by_what_else_they_share(self, store: Store) -> None:
        page = await a_read_page(store, url="/1")
        asking = await a_listed_page(store, url="/asking")
        found = await store.kin(asking, a_version(1).fingerprint, Features())
        assert [one.page_id for one in found] == [page.id]
        assert await store.kin(asking, a_version(1, "别的").fingerprint, Features()) == ()

    async def test_a_text_that_has_lost_its_words_is_no_longer_found_by_them(self, store: Store) -> None:
        page = await a_document(store, "/1", *TEXT)
        wordless = replace(a_text(2), fingerprint=Fingerprint(exact="e", near="", recipe="r"))
        await store.commit(page, a_verdict(page, wordless))
        asking = await a_listed_page(store, url="/asking")
        assert await store.kin(asking, a_text(1, *TEXT).fingerprint, Features()) == ()


class TestPolicies:
    async def test_a_page_that_is_read_founds_a_policy_of_its_own(self, store: Store) -> None:
        page = await a_listed_page(store, url="/1")
        assert page.policy_id is None
        assert await store.policy("/1") is None
        page = await a_document(store, "/2", "甲")
        assert page.policy_id == policy_of(page.source_id, "/2")
        assert await _members(store, "/2") == ["/2"]
        await store.commit(page, a_verdict(page, a_text(2, "乙")))
        assert (await store.page(page.id)).policy_id == page.policy_id

    async def test_a_page_joins_the_policy_of_its_kin(self, store: Store) -> None:
        first = await a_document(store, "/1", *TEXT)
        joined = await a_document(store, "/2", *TEXT, kinship=Kinship(policy_id=_its(first)))
        assert joined.policy_id == first.policy_id
        assert await _members(store, "/1") == await _members(store, "/2") == ["/1", "/2"]

    async def test_the_official_page_is_canonical_whenever_it_comes(self, store: Store) -> None:
        mirror = await a_document(store, "/mirror", "甲", source_id="mirror")
        for name in ("media", "official"):
            own = Kinship(policy_id=_its(mirror))
            await a_document(store, f"/{name}", "甲", source_id=name, first_seen_at=NOW + HOUR, kinship=own)
        policy = await store.policy("/mirror")
        assert policy is not None
        assert (policy.id, policy.canonical_url) == (mirror.policy_id, "/official")
        assert policy.pages == (
            PolicyPage("/official", Tier.OFFICIAL, "关于印发办法的通知"),
            PolicyPage("/media", Tier.MEDIA, "关于印发办法的通知"),
            PolicyPage("/mirror", Tier.MIRROR, "关于印发办法的通知"),
        )

    async def test_of_equals_the_first_seen_is_canonical(self, store: Store) -> None:
        late = await a_document(store, "/late", "甲", first_seen_at=NOW + HOUR)
        await a_document(store, "/early", "甲", kinship=Kinship(policy_id=_its(late)))
        assert await _members(store, "/late") == ["/early", "/late"]

    async def test_a_mirror_takes_the_place_of_no_official_page_though_it_is_removed(self, store: Store) -> None:
        official = await a_document(store, "/official", "甲", source_id="official")
        for name in ("official", "mirror"):
            await a_document(
                store, f"/{name}-2", "甲", source_id=name, first_seen_at=NOW + HOUR, kinship=_same(official)
            )
        await _remove(store, official)
        assert await _members(store, "/official") == ["/official-2", "/official", "/mirror-2"]
        await _remove(store, await _page_at(store, "official", "/official-2"))
        assert await _members(store, "/official") == ["/official", "/official-2", "/mirror-2"]

    async def test_of_pages_that_are_not_official_one_that_is_there_is_canonical(self, store: Store) -> None:
        media = await a_document(store, "/media", "甲", source_id="media")
        await a_document(store, "/mirror", "甲", source_id="mirror", kinship=_same(media))
        await _remove(store, media)
        assert await _members(store, "/media") == ["/mirror", "/media"]

    async def test_policies_that_turn_out_to_be_one_become_one(self, store: Store) -> None:
        one, two = await a_document(store, "/1", *TEXT), await a_document(store, "/2", *EDITED)
        joined = await a_document(store, "/3", *EDITED, kinship=_same(two))
        kinship = Kinship(policy_id=_its(one), merged=(_its(two), PolicyId("pol_unknown")))
        await a_document(store, "/4", *TEXT, kinship=kinship)
        assert await _members(store, "/3") == ["/1", "/2", "/3", "/4"]
        moved = await store.page(joined.id)
        assert moved == replace(joined, policy_id=one.policy_id)

    async def test_a_merger_does_not_make_a_check_that_began_before_late(self, store: Store) -> None:
        one, two = await a_document(store, "/1", "甲"), await a_document(store, "/2", "乙")
        await a_document(store, "/3", "丙", kinship=Kinship(policy_id=_its(one), merged=(_its(two),)))
        await store.commit(two, Verdict(page=replace(two, failures=1)))
        assert (await store.page(two.id)).policy_id == one.policy_id
        two = await store.page(two.id)
        await store.commit(two, a_verdict(two, a_text(2, "乙乙")))
        assert await _members(store, "/1") == ["/1", "/2", "/3"]

    async def test_the_changes_of_a_merged_policy_are_changes_of_the_one(self, store: Store) -> None:
        one, two = await a_document(store, "/1", "甲"), await a_document(store, "/2", "乙")
        for page in (one, two):
            change = replace(a_change(page, 1, kind=ChangeKind.EDITED), policy_id=page.policy_id)
            await store.commit(page, Verdict(page=page, change=change))
        await a_document(store, "/3", "丙", kinship=Kinship(policy_id=_its(one), merged=(_its(two),)))
        assert {told.change.policy_id for told in await store.changes()} == {one.policy_id}

    async def test_a_page_that_goes_to_another_policy_leaves_the_rest_behind(self, store: Store) -> None:
        one = await a_document(store, "/1", "甲")
        two = await a_document(store, "/2", "乙", first_seen_at=NOW + HOUR, kinship=_same(one))
        other = await a_document(store, "/other", "丙")
        one = await store.page(one.id)
        await store.commit(one, replace(a_verdict(one, a_text(2, "丙")), kinship=_same(other)))
        assert await _members(store, "/1") == ["/1", "/other"]
        assert await _members(store, "/2") == ["/2"]
        two = await store.page(two.id)
        change = replace(a_change(two, 1), policy_id=two.policy_id)
        await store.commit(two, Verdict(page=two, change=change))
        two = await store.page(two.id)
        await store.commit(two, replace(a_verdict(two, a_text(2, "丙")), kinship=_same(other)))
        assert await _members(store, "/2") == ["/1", "/other", "/2"]
        (told,) = await store.changes()
        assert told.change.policy_id == other.policy_id

    async def test_a_page_whose_policy_is_said_again_stays_in_it(self, store: Store) -> None:
        page = await a_document(store, "/1", "甲")
        again = Kinship(policy_id=_its(page), merged=(_its(page),))
        await store.commit(page, replace(a_verdict(page, a_text(2, "乙")), kinship=again))
        assert await _members(store, "/1") == ["/1"]

    async def test_of_an_unknown_address_no_policy_is_known(self, store: Store) -> None:
        assert await store.policy("/nowhere") is None


def _its(page: Page) -> PolicyId:
    assert page.policy_id is not None
    return page.policy_id


def _same(page: Page) -> Kinship:
    return Kinship(policy_id=_its(page))


async def _members(store: Store, url: str) -> list[str]:
    policy = await store.policy(url)
    assert policy is not None
    assert policy.canonical_url == policy.pages[0].url
    return [page.url for page in policy.pages]


async def _remove(store: Store, page: Page) -> None:
    page = await store.page(page.id)
    await store.commit(page, Verdict(page=replace(page, presence=Presence.REMOVED)))


async def _page_at(store: Store, source_id: str, url: str) -> Page:
    pages = [page for page in await store.source_pages(a_source(source_id).id) if page.url == url]
    return await store.page(pages[0].id)
