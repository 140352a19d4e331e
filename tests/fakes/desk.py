"""A dashboard on a real server on loopback, and a browser without a screen."""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import aiohttp
from yarl import URL

from core.ports import Archive
from core.source import Configuration
from policywatch.dashboard import Place, served
from tests.fakes.nouns import NOW
from web.access.lock import Lock
from web.desk import Desk

TOKEN = "correct horse battery staple"
SECRET = b"0" * 32


def a_desk(
    store: Archive,
    configuration: Configuration | None = None,
    *,
    token: str | None = TOKEN,
    address: str | None = None,
    wall: Callable[[], datetime] = lambda: NOW,
) -> Desk:
    """A desk over a store; its Word files are their change's id."""
    given = configuration or Configuration()
    return Desk(
        store=store,
        configuration=lambda: given,
        clock=lambda: NOW,
        lock=Lock(secret=SECRET, token=token, address=address),
        tables={"docx": lambda told, _zone: told.change.id.encode()},
        wall=wall,
    )


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass
class Browser:
    """What a person sends: cookies are kept, redirects are not followed."""

    address: str
    client: aiohttp.ClientSession

    async def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return await self.ask("GET", path, headers=headers)

    async def post(self, path: str, *, headers: Mapping[str, str] | None = None, **fields: str) -> Answer:
        """Send a form."""
        return await self.ask("POST", path, headers=headers or {}, fields=fields)

    async def ask(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send any request."""
        url = URL(self.address.rstrip("/") + path, encoded=True)
        async with self.client.request(
            method, url, headers=headers, data=fields or None, allow_redirects=False
        ) as answer:
            return Answer(answer.status, answer.headers, await answer.read())

    async def enter(self, token: str = TOKEN) -> Answer:
        """Sign in."""
        return await self.post("/login", token=token)

    async def pledge(self) -> str:
        """The CSRF token that pages carry."""
        found = re.search(r'X-CSRF-Token": "([^"]+)"', (await self.get("/")).text)
        return found[1] if found else ""

    def cookies(self) -> dict[str, str]:
        """What it keeps."""
        return {cookie.key: cookie.value for cookie in self.client.cookie_jar}


@asynccontextmanager
async def a_browser(desk: Desk) -> AsyncIterator[Browser]:
    """A browser that knows nothing yet, before a real server of the dashboard."""
    async with served(desk, Place(port=0)) as address, another_browser(address) as browser:
        yield browser


@asynccontextmanager
async def another_browser(address: str) -> AsyncIterator[Browser]:
    """One more, for the same server."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        yield Browser(address, client)
