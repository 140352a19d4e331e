"""A real website on loopback for tests: scripted answers, and a log of who asked for what.

    async with Website() as site:
        site.put("/a", Page(b"<p>text</p>", headers={"ETag": '"1"'}))
        ... ask site.url + "/a" ...
        assert site.paths == ["/robots.txt", "/a"]

What was not put is a 404; so is /robots.txt, which allows everything.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ssl import SSLContext
from types import TracebackType
from typing import Self

from aiohttp import web


@dataclass(frozen=True, slots=True)
class Page:
    """One scripted answer.

    Args:
        pause: seconds before anything is sent.
        drip: seconds before each single byte of the body.
    """

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    drip: float = 0.0


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def header(self, name: str) -> str | None:
        """A header's value, by case-insensitive name."""
        return {key.lower(): value for key, value in self.headers.items()}.get(name.lower())


class Website:
    """Serves what was put; `log` grows with every request, `busiest` is the most that were answered at once.

    Args:
        host: loopback address or name to listen on and to be called by.
    """

    def __init__(self, host: str = "127.0.0.1", tls: SSLContext | None = None) -> None:
        self.log: list[Seen] = []
        self.busiest = 0
        self.url = ""
        self._host = host
        self._tls = tls
        self._answering = 0
        self._pages: dict[str, list[Page]] = {}

    async def __aenter__(self) -> Self:
        self._runner = web.ServerRunner(web.Server(self._answer, handler_cancellation=True), shutdown_timeout=0.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, 0, ssl_context=self._tls)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"{'https' if self._tls else 'http'}://{self._host}:{port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    def put(self, path: str, *pages: Page) -> None:
        """Answer a path (with its query) with these pages in turn, then with the last for ever."""
        self._pages[path] = list(pages)

    @property
    def paths(self) -> list[str]:
        """Paths asked for, in order."""
        return [seen.path for seen in self.log]

    def asked(self, path: str) -> Sequence[Seen]:
        """Requests for one path."""
        return [seen for seen in self.log if seen.path == path]

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        body = await request.read()
        self.log.append(Seen(request.method, request.raw_path, dict(request.headers), body))
        self._answering += 1
        self.busiest = max(self.busiest, self._answering)
        try:
            return await self._scripted(request)
        finally:
            self._answering -= 1

    async def _scripted(self, request: web.BaseRequest) -> web.StreamResponse:
        script = self._pages.get(request.raw_path, [Page(b"nothing here", status=404)])
        page = script.pop(0) if len(script) > 1 else script[0]
        await asyncio.sleep(page.pause)
        if not page.drip:
            return web.Response(body=page.body, status=page.status, headers=page.headers)
        response = web.StreamResponse(status=page.status, headers=page.headers)
        await response.prepare(request)
        for byte in page.body:
            await asyncio.sleep(page.drip)
            await response.write(bytes([byte]))
        return response


@asynccontextmanager
async def raw_site(answer: bytes) -> AsyncIterator[str]:
    """A server that sends these very bytes to whatever it is asked, and hangs up; yields its base URL."""

    async def speak(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        try:
            writer.write(answer)
            await writer.drain()
        except ConnectionError:
            return
        finally:
            writer.close()

    server = await asyncio.start_server(speak, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
