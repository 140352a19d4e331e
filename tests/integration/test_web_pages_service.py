"""Sources, rules, the service's own state and an address tried, as a person sees them."""

import asyncio
import re
import threading
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from core.model import Change, ChangeKind, Dates, DeliveryState, Finding, Health, Reading, Sight, Verdict
from core.source import Configuration, Days, Match, Recipe, Rule, Settings, SourceId, Tier, When, Words
from crawler.read import read
from policywatch import probe
from policywatch.service import service_over
from tests.contract.stored import a_change, a_delivery, claimed
from tests.fakes.accessible import faults
from tests.fakes.nouns import NOW
from tests.fakes.office import CONFIGURATION, DAY, HOUR, TODAY, Office, office
from tests.fakes.told import HOSTILE
from tests.fakes.website import Page as Served
from tests.fakes.website import Website
from web.service import Probed

HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Office]:
    """An installation of which nothing was read yet."""
    async with office(tmp_path) as opened:
        yield opened


def _text(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)))


async def _turn(desk: Office, kind: ChangeKind, health: Health, days: int, *, failures: int = 0) -> None:
    """The health of the first source turned so many days ago."""
    listing = await desk.store.listing(SourceId("gz-wjw"))
    place = await desk.store.page(listing.page_id)
    number = listing.changes + 1
    change: Change = replace(a_change(place, number, kind=kind), at=NOW - days * DAY, copies=())
    after = replace(
        listing,
        changes=number,
        health=health,
        failures=failures,
        failing_since=NOW - days * DAY if failures else None,
        last_looked_at=NOW,
        next_look_at=NOW + HOUR,
        last_success_at=NOW,
        last_outcome="failed" if failures else "text",
        last_error=f"timed out <b>{HOSTILE}" if failures else None,
    )
    await desk.store.commit_finding(listing, Finding(listing=after, change=change))


