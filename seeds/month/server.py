"""The sites of the month on loopback, each at a port of its own."""

import asyncio
from collections import Counter
from datetime import datetime
from typing import Self
from urllib.parse import urlsplit

from aiohttp import web

from seeds.month.ask import Ask
from seeds.month.days import moment
from seeds.month.faults import Fault
from seeds.month.paper import Site
from seeds.month.world import answer

BREAKS_OFF = (Fault.CUT, Fault.STALLED, Fault.REFUSED)


class MonthServer:
    """Six real HTTP servers that play the world; `async with` starts and stops them.

    Attributes:
        at: what time it is; set it to let time pass.
        faults: how often each kind of fault was answered.
        statuses: how often each status was.
        stall: seconds for which an answer that never comes is waited for here.
    """

    def __init__(self, stall: float = 5.0) -> None:
        self.at: datetime = moment(1)
        self.faults: Counter[Fault] = Counter()
        self.statuses: Counter[int] = Counter()
        self.stall = stall
        self._visits: Counter[tuple[Site, str]] = Counter()
        self._origins: dict[Site, str] = {}
        self._runners: list[web.ServerRunner] = []

    def origin(self, site: Site) -> str:
        """Scheme, host and port of a site."""
        return self._origins[site]

    def place(self, url: str) -> tuple[Site, str]:
        """The site that an address belongs to, and its path with the query."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        site = next(site for site, one in self._origins.items() if one == origin)
        return site, url.removeprefix(origin)

    async def __aenter__(self) -> Self:
        for site in Site:
            await self._start(site)
        return self

    async def __aexit__(self, *_: object) -> None:
        for runner in self._runners:
            await runner.cleanup()

    async def _start(self, site: Site) -> None:
        async def play(request: web.BaseRequest) -> web.StreamResponse:
            return await self._play(site, request)

        runner = web.ServerRunner(web.Server(play), shutdown_timeout=0.1)
        self._runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self._origins[site] = f"http://127.0.0.1:{runner.addresses[0][1]}"

    async def _play(self, site: Site, request: web.BaseRequest) -> web.StreamResponse:
        target = request.raw_path
        self._visits[site, target] += 1
        ask = Ask(
            site=site,
            target=target,
            at=self.at,
            visit=self._visits[site, target],
            method=request.method,
            body=await request.read(),
            origin=self._origins[site],
            if_none_match=request.headers.get("If-None-Match"),
        )
        reply = answer(ask)
        self.statuses[reply.status] += 1
        if reply.fault is not None:
            self.faults[reply.fault] += 1
        if reply.fault in BREAKS_OFF:
            return await self._break_off(request, reply.fault, reply.body)
        headers = {"Content-Type": reply.content_type, **({"ETag": reply.etag} if reply.etag else {})}
        return web.Response(status=reply.status, body=reply.body, headers=headers)

    async def _break_off(self, request: web.BaseRequest, fault: Fault, body: bytes) -> web.StreamResponse:
        """An answer that ends too soon, or never begins."""
        response = web.StreamResponse(headers={"Content-Length": str(len(body) + 1)})
        if fault is Fault.STALLED:
            await asyncio.sleep(self.stall)
        if fault is Fault.CUT:
            await response.prepare(request)
            await response.write(body[: len(body) // 2])
        if request.transport is not None:
            request.transport.abort()
        return response
