"""The roads over a store in memory and a scripted web."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.model import CUT, Blocked, ChangeKind, Failed, Gone, PageId, Unchanged, Validators, Verdict
from core.source import (
    Baseline,
    Channel,
    ChannelType,
    Configuration,
    Discovery,
    Manners,
    Match,
    Recipe,
    Rule,
    Selectors,
    Source,
    SourceId,
    SourceKind,
    When,
    Words,
)
from policywatch.check import check
from policywatch.discover import Discovery as Discovered
from policywatch.discover import discover
from policywatch.rulebook import explained
from tests.e2e.village import article, listing
from tests.fakes.memory_store import MemoryStore
from tests.fakes.nouns import NOW, fresh
from tests.fakes.scripted_web import ScriptedWeb

LIST = "https://www.example.gov.cn/list/"
PAGE = "https://www.example.gov.cn/content/post_1.html"
RECIPE = Recipe(reading_version=1)
SOURCE = Source(
    id=SourceId("s"),
    name="源",
    url=LIST,
    recipe=RECIPE,
    kind=SourceKind.LIST,
    discovery=Discovery(include="/content/post_"),
)
CHANNELS = (Channel(name="team", type=ChannelType.EMAIL, to=("a@example.org", "b@example.org")),)
FIRST = PageId(2)
RULES = (Rule(name="all", send_to=("team",)),)


class Watcher:
    """The roads over one source."""

    def __init__(self, source: Source = SOURCE) -> None:
        self.web = ScriptedWeb()
        self.store = MemoryStore()
        self.now = NOW
        self.use(source)

    def use(self, source: Source) -> None:
        self.source = source
        self.config = Configuration(sources=(source,), channels=CHANNELS, rules=RULES)

    async def discover(self) -> Discovered:
        await self.store.register(self.config.sources, self.now)
        return await discover(
            self.source.id,
            sources={self.source.id: self.source},
            config=self.config,
            web=self.web,
            store=self.store,
            now=self.now,
        )

    async def check(self, page: PageId = FIRST, *, after: timedelta = timedelta(days=1)) -> Verdict:
        self.now += after
        return await check(
            page,
            sources={self.source.id: self.source},
            config=self.config,
            web=self.web,
            store=self.store,
            now=self.now,
        )


@pytest.fixture
async def watcher() -> Watcher:
    """One page, read once: the baseline."""
    built = Watcher()
    built.web.put(LIST, listing(1))
    built.web.put(PAGE, article("办法", "第一条 资助100万元。"))
    found = await built.discover()
    assert found.pages == (2,)
    first = await built.check(after=timedelta())
    assert (first.change, first.deliveries) == (None, ())
    assert first.version is not None
    return built


async def test_a_later_document_is_new_and_owed_once_to_each_recipient(watcher: Watcher) -> None:
    watcher.web.put(LIST, listing(2, 1))
    watcher.web.put(PAGE.replace("1", "2"), article("细则", "第一条 资助200万元。"))
    found = await watcher.discover()
    verdict = await watcher.check(found.pages[0])
    assert verdict.change is not None
    assert verdict.change.kind is ChangeKind.NEW
    assert [delivery.recipient for delivery in verdict.deliveries] == ["a@example.org", "b@example.org"]
    assert len({delivery.id for delivery in verdict.deliveries}) == 2


async def test_noise_moves_nothing_but_the_next_look(watcher: Watcher) -> None:
    noisy = article("办法", "第一条 资助100万元。").replace(b"</body>", "<p>浏览次数：734</p></body>".encode())
    watcher.web.put(PAGE, noisy)
    verdict = await watcher.check()
    assert (verdict.change, verdict.version) == (None, None)
    assert verdict.page.next_check_at == watcher.store.pages[PageId(2)].next_check_at


async def test_the_second_look_is_conditional_and_the_first_is_not(watcher: Watcher) -> None:
    await watcher.check()
    assert [conditional for url, conditional in watcher.web.asked if url == PAGE] == [False, True]


async def test_a_challenge_page_is_no_change_and_no_sighting_of_absence(watcher: Watcher) -> None:
    watcher.web.put(PAGE, Gone(status=404))
    await watcher.check()
    watcher.web.put(PAGE, Blocked(by="waf"))
    verdict = await watcher.check()
    assert verdict.change is None
    assert verdict.page.gone_sightings == 1


async def test_a_removed_document_is_told_with_the_words_it_had(watcher: Watcher) -> None:
    watcher.web.put(PAGE, Gone(status=404))
    verdicts = [await watcher.check() for _ in range(3)]
    assert [verdict.change.kind if verdict.change else None for verdict in verdicts] == [None, None, ChangeKind.REMOVED]
    assert len(verdicts[-1].deliveries) == 2


async def test_a_new_recipe_rereads_the_stored_bytes_and_tells_nobody(watcher: Watcher) -> None:
    selectors = Selectors(body="#zoom p")
    watcher.use(replace(SOURCE, recipe=Recipe(reading_version=2, selectors=selectors)))
    verdict = await watcher.check()
    assert verdict.change is None
    assert verdict.deliveries == ()
    assert watcher.store.pages[PageId(2)].recipe == watcher.source.recipe.digest


async def test_an_edit_that_comes_together_with_a_new_recipe_is_still_told(watcher: Watcher) -> None:
    watcher.use(replace(SOURCE, recipe=Recipe(reading_version=2)))
    watcher.web.put(PAGE, article("办法", "第一条 资助800万元。"))
    verdict = await watcher.check()
    assert verdict.change is not None
    assert verdict.change.kind is ChangeKind.EDITED


async def test_what_a_new_recipe_reads_differently_is_a_rebased_version_told_to_nobody(watcher: Watcher) -> None:
    recipe = Recipe(reading_version=1, selectors=Selectors(remove=("#zoom p:first-child",)))
    watcher.use(replace(SOURCE, recipe=recipe))
    await watcher.check()
    kinds = [change.kind for change in watcher.store.recorded.values()]
    assert kinds == [ChangeKind.REBASED]
    assert watcher.store.outbox == {}
    versions = watcher.store.histories[PageId(2)]
    assert [version.number for version in versions] == [1, 2]
    assert len(versions[1].document.blocks) == len(versions[0].document.blocks) - 1


async def test_a_listing_without_documents_is_trouble_and_no_baseline() -> None:
    watcher = Watcher()
    watcher.web.put(LIST, listing())
    found = await watcher.discover()
    assert found.trouble is not None
    assert "no documents" in found.trouble
    watcher.web.put(LIST, listing(2, 1))
    found = await watcher.discover()
    assert len(found.pages) == 2
    assert not any(page.announce for page in watcher.store.pages.values())


async def test_an_announced_baseline_tells_what_stands_there() -> None:
    watcher = Watcher(replace(SOURCE, baseline=Baseline.ANNOUNCE))
    watcher.web.put(LIST, listing(1))
    watcher.web.put(PAGE, article("办法", "第一条 资助100万元。"))
    await watcher.discover()
    verdict = await watcher.check()
    assert verdict.change is not None
    assert verdict.change.kind is ChangeKind.NEW


async def test_a_listing_is_looked_at_unconditionally_under_new_rules(watcher: Watcher) -> None:
    await watcher.discover()
    watcher.use(replace(SOURCE, discovery=Discovery(include="/content/")))
    await watcher.discover()
    assert [conditional for url, conditional in watcher.web.asked if url == LIST] == [False, True, False]


def spread_page(*paragraphs: str) -> bytes:
    """One of two pages of a document, with the pager that government sites put below it."""
    links = '<a href="post_1.html">1</a> <a href="post_1_2.html">2</a> <a href="post_1_2.html">下一页</a>'
    pager = f'<div class="page">{links}</div>'
    return article("办法", *paragraphs).replace(b"</body>", pager.encode() + b"</body>")


async def test_a_document_on_two_pages_is_read_as_one_and_an_edit_of_the_second_is_told() -> None:
    watcher = Watcher()
    second = PAGE.replace("post_1", "post_1_2")
    watcher.web.put(LIST, listing(1))
    watcher.web.put(PAGE, spread_page("第一条 对符合条件的生物医药企业给予资助100万元。"))
    watcher.web.put(second, spread_page("第二条 对符合条件的医疗器械企业给予资助200万元。"))
    await watcher.discover()
    first = await watcher.check()
    assert first.version is not None
    assert "第二条" in first.version.document.body
    assert (await watcher.check()).change is None

    watcher.web.put(second, spread_page("第二条 对符合条件的医疗器械企业给予资助800万元。"))
    edited = await watcher.check()
    assert edited.change is not None
    assert (edited.change.kind, edited.change.headline) == (
        ChangeKind.EDITED,
        "numbers only 仅数字改动 · 第二条: 200万元 → 800万元",
    )


async def test_half_a_document_is_never_taken_for_one_that_was_cut() -> None:
    watcher = Watcher()
    second = PAGE.replace("post_1", "post_1_2")
    watcher.web.put(LIST, listing(1))
    watcher.web.put(PAGE, spread_page("第一条 对符合条件的生物医药企业给予资助100万元。"))
    watcher.web.put(second, spread_page("第二条 对符合条件的医疗器械企业给予资助200万元。"))
    await watcher.discover()
    await watcher.check()
    watcher.web.put(second, Blocked(by="waf"))
    verdict = await watcher.check()
    assert verdict.change is None
    assert verdict.page.last_outcome == "doubtful"


async def test_a_source_that_goes_on_failing_is_told_once_to_those_who_ask_for_it(watcher: Watcher) -> None:
    kinds = (ChangeKind.FAILING.value, ChangeKind.RECOVERED.value)
    told = Rule(name="health", send_to=("team",), match=Match(kinds=kinds))
    watcher.config = replace(watcher.config, rules=(told,))
    watcher.web.put(LIST, Blocked(by="waf"))
    seen = [await watcher.discover() for _ in range(9)]
    assert [found.change.kind for found in seen if found.change] == [ChangeKind.FAILING]
    assert len(watcher.store.outbox) == 2
    watcher.web.put(LIST, listing(1))
    recovered = await watcher.discover()
    assert recovered.change is not None
    assert recovered.change.kind is ChangeKind.RECOVERED
    assert len(watcher.store.outbox) == 4


async def test_a_repeal_in_the_listing_alone_is_told_though_the_page_cannot_be_reached(watcher: Watcher) -> None:
    watcher.web.put(PAGE, Blocked(by="waf"))
    watcher.web.put(LIST, listing(1).replace("关于印发".encode(), "【已废止】关于印发".encode()))
    await watcher.discover()
    verdict = await watcher.check()
    assert verdict.change is not None
    assert verdict.change.kind is ChangeKind.STATUS
    assert verdict.change.fields["stage"][1] == "repealed"
    assert len(verdict.deliveries) == 2
    again = await watcher.check()
    assert (again.change, again.page.last_outcome) == (None, "doubtful")


async def test_an_edit_that_takes_a_word_out_is_told_to_who_asks_for_the_word(watcher: Watcher) -> None:
    asks = Rule(name="figures", send_to=("team",), match=Match(words=Words(any=("资助100万元",))))
    watcher.config = replace(watcher.config, rules=(asks,))
    watcher.web.put(PAGE, article("办法", "第一条 不再给予资助。"))
    verdict = await watcher.check()
    assert verdict.change is not None
    assert [one.recipient for one in verdict.deliveries] == ["a@example.org", "b@example.org"]


async def test_an_explanation_owes_exactly_what_the_road_owed(watcher: Watcher) -> None:
    morning = Rule(name="morning", send_to=("team",), when=When(digest="0 9 * * *"))
    rules = (Rule(name="words", send_to=("team",), match=Match(words=Words(any=("300万",), none=("100万",)))), morning)
    watcher.config = replace(watcher.config, rules=rules)
    for text in ("第一条 资助300万元。", "第一条 资助100万元。", None):
        watcher.web.put(PAGE, article("办法", text) if text else Gone(status=404))
        verdict = await watcher.check()
        while verdict.change is None:
            verdict = await watcher.check()
        answer = await explained(watcher.store, watcher.config, verdict.change.id)
        assert tuple(one for rule in answer.rules for one in rule.tells) == verdict.deliveries
        assert verdict.deliveries


async def test_a_server_that_says_304_for_ever_does_not_hide_an_edit(watcher: Watcher) -> None:
    """One look in eight asks for the bytes, of a page and of a listing."""
    asked = [await asked_for(watcher, url) for url in (PAGE, LIST)]
    assert [[conditional for conditional in one if not conditional] for one in asked] == [[False] * 2] * 2


async def asked_for(watcher: Watcher, url: str) -> list[bool]:
    """Whether each of sixteen looks at an address asked to be spared the bytes."""
    tagged = Validators(etag='"1"', raw_digest="0" * 64)
    seen: list[bool] = []

    async def look(
        address: str, manners: Manners, validators: Validators | None = None, **_: str | bytes | None
    ) -> Unchanged:
        seen.append(validators is not None and validators.etag is not None)
        return Unchanged()

    for place, page in watcher.store.pages.items():
        watcher.store.pages[place] = replace(page, validators=tagged)
    for source, known in watcher.store.looked_at.items():
        watcher.store.looked_at[source] = replace(known, validators=tagged)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(watcher.web, "look", look)
        for _ in range(16):
            await (watcher.check() if url == PAGE else watcher.discover())
    return seen


HOME = replace(fresh(article("村政府", "本村概况：现有居民三千人，耕地四千亩。")), url="https://www.example.gov.cn/")


async def test_a_document_that_leads_to_the_home_page_is_gone(watcher: Watcher) -> None:
    watcher.web.put(PAGE, HOME)
    verdicts = [await watcher.check() for _ in range(3)]
    assert [verdict.change.kind if verdict.change else None for verdict in verdicts] == [None, None, ChangeKind.REMOVED]
    assert verdicts[0].page.last_error == "gone (200, soft)"


async def test_a_new_document_that_leads_to_the_home_page_is_no_news(watcher: Watcher) -> None:
    watcher.web.put(LIST, listing(2, 1))
    watcher.web.put(PAGE.replace("1", "2"), HOME)
    found = await watcher.discover()
    verdict = await watcher.check(found.pages[0])
    assert (verdict.change, verdict.version) == (None, None)


async def test_a_page_that_was_configured_may_lead_home() -> None:
    watcher = Watcher(replace(SOURCE, kind=SourceKind.PAGE, url=PAGE, baseline=Baseline.ANNOUNCE))
    await watcher.store.register(watcher.config.sources, NOW)
    watcher.web.put(PAGE, HOME)
    (place,) = [page.id for page in watcher.store.pages.values() if page.url == PAGE]
    assert (await watcher.check(place)).version is not None


async def test_a_document_is_not_removed_while_its_whole_site_is_away(watcher: Watcher) -> None:
    watcher.web.put(PAGE, Gone(status=404))
    for listed in (Gone(status=404), Failed(reason="http 503"), article("系统维护", "系统维护中，请稍后访问。")):
        watcher.web.put(LIST, listed if not isinstance(listed, bytes) else DOWN)
        verdicts = [await watcher.check(after=timedelta(hours=1)) for _ in range(3)]
        assert [verdict.change for verdict in verdicts] == [None] * 3
    watcher.web.put(LIST, listing(1))
    verdict = await watcher.check(after=timedelta(hours=1))
    assert verdict.change is not None
    assert verdict.change.kind is ChangeKind.REMOVED


async def test_a_site_that_stays_away_took_its_documents_with_it(watcher: Watcher) -> None:
    watcher.web.put(PAGE, Gone(status=404))
    watcher.web.put(LIST, Gone(status=404))
    verdicts = [await watcher.check(after=timedelta(hours=8)) for _ in range(4)]
    assert [verdict.change.kind for verdict in verdicts if verdict.change] == [ChangeKind.REMOVED]


DOWN = "<html><head><title>系统维护</title></head><body><p>系统维护中，请稍后访问</p></body></html>".encode()


async def test_a_title_that_a_page_shows_no_more_still_stands(watcher: Watcher) -> None:
    shown = article("办法", "第一条 资助100万元。").decode()
    for named in ("<h1>办法</h1>", '<meta name="ArticleTitle" content="办法">', "办法_村政府"):
        assert named in shown
        shown = shown.replace(named, "")
    watcher.web.put(PAGE, shown.encode())
    assert (await watcher.check()).change is None


async def test_a_document_that_loses_its_pager_is_no_edit() -> None:
    watcher = Watcher()
    watcher.web.put(LIST, listing(1))
    watcher.web.put(PAGE, spread_page("第一条 对符合条件的生物医药企业给予资助100万元。"))
    watcher.web.put(PAGE.replace("post_1", "post_1_2"), spread_page("第二条 对医疗器械企业给予资助200万元。"))
    await watcher.discover()
    assert (await watcher.check()).version is not None
    watcher.web.put(PAGE, article("办法", "第一条 对符合条件的生物医药企业给予资助100万元。"))
    verdict = await watcher.check()
    assert (verdict.change, verdict.page.last_outcome) == (None, CUT)


async def test_a_wall_that_stays_before_a_whole_site_is_told_of_one_page_at_most(watcher: Watcher) -> None:
    second = PAGE.replace("1", "2")
    watcher.web.put(LIST, listing(2, 1))
    watcher.web.put(second, article("细则", "第一条 资助200万元，用于第二类项目。"))
    (other,) = (await watcher.discover()).pages
    await watcher.check(other)
    wall = "<title>服务提示</title><p>本服务器已启用访问保护策略，请使用其他方式获取本页内容。</p>".encode()
    for url in (PAGE, second):
        watcher.web.put(url, wall)
    verdicts = [await watcher.check(page, after=timedelta(hours=7)) for _ in range(4) for page in (FIRST, other)]
    assert [verdict.change.kind for verdict in verdicts if verdict.change] == [ChangeKind.EDITED]
    assert verdicts[-1].page.last_error == f"another page: {PAGE} shows the same"


async def test_the_removal_of_a_document_that_moved_says_where_it_stands(watcher: Watcher) -> None:
    moved = PAGE.replace("1", "2")
    watcher.web.put(LIST, listing(2))
    watcher.web.put(moved, article("办法", "第一条 资助100万元。"))
    watcher.web.put(PAGE, Gone(status=404))
    (other,) = (await watcher.discover()).pages
    found = await watcher.check(other)
    assert found.change is not None
    assert found.change.kind is ChangeKind.REPRINT
    verdicts = [await watcher.check() for _ in range(3)]
    removed = verdicts[-1].change
    assert removed is not None
    assert (removed.kind, removed.canonical_url) == (ChangeKind.REMOVED, moved)
    assert removed.headline == f"it still stands at 仍见于 {moved} · 办法"


@pytest.mark.parametrize("begins", [b"%PDF-1.7", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
async def test_a_row_that_leads_straight_to_a_file_is_news_under_its_own_title(watcher: Watcher, begins: bytes) -> None:
    watcher.web.put(LIST, listing(2, 1))
    file = PAGE.replace("1", "2")
    watcher.web.put(
        file, replace(fresh(begins + b"\x00\x01" * 90), url=file, headers=(("Content-Type", "application/pdf"),))
    )
    (found,) = (await watcher.discover()).pages
    verdict = await watcher.check(found)
    assert verdict.change is not None
    assert (verdict.change.kind, verdict.change.headline) == (ChangeKind.NEW, "关于印发第2号办法的通知")
    assert verdict.version is not None
    assert [one.url for one in verdict.version.document.attachments] == [file]
    assert (await watcher.check(found)).change is None


async def test_bytes_that_are_no_document_are_no_news(watcher: Watcher) -> None:
    watcher.web.put(LIST, listing(2, 1))
    watcher.web.put(PAGE.replace("1", "2"), fresh(b"\x89PNG\r\n\x1a\n" + b"\x00" * 90))
    (found,) = (await watcher.discover()).pages
    assert (await watcher.check(found)).change is None
