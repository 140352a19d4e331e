"""A real webhook receiver (aiohttp.web) on loopback that verifies what it is sent."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from standardwebhooks import Webhook as Verifier

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@dataclass
class Hook:
    """What arrived, and what to answer; `hang` answers only when it is set."""

    port: int = 0
    secret: str = SECRET
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    hang: asyncio.Event | None = None
    requests: int = 0
    paths: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    taken: list[dict[str, object]] = field(default_factory=list)

    async def receive(self, request: web.Request) -> web.Response:
        """Verify the signature, then answer as told."""
        self.requests += 1
        self.paths.append(request.path)
        body = await request.read()
        Verifier(self.secret).verify(body, dict(request.headers))
        self.ids.append(request.headers["webhook-id"])
        if self.hang is not None:
            await self.hang.wait()
        if 200 <= self.status < 300:
            self.taken.append(json.loads(body))
        return web.Response(status=self.status, headers=self.headers, body=self.body)


@asynccontextmanager
async def hook_server(hook: Hook, *, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """A server for a hook; yields its URL."""
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", hook.receive)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", hook.port, ssl_context=tls)
    await site.start()
    hook.port = runner.addresses[0][1]
    try:
        yield f"{'https' if tls else 'http'}://localhost:{hook.port}/hook"
    finally:
        await runner.cleanup()
