"""A specimen platform on loopback: a real HTTP server that plays it."""

from collections.abc import Callable
from typing import Self

from aiohttp import web

from seeds.platforms.specimen import Platform, Served

ROBOTS = "/robots.txt"
MISSING = Served(b"<html><body>404</body></html>", status=404)


class PlatformServer:
    """Plays what `build` makes for the origin it listens at; `async with` starts and stops it.

    Attributes:
        platform: what is played; replace its documents to let a day pass.
        targets: paths (with query) asked for, in order, robots.txt left out.
    """

    platform: Platform

    def __init__(self, build: Callable[[str], Platform]) -> None:
        self.targets: list[str] = []
        self.origin = ""
        self._build = build
        self._runner = web.ServerRunner(web.Server(self._play), shutdown_timeout=1)

    @property
    def listing(self) -> str:
        """What an operator would paste."""
        return self.origin + self.platform.listing

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.platform = self._build(self.origin)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _play(self, request: web.BaseRequest) -> web.Response:
        target = request.raw_path
        if target == ROBOTS:
            return web.Response(status=404)
        self.targets.append(target)
        served = self.platform.serve(request.method, target, await request.read()) or MISSING
        return web.Response(status=served.status, body=served.body, headers={"Content-Type": served.content_type})
