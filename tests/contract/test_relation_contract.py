"""What every store keeps, SQLite, PostgreSQL and the fake alike: what documents do to each other."""

from dataclasses import replace
from datetime import date

import pytest

from core.errors import StaleWrite
from core.model import (
    Features,
    Kinship,
    Page,
    PolicyId,
    Related,
    RelationKind,
    Relative,
    Stage,
    Verdict,
)
from core.ports import Store
from tests.contract.stored import HOUR, a_document, a_new_page, a_text, a_verdict, found
from tests.fakes.nouns import NOW

OLD = Features(number="穗卫2015-5", name="细胞治疗管理办法", day=date(2015, 3, 1))
NEW = Features(number="穗卫2025-3", name="细胞治疗管理办法", day=date(2025, 3, 1))
SAID = "《细胞治疗管理办法》（穗卫〔2015〕5号）同时废止。"
BY_NUMBER = Related(kind=RelationKind.REPEALS, number=OLD.number, name=OLD.name, title="办法", evidence=SAID)
BY_NAME = replace(BY_NUMBER, number=None)
CITED = Related(kind=RelationKind.CITES, number="国发2020-1", name="条例", title="《条例》", evidence="根据《条例》")


class TestRepeal:
    @pytest.mark.parametrize("said", [BY_NUMBER, BY_NAME])
    async def test_a_repealed_document_is_looked_at_at_once(self, store: Store, said: Related) -> None:
        old = await _old(store)
        await _new(store, said)
        after = await store.page(old.id)
        assert after == replace(old, repealed_by=SAID, relisted=True, next_check_at=NOW, revision=old.revision + 1)
        with pytest.raises(StaleWrite):
            await store.commit(old, Verdict(page=old))

    @pytest.mark.parametrize("said", [BY_NUMBER, BY_NAME])
    async def test_a_document_read_after_its_repeal_comes_repealed(self, store: Store, said: Related) -> None:
        await _new(store, said)
        old = await _old(store, checked_later=False)
        assert (old.repealed_by, old.relisted, old.next_check_at, old.revision) == (SAID, True, NOW, 1)

    async def test_a_document_that_is_only_noted_is_not_followed_for_that(self, store: Store) -> None:
        old = await _old(store)
        await store.commit(old, Verdict(page=replace(old, next_check_at=None)))
        await _new(store, BY_NUMBER)
        after = await store.page(old.id)
        assert (after.repealed_by, after.relisted, after.next_check_at) == (SAID, True, None)

    async def test_it_is_told_once(self, store: Store) -> None:
        old = await _old(store)
        new = await _new(store, BY_NUMBER)
        old = await store.page(old.id)
        await store.commit(old, Verdict(page=replace(old, relisted=False, next_check_at=NOW + HOUR)))
        again = replace(a_verdict(new, a_text(2, "第二版")), relations=(replace(BY_NUMBER, evidence="又说"),))
        await store.commit(new, again)
        old = await store.page(old.id)
        assert (old.repealed_by, old.relisted, old.next_check_at) == (SAID, False, NOW + HOUR)
        changed = replace(a_verdict(old, a_text(2, "旧办法改了。")), features=OLD)
        await store.commit(old, changed)
        assert (await store.page(old.id)).relisted is False

    async def test_a_document_repeals_no_page_of_its_own_policy(self, store: Store) -> None:
        old = await _old(store)
        kinship = Kinship(policy_id=_its(old))
        copy = await a_document(store, "/copy", "办法", features=OLD, kinship=kinship, relations=(BY_NAME,))
        assert (await store.page(old.id)).repealed_by is None
        await store.commit(copy, replace(a_verdict(copy, a_text(2, "办法二")), features=OLD))
        assert (await store.page(copy.id)).repealed_by is None

    async def test_a_draft_repeals_nothing_yet(self, store: Store) -> None:
        old = await _old(store)
        await a_document(store, "/draft", "稿", features=replace(NEW, draft=True), relations=(BY_NUMBER,))
        await a_document(store, "/proposed", "稿", features=NEW, stage=Stage.DRAFT, relations=(BY_NUMBER,))
        assert await store.page(old.id) == old
        later = await a_document(store, "/later", "旧办法的另一页。", features=OLD)
        assert later.repealed_by is None

    @pytest.mark.parametrize(
        "features", [replace(OLD, draft=True), replace(NEW, number=None, day=date(2030, 1, 1))], ids=["draft", "later"]
    )
    async def test_by_its_name_neither_a_draft_nor_a_later_edition_is_repealed(
        self, store: Store, features: Features
    ) -> None:
        before = await a_document(store, "/before", "先来的。", features=features)
        await _new(store, BY_NAME)
        after = await a_document(store, "/after", "后到的。", features=features)
        assert await store.page(before.id) == before
        assert after.repealed_by is None

    async def test_what_has_another_number_is_another_document(self, store: Store) -> None:
        page = await a_document(store, "/1", "办法", features=replace(OLD, number="穗卫2016-1"))
        await _new(store, BY_NUMBER)
        assert await store.page(page.id) == page

    async def test_nothing_else_that_a_document_does_to_others_concerns_their_pages(self, store: Store) -> None:
        old = await _old(store)
        kinds = [kind for kind in RelationKind if kind is not RelationKind.REPEALS]
        relations = tuple(replace(BY_NUMBER, kind=kind) for kind in kinds)
        await a_document(store, "/new", "新办法", features=NEW, relations=relations)
        assert await store.page(old.id) == old

    async def test_a_list_of_hundreds_repeals_them_all(self, store: Store) -> None:
        pages = [
            await a_document(store, f"/{number}", "旧", features=Features(number=f"穗府{number}"))
            for number in range(5)
        ]
        repealed = tuple(Related(kind=RelationKind.REPEALS, number=f"穗府{number}") for number in range(1, 1200))
        await a_document(store, "/list", "宣布失效的文件目录", relations=repealed)
        assert [(await store.page(page.id)).relisted for page in pages] == [False, True, True, True, True]

    async def test_a_document_found_by_a_listing_first_is_repealed_when_it_is_read(self, store: Store) -> None:
        await _new(store, BY_NUMBER)
        (page_id,) = await found(store, a_new_page("/old"))
        page = await store.page(page_id)
        assert page.repealed_by is None
        await store.commit(page, replace(a_verdict(page, a_text(1, "旧")), features=OLD))
        assert (await store.page(page_id)).repealed_by == SAID


