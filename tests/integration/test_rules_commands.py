"""`rules`, `rules explain` and `rules try` over a real database that real rounds have filled."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from core.errors import UsageError
from policywatch.cli import app
from tests.fakes.website import Page, Website

HTML = {"Content-Type": "text/html; charset=utf-8"}
MEDICINE = (
    "第一条 为了促进本市生物医药产业高质量发展，根据有关法律法规，结合本市实际，制定本办法。",
    "第二条 对开展{what}临床研究的医疗机构，按照研发投入的一定比例给予资助，最高不超过五百万元。",
    "第三条 市科技行政部门会同市卫生健康、医疗保障部门负责本办法的组织实施和监督检查。",
)
HOUSING = (
    "第一条 本市户籍居民家庭申请公共租赁住房的，应当向户籍所在地街道办事处提交书面材料。",
    "第二条 轮候期间家庭人口、收入或者住房状况发生变化的，应当自变化之日起三十日内申报。",
    "第三条 住房保障机构每年公布可供分配的房源数量、位置和租金标准，接受社会监督。",
)
RULES = """\
channels:
  console: {type: console}
  team: {type: email, to: [policy@example.org], quiet: "00:00-23:59"}
rules:
  - {name: cells, match: {words: {any: [細胞治療]}}, send_to: [team]}
  - {name: everything, send_to: [console, team]}
  - {name: morning, match: {kinds: [new]}, send_to: [console], when: {digest: "0 9 * * *", days: working}}
  - {name: large, match: {min_characters: 500}, send_to: [console]}
"""


def article(title: str, clauses: Sequence[str], *more: str) -> bytes:
    body = "".join(f"<p>{clause}</p>" for clause in (*clauses, *more))
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1>"
        f"<div>发布日期：2026-03-01</div><div id='zoom'>{body}</div></body></html>"
    ).encode()


def medicine(what: str, *more: str) -> bytes:
    return article("样本市生物医药产业促进办法", [clause.format(what=what) for clause in MEDICINE], *more)


def housing(*more: str) -> bytes:
    return article("样本市公共租赁住房管理细则", HOUSING, *more)


def rows(*numbers: int) -> bytes:
    row = "<li><a href='/content/post_{n}.html'>第{n}号文件</a><span>2026-03-0{n}</span></li>"
    return f"<html><body><ul>{''.join(row.format(n=n) for n in numbers)}</ul></body></html>".encode()


def lines(ran: Result) -> list[dict[str, object]]:
    """The JSON objects that a command printed."""
    assert ran.exit_code == 0, ran.output
    return [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]


@dataclass
class Office:
    """A site, and the service that has read it."""

    site: Website
    folder: Path

    async def command(self, *arguments: str) -> Result:
        """One command, in a thread of its own beside the site that it asks."""
        options = ["--config", str(self.folder / "sources.yaml"), "--database", f"sqlite:///{self.folder / 'w.db'}"]
        return await asyncio.to_thread(CliRunner().invoke, app, [*options, *arguments])

    def configure(self, rules: str = "") -> None:
        (self.folder / "sources.yaml").write_text(
            "version: 1\nsettings: {allow_private_networks: true, hold: 0s}\ndefaults: {delay: 0s, every: 1h}\n"
            f"sources:\n  - {{id: office, name: 样本市, url: '{self.site.url}/list/', kind: list}}\n{rules}",
            encoding="utf-8",
        )

    async def change(self, kind: str) -> str:
        """The id of the one change of a kind."""
        (found,) = lines(await self.command("changes", "--kind", kind, "--json"))
        return str(found["id"])


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Number 1 was edited: the word 细胞治疗 is no longer in it. Number 2 is new."""
    async with Website() as site:
        made = Office(site, tmp_path)
        made.configure()
        site.put("/list/", Page(rows(1), headers=HTML))
        site.put("/content/post_1.html", Page(medicine("细胞治疗"), headers=HTML))
        assert (await made.command("check")).exit_code == 0
        site.put("/list/", Page(rows(2, 1), headers=HTML))
        site.put("/content/post_1.html", Page(medicine("基因检测"), headers=HTML))
        site.put("/content/post_2.html", Page(housing(), headers=HTML))
        assert (await made.command("check", "--all")).exit_code == 0
        made.configure(RULES)
        yield made


