"""A whole round on a host that takes 50 ms for every answer: how the site is treated."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.source import Configuration, SourceId
from policywatch.round import run_round
from policywatch.wiring import Watch, open_watch, read_configuration
from tests.e2e.village import article, listing
from tests.fakes.website import Page, Website

LATENCY = 0.05
COLUMNS = 3
DOCUMENTS = 4
DELAY = 0.1
ROBOTS = b"User-agent: *\nDisallow: /content/post_13.html\nCrawl-delay: %s\n"


@dataclass
class Round:
    """One service and the site it watches."""

    site: Website
    watch: Watch

    async def run(self) -> None:
        """One round over all columns."""
        self.site.log.clear()
        await run_round(self.watch, [SourceId(f"c{column}") for column in range(COLUMNS)])


@pytest.fixture(params=["the operator's delay", "a longer Crawl-delay"])
async def polite(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Round]:
    """Three columns of one host; half of the cases ask for the pause by robots.txt."""
    by_robots = request.param == "a longer Crawl-delay"
    async with Website() as site:
        slow = LATENCY
        if by_robots:
            site.put("/robots.txt", Page(ROBOTS % b"0.1", pause=slow))
        else:
            site.put("/robots.txt", Page(ROBOTS.replace(b"Crawl-delay: %s\n", b""), pause=slow))
        for column in range(COLUMNS):
            numbers = [10 * column + number for number in range(1, DOCUMENTS + 1)]
            tag = {"ETag": f'"{column}"', "Content-Type": "text/html"}
            site.put(f"/c{column}/", Page(listing(*numbers), headers=tag, pause=slow), _unless_modified(tag, slow))
            for number in numbers:
                page = article(f"第{number}号办法", f"第一条 资助{number}万元。")
                site.put(f"/content/post_{number}.html", Page(page, headers={"Content-Type": "text/html"}, pause=slow))
        path = tmp_path / "sources.yaml"
        path.write_text(_file(site.url), encoding="utf-8")
        config = _with_delay(read_configuration(path, {}), timedelta() if by_robots else timedelta(seconds=DELAY))
        async with open_watch(config, f"sqlite:///{tmp_path / 'w.db'}", {}) as watch:
            yield Round(site, watch)


def _unless_modified(tag: dict[str, str], pause: float) -> Page:
    return Page(b"", status=304, headers=tag, pause=pause)


def _with_delay(config: Configuration, delay: timedelta) -> Configuration:
    """The file knows whole seconds only."""
    sources = tuple(replace(source, manners=replace(source.manners, delay=delay)) for source in config.sources)
    return replace(config, sources=sources)


def _file(site: str) -> str:
    rows = "".join(
        f"  - {{id: c{column}, name: 栏目, url: '{site}/c{column}/', kind: list}}\n" for column in range(COLUMNS)
    )
    return (
        f"version: 1\nsettings: {{allow_private_networks: true}}\ndefaults: {{every: 1h, delay: 0s}}\n"
        f"sources:\n{rows}channels:\n  out: {{type: console}}\nrules:\n  - {{name: all, send_to: [out]}}\n"
    )


async def test_one_request_at_a_time_with_the_pause_kept_and_what_robots_txt_forbids_left_alone(polite: Round) -> None:
    began = time.monotonic()
    await polite.run()
    took = time.monotonic() - began
    assert polite.site.busiest == 1
    assert "/content/post_13.html" not in polite.site.paths
    requests = len(polite.site.log)
    assert requests == 1 + COLUMNS + COLUMNS * DOCUMENTS - 1
    # From the end of one answer to the start of the next: the answers and the pauses fill the whole time.
    assert took >= (requests - 2) * (LATENCY + DELAY)


async def test_an_unchanged_list_costs_one_conditional_request(polite: Round) -> None:
    await polite.run()
    await polite.run()
    assert sorted(polite.site.paths) == [f"/c{column}/" for column in range(COLUMNS)]
    assert [seen.header("If-None-Match") for seen in polite.site.log] == ['"0"', '"1"', '"2"']
