"""Robots, turns, pauses and Retry-After, against a real server and a clock that only sleeping moves."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from core.model import Blocked, Failed, Fresh, Gone
from core.source import Manners
from crawler.fetch import HttpWeb
from tests.fakes.website import Page, Website

AT_ONCE = timedelta(0)
MANNERS = Manners(delay=AT_ONCE, allow_private_networks=True, user_agent="policywatch/1 (+https://example.org/bot)")
UNRULED = Manners(delay=AT_ONCE, allow_private_networks=True, robots_ignored="test")


class Time:
    """A clock that stands still until somebody sleeps."""

    def __init__(self) -> None:
        self.passed = 0.0
        self.naps: list[float] = []

    def now(self) -> datetime:
        return datetime(2026, 3, 2, tzinfo=UTC) + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        return self.passed

    async def sleep(self, seconds: float) -> None:
        self.naps.append(round(seconds, 3))
        self.passed += seconds
        await asyncio.sleep(0)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def http(time: Time) -> AsyncIterator[HttpWeb]:
    async with HttpWeb(clock=time.now, monotonic=time.monotonic, sleep=time.sleep) as http:
        yield http


@pytest.fixture
async def site() -> AsyncIterator[Website]:
    async with Website() as site:
        for path in ("/a", "/b", "/private/a"):
            site.put(path, Page(b"text of " + path.encode()))
        yield site


# --- robots.txt ---------------------------------------------------------------------------------


async def test_robots_txt_is_obeyed_and_asked_for_once(site: Website, http: HttpWeb) -> None:
    site.put("/robots.txt", Page(b"User-agent: *\nDisallow: /private/\n"))
    assert isinstance(await http.look(site.url + "/a", MANNERS), Fresh)
    blocked = await http.look(site.url + "/x/%2e%2e/private/a", MANNERS)
    assert blocked == Blocked(by="robots", evidence="robots.txt disallows /private/a")
    assert site.paths == ["/robots.txt", "/a"]


async def test_our_own_group_goes_before_the_rest(site: Website, http: HttpWeb) -> None:
    site.put("/robots.txt", Page(b"User-agent: *\nDisallow: /\n\nUser-agent: PolicyWatch\nDisallow: /b\n"))
    assert isinstance(await http.look(site.url + "/a", MANNERS), Fresh)
    assert isinstance(await http.look(site.url + "/b", MANNERS), Blocked)


async def test_robots_txt_is_ignored_for_a_reason_the_operator_gave(site: Website, http: HttpWeb) -> None:
    site.put("/robots.txt", Page(b"User-agent: *\nDisallow: /\n"))
    assert isinstance(await http.look(site.url + "/a", UNRULED), Fresh)
    assert site.paths == ["/a"]


async def test_robots_txt_is_asked_for_again_after_a_day(site: Website, http: HttpWeb, time: Time) -> None:
    site.put("/robots.txt", Page(b""), Page(b"User-agent: *\nDisallow: /\n"))
    assert isinstance(await http.look(site.url + "/a", MANNERS), Fresh)
    time.passed += 24 * 3600 - 1
    assert isinstance(await http.look(site.url + "/a", MANNERS), Fresh)
    time.passed += 1
    assert isinstance(await http.look(site.url + "/a", MANNERS), Blocked)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_a_robots_txt_that_is_not_there_allows_everything(site: Website, http: HttpWeb, status: int) -> None:
    site.put("/robots.txt", Page(b"<h1>no</h1>", status=status))
    assert isinstance(await http.look(site.url + "/a", MANNERS), Fresh)


async def test_a_robots_txt_that_redirects_for_ever_allows_everything(site: Website, http: HttpWeb) -> None:
    site.put("/robots.txt", Page(status=302, headers={"Location": "/robots.txt"}))
    assert isinstance(await http.look(site.url + "/a", MANNERS), Fresh)


@pytest.mark.parametrize("status", [429, 500, 521])
async def test_a_broken_robots_txt_forbids_and_is_tried_again_soon(
    site: Website, http: HttpWeb, time: Time, status: int
) -> None:
    site.put("/robots.txt", Page(status=status), Page(b""))
    blocked = Blocked(by="robots", evidence=f"robots.txt unreachable: http {status}")
    assert await http.look(site.url + "/a", MANNERS) == blocked
    assert await http.look(site.url + "/a", MANNERS) == blocked
    assert site.paths == ["/robots.txt"]
    time.passed += 300
    assert isinstance(await http.look(site.url + "/a", MANNERS), Fresh)


async def test_a_robots_txt_that_times_out_forbids(site: Website, http: HttpWeb) -> None:
    site.put("/robots.txt", Page(pause=30))
    manners = Manners(delay=AT_ONCE, allow_private_networks=True, timeout=timedelta(seconds=0.2))
    sight = await http.look(site.url + "/a", manners)
    assert sight == Blocked(by="robots", evidence="robots.txt unreachable: timed out after 0.2 s")


async def test_the_rules_we_know_outlive_a_robots_txt_that_breaks(site: Website, http: HttpWeb, time: Time) -> None:
    site.put("/robots.txt", Page(b"User-agent: *\nDisallow: /b\n"), Page(status=500))
    assert isinstance(await http.look(site.url + "/a", MANNERS), Fresh)
    time.passed += 25 * 3600
    assert isinstance(await http.look(site.url + "/a", MANNERS), Fresh)
    assert isinstance(await http.look(site.url + "/b", MANNERS), Blocked)


async def test_a_host_that_is_not_there_is_failed_and_not_blocked_by_robots(http: HttpWeb) -> None:
    async with Website() as site:
        url = site.url
    assert await http.look(url + "/a", MANNERS) == Failed(reason="connection refused")


async def test_only_the_first_500_kib_of_robots_txt_count(site: Website, http: HttpWeb) -> None:
    padding = b"# nothing to see here\n" * 25_000
    site.put("/robots.txt", Page(b"User-agent: *\nDisallow: /b\n" + padding + b"Disallow: /a\n"))
    assert isinstance(await http.look(site.url + "/b", MANNERS), Blocked)
    assert isinstance(await http.look(site.url + "/a", MANNERS), Fresh)


async def test_many_looks_at_once_ask_for_robots_txt_once(site: Website, http: HttpWeb) -> None:
    await asyncio.gather(*(http.look(site.url + "/a", MANNERS) for _ in range(5)))
    assert site.paths.count("/robots.txt") == 1


# --- turns and pauses ---------------------------------------------------------------------------


async def test_never_more_than_one_request_at_a_time_at_a_host(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(b"slow", pause=0.02))
    sights = await asyncio.gather(*(http.look(site.url + "/a", UNRULED) for _ in range(6)))
    assert all(isinstance(sight, Fresh) for sight in sights)
    assert site.busiest == 1


async def test_two_at_a_time_where_the_source_allows_two(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(b"slow", pause=0.05))
    manners = Manners(delay=AT_ONCE, allow_private_networks=True, robots_ignored="test", concurrency=2)
    await asyncio.gather(*(http.look(site.url + "/a", manners) for _ in range(6)))
    assert site.busiest == 2


async def test_between_two_requests_lies_the_delay(site: Website, http: HttpWeb, time: Time) -> None:
    manners = Manners(delay=timedelta(seconds=2), allow_private_networks=True)
    await asyncio.gather(*(http.look(site.url + path, manners) for path in ("/a", "/b")))
    assert site.paths == ["/robots.txt", "/a", "/b"]
    assert time.naps == [2.0, 2.0]


async def test_a_crawl_delay_longer_than_ours_is_respected_up_to_a_minute(
    site: Website, http: HttpWeb, time: Time
) -> None:
    site.put("/robots.txt", Page(b"User-agent: *\nCrawl-delay: 7\n"), Page(b"User-agent: *\nCrawl-delay: 9999\n"))
    await http.look(site.url + "/a", MANNERS)
    time.passed += 24 * 3600
    await http.look(site.url + "/a", MANNERS)
    assert time.naps == [7.0, 60.0]


async def test_waiting_for_our_turn_does_not_eat_the_deadline(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(b"slow", pause=0.1))
    manners = Manners(delay=AT_ONCE, allow_private_networks=True, robots_ignored="test", timeout=timedelta(seconds=0.5))
    sights = await asyncio.gather(*(http.look(site.url + "/a", manners) for _ in range(6)))
    assert all(isinstance(sight, Fresh) for sight in sights)


# --- Retry-After --------------------------------------------------------------------------------


async def test_429_is_a_rate_limit_and_says_how_long(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(b"slow down", status=429, headers={"Retry-After": "120"}))
    sight = await http.look(site.url + "/a", UNRULED)
    assert sight == Blocked(by="rate limit", evidence="http 429", retry_after=timedelta(minutes=2))


async def test_while_a_host_asks_for_silence_no_page_of_it_is_asked_for(
    site: Website, http: HttpWeb, time: Time
) -> None:
    site.put("/a", Page(status=503, headers={"Retry-After": "Mon, 02 Mar 2026 01:00:00 GMT"}))
    assert await http.look(site.url + "/a", UNRULED) == Failed(reason="http 503", retry_after=timedelta(hours=1))
    time.passed += 600
    held = await http.look(site.url + "/b", UNRULED)
    assert held == Failed(reason="the host asked us to stay away", retry_after=timedelta(minutes=50))
    assert site.paths == ["/a"]
    time.passed += 3000
    assert isinstance(await http.look(site.url + "/b", UNRULED), Fresh)


async def test_a_look_already_in_the_queue_is_held_back_too(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(status=503, headers={"Retry-After": "60"}))
    first, second = await asyncio.gather(*(http.look(site.url + path, UNRULED) for path in ("/a", "/b")))
    assert isinstance(first, Failed)
    assert isinstance(second, Failed)
    assert site.paths == ["/a"]


async def test_no_host_asks_us_away_for_more_than_a_week(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(status=503, headers={"Retry-After": "99999999999999999999"}))
    sight = await http.look(site.url + "/a", UNRULED)
    assert sight == Failed(reason="http 503", retry_after=timedelta(days=7))


async def test_a_retry_after_that_makes_no_sense_is_no_wait(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(status=503, headers={"Retry-After": "soon"}))
    assert await http.look(site.url + "/a", UNRULED) == Failed(reason="http 503")
    assert isinstance(await http.look(site.url + "/gone", UNRULED), Gone)
