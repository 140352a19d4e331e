"""`policy`, `diff --against` and `reread` over a real database that two real rounds have filled."""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from core.errors import UsageError
from policywatch.cli import app
from tests.fakes.website import Page, Website

HTML = {"Content-Type": "text/html; charset=utf-8"}
CLAUSES = [
    "第一条 为了促进本市生物医药产业高质量发展，根据有关法律法规，结合本市实际，制定本办法。",
    "第二条 对获批上市的创新药，按照研发投入的一定比例给予资助，最高不超过{figure}万元，每家企业每年不超过三千万元。",
    "第三条 市科技行政部门会同市卫生健康、医疗保障部门负责本办法的组织实施和监督检查，并定期公布资助结果。",
]
DRAFT = "关于公开征求《样本市生物医药产业促进办法（征求意见稿）》意见的公告"
FINAL = "关于印发《样本市生物医药产业促进办法》的通知"


def article(title: str, figure: int, *more: str) -> bytes:
    clauses = [clause.format(figure=figure) for clause in CLAUSES] + list(more)
    body = "".join(f"<p>{clause}</p>" for clause in clauses)
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title><meta name='ArticleTitle' content='{title}'></head>"
        f"<body><h1>{title}</h1><div>发布日期：2026-03-01</div><div id='zoom'>{body}</div></body></html>"
    ).encode()


def rows(*numbers: int) -> bytes:
    row = "<li><a href='/content/post_{n}.html'>第{n}号文件</a><span>2026-03-0{n}</span></li>"
    return f"<html><body><ul>{''.join(row.format(n=n) for n in numbers)}</ul></body></html>".encode()


def lines(ran: Result) -> list[dict[str, object]]:
    """The JSON objects that a command printed."""
    return [json.loads(line) for line in ran.stdout.splitlines() if line.startswith("{")]


@dataclass
class Office:
    """A site and the service that has read it."""

    site: Website
    folder: Path

    async def command(self, *arguments: str) -> Result:
        """One command, in a thread of its own beside the site that it asks."""
        options = ["--config", str(self.folder / "sources.yaml"), "--database", f"sqlite:///{self.folder / 'w.db'}"]
        return await asyncio.to_thread(CliRunner().invoke, app, [*options, *arguments])

    def configure(self, extra: str = "") -> None:
        (self.folder / "sources.yaml").write_text(
            "version: 1\nsettings: {allow_private_networks: true, hold: 0s}\ndefaults: {delay: 0s, every: 1h}\n"
            f"sources:\n  - {{id: office, name: 样本市, url: '{self.site.url}/list/', kind: list{extra}}}\n",
            encoding="utf-8",
        )

    def url(self, number: int) -> str:
        return f"{self.site.url}/content/post_{number}.html"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Number 1 is a draft, number 2 its final text."""
    async with Website() as site:
        made = Office(site, tmp_path)
        made.configure()
        site.put("/list/", Page(rows(1), headers=HTML))
        site.put("/content/post_1.html", Page(article(DRAFT, 500), headers=HTML))
        site.put("/content/post_2.html", Page(article(FINAL, 800), headers=HTML))
        assert (await made.command("check")).exit_code == 0
        site.put("/list/", Page(rows(2, 1), headers=HTML))
        yield made


async def test_a_final_text_is_told_with_its_draft_and_compared_with_it(office: Office) -> None:
    told = await office.command("check", "--json")
    assert [change["kind"] for change in lines(told)[:-1]] == ["new"]
    assert lines(told)[0]["fields"] == {"draft": [office.url(1), office.url(2)]}
    redline = await office.command("diff", office.url(2), "--against", office.url(1))
    assert "[-500万元-]{+800万元+}" in redline.stdout
    both = await office.command("diff", office.url(2), "1", "2", "--against", office.url(1))
    assert isinstance(both.exception, UsageError)


async def test_a_policy_is_shown_with_its_pages_and_relations(office: Office) -> None:
    await office.command("check")
    shown = await office.command("policy", office.url(2), "--json")
    policy = json.loads(shown.stdout)
    assert policy["canonical_url"] == office.url(2)
    assert [page["url"] for page in policy["pages"]] == [office.url(2)]
    plain = await office.command("policy", office.url(1))
    assert office.url(1) in plain.stdout
    unknown = await office.command("policy", office.url(9))
    assert isinstance(unknown.exception, UsageError)


async def test_a_new_rule_shows_what_it_would_read_and_tells_nobody_when_it_is_live(
    office: Office,
) -> None:
    await office.command("check")
    office.configure(', select: {remove: ["#zoom p:first-child"]}')
    dry = await office.command("reread", "--dry-run")
    assert "0 read the same, 2 differently" in dry.stdout
    assert "0 would alert" in dry.stdout
    again = await office.command("reread", "--dry-run")
    assert again.stdout == dry.stdout
    await office.command("reread")
    assert "2 read the same, 0 differently" in (await office.command("reread", "--dry-run")).stdout
    kinds = [change["kind"] for change in lines(await office.command("changes", "--json"))]
    assert kinds == ["rebased", "rebased", "new"]
    checked = await office.command("check", "--all", "--json")
    assert [line.get("kind") for line in lines(checked)] == [None]


async def test_a_rule_that_loses_the_text_is_seen_before_it_is_live(office: Office) -> None:
    office.configure(', select: {body: "#nothing"}')
    dry = await office.command("reread", "--dry-run")
    assert dry.exit_code == 0
    assert "1 pages" in dry.stdout


async def test_a_document_that_was_taken_down_reads_as_it_did(office: Office) -> None:
    with sqlite3.connect(office.folder / "w.db") as database:
        database.execute("UPDATE page SET presence = 'removed' WHERE presence = 'present'")
    database.close()
    dry = await office.command("reread", "--dry-run")
    assert "1 read the same, 0 differently" in dry.stdout
    assert "0 would alert" in dry.stdout
