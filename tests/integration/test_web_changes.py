"""The list of changes and one change, as a person sees them."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from structlog.testing import capture_logs

from core.errors import StoreError
from core.model import Change, ChangeKind, Document, Stage, Told, Verdict, Version
from core.source import Configuration, Rule, Settings, Source
from tests.contract.stored import a_change, a_listed_page, a_source, a_verdict
from tests.fakes.desk import Browser, a_browser, a_desk
from tests.fakes.memory_store import MemoryStore
from tests.fakes.nouns import NOW, version
from tests.fakes.told import AFTER, BEFORE, HOSTILE, article
from web import redline

MINUTE = timedelta(minutes=1)
SOURCES = (
    replace(a_source("gz", name="广州", url="https://gz.example/"), tags=("卫健", "广州"), name_en="Guangzhou"),
    replace(a_source("fs", name="佛山", url="https://fs.example/"), tags=("卫健",)),
)
CONFIGURATION = Configuration(
    sources=SOURCES, rules=(Rule(name="cell-therapy", send_to=()), Rule(name="空", send_to=()))
)


@pytest.fixture
async def store() -> MemoryStore:
    """Two sources, nothing changed yet."""
    opened = MemoryStore()
    await opened.register(SOURCES, NOW)
    return opened


@pytest.fixture
async def browser(store: MemoryStore) -> AsyncIterator[Browser]:
    """Somebody who has signed in."""
    async with a_browser(a_desk(store, CONFIGURATION)) as opened:
        await opened.enter()
        yield opened


async def told(
    store: MemoryStore, title: str, *, source: Source = SOURCES[0], minutes: int = 1, **said: object
) -> Change:
    """A new document of a source."""
    page = await a_listed_page(store, source.id, f"{source.url}{quote(title)}")
    document = replace(article("正文。", title=title), stage=said.pop("stage", None))  # type: ignore[arg-type]
    change = replace(a_change(page, 1, after=1), at=NOW + minutes * MINUTE, **said)  # type: ignore[arg-type]
    await store.commit(page, a_verdict(page, replace(version(), document=document), change))
    return change


async def edited(store: MemoryStore, was: Document, now: Document, **said: object) -> Change:
    """A document that was there and is edited."""
    page = await a_listed_page(store, SOURCES[0].id, "https://gz.example/1")
    before, after = (_version(number, one) for number, one in ((1, was), (2, now)))
    await store.commit(page, replace(a_verdict(page, before), raw=b"<script>alert(1)</script>"))
    page = await store.page(page.id)
    change = replace(a_change(page, 1, kind=ChangeKind.EDITED, before=1, after=2), **said)  # type: ignore[arg-type]
    await store.commit(page, a_verdict(page, after, change))
    return change


def _version(number: int, document: Document) -> Version:
    evidence = {":url": "https://gz.example/1", ":status": "200", "etag": '"é<b>"'}
    return replace(version(number=number), document=document, evidence=evidence, raw_digest=f"{number}" * 64)


def titles(page: str) -> list[str]:
    """The titles that a list shows, in order."""
    return [unescape(found) for found in re.findall(r'<p class="name"[^>]*><a [^>]*>([^<]*)</a>', page)]


class TestTheList:
    async def test_before_anything_changed_it_says_what_to_expect(self, browser: Browser) -> None:
        assert "Nothing has changed yet" in (await browser.get("/")).text
        assert "No change fits this filter" in (await browser.get("/?kind=edited")).text
        assert "尚无变更" in (await browser.get("/?lang=zh")).text

    async def test_an_entry_says_what_happened_where_and_when(self, store: MemoryStore, browser: Browser) -> None:
        change = await told(store, "关于细胞治疗的通知", stage=Stage.DRAFT)
        page = (await browser.get("/")).text
        assert titles(page) == ["关于细胞治疗的通知"]
        for said in (
            ">new<",
            "广州",
            "2026-03-02 09:01",
            "2026-03-02T01:01:00Z",
            "某卫规字〔2026〕3号",
            "draft",
            "一句话",
        ):
            assert said in page
        assert f'href="/changes/{change.id}"' in page

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", ["丁", "丙", "乙", "甲"]),
            ("?kind=edited", ["丙"]),
            ("?kind=edited&kind=new", ["丙", "乙", "甲"]),
            ("?source=fs", ["丁", "乙"]),
            ("?tag=%E5%B9%BF%E5%B7%9E", ["丙", "甲"]),
            ("?tag=%E5%8D%AB%E5%81%A5", ["丁", "丙", "乙", "甲"]),
            ("?tag=%E5%B9%BF%E5%B7%9E&source=fs", []),
            ("?stage=draft", ["甲"]),
            ("?rule=cell-therapy", ["丁", "丙", "乙", "甲"]),
            ("?rule=%E7%A9%BA", []),
            ("?since=2026-03-03", ["丁"]),
            ("?until=2026-03-02", ["丙", "乙", "甲"]),
            ("?since=2026-03-02&until=2026-03-02&kind=new&source=gz", ["甲"]),
            ("?kind=&source=&tag=&stage=&rule=&since=&until=", ["丁", "丙", "乙", "甲"]),
        ],
    )
    async def test_filters_narrow_it_alone_and_together(
        self, store: MemoryStore, browser: Browser, query: str, found: list[str]
    ) -> None:
        await told(store, "甲", minutes=1, stage=Stage.DRAFT)
        await told(store, "乙", source=SOURCES[1], minutes=2)
        await told(store, "丙", minutes=3, kind=ChangeKind.EDITED)
        # 16:00 in UTC is the next day in the zone of the settings.
        await told(store, "丁", source=SOURCES[1], minutes=15 * 60, kind=ChangeKind.STATUS)
        assert titles((await browser.get(f"/{query}")).text) == found

    async def test_a_source_that_is_no_longer_configured_can_still_be_asked_for(
        self, store: MemoryStore, browser: Browser
    ) -> None:
        gone = a_source("gone", name="旧", url="https://old.example/")
        await store.register([*SOURCES, gone], NOW)
        await told(store, "旧文", source=gone)
        assert titles((await browser.get("/?source=gone")).text) == ["旧文"]

    @pytest.mark.parametrize("page", ["/", "/deadlines", "/search"])
    async def test_a_source_that_is_no_longer_configured_stays_chosen_where_it_narrows_the_list(
        self, browser: Browser, page: str
    ) -> None:
        shown = (await browser.get(f"{page}?source=gone")).text
        assert '<option value="gone" selected>gone</option>' in shown
        assert '<option value="gone"' not in (await browser.get(page)).text

    async def test_a_filter_says_all_that_it_asks_for(self, browser: Browser) -> None:
        shown = (await browser.get("/?source=gone&mark=noise&rule=old&tag=x")).text
        (chips,) = re.findall(r'<p class="chosen">(.*?)</p>', shown, re.DOTALL)
        said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", chips)).strip()
        assert said == "Source: gone Tag: x Told by rule: old Marked: noise Clear"
        for name in ("old", "x"):
            assert f'<option value="{name}" selected>' in shown

    @pytest.mark.parametrize("page", ["/", "/deadlines", "/search"])
    async def test_of_very_many_sources_one_is_asked_for_by_its_id(self, store: MemoryStore, page: str) -> None:
        await told(store, "甲")
        many = (*SOURCES, *(a_source(f"s{number}", url=f"https://s{number}.example/") for number in range(600)))
        async with a_browser(a_desk(store, replace(CONFIGURATION, sources=many))) as browser:
            await browser.enter()
            shown = (await browser.get(f"{page}?source=s7")).text
        assert len(shown) < 20_000
        assert '<input name="source" value="s7"' in shown

    async def test_what_is_not_understood_is_left_out_and_said(self, store: MemoryStore, browser: Browser) -> None:
        await told(store, "甲")
        page = (await browser.get("/?kind=odd&since=yesterday&stage=%3Cb%3E&until=9999-12-31&after=nonsense")).text
        assert titles(page) == ["甲"]
        assert "Not understood and left out: odd, &lt;b&gt;, yesterday, 9999-12-31." in page

    async def test_it_is_paged_and_what_comes_in_meanwhile_moves_nothing(
        self, store: MemoryStore, browser: Browser
    ) -> None:
        for number in range(120):
            await told(store, f"{number:03}", minutes=number)
        shown: list[str] = []
        address = "/?kind=new&tag=卫健".replace("卫健", quote("卫健"))
        while address:
            page = (await browser.get(address)).text
            shown += titles(page)
            await told(store, f"new-{len(shown)}", minutes=1_000)
            older = re.search(r'href="([^"]+)" rel="next"', page)
            address = unescape(older[1]) if older else ""
        assert shown == [f"{number:03}" for number in reversed(range(120))]

    async def test_htmx_gets_the_list_alone_and_the_same(self, store: MemoryStore, browser: Browser) -> None:
        await told(store, "甲")
        whole = (await browser.get("/?kind=new")).text
        part = (await browser.get("/?kind=new", **{"HX-Request": "true", "HX-Request-Type": "partial"})).text
        assert part.strip().startswith('<section id="results"')
        assert part.strip() in whole
        restored = (await browser.get("/?kind=new", **{"HX-Request": "true", "HX-Request-Type": "full"})).text
        assert restored == whole


class TestLanguages:
    @pytest.mark.parametrize(
        ("header", "language"),
        [
            ("", "en"),
            ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
            ("en;q=0.2, zh;q=0.3", "zh-Hans"),
            ("de, en;q=0.5", "en"),
            ("zh;q=0", "en"),
            ("zh;q=x", "en"),
            ("fr", "en"),
        ],
    )
    async def test_a_page_is_in_the_language_that_the_browser_likes(
        self, browser: Browser, header: str, language: str
    ) -> None:
        assert f'<html lang="{language}">' in (await browser.get("/", **{"Accept-Language": header})).text

    async def test_a_language_that_is_asked_for_is_kept_and_the_filter_with_it(self, browser: Browser) -> None:
        page = (await browser.get("/?kind=new&lang=zh")).text
        assert "最新变更" in page
        assert 'href="?kind=new&amp;lang=en"' in page
        assert "最新变更" in (await browser.get("/", **{"Accept-Language": "en"})).text
        assert "What changed" in (await browser.get("/?lang=en")).text

    async def test_an_unknown_language_changes_nothing(self, browser: Browser) -> None:
        answer = await browser.get("/?lang=xx")
        assert "What changed" in answer.text
        assert "Set-Cookie" not in answer.headers


class TestHostileText:
    async def test_what_pages_say_is_shown_as_text(self, store: MemoryStore, browser: Browser) -> None:
        change = await told(store, HOSTILE, headline=HOSTILE, copies=(HOSTILE,), pages=(HOSTILE,))
        for address in ("/", f"/changes/{change.id}"):
            page = (await browser.get(address)).text
            assert "<script>alert" not in page
            assert "&lt;script&gt;alert(1)" in page
            assert "<a href='http://evil" not in page
            assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e]", page)

    @pytest.mark.parametrize(
        "url", ["javascript:alert(1)", "data:text/html,x", "ftp://x/", "//x", "https:", "http://[x"]
    )
    async def test_only_addresses_of_the_web_become_links(self, store: MemoryStore, browser: Browser, url: str) -> None:
        change = await told(store, "甲", copies=(url, "https://copy.example/"))
        page = (await browser.get(f"/changes/{change.id}")).text
        assert 'href="https://copy.example/" rel="noreferrer noopener external"' in page
        assert f'href="{url}"' not in page
        assert url in unescape(page)

    async def test_no_page_carries_script_or_style_of_its_own(self, store: MemoryStore, browser: Browser) -> None:
        change = await edited(store, article(*BEFORE), article(*AFTER))
        for address in ("/", f"/changes/{change.id}", f"/changes/{change.id}?view=side", "/nothing"):
            page = (await browser.get(address)).text
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src=)|javascript:", page), address


class TestOneChange:
    async def test_the_redline_marks_what_went_and_what_came(self, store: MemoryStore, browser: Browser) -> None:
        change = await edited(store, article(*BEFORE), article(*AFTER))
        page = (await browser.get(f"/changes/{change.id}")).text
        assert "最高奖励<del>500万元</del><ins>800万元</ins>" in page
        assert "<b>changed</b>" in page
        assert "figures only" in page
        beside = (await browser.get(f"/changes/{change.id}?view=side")).text
        assert re.search(r"奖励<del>500万元</del>.</td>\s*<td[^>]*>第二条 最高奖励<ins>800万元</ins>", beside)

    async def test_a_move_is_told_as_one(self, store: MemoryStore, browser: Browser) -> None:
        first, second, third = (f"第{number}条 {text * 8}" for number, text in zip("一二三", "甲乙丙", strict=True))
        change = await edited(store, article(first, second, third), article(second, third, first))
        page = (await browser.get(f"/changes/{change.id}?lang=zh")).text
        assert "<b>移动</b>" in page

    async def test_long_unchanged_text_is_folded_away(self, store: MemoryStore, browser: Browser) -> None:
        rest = [f"第{number}段没有变化的文字。" for number in range(30)]
        change = await edited(store, article(*rest, BEFORE[1]), article(*rest, AFTER[1]))
        page = (await browser.get(f"/changes/{change.id}")).text
        assert ">29 unchanged paragraphs</summary>" in page

    @pytest.mark.parametrize("view", ["inline", "side"])
    async def test_what_differs_at_the_end_of_a_very_long_text_is_shown(
        self, store: MemoryStore, browser: Browser, monkeypatch: pytest.MonkeyPatch, view: str
    ) -> None:
        monkeypatch.setattr(redline, "MOST", 20)
        rest = [f"第{number}段没有变化的文字。" for number in range(30)]
        change = await edited(store, article(*rest, BEFORE[1]), article(*rest, AFTER[1]))
        page = (await browser.get(f"/changes/{change.id}?view={view}")).text
        assert "<ins>800万元</ins>" in page
        assert ">29 unchanged paragraphs</summary>" in page
        assert [f"第{number}段" in page for number in (0, 17, 18, 28, 29)] == [True, True, False, False, True]
        assert re.search(r"and 11 more</p>\s*</details>", page)
        assert "left out here" not in page

    async def test_of_very_many_differences_the_first_are_shown_and_the_rest_counted(
        self, store: MemoryStore, browser: Browser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(redline, "MOST", 3)
        change = await edited(store, article(*"甲乙丙丁戊"), article(*"子丑寅卯辰"))
        page = (await browser.get(f"/changes/{change.id}")).text
        assert re.search(r"[1-9]\d* more paragraphs are left out here; the table has them", page)

    async def test_metadata_is_told_before_and_after(self, store: MemoryStore, browser: Browser) -> None:
        fields = {"stage": ("draft", "in_force"), "deadline": (None, "2026-04-01"), "odd": ("a", None)}
        change = await edited(store, article(*BEFORE), article(*BEFORE), fields=fields)
        page = (await browser.get(f"/changes/{change.id}")).text
        assert re.search(r"Stage</th>\s*<td[^>]*>draft</td>\s*<td[^>]*>in force</td>", page)
        assert "<ins>2026-04-01</ins>" in page
        assert ">odd</th>" in page
        assert "The text is the same." in page

    async def test_a_new_or_removed_document_is_shown_whole(self, store: MemoryStore, browser: Browser) -> None:
        change = await told(store, "甲")
        assert ">正文。</p>" in (await browser.get(f"/changes/{change.id}")).text
        page = await store.page(change.page_id)
        removed = a_change(page, 2, kind=ChangeKind.REMOVED, before=1)
        await store.commit(page, Verdict(page=replace(page, changes=2), change=removed))
        gone = (await browser.get(f"/changes/{removed.id}")).text
        assert "The text as it was last seen" in gone
        assert f'href="/changes/{change.id}"' in gone  # the page's other change

    async def test_the_proofs_are_shown(self, store: MemoryStore, browser: Browser) -> None:
        change = await edited(store, article(*BEFORE), article(*AFTER))
        page = (await browser.get(f"/changes/{change.id}")).text
        for said in ("1" * 64, "2" * 64, "0" * 64, ":status", "&#34;é&lt;b&gt;&#34;", "Version 2", "Version 1"):
            assert said in page

    async def test_the_bytes_as_they_came_are_a_file_and_never_a_page(
        self, store: MemoryStore, browser: Browser
    ) -> None:
        await edited(store, article(*BEFORE), article(*AFTER))
        answer = await browser.get(f"/raw/{'1' * 64}")
        assert answer.body == b"<script>alert(1)</script>"
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{"1" * 64}.bin"'
        assert answer.headers["Content-Security-Policy"].startswith("sandbox")
        assert (await browser.get(f"/raw/{'f' * 64}")).status == 404
        assert (await browser.get("/raw/x")).status == 422

    async def test_the_comparison_table_is_handed_out_as_a_file(self, store: MemoryStore, browser: Browser) -> None:
        change = await edited(store, article(*BEFORE), article(*AFTER))
        page = (await browser.get(f"/changes/{change.id}")).text
        address = f"/changes/{change.id}/table.docx"
        assert f'href="{address}" download' in page
        answer = await browser.get(address)
        assert answer.body == change.id.encode()
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{change.id}.docx"'
        assert (await browser.get(f"/changes/{change.id}/table.exe")).status == 404
        only = await told(store, "甲")
        assert (await browser.get(f"/changes/{only.id}/table.docx")).status == 404

    async def test_who_was_told_is_said_with_what_went_wrong(self, store: MemoryStore, browser: Browser) -> None:
        change = await told(store, "甲")
        page = (await browser.get(f"/changes/{change.id}")).text
        assert "cell-therapy · team" in page
        assert "policy@example.org" in page
        silent = await edited(store, article(*BEFORE), article(*AFTER))
        store.outbox.clear()
        assert "Nobody is to be told of it." in (await browser.get(f"/changes/{silent.id}")).text

    async def test_an_unknown_change_is_not_found(self, browser: Browser) -> None:
        answer = await browser.get("/changes/chg_unknown")
        assert answer.status == 404
        assert "There is nothing at this address." in answer.text

    async def test_what_is_wrong_but_there_is_not_called_missing(self, browser: Browser) -> None:
        headers = {"Content-Type": "multipart/form-data", "X-CSRF-Token": await browser.pledge()}
        answer = await browser.ask("POST", "/deliveries/retry", headers=headers)
        assert answer.status == 400
        assert "Something in the address or in the form is wrong." in answer.text

    async def test_htmx_gets_a_fault_as_a_part_and_not_a_page_within_the_page(self, browser: Browser) -> None:
        answer = await browser.get("/changes/chg_unknown", **{"HX-Request": "true"})
        assert answer.status == 404
        assert answer.text.strip().startswith('<section class="door">')


class BrokenStore(MemoryStore):
    """It fails as a database does, or as a bug."""

    fault: Exception = StoreError("disk /var/lib/secret is full")

    async def told(self, change_ids: object) -> list[Told]:
        """See `Archive`."""
        raise self.fault


@pytest.mark.parametrize(
    ("fault", "status"), [(StoreError("disk /var/lib/secret is full"), 503), (ValueError("secret"), 500)]
)
async def test_what_breaks_is_logged_and_not_shown(fault: Exception, status: int) -> None:
    store = BrokenStore()
    store.fault = fault
    async with a_browser(a_desk(store)) as browser:
        await browser.enter()
        with capture_logs() as logs:
            answer = await browser.get("/changes/x")
    assert answer.status == status
    assert "secret" not in answer.text
    assert "secret" in str([entry for entry in logs if entry["log_level"] == "error"])
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


async def test_times_are_told_in_the_zone_of_the_settings() -> None:
    store = MemoryStore()
    await store.register(SOURCES, NOW)
    await told(store, "甲")
    configuration = Configuration(sources=SOURCES, settings=Settings(timezone="Europe/Berlin"))
    async with a_browser(a_desk(store, configuration)) as browser:
        await browser.enter()
        page = (await browser.get("/")).text
    assert "2026-03-02 02:01" in page
    assert "Times are Europe/Berlin." in page
