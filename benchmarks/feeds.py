"""Feeds of 20 rules over 10,000 changes: for the first time, after one more change, by a new process, for a new rule.

`python -m benchmarks.feeds [--pages N]`: four changes a page.
"""

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TypeVar

from core.fingerprint import fingerprint
from core.model import (
    Block,
    Change,
    ChangeKind,
    Dates,
    Document,
    Finding,
    Page,
    PageId,
    PageKind,
    Presence,
    Verdict,
    Version,
)
from core.ports import Store
from core.source import Configuration, Match, Recipe, Rule, Settings, Source, SourceId, Words
from crawler.fetch import HttpWeb
from policywatch.feeds import publish
from policywatch.newsstand import Newsstand
from policywatch.press import Press
from policywatch.wiring import Watch
from storage import open_store
from web.service import Published

Made = TypeVar("Made")

PAGES = 2_500
VERSIONS = 4
RULES = 20
GOAL_MS = 2_000.0
"""CPU of a publication after something changed."""

START = datetime(2025, 3, 1, tzinfo=UTC)
STEP = timedelta(minutes=50)
"""Between two changes: 10,000 of them take a year."""

SOURCE = Source(id=SourceId("site"), name="站点", url="https://www.example.gov.cn/", recipe=Recipe(reading_version=1))
CLAUSE = "第{n}条 申请第{topic}类项目资助的单位，应当自公布之日起三十日内向主管部门提交材料，最高资助{figure}万元。"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one publication, or one answer, took."""

    cpu_ms: float
    passed_ms: float
    files: int


def main(said: Sequence[str] | None = ()) -> None:
    """Print the table; `said` is the command line, None that of the process."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.feeds")
    parser.add_argument("--pages", type=int, default=PAGES)
    pages = parser.parse_args(said).pages
    print(
        f"{RULES} rules over {pages * VERSIONS} changes of documents of 25 articles, SQLite; CPU of the process, time"
    )
    for name, cost in asyncio.run(_measure(pages)).items():
        print(f"{name:40}{cost.cpu_ms:9.0f} ms{cost.passed_ms:9.0f} ms{cost.files:6} files")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    print(f"peak memory {peak:.0f} MB; goal after a change: {GOAL_MS:g} ms of CPU")


async def _measure(count: int) -> dict[str, Cost]:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/bench.db")
        try:
            pages = await _fill(store, count)
            now = [START + count * VERSIONS * STEP]
            config = Configuration(sources=(SOURCE,), rules=_rules(), settings=Settings(feeds=f"{folder}/feeds"))
            async with HttpWeb() as web:

                def a_process() -> Watch:
                    return Watch(config, store, web, {}, lambda: now[0])

                watch = a_process()
                costs = {"first, everything is judged": await _published(watch)}
                await _change(store, await store.page(pages[0].id), VERSIONS + 1, now[0])
                now[0] += STEP
                costs["after one more change"] = await _published(watch)
                costs["nothing has changed"] = await _published(watch)
                costs["first of a new process"] = await _published(a_process())
                await _change(store, await store.page(pages[0].id), VERSIONS + 2, now[0])
                now[0] += STEP
                costs["of a new process, after one more change"] = await _published(a_process())
                return costs | await _answers(store, config, now[0])
        finally:
            await store.close()


async def _answers(store: Store, config: Configuration, now: datetime) -> dict[str, Cost]:
    """What readers wait for, of rules that are new."""
    costs = {}
    for name, word in (("that wants much", "单位"), ("that wants nothing", "无此词")):
        rule = Rule(name=name, send_to=(), match=Match(words=Words(any=(word,))))
        config = replace(config, rules=(rule,))
        for again in ("first", "second"):
            asked = partial(_asked, store, config, name, now)
            costs[f"{again} answer for a rule {name}"] = await _timed(asked, lambda _: 1)
    return costs


async def _asked(store: Store, config: Configuration, name: str, now: datetime) -> Published | None:
    """What a server that has just started answers."""
    return await Newsstand(store, Press(), lambda: config, lambda: now).feed(name, "atom", "/")


async def _published(watch: Watch) -> Cost:
    return await _timed(partial(publish, watch), len)


async def _timed(work: Callable[[], Awaitable[Made]], count: Callable[[Made], int]) -> Cost:
    cpu, start = time.process_time(), time.perf_counter()
    made = await work()
    return Cost((time.process_time() - cpu) * 1000, (time.perf_counter() - start) * 1000, count(made))


def _rules() -> tuple[Rule, ...]:
    """A few that want nearly everything, more that want one document in twenty."""
    wide = [Rule(name=f"wide-{number}", send_to=(), match=Match(words=Words(any=("资助",)))) for number in range(5)]
    words = [Words(any=(f"第{number}类",)) for number in range(RULES - len(wide))]
    return (*wide, *(Rule(name=f"topic-{at}", send_to=(), match=Match(words=some)) for at, some in enumerate(words)))


async def _fill(store: Store, count: int) -> list[Page]:
    await store.register([SOURCE], START)
    found = [_new_page(f"{SOURCE.url}content/post_{number}.html") for number in range(count)]
    listing = await store.listing(SOURCE.id)
    ids = await store.commit_finding(listing, Finding(listing=listing, pages=tuple(found)))
    for at in range(count * VERSIONS):
        number, page_id = at // count + 1, ids[at % count]
        await _change(store, await store.page(page_id), number, START + at * STEP)
    return [await store.page(page_id) for page_id in ids[:1]]


async def _change(store: Store, page: Page, number: int, at: datetime) -> None:
    version = _version(int(page.id), number, at)
    change = Change(
        page_id=page.id,
        source_id=page.source_id,
        url=page.url,
        number=number,
        kind=ChangeKind.EDITED if number > 1 else ChangeKind.NEW,
        at=at,
        before=number - 1 or None,
        after=number,
        headline=f"第三条: {number - 1}00万元 → {number}00万元",
        canonical_url=page.url,
    )
    after = replace(page, latest=version, presence=Presence.PRESENT, changes=number)
    await store.commit(page, Verdict(page=after, version=version, change=change))


def _version(topic: int, number: int, at: datetime) -> Version:
    said = [CLAUSE.format(n=n, topic=topic % RULES, figure=100 * (number if n == 3 else n)) for n in range(1, 26)]
    dates = Dates(deadline=date(2026, 4, 1) + timedelta(days=topic % 90)) if topic % 10 == 0 else Dates()
    document = Document(
        page_kind=PageKind.ARTICLE,
        title=f"关于组织申报第{topic}号专项资金的通知",
        blocks=tuple(Block(text, text.replace(" ", ""), place=text.split(" ")[0]) for text in said),
        dates=dates,
    )
    digest = f"{topic:032x}{number:032x}"
    return Version(
        number=number,
        captured_at=at,
        document=document,
        fingerprint=fingerprint(document.body, SOURCE.recipe.digest),
        raw_digest=digest,
        chain=digest,
    )


def _new_page(url: str) -> Page:
    return Page(id=PageId(0), source_id=SOURCE.id, url=url, first_seen_at=START, next_check_at=START)


if __name__ == "__main__":
    main(None)