class TestRelated:
    async def test_both_sides_are_told_of_each_other(self, store: Store) -> None:
        old = await _old(store)
        new = await _new(store, BY_NUMBER, CITED)
        title = "关于印发办法的通知"
        repeals = Relative(
            kind=RelationKind.REPEALS,
            inward=False,
            url="/old",
            policy_id=old.policy_id,
            day=OLD.day,
            title=title,
            number=OLD.number,
            evidence=SAID,
        )
        cites = Relative(
            kind=RelationKind.CITES, inward=False, title="《条例》", number=CITED.number, evidence="根据《条例》"
        )
        assert await store.related("/new") == [repeals, cites]
        repealed = replace(repeals, inward=True, url="/new", policy_id=new.policy_id, day=NEW.day)
        assert await store.related("/old") == [repealed]

    async def test_a_policy_is_told_once_however_many_pages_publish_it(self, store: Store) -> None:
        old = await _old(store)
        await a_document(store, "/old-2", "旧办法二", features=OLD, kinship=Kinship(policy_id=_its(old)))
        new = await _new(store, BY_NAME)
        copy = Kinship(policy_id=_its(new))
        await a_document(
            store, "/copy", "抄", features=NEW, first_seen_at=NOW + HOUR, kinship=copy, relations=(BY_NAME,)
        )
        assert [one.url for one in await store.related("/copy")] == ["/old"]
        assert [one.url for one in await store.related("/old-2")] == ["/new"]

    async def test_a_policy_is_shown_by_no_page_that_has_left_it(self, store: Store) -> None:
        old = await _old(store)
        stays = Kinship(policy_id=_its(old))
        await a_document(store, "/stays", "旧", features=OLD, first_seen_at=NOW + HOUR, kinship=stays)
        await _new(store, replace(CITED, number=OLD.number))
        leaves = replace(a_verdict(old, a_text(2, "别的")), features=Features())
        await store.commit(old, replace(leaves, kinship=Kinship(policy_id=PolicyId("pol_elsewhere"))))
        assert [one.url for one in await store.related("/new")] == ["/stays"]

    async def test_a_final_text_is_related_to_its_draft_and_to_no_other_edition(self, store: Store) -> None:
        await _old(store)
        await a_document(store, "/draft", "稿", features=replace(NEW, number=None, draft=True))
        finalises = Related(kind=RelationKind.FINALISES, name=NEW.name, evidence="征求意见稿")
        await _new(store, finalises)
        assert [one.url for one in await store.related("/new")] == ["/draft"]
        assert [(one.kind, one.url) for one in await store.related("/draft")] == [(RelationKind.FINALISES, "/new")]
        assert await store.related("/old") == []

    async def test_what_a_document_no_longer_says_is_forgotten(self, store: Store) -> None:
        new = await _new(store, CITED)
        await store.commit(new, a_verdict(new, a_text(2, "二")))
        assert len(await store.related("/new")) == 1
        new = await store.page(new.id)
        await store.commit(new, replace(a_verdict(new, a_text(3, "三")), relations=()))
        assert await store.related("/new") == []

    async def test_an_explanation_may_come_the_day_before(self, store: Store) -> None:
        explains = Related(kind=RelationKind.INTERPRETS, name=NEW.name, evidence="解读")
        speaker = Features(name="解读", day=date(2025, 2, 28))
        await a_document(store, "/explained", "解读", features=speaker, relations=(explains,))
        await _new(store)
        assert [one.url for one in await store.related("/explained")] == ["/new"]

    async def test_of_an_unknown_address_nothing_is_related(self, store: Store) -> None:
        assert await store.related("/nowhere") == []


async def _old(store: Store, *, checked_later: bool = True) -> Page:
    page = await a_document(store, "/old", "旧办法。", features=OLD)
    if checked_later:
        await store.commit(page, Verdict(page=replace(page, next_check_at=NOW + 9 * HOUR)))
    return await store.page(page.id)


async def _new(store: Store, *relations: Related) -> Page:
    return await a_document(store, "/new", "新办法。", features=NEW, relations=relations)


def _its(page: Page) -> PolicyId:
    assert page.policy_id is not None
    return page.policy_id
