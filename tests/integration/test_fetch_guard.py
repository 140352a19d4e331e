"""The address guard at the moment of connecting, on real sockets."""

import socket
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from core.addresses import refusal
from core.model import Failed, Fresh
from core.source import Manners
from crawler.fetch import HttpWeb, guard
from tests.fakes.website import Page, Website

GUARDED = Manners(delay=timedelta(0), timeout=timedelta(seconds=5))
LOOSE = Manners(delay=timedelta(0), robots_ignored="test", allow_private_networks=True)


@pytest.fixture
async def site() -> AsyncIterator[Website]:
    async with Website() as site:
        site.put("/a", Page(b"inside"))
        yield site


@pytest.fixture
async def http() -> AsyncIterator[HttpWeb]:
    async with HttpWeb() as http:
        yield http


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.8.9.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0177.0.0.1", "0x7f.1",
     "0x7f000001", "127.1", "0", "0.0.0.0", "[::]", "169.254.169.254", "[fd00:ec2::254]", "10.0.0.1", "172.16.0.1",
     "192.168.1.1", "100.64.0.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "[64:ff9b::7f00:1]",
     "[2002:7f00:1::]", "１２７.0.0.1", "127.0.0.1."],
)  # fmt: skip
async def test_an_address_that_is_not_public_is_refused(site: Website, http: HttpWeb, host: str) -> None:
    port = site.url.rpartition(":")[2]
    sight = await http.look(f"http://{host}:{port}/a", GUARDED)
    assert isinstance(sight, Failed)
    assert sight.reason.startswith("address refused: ")
    assert "not a public address" in sight.reason
    assert site.log == []


@pytest.mark.parametrize("target", ["http://169.254.169.254/latest/meta-data/", "http://127.0.0.2:1/", "http://[::1]/"])
async def test_a_redirect_to_a_private_address_is_refused(
    site: Website, http: HttpWeb, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One loopback address has to stand in for a public site; the guard sees every other as it is.
    monkeypatch.setattr(guard, "refusal", lambda address: None if address == "127.0.0.1" else refusal(address))
    site.put("/a", Page(status=302, headers={"Location": target}))
    sight = await http.look(site.url + "/a", GUARDED)
    assert isinstance(sight, Failed)
    assert sight.reason.startswith("address refused: ")
    assert site.paths == ["/robots.txt", "/a"]


async def test_a_name_that_turns_to_private_addresses_is_refused_when_it_is_connected_to(
    site: Website, http: HttpWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(site.url.rpartition(":")[2])

    def answers(*_: object, **__: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        kinds = (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "")
        return [(*kinds, ("127.0.0.1", port)), (*kinds, ("10.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    sight = await http.look(f"http://rebound.example.org:{port}/a", GUARDED)
    assert isinstance(sight, Failed)
    assert sight.reason.startswith("address refused: ")
    assert "not a public address" in sight.reason
    assert site.log == []


async def test_one_source_with_permission_opens_no_door_for_the_others(site: Website, http: HttpWeb) -> None:
    assert isinstance(await http.look(site.url + "/a", LOOSE), Fresh)
    assert isinstance(await http.look(site.url + "/a", GUARDED), Failed)


async def test_a_proxy_of_the_environment_is_not_trusted(
    site: Website, http: HttpWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert isinstance(await http.look(site.url + "/a", LOOSE), Fresh)


async def test_a_configured_proxy_is_asked_for_the_whole_address(site: Website, http: HttpWeb) -> None:
    manners = Manners(delay=timedelta(0), robots_ignored="test", proxy=site.url)
    await http.look("http://policy.example.org/a", manners)
    assert site.log[0].header("host") == "policy.example.org"


@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "localhost", "db.internal", "0x7f.1"])
async def test_a_proxy_is_not_asked_for_what_is_plainly_private(site: Website, http: HttpWeb, host: str) -> None:
    manners = Manners(delay=timedelta(0), robots_ignored="test", proxy=site.url)
    sight = await http.look(f"http://{host}/", manners)
    assert isinstance(sight, Failed)
    assert sight.reason.startswith("address refused: ")
    assert site.log == []


async def test_a_dead_or_impossible_proxy_is_failed_in_plain_words(http: HttpWeb) -> None:
    for proxy, reason in {
        "http://127.0.0.1:1": "the proxy cannot be reached: ",
        "gopher://127.0.0.1:1": "request cannot be sent: ",
    }.items():
        sight = await http.look("http://example.org/", Manners(delay=timedelta(0), robots_ignored="test", proxy=proxy))
        assert isinstance(sight, Failed)
        assert sight.reason.startswith(reason)