async def test_the_rules_are_listed_with_what_they_want_when_and_whom(office: Office) -> None:
    listed = (await office.command("rules")).stdout
    assert "cells\n    wants new, edited, status" in listed
    assert "any word of 细胞治疗" in listed
    assert 'digest "0 9 * * *" on working days, next ' in listed
    assert "console (console), team (policy@example.org)" in listed

    cells, _, morning, large = lines(await office.command("rules", "--json"))
    assert cells["send_to"] == [{"channel": "team", "recipients": ["policy@example.org"]}]
    assert (cells["when"], cells["next"]) == ("at_once", None)
    assert morning["when"] == {"digest": "0 9 * * *", "days": "working", "timezone": None}
    assert str(morning["next"]).endswith("T01:00:00Z")
    assert large["match"]["min_characters"] == 500  # type: ignore[index]


async def test_an_explanation_says_part_by_part_why_and_whom_and_who_came_first(office: Office) -> None:
    said = (await office.command("rules", "explain", await office.change("edited"))).stdout
    assert "cells: fires" in said
    assert "✓ words.any      细胞治疗 was in the text before" in said
    assert "→ team → policy@example.org at " in said
    assert "· team → policy@example.org is told by the rule cells before it" in said
    assert "morning: does not fire\n    ✗ kinds          edited is not in new" in said
    assert "characters put in or taken out, fewer than 500" in said


async def test_an_explanation_for_programs_has_an_object_a_rule(office: Office) -> None:
    change = await office.change("new")
    cells, everything, morning, large = lines(await office.command("rules", "explain", change, "--json"))
    assert (cells["rule"], cells["fires"], cells["tells"]) == ("cells", False, [])
    assert [told["channel"] for told in everything["tells"]] == ["console", "team"]  # type: ignore[attr-defined]
    assert morning["told_before"] == [{"channel": "console", "recipient": "console", "rule": "everything"}]
    assert large["fires"]
    assert {one["change"] for one in (cells, everything, morning, large)} == {change}

    (only,) = lines(await office.command("rules", "explain", change, "--rule", "morning", "--json"))
    assert only == morning


async def test_a_trial_says_what_a_rule_would_have_told_and_writes_nothing(office: Office) -> None:
    *told, summary = lines(await office.command("rules", "try", "cells", "--json"))
    assert [(one["kind"], one["channel"], one["digest"]) for one in told] == [("edited", "team", False)]
    counted = summary["summary"]
    assert isinstance(counted, dict)
    assert (counted["looked"], counted["changes"], counted["cut"]) == (2, 1, [])
    assert counted["recipients"] == [{"channel": "team", "recipient": "policy@example.org", "messages": 1}]
    assert lines(await office.command("deliveries", "--json")) == []


async def test_a_trial_of_all_rules_counts_a_digest_as_one_message(office: Office) -> None:
    office.configure(
        "channels: {console: {type: console}}\n"
        "rules:\n  - {name: daily, send_to: [console], when: {digest: '0 9 * * *'}}\n"
    )
    said = (await office.command("rules", "try", "--days", "7")).stdout
    assert said.count("in a digest (daily)") == 2
    assert "console → console: 1 message\n" in said
    assert "2 of 2 changes of the last 7 days would have been told" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["explain", "chg_0"], "no change 'chg_0' is stored; `policywatch changes --json` names them"),
        (["try", "cell"], "no rule is called 'cell'; did you mean 'cells'?"),
        (["explain", "x", "--rule", "evrything"], "no rule is called 'evrything'; did you mean 'everything'?"),
    ],
)
async def test_a_name_that_is_not_known_is_one_sentence(office: Office, arguments: list[str], said: str) -> None:
    ran = await office.command("rules", *arguments)
    assert isinstance(ran.exception, UsageError)
    assert said in str(ran.exception)


async def test_a_change_id_with_a_slip_is_answered_with_the_nearest(office: Office) -> None:
    change = await office.change("new")
    ran = await office.command("rules", "explain", change[:-1])
    assert f"did you mean '{change}'?" in str(ran.exception)


async def test_a_change_of_a_source_that_is_gone_is_not_judged(office: Office) -> None:
    change = await office.change("new")
    (office.folder / "sources.yaml").write_text("version: 1\nsources: []\n")
    ran = await office.command("rules", "explain", change)
    assert "its source 'office' is not in the file any more" in str(ran.exception)
