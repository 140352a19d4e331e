"""A policy, its pages and their versions, as a person sees them."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from core.model import ChangeKind, Dates, Features, Kinship, Page, Presence, Related, RelationKind, Stage, Verdict
from tests.fakes.accessible import faults
from tests.fakes.office import CONFIGURATION, DAY, TODAY, Office, office
from tests.fakes.told import HOSTILE
from web.pages import policy

NAME = "细胞治疗产业促进办法"
FINAL = Features(name=NAME, number="穗府办2025-3", day=date(2025, 8, 16))
REPEALS = Related(kind=RelationKind.REPEALS, number="穗府办2018-9", title="旧办法", evidence="旧办法同时废止。")
FINALISES = Related(kind=RelationKind.FINALISES, name=NAME, evidence="征求意见稿已公开征求意见。")
CITES = Related(kind=RelationKind.CITES, number="国发2020-1", title="某条例", evidence="根据某条例")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Office]:
    """An installation of which nothing was read yet."""
    async with office(tmp_path) as opened:
        yield opened


def _text(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)))


def _steps(html: str) -> list[str]:
    return [_text(found).strip() for found in re.findall(r'<li class="step [^"]*">(.*?)</li>', html, re.DOTALL)]


async def _history(desk: Office) -> Page:
    """A policy from its draft to its repeal, on two pages."""
    draft = Features(name=NAME, draft=True, day=date(2025, 5, 7))
    await desk.publish("/draft", title="办法（征求意见稿）", stage=Stage.DRAFT, features=draft)
    await desk.publish("/old", title="旧办法", features=Features(number="穗府办2018-9", day=date(2018, 5, 1)))
    dates = Dates(published=date(2025, 8, 16), effective=TODAY + 30 * DAY)
    evidence = {"effective": "自4月1日起施行"}
    page = await desk.publish(
        "/final",
        "第二条 奖励500万元。",
        title="办法",
        stage=Stage.IN_FORCE,
        dates=dates,
        features=FINAL,
        relations=(FINALISES, REPEALS, CITES),
        evidence=evidence,
    )
    page = await desk.say(
        page, 2, "800万元。", title="办法", stage=Stage.AMENDED, dates=dates, features=FINAL, evidence=evidence
    )
    amends = Related(kind=RelationKind.AMENDS, number=FINAL.number, evidence="对办法作如下修改。")
    await desk.publish("/amend", title="修改决定", features=Features(day=date(2026, 2, 1)), relations=(amends,))
    return page


class TestPolicy:
    async def test_its_timeline_runs_from_the_draft_to_what_is_to_come(self, desk: Office) -> None:
        page = await _history(desk)
        shown = await desk.page(f"/policies/{page.policy_id}")
        assert faults(shown) == []
        steps = _steps(shown)
        assert [step.partition(" ")[0] for step in steps] == [
            "2025-05-07",
            "2025-08-16",
            "2025-08-16",
            "2026-02-01",
            "2026-03-02",
            (TODAY + 30 * DAY).isoformat(),
        ]
        assert "Draft 办法（征求意见稿）" in steps[0]
        assert "征求意见稿已公开征求意见。" in steps[0]
        assert "Published in force" in steps[1]
        assert "Repeals 旧办法" in steps[2]
        assert "Amended by 修改决定 对办法作如下修改。" in steps[3]
        assert "Version 2 amended what changed" in steps[4]
        assert "to come In force from this day 自4月1日起施行" in steps[5]

    async def test_what_it_does_to_others_is_seen_from_the_other_side(self, desk: Office) -> None:
        await _history(desk)
        old = await desk.store.leaf_at("/old")
        assert old is not None
        assert old.policy_id is not None
        shown = _text(await desk.page(f"/policies/{old.policy_id}", "zh"))
        assert "被废止： 办法" in shown
        assert "已被废止，另一文件称： 旧办法同时废止。" in shown

    async def test_its_pages_are_listed_the_canonical_one_first_with_tier_presence_and_address(
        self, desk: Office
    ) -> None:
        page = await desk.publish("/1", title="办法")
        assert page.policy_id is not None
        copy = await desk.publish("https://news.example.cn/2", title="抄的办法", source="media")
        verdict = Verdict(page=copy, kinship=Kinship(policy_id=page.policy_id))
        await desk.store.commit(copy, verdict)
        copy = await desk.store.page(copy.id)
        await desk.store.commit(copy, Verdict(page=replace(copy, presence=Presence.REMOVED)))
        shown = await desk.page(f"/policies/{page.policy_id}")
        leaves = re.findall(r'<h3 id="leaf-(\d+)">', shown)
        assert leaves == [str(page.id), str(copy.id)]
        assert "Pages that publish it (2)" in _text(shown)
        assert 'href="https://news.example.cn/2"' in shown
        assert "presence-removed" in shown

    async def test_citations_and_changes_stand_below(self, desk: Office) -> None:
        page = await _history(desk)
        shown = _text(await desk.page(f"/policies/{page.policy_id}"))
        assert "What it cites (1) 某条例 国发2020-1根据某条例" in shown
        assert shown.index("Citations") < shown.index("Changes", shown.index("Citations"))

    async def test_what_is_left_out_is_counted(self, desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(policy, "MOST", 2)
        monkeypatch.setattr(policy, "MOST_CITING", 1)
        another = replace(CITES, number="国发2021-2", title="另一条例")
        page = await desk.publish("/1", "第1版", features=FINAL, relations=(CITES, another))
        for number in range(2, 5):
            page = await desk.say(page, number, f"第{number}版", features=FINAL, relations=(CITES, another))
        shown = await desk.page(f"/policies/{page.policy_id}")
        assert faults(shown) == []
        assert [step.split()[1:3] for step in _steps(shown)] == [["Version", "3"], ["Version", "4"]]
        assert "2 earlier steps are left out." in shown
        assert "What it cites (2)" in shown
        assert "and 1 more" in shown

    async def test_a_source_that_is_no_longer_configured_is_named_without_a_page(self, tmp_path: Path) -> None:
        closed = replace(CONFIGURATION, sources=CONFIGURATION.sources[1:])
        async with office(tmp_path) as desk:
            known = await desk.publish("/1")
            assert 'href="/sources/gz-wjw"' in await desk.page(f"/pages/{known.id}")
        async with office(tmp_path, configuration=closed) as desk:
            for path in (f"/pages/{known.id}", f"/policies/{known.policy_id}"):
                shown = await desk.page(path)
                assert "/sources/gz-wjw" not in shown
                assert "广州市卫生健康委员会" in shown

    async def test_many_changes_are_paged(self, desk: Office) -> None:
        page = await desk.publish("/1", "第1版")
        for number in range(2, 24):
            page = await desk.say(page, number, f"第{number}版", at=page.first_seen_at + number * DAY)
        first = await desk.page(f"/policies/{page.policy_id}")
        assert first.count('<p class="name"') == 20
        further = re.search(r'href="(\?[^"]*)#changes" rel="next"', first)
        assert further is not None
        rest = await desk.page(f"/policies/{page.policy_id}{unescape(further[1])}")
        assert rest.count('<p class="name"') == 2  # of the first change the page had no policy yet

    async def test_of_an_unknown_policy_there_is_no_page(self, desk: Office) -> None:
        assert await desk.status("/policies/pol_nothing") == 404
        assert await desk.status("/pages/7") == 404
        assert await desk.status("/pages/99999999999999999999") == 422

    async def test_hostile_texts_stay_texts(self, desk: Office) -> None:
        relations = (replace(REPEALS, title=HOSTILE, evidence=HOSTILE), replace(CITES, title=HOSTILE))
        page = await desk.publish(f"https://x.example/{HOSTILE}", title=HOSTILE, relations=relations)
        for path in (f"/policies/{page.policy_id}", f"/pages/{page.id}", f"/compare?page={page.id}"):
            shown = await desk.page(path)
            assert "<script>alert" not in shown
            assert "\u202e" not in shown


class TestCompare:
    async def test_any_two_versions_are_compared(self, desk: Office) -> None:
        page = await desk.publish("/1", "第一条 甲。", "第二条 奖励500万元。")
        page = await desk.say(page, 2, "第一条 甲。", "第二条 奖励800万元。")
        page = await desk.say(page, 3, "第一条 乙。", "第二条 奖励800万元。")
        shown = await desk.page("/compare?url=/1&from=1&to=2")
        assert faults(shown) == []
        assert "<del>500万元</del><ins>800万元</ins>" in shown
        assert "<ins>乙</ins>" not in shown
        whole = await desk.page(f"/compare?page={page.id}&from=1&to=3&view=side")
        assert "<ins>乙</ins>" in whole
        assert 'class="beside"' in whole

    async def test_without_numbers_the_latest_is_compared_with_the_one_before(self, desk: Office) -> None:
        page = await desk.publish("/1", "甲")
        assert "The text is the same." in await desk.page(f"/compare?page={page.id}")
        await desk.say(page, 2, "乙")
        assert "<del>甲</del>" in await desk.page(f"/compare?page={page.id}")

    async def test_the_form_of_a_page_leads_there(self, desk: Office) -> None:
        page = await desk.publish("/1", "甲")
        await desk.say(page, 2, "乙", kind=ChangeKind.EDITED)
        shown = await desk.page(f"/pages/{page.id}")
        assert faults(shown) == []
        assert re.findall(r'name="(from|to)" value="(\d)"[^>]* checked', shown) == [("to", "2"), ("from", "1")]

    async def test_the_table_is_a_file_of_these_two(self, desk: Office) -> None:
        page = await desk.publish("/1", "甲")
        await desk.say(page, 2, "乙")
        answer = await desk.browser.get(f"/compare/table.docx?page={page.id}&from=1&to=2")
        assert answer.status == 200
        assert answer.headers["Content-Disposition"] == f'attachment; filename="page-{page.id}-1-2.docx"'
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert await desk.status(f"/compare/table.exe?page={page.id}") == 404

    @pytest.mark.parametrize(
        ("asked", "status"),
        [
            ("url=/nowhere", 404),
            ("page=1&from=1&to=9", 404),
            ("", 404),
            ("page=1&from=0", 422),
            ("page=x", 422),
            ("page=1&to=99999999999", 422),
        ],
    )
    async def test_what_is_not_there_is_not_compared(self, desk: Office, asked: str, status: int) -> None:
        await desk.publish("/1", "甲")
        assert await desk.status(f"/compare?{asked}") == status
