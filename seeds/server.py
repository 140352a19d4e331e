"""The specimen sites on loopback: `localhost` publishes, `127.0.0.1` copies, on one port."""

import errno
from collections import Counter
from dataclasses import dataclass
from typing import Self

from aiohttp import web

from seeds.plot import plan
from seeds.site import Ask, answer
from seeds.world import Host, Place

NO_IPV6 = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}


@dataclass(frozen=True, slots=True)
class Seen:
    """One request that was answered."""

    host: Host
    path: str
    day: int
    visit: int
    status: int


class SpecimenServer:
    """A real HTTP server that plays the world; `async with` starts and stops it.

    Attributes:
        requests: everything asked, in order.
        visits: how often each page was asked for, over all days.
    """

    def __init__(self, port: int = 0) -> None:
        self.requests: list[Seen] = []
        self.visits: Counter[Place] = Counter()
        self._port = port
        self._day = 1
        self._runner = web.ServerRunner(web.Server(self._play), shutdown_timeout=1)

    @property
    def day(self) -> int:
        """Day of the plot, from 1; set it to let the next day begin. Raises ValueError for a day without a plot."""
        return self._day

    @day.setter
    def day(self, day: int) -> None:
        if not 1 <= day <= len(plan().days):
            raise ValueError(f"the specimen world has days 1 to {len(plan().days)}, not {day}")
        self._day = day

    @property
    def official(self) -> str:
        """Base URL of those who publish."""
        return f"http://localhost:{self._port}"

    @property
    def mirror(self) -> str:
        """Base URL of those who copy."""
        return f"http://127.0.0.1:{self._port}"

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]
        try:
            # `localhost` may mean ::1 first: were it free, somebody else's server could stand there.
            await web.TCPSite(self._runner, "::1", self._port).start()
        except OSError as error:
            if error.errno not in NO_IPV6:
                await self._runner.cleanup()
                raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _play(self, request: web.BaseRequest) -> web.Response:
        host = Host.MIRROR if request.url.host == "127.0.0.1" else Host.OFFICIAL
        self.visits[host, request.path] += 1
        visit = self.visits[host, request.path]
        tags = request.headers.get("If-None-Match")
        reply = answer(Ask(host=host, path=request.path, day=self._day, visit=visit, if_none_match=tags))
        self.requests.append(Seen(host, request.path, self._day, visit, reply.status))
        return web.Response(status=reply.status, headers=dict(reply.headers), body=reply.body)