class TestSources:
    async def test_those_in_trouble_come_first_and_disabled_ones_last_with_the_reason(self, desk: Office) -> None:
        await _turn(desk, ChangeKind.FAILING, Health.FAILING, 3, failures=6)
        shown = await desk.page("/sources")
        assert faults(shown) == []
        rows = [_text(row) for row in re.findall(r'<th scope="row">(.*?)</tr>', shown, re.DOTALL)]
        assert [row.strip()[:2] for row in rows] == ["He", "某报", "停用"]
        assert "failing since 2026-02-27 09:00timed out" in rows[0]
        assert "never looked at" in rows[1]
        assert "disabled" in rows[2]
        assert "它的网站已关闭" in rows[2]
        assert "<b>" not in shown.partition("<tbody>")[2].partition("</tbody>")[0]

    async def test_they_are_chosen_by_health(self, desk: Office) -> None:
        shown = await desk.page("/sources?health=disabled")
        assert len(re.findall(r'<th scope="row">', shown)) == 1
        assert "No source fares so, or is called so." in await desk.page("/sources?health=odd")

    async def test_they_are_found_by_a_part_of_what_they_are_called(self, desk: Office) -> None:
        shown = await desk.page("/sources?q=GZ-W")
        assert faults(shown) == []
        assert len(re.findall(r'<th scope="row">', shown)) == 1
        assert 'value="GZ-W"' in shown
        assert 'href="/sources?q=GZ-W&amp;lang=en&amp;health=never_looked_at"' in shown
        assert "No source fares so, or is called so." in await desk.page("/sources?q=gz-w&health=disabled")

    async def test_of_many_a_page_is_shown_at_a_time(self, desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("web.pages.sources.A_PAGE", 2)
        first = await desk.page("/sources")
        assert len(re.findall(r'<th scope="row">', first)) == 2
        assert 'href="/sources?lang=en&amp;after=2" rel="next"' in first
        last = await desk.page("/sources?after=2")
        assert len(re.findall(r'<th scope="row">', last)) == 1
        assert 'rel="next"' not in last
        assert 'href="/sources?lang=en" rel="first"' in last

    async def test_one_source_says_how_it_fares_and_what_changed(self, desk: Office) -> None:
        await _turn(desk, ChangeKind.FAILING, Health.FAILING, 20, failures=6)
        await _turn(desk, ChangeKind.RECOVERED, Health.OK, 10)
        await _turn(desk, ChangeKind.LAYOUT, Health.LAYOUT, 3, failures=5)
        await desk.publish("/1", title="新文件", dates=Dates(published=TODAY))
        shown = await desk.page("/sources/gz-wjw")
        assert faults(shown) == []
        text = _text(shown)
        assert (
            "Answers come, but its documents are not found in them any more. 5 looks in a row led to nothing." in text
        )
        assert "Pages · present1" in text
        assert "every 6 hdocuments every 1 d" in text
        assert "一句话" in text
        spans = re.findall(r'class="health-(\w+)"><title>([^<]*)</title>', shown)
        assert [kind for kind, _ in spans] == ["ok", "failing", "ok", "layout"]
        assert "same day: 1" in shown
        assert "03-02: 1" in shown

    async def test_a_disabled_one_says_why(self, desk: Office) -> None:
        shown = _text(await desk.page("/sources/closed", "zh"))
        assert "已停用： 它的网站已关闭" in shown

    async def test_one_that_is_not_configured_has_no_page(self, desk: Office) -> None:
        assert await desk.status("/sources/unknown") == 404


WORDY = Rule(
    name="全部 ../变化",
    send_to=("team", "missing"),
    match=Match(
        words=Words(any=("细胞治疗",), none=("招标",)),
        sources=(SourceId("gz-wjw"),),
        tiers=(Tier.OFFICIAL,),
        stages=("draft",),
        min_characters=10,
    ),
    when=When(digest="0 9 * * *", days=Days.WORKING),
)


class TestRules:
    async def test_each_is_told_in_words(self, tmp_path: Path) -> None:
        async with office(tmp_path, configuration=replace(CONFIGURATION, rules=(WORDY,))) as desk:
            shown = await desk.page("/rules")
            assert faults(shown) == []
            text = _text(shown)
            assert "Any word of细胞治疗" in text
            assert "No word of招标" in text
            assert "Sources广州市卫生健康委员会" in text
            assert "Tiersofficial" in text
            assert "Stagesdraft" in text
            assert "of at least 10 characters" in text
            assert "together, at 0 9 * * * · on working days · next 2026-03-02 09:00" in text
            assert "team policy@example.org" in text
            chinese = _text(await desk.page("/rules", "zh"))
            assert "任一关键词细胞治疗" in chinese
            assert "仅工作日" in chinese

    async def test_its_feeds_can_be_subscribed_to(self, desk: Office) -> None:
        shown = await desk.page("/rules")
        found = [unescape(one) for one in re.findall(r'href="(/feeds/[^"]*token=[0-9a-f]{40})"', shown)]
        assert [(await desk.browser.get(one)).status for one in found] == [200] * 6

    async def test_a_rule_is_tried_on_what_is_stored(self, desk: Office) -> None:
        await desk.publish("/1", "支持细胞治疗。", title="细胞治疗办法")
        await desk.publish("/2", "公租房。", title="住房办法")
        shown = await desk.page("/rules?try=cell-therapy&days=30")
        assert faults(shown) == []
        text = _text(shown)
        assert "1 of 2 changes of the last 30 days would have been told" in text
        assert "team policy@example.org: 1 messages" in text
        part = shown.partition('id="trial"')[2]
        assert "细胞治疗办法" in part
        assert "住房办法" not in part

    async def test_what_cannot_be_tried_is_refused(self, desk: Office) -> None:
        assert await desk.status("/rules?try=unknown") == 404
        assert await desk.status("/rules?try=cell-therapy&days=0") == 422
        assert await desk.status("/rules?try=cell-therapy&days=9999") == 422

    async def test_without_rules_it_says_that_nobody_is_told(self, tmp_path: Path) -> None:
        async with office(tmp_path, configuration=Configuration()) as desk:
            assert "nobody is told" in await desk.page("/rules")


class TestSystem:
    async def test_it_says_what_is_due_late_and_stored(self, desk: Office) -> None:
        page = await desk.publish("/1", dates=Dates(published=TODAY - DAY))
        change = a_change(page, 2, after=1)
        owed = replace(a_delivery(change), promised_at=NOW - HOUR)
        await desk.store.commit(page, Verdict(page=replace(page, changes=2), change=change, deliveries=(owed,)))
        await desk.store.beat("embedded", NOW)
        shown = await desk.page("/system")
        assert faults(shown) == []
        text = _text(shown)
        assert "Listings due2" in text
        assert "team: 1 not delivered (0 given up), the oldest since 2026-03-02 08:00" in text
        assert "Pages · present1" in text
        assert "Versions1" in text
        assert "Engine embedded, last alive2026-03-02 09:00" in text
        assert re.search(r"Schema revision\d{4}", text)
        assert re.search(r"Size[\d.]+ [kM]B", text)
        assert "1 d: 1" in shown
        assert "team1000" in text

    async def test_what_seems_wrong_stands_with_its_remedy(self, desk: Office) -> None:
        shown = _text(await desk.page("/system"))
        assert "look here Channels channel team: the environment variable POLICYWATCH_SMTP_URL is not set" in shown
        assert "ok Outbox nothing that was detected waits to be delivered" in shown
        assert "no engine was ever alive here" in shown

    async def test_a_channel_that_gave_up_says_why(self, desk: Office) -> None:
        page = await desk.publish("/1")
        change = a_change(page, 2, after=1)
        owing = (a_delivery(change),)
        await desk.store.commit(page, Verdict(page=replace(page, changes=2), change=change, deliveries=owing))
        (owed,) = await claimed(desk.store, NOW, HOUR, 9)
        failed = replace(owed.delivery, state=DeliveryState.FAILED, settled_at=NOW, last_error="535 5.7.8 <i>no")
        await desk.store.settle([failed])
        shown = await desk.page("/deliveries")
        assert "The receiver does not accept our name and secret." in shown
        assert "<i>no" not in shown


def _article() -> bytes:
    clause = "<p>第{}条 对开展细胞治疗临床研究的医疗机构给予资助，最高不超过五百万元。</p>"
    body = "".join(clause.format(number) for number in "一二三四")
    return (
        "<html><head><meta charset='utf-8'><title>样本市办法</title></head><body><h1>样本市生物医药产业促进办法</h1>"
        f"<div>发布日期：2026-03-01</div><div id='zoom'>{body}</div></body></html>"
    ).encode()


def _listing() -> bytes:
    row = "<li><a href='/content/post_{n}.html'>关于印发第{n}号文件的通知</a><span>2026-03-0{n}</span></li>"
    rows = "".join(row.format(n=number) for number in range(1, 7))
    return f"<html><head><title>通知公告</title></head><body><ul>{rows}</ul></body></html>".encode()


class TestAdd:
    async def test_a_listing_is_looked_at_and_can_be_pasted(self, tmp_path: Path) -> None:
        site = Website()
        site.put("/tzgg/", Served(_listing(), headers=HTML))
        async with site, _private(tmp_path) as desk:
            shown = await _tried(desk, f"{site.url}/tzgg/")
            assert faults(shown) == []
            text = _text(shown)
            assert "Documents: the first 6 of 6" in text
            assert "关于印发第6号文件的通知" in text
            snippet = unescape(re.findall(r'<pre class="snippet"[^>]*>(.*?)</pre>', shown, re.DOTALL)[0])
            assert f"url: {site.url}/tzgg/" in snippet
            assert "kind: list" in snippet
            assert not (tmp_path / "sources.yaml").exists()

    async def test_a_document_is_shown_as_it_is_read(self, tmp_path: Path) -> None:
        site = Website()
        site.put("/content/post_1.html", Served(_article(), headers=HTML))
        async with site, _private(tmp_path) as desk:
            shown = _text(await _tried(desk, f"{site.url}/content/post_1.html"))
            assert "The document as it is read" in shown
            assert "样本市生物医药产业促进办法" in shown
            assert "Published2026-03-01" in shown

    async def test_nothing_else_waits_while_a_document_is_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        readers: list[str] = []

        def watched(sight: Sight, recipe: Recipe) -> Reading:
            readers.append(threading.current_thread().name)
            return read(sight, recipe)

        monkeypatch.setattr(probe, "read", watched)
        site = Website()
        site.put("/content/post_1.html", Served(_article(), headers=HTML))
        async with site, _private(tmp_path) as desk:
            await _tried(desk, f"{site.url}/content/post_1.html")
        assert readers
        assert threading.main_thread().name not in readers

    async def test_private_addresses_are_refused_as_everywhere(self, desk: Office) -> None:
        site = Website()
        site.put("/", Served(_listing(), headers=HTML))
        async with site:
            shown = _text(await _tried(desk, f"{site.url}/"))
            assert "It cannot be watched as it stands:" in shown
            assert "关于印发" not in shown
        assert site.paths == []

    @pytest.mark.parametrize("url", ["", "www.gz.gov.cn", "file:///etc/passwd", "javascript:alert(1)", "http://["])
    async def test_what_is_no_address_is_not_looked_at(self, desk: Office, url: str) -> None:
        answer = await desk.browser.post("/add", csrf=await desk.browser.pledge(), url=url)
        assert answer.status == 422
        assert "That is no address" in answer.text

    async def test_nothing_is_looked_at_without_the_pledge_or_by_a_link(self, desk: Office) -> None:
        assert (await desk.browser.post("/add", url="http://127.0.0.1:1/")).status == 403
        shown = await desk.page("/add?url=http://127.0.0.1:1/")
        assert 'value="http://127.0.0.1:1/"' in shown
        assert "What was seen</h2>" not in shown

    async def test_one_address_is_looked_at_at_a_time(self, tmp_path: Path) -> None:
        begun, end = asyncio.Event(), asyncio.Event()

        async def slow(url: str) -> Probed:
            begun.set()
            await end.wait()
            return Probed(url=url, trouble=HOSTILE)

        async with office(tmp_path) as plain:
            service = service_over(plain.store, lambda: CONFIGURATION, lambda: NOW, environ={})
        async with office(tmp_path, service=replace(service, probed=slow)) as desk:
            pledge = await desk.browser.pledge()
            first = asyncio.create_task(desk.browser.post("/add", csrf=pledge, url="https://a.example/"))
            await begun.wait()
            assert (await desk.browser.post("/add", csrf=pledge, url="https://b.example/")).status == 429
            end.set()
            answer = await first
            assert answer.status == 200
            assert "<script>alert" not in answer.text


def _private(folder: Path) -> AbstractAsyncContextManager[Office]:
    settings = Settings(allow_private_networks=True)
    return office(folder, configuration=replace(CONFIGURATION, settings=settings))


async def _tried(desk: Office, url: str) -> str:
    answer = await desk.browser.post("/add?lang=en", csrf=await desk.browser.pledge(), url=url)
    assert answer.status == 200
    return answer.text
