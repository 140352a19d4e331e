"""Redirects are followed by ourselves: each hop is checked again, and secrets stay at home."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from core.model import Blocked, Failed, Fresh
from core.source import Manners
from crawler.fetch import HttpWeb
from tests.fakes.website import Page, Website

MANNERS = Manners(delay=timedelta(0), robots_ignored="the test's own server", allow_private_networks=True)
SECRETS = (("Authorization", "Bearer x"), ("Cookie", "session=1"), ("X-Key", "k"), ("Accept-Language", "zh"))


@pytest.fixture
async def site() -> AsyncIterator[Website]:
    async with Website() as site:
        yield site


@pytest.fixture
async def other() -> AsyncIterator[Website]:
    async with Website("localhost") as other:
        yield other


@pytest.fixture
async def http() -> AsyncIterator[HttpWeb]:
    async with HttpWeb() as http:
        yield http


def to(location: str, status: int = 302, **headers: str) -> Page:
    return Page(status=status, headers={"Location": location, **headers})


async def test_a_redirect_is_followed_and_the_final_address_is_told(site: Website, http: HttpWeb) -> None:
    site.put("/a", to("b/../c#part", 301))
    site.put("/c", Page(b"here"))
    sight = await http.look(site.url + "/a", MANNERS)
    assert isinstance(sight, Fresh)
    assert (sight.url, sight.body) == (site.url + "/c", b"here")


async def test_a_location_in_raw_bytes_leads_to_those_bytes(site: Website, http: HttpWeb) -> None:
    site.put("/a", to("/政策"))
    site.put("/%E6%94%BF%E7%AD%96", Page(b"here"))
    assert isinstance(await http.look(site.url + "/a", MANNERS), Fresh)


async def test_a_redirect_loop_is_failed_without_going_round_twice(site: Website, http: HttpWeb) -> None:
    site.put("/a", to("/b"))
    site.put("/b", to("/a"))
    sight = await http.look(site.url + "/a", MANNERS)
    assert isinstance(sight, Failed)
    assert "loop" in sight.reason
    assert site.paths == ["/a", "/b"]


async def test_more_than_five_redirects_are_failed(site: Website, http: HttpWeb) -> None:
    for step in range(9):
        site.put(f"/{step}", to(f"/{step + 1}"))
    assert await http.look(site.url + "/0", MANNERS) == Failed(reason="more than 5 redirects")
    assert len(site.log) == 6


@pytest.mark.parametrize(
    "location",
    ["http://[", "http://a b/", "ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)",
     "http://user:pw@example.org/", "http://:80/", "//", "http://example.org:99999/", "/" + "a" * 9000],
)  # fmt: skip
async def test_a_redirect_to_no_address_is_failed(site: Website, http: HttpWeb, location: str) -> None:
    site.put("/a", to(location))
    assert isinstance(await http.look(site.url + "/a", MANNERS), Failed)


async def test_a_redirect_without_a_location_is_failed(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(status=302))
    assert await http.look(site.url + "/a", MANNERS) == Failed(reason="http 302 without a Location")


async def test_headers_of_a_source_do_not_follow_to_another_host(site: Website, other: Website, http: HttpWeb) -> None:
    site.put("/a", to(other.url + "/b"))
    other.put("/b", to(site.url + "/c"))
    site.put("/c", Page(b"back"))
    manners = Manners(
        delay=timedelta(0), robots_ignored="test", allow_private_networks=True, headers=SECRETS, user_agent="watch/1"
    )
    assert isinstance(await http.look(site.url + "/a", manners), Fresh)
    assert site.log[0].header("authorization") == "Bearer x"
    abroad = other.log[0]
    assert [abroad.header(name) for name in ("authorization", "cookie", "x-key")] == [None, None, None]
    assert (abroad.header("user-agent"), abroad.header("accept-language")) == ("watch/1", "zh")


async def test_a_post_becomes_a_get_after_302_and_stays_after_307(site: Website, http: HttpWeb) -> None:
    site.put("/a", to("/c", 302))
    site.put("/b", to("/c", 307))
    site.put("/c", Page(b"here"))
    for path in ("/a", "/b"):
        await http.look(site.url + path, MANNERS, method="POST", body=b"{}", content_type="application/json")
    first, second = site.asked("/c")
    assert (first.method, first.body, first.header("content-type")) == ("GET", b"", None)
    assert (second.method, second.body, second.header("content-type")) == ("POST", b"{}", "application/json")


async def test_every_hop_asks_the_robots_of_its_own_origin(site: Website, other: Website, http: HttpWeb) -> None:
    site.put("/a", to(other.url + "/secret"))
    other.put("/robots.txt", Page(b"User-agent: *\nDisallow: /secret\n"))
    sight = await http.look(site.url + "/a", Manners(delay=timedelta(0), allow_private_networks=True))
    assert isinstance(sight, Blocked)
    assert sight.by == "robots"
    assert other.paths == ["/robots.txt"]


# --- cookies ------------------------------------------------------------------------------------


async def test_a_cookie_wall_opens_with_a_plain_jar(site: Website, http: HttpWeb) -> None:
    site.put("/a", to("/a", 302, **{"Set-Cookie": "CT6T=1; path=/"}), Page(b"inside"))
    manners = Manners(delay=timedelta(0), robots_ignored="test", allow_private_networks=True, cookies=True)
    assert isinstance(await http.look(site.url + "/a", manners), Fresh)
    assert [seen.header("cookie") for seen in site.log] == [None, "CT6T=1"]


async def test_without_a_jar_no_cookie_is_ever_sent(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(b"1", headers={"Set-Cookie": "a=1; path=/"}), Page(b"2"))
    await http.look(site.url + "/a", MANNERS)
    await http.look(site.url + "/a", MANNERS)
    assert [seen.header("cookie") for seen in site.log] == [None, None]


async def test_cookies_of_one_host_are_not_sent_to_another(site: Website, other: Website, http: HttpWeb) -> None:
    site.put("/a", to(other.url + "/b", 302, **{"Set-Cookie": "a=1; path=/"}))
    other.put("/b", Page(b"here"))
    manners = Manners(delay=timedelta(0), robots_ignored="test", allow_private_networks=True, cookies=True)
    assert isinstance(await http.look(site.url + "/a", manners), Fresh)
    assert other.log[0].header("cookie") is None
