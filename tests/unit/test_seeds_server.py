"""The specimen sites over real HTTP on loopback."""

import httpx
import pytest

from seeds import Host, expectations, plan
from seeds.server import SpecimenServer

QUIET = "/archive/2024/0521/430129.html"


async def test_the_two_host_names_are_two_sites() -> None:
    path = plan().copies[0].copy
    async with SpecimenServer() as server, httpx.AsyncClient(trust_env=False) as client:
        statuses = [(await client.get(base + path)).status_code for base in (server.official, server.mirror)]
        assert server.official.startswith("http://localhost:")
        assert server.mirror.startswith("http://127.0.0.1:")
    assert statuses == [404, 200]
    assert [(seen.host, seen.visit, seen.status) for seen in server.requests] == [
        (Host.OFFICIAL, 1, 404),
        (Host.MIRROR, 1, 200),
    ]


async def test_visits_are_counted_over_the_days_and_change_the_bytes() -> None:
    path = plan().copies[0].original
    async with SpecimenServer() as server, httpx.AsyncClient(trust_env=False) as client:
        bodies = set()
        for server.day in (1, 2, 3):
            bodies |= {(await client.get(server.official + path)).content for _ in range(2)}
    assert len(bodies) == 6
    assert server.visits[Host.OFFICIAL, path] == 6


async def test_a_quiet_page_is_not_sent_twice_over_the_wire() -> None:
    async with SpecimenServer() as server, httpx.AsyncClient(trust_env=False) as client:
        first = await client.get(server.mirror + QUIET)
        again = await client.get(server.mirror + QUIET, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


async def test_every_page_of_every_day_comes_over_the_wire() -> None:
    async with SpecimenServer() as server, httpx.AsyncClient(trust_env=False) as client:
        bases = {Host.OFFICIAL: server.official, Host.MIRROR: server.mirror}
        for item in expectations():
            server.day = item.day
            assert (await client.get(bases[item.host] + item.path)).status_code == item.expected.status


async def test_a_day_without_a_plot_is_refused() -> None:
    server = SpecimenServer()
    for day in (0, 4):
        with pytest.raises(ValueError, match="days 1 to 3"):
            server.day = day
