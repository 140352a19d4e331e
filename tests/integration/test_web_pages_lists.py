"""Deliveries, the calendar and the search, as a person sees them."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from core.model import Dates, Delivery, DeliveryState, Stage, Verdict
from tests.contract.stored import a_change, a_delivery, claimed
from tests.fakes.accessible import faults
from tests.fakes.nouns import NOW
from tests.fakes.office import DAY, HOUR, TODAY, Office, office
from tests.fakes.told import HOSTILE
from web.pages import deadlines

REFUSED = "The receiver will never take the message: 550 5.1.1 no such user"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Office]:
    """An installation of which nothing was read yet."""
    async with office(tmp_path) as opened:
        yield opened


def _text(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)))


async def _owe(desk: Office, number: int, **fates: DeliveryState | None) -> None:
    """A document told to recipients who are named by what becomes of their message; None waits."""
    page = await desk.publish(f"/{number}", title=f"第{number}号文件")
    change = a_change(page, 2, after=1)
    owed = tuple(replace(a_delivery(change), recipient=name, line=f"{number}{name}") for name in fates)
    await desk.store.commit(page, Verdict(page=replace(page, changes=2), change=change, deliveries=owed))
    taken = {one.delivery.recipient: one.delivery for one in await claimed(desk.store, NOW, HOUR, 50)}
    settled = [_settled(taken[name], fate) for name, fate in fates.items()]
    await desk.store.settle(settled)


def _settled(delivery: Delivery, fate: DeliveryState | None) -> Delivery:
    if fate is None:
        return replace(delivery, state=DeliveryState.OWED, due_at=NOW + HOUR)
    error = REFUSED if fate is DeliveryState.FAILED else None
    return replace(delivery, state=fate, settled_at=NOW, last_error=error)


def _recipients(html: str) -> list[str]:
    return re.findall(r'→ <span class="address">([^<]*)</span>', html)


class TestDeliveries:
    async def test_what_failed_comes_first_with_its_reason_in_plain_words(self, desk: Office) -> None:
        await _owe(desk, 1, sent=DeliveryState.SENT, waiting=None, failed=DeliveryState.FAILED)
        shown = await desk.page("/deliveries")
        assert faults(shown) == []
        assert _recipients(shown) == ["failed", "waiting", "sent"]
        assert f"There is no such recipient there. {REFUSED}" in _text(shown)
        assert "对方没有这个收件人。" in await desk.page("/deliveries", "zh")

    async def test_what_should_have_gone_out_is_marked_late(self, desk: Office) -> None:
        page = await desk.publish("/1")
        change = a_change(page, 2, after=1)
        owed = [replace(a_delivery(change), recipient=str(minutes), line=str(minutes)) for minutes in (6, 4)]
        late = [replace(one, promised_at=NOW - int(one.recipient) * HOUR / 60, due_at=NOW + HOUR) for one in owed]
        await desk.store.commit(page, Verdict(page=replace(page, changes=2), change=change, deliveries=tuple(late)))
        shown = await desk.page("/deliveries?state=waiting")
        marked = re.findall(r'<p class="line">(.*?)</p>', shown)
        assert {_recipients(line)[0]: "late" in line for line in marked} == {"6": True, "4": False}

    async def test_they_are_chosen_by_state_channel_and_rule(self, desk: Office) -> None:
        await _owe(desk, 1, sent=DeliveryState.SENT, failed=DeliveryState.FAILED)
        assert _recipients(await desk.page("/deliveries?state=sent")) == ["sent"]
        assert _recipients(await desk.page("/deliveries?channel=team&rule=cell-therapy")) == ["failed", "sent"]
        nothing = await desk.page("/deliveries?rule=another")
        assert "No delivery fits this filter." in nothing
        assert '<option value="another" selected>' in nothing
        assert _recipients(await desk.page("/deliveries?state=odd&after=nonsense")) == ["failed", "sent"]

    async def test_one_or_all_that_failed_are_sent_again(self, desk: Office) -> None:
        await _owe(desk, 1, one=DeliveryState.FAILED, two=DeliveryState.FAILED, three=DeliveryState.FAILED)
        shown = await desk.page("/deliveries")
        name = re.findall(r'name="id" value="(msg_[0-9a-f]+)"', shown)[0]
        pledge = await desk.browser.pledge()
        answer = await desk.browser.post("/deliveries/retry", csrf=pledge, id=name)
        assert (answer.status, answer.headers["Location"]) == (303, "/deliveries?again=1")
        assert "1 go out again" in await desk.page("/deliveries?again=1")
        assert len(await desk.store.deliveries(state=DeliveryState.FAILED)) == 2
        answer = await desk.browser.post("/deliveries/retry", csrf=pledge, all="true")
        assert answer.headers["Location"] == "/deliveries?again=2"
        assert await desk.store.deliveries(state=DeliveryState.FAILED) == []
        assert "Nothing had failed" in await desk.page("/deliveries?again=0")

    @pytest.mark.parametrize("fields", [{}, {"id": ""}, {"id": "msg_unknown"}])
    async def test_who_names_nothing_sends_nothing_again(self, desk: Office, fields: dict[str, str]) -> None:
        await _owe(desk, 1, failed=DeliveryState.FAILED)
        answer = await desk.browser.post("/deliveries/retry", headers=None, csrf=await desk.browser.pledge(), **fields)
        assert answer.headers["Location"] == "/deliveries?again=0"
        assert len(await desk.store.deliveries(state=DeliveryState.FAILED)) == 1

    async def test_without_the_pledge_nothing_is_sent_again(self, desk: Office) -> None:
        await _owe(desk, 1, failed=DeliveryState.FAILED)
        assert (await desk.browser.post("/deliveries/retry", all="true")).status == 403
        assert len(await desk.store.deliveries(state=DeliveryState.FAILED)) == 1

    async def test_a_long_list_goes_on_across_states(self, desk: Office) -> None:
        fates = {f"{nth:02}": DeliveryState.FAILED if nth < 30 else DeliveryState.SENT for nth in range(60)}
        await _owe(desk, 1, **{name: fate for name, fate in fates.items() if int(name) < 50})
        await _owe(desk, 2, **{name: fate for name, fate in fates.items() if int(name) >= 50})
        first = await desk.page("/deliveries")
        further = re.search(r'href="/deliveries(\?[^"]*)" rel="next"', first)
        assert further is not None
        rest = await desk.page(f"/deliveries{unescape(further[1])}")
        assert sorted(_recipients(first) + _recipients(rest)) == sorted(fates)
        assert "Failed" not in re.findall(r"<h2[^>]*>([^<]*)</h2>", rest)


class TestCalendar:
    async def test_a_month_is_shown_as_a_grid_and_as_a_list_from_today_on(self, desk: Office) -> None:
        await _awaited(desk, "/over", TODAY - DAY, "过期的")
        await _awaited(desk, "/today", TODAY, "今天的")
        await _awaited(desk, "/next", TODAY + 40 * DAY, "下月的")
        shown = await desk.page("/deadlines")
        assert faults(shown) == []
        assert shown.count('aria-current="date"') == 1
        grid, _, below = shown.partition("</table>")
        assert ("过期的" in grid, "今天的" in grid, "下月的" in grid) == (True, True, False)
        assert ("过期的" in below, "今天的" in below) == (False, True)
        assert "1 of this month are over." in below
        assert "过期的" in (await desk.page("/deadlines?past=true")).partition("</table>")[2]
        assert "下月的" in await desk.page("/deadlines?month=2026-04")

    async def test_an_empty_month_says_when_the_next_day_is(self, desk: Office) -> None:
        assert "No day of a policy" in await desk.page("/deadlines")
        await _awaited(desk, "/next", TODAY + 40 * DAY, "下月的")
        shown = await desk.page("/deadlines")
        assert f"The next one is {TODAY + 40 * DAY}." in shown
        assert 'href="/deadlines?month=2026-04"' in re.sub(r"lang=en&amp;", "", shown)

    async def test_days_that_are_over_hide_none_that_is_to_come(
        self, desk: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(deadlines, "MOST", 2)
        for number in range(3):
            await _awaited(desk, f"/{number}", TODAY - DAY, f"过期的{number}")
        await _awaited(desk, "/today", TODAY, "今天的")
        grid, _, below = (await desk.page("/deadlines")).partition("</table>")
        assert ("今天的" in grid, "今天的" in below) == (True, True)
        assert "2 of this month are over." in below
        assert "There are more in this month than are shown" in below

    async def test_what_a_day_of_the_grid_leaves_out_can_be_reached(self, desk: Office) -> None:
        for number in range(4):
            await _awaited(desk, f"/over/{number}", TODAY - DAY, f"过期的{number}")
            await _awaited(desk, f"/next/{number}", TODAY + DAY, f"明天的{number}")
        shown = await desk.page("/deadlines")
        over, ahead = (unescape(found) for found in re.findall(r'class="more" href="([^"]+)"', shown))
        assert over.endswith(f"past=true#day-{TODAY - DAY}")
        assert ahead == f"#day-{TODAY + DAY}"
        assert f'id="day-{TODAY - DAY}"' in await desk.page(over.partition("#")[0])

    async def test_days_are_chosen_by_kind_source_tag_and_rule(self, desk: Office) -> None:
        await _awaited(desk, "/1", TODAY, "甲的")
        await _awaited(desk, "https://news.example.cn/2", TODAY, "乙的", source="media")

        async def titles(asked: str) -> list[str]:
            shown = await desk.page(f"/deadlines?{asked}")
            return sorted(set(re.findall(r">([甲乙]的)<", shown.partition("</table>")[2])))

        assert await titles("") == ["乙的", "甲的"]
        assert await titles("source=media") == ["乙的"]
        assert await titles(f"tag={quote('广州')}") == ["甲的"]
        assert await titles(f"tag={quote('广州')}&source=media") == []
        assert await titles("kind=effective") == []
        assert await titles("kind=deadline") == ["乙的", "甲的"]
        assert await titles("rule=another") == []
        assert await titles("month=nonsense&kind=odd") == ["乙的", "甲的"]

    async def test_each_rules_calendar_can_be_subscribed_to_with_its_own_token(self, desk: Office) -> None:
        shown = await desk.page("/deadlines")
        found = re.findall(r'href="(/feeds/[^"]*\.ics\?token=[0-9a-f]{40})"', shown)
        assert len(found) == 2
        answer = await desk.browser.get(unescape(found[0]))
        assert (answer.status, answer.headers["Content-Type"].partition(";")[0]) == (200, "text/calendar")
        assert len(re.findall(r"\.ics\?token", await desk.page("/deadlines?rule=cell-therapy"))) == 1
        assert ".ics?token" not in await desk.page("/deadlines?rule=nobody")

    async def test_hostile_titles_stay_texts(self, desk: Office) -> None:
        await _awaited(desk, "/1", TODAY, HOSTILE)
        shown = await desk.page("/deadlines")
        assert "<script>alert" not in shown
        assert faults(shown) == []


async def _awaited(desk: Office, url: str, day: date, title: str, *, source: str = "gz-wjw") -> None:
    dates = Dates(deadline=day)
    await desk.publish(url, title=title, source=source, stage=Stage.DRAFT, dates=dates, evidence={"deadline": "请反馈"})


class TestSearch:
    async def test_both_scripts_find_each_other_and_what_was_found_is_marked(self, desk: Office) -> None:
        await desk.publish("/1", "支持细胞治疗临床研究。", title="细胞治疗办法")
        await desk.publish("/2", "支持細胞治療臨床研究。", title="繁體辦法")
        await desk.publish("/3", "与此无关。", title="别的")
        for query in ("细胞治疗", "細胞治療", '"细胞治疗临床"'):
            shown = await desk.page(f"/search?q={quote(query)}")
            assert faults(shown) == []
            assert len(re.findall(r'<h2 class="name"', shown)) == 2
        assert "<mark>细胞治疗</mark>办法" in await desk.page(f"/search?q={quote('細胞治療')}")
        assert "<mark>細胞治療</mark>" in await desk.page(f"/search?q={quote('细胞治疗')}")
        assert '<h2 class="name"' not in await desk.page(f"/search?q={quote('细胞治疗 -臨床')}")

    async def test_what_is_not_understood_is_left_out_and_said(self, desk: Office) -> None:
        await desk.publish("/1", "细胞治疗")
        shown = await desk.page(f"/search?q={quote('细胞')}&since=soon")
        assert "Not understood and left out: soon." in shown
        assert '<option value="soon"' not in shown
        assert len(re.findall(r'<p class="excerpt"', shown)) == 1
        assert "Not understood and left out: odd." in await desk.page("/deliveries?state=odd")

    async def test_a_hit_leads_to_its_policy(self, desk: Office) -> None:
        page = await desk.publish("/1", "支持细胞治疗。")
        shown = await desk.page(f"/search?q={quote('细胞治疗')}")
        assert f'href="/policies/{page.policy_id}"' in shown

    async def test_it_is_narrowed_by_source_and_time(self, desk: Office) -> None:
        old = Dates(published=TODAY - 200 * DAY)
        await desk.publish("/1", "支持细胞治疗。", title="旧的", dates=old)
        await desk.publish("https://news.example.cn/2", "支持细胞治疗。", title="新的", source="media")

        async def titles(asked: str) -> list[str]:
            shown = await desk.page(f"/search?q={quote('细胞治疗')}&{asked}")
            return sorted(_text(found) for found in re.findall(r'<h2 class="name".*?</h2>', shown))

        assert await titles("") == ["新的", "旧的"]
        assert await titles("source=media") == ["新的"]
        assert await titles("since=month") == ["新的"]
        assert await titles("since=year") == ["新的", "旧的"]
        assert await titles("since=2020-01-01&source=gz-wjw") == ["旧的"]
        assert await titles("since=odd&after=odd") == ["新的", "旧的"]

    async def test_a_long_list_goes_on(self, desk: Office) -> None:
        for number in range(23):
            await desk.publish(f"/{number}", "支持细胞治疗。", title=f"第{number}号")
        first = await desk.page(f"/search?q={quote('细胞治疗')}")
        further = re.search(r'href="/search(\?[^"]*)" rel="next"', first)
        assert further is not None
        rest = await desk.page(f"/search{unescape(further[1])}")
        assert [len(re.findall(r'<h2 class="name"', shown)) for shown in (first, rest)] == [20, 3]
        assert 'rel="next"' not in rest

    async def test_who_asks_nothing_or_finds_nothing_is_told_what_to_do(self, desk: Office) -> None:
        assert "All words must occur" in await desk.page("/search")
        assert "nothing in it that can be looked for" in await desk.page("/search?q=-%E4%B8%8D")
        nothing = await desk.page(f"/search?q={quote('没有')}&source=media")
        assert "Nothing is found." in nothing
        assert "Search all sources at any time" in nothing
        assert faults(nothing) == []

    async def test_hostile_texts_and_queries_stay_texts(self, desk: Office) -> None:
        await desk.publish("/1", HOSTILE, title=HOSTILE)
        for query in (HOSTILE, "通知", "<b>'\"(*) AND OR NEAR"):
            shown = await desk.page(f"/search?q={quote(query)}")
            assert "<script>alert" not in shown
            assert faults(shown) == []
        assert await desk.status(f"/search?q={'x' * 2001}") == 422
