"""The only module that speaks httpx: one request in, one answer or trouble out (decision 0002)."""

import ssl
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import aclosing

import aiohttp
import httpx
from httpx_aiohttp import AiohttpTransport

from crawler.fetch.guard import ForbiddenAddress, open_socket
from crawler.fetch.inflate import Body, BodyTooLarge, BrokenBody
from crawler.fetch.messages import Answer, Reach, Request, Route, Trouble
from crawler.fetch.tls import UnusableAuthority, legacy_context

MOST_JARS = 1024
MOST_COOKIES = 64
"""Per jar; a jar that grows beyond is emptied."""

LONGEST_HEADER = 32768
"""Bytes of one header field; policies of content security run to 10 KB."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})

TROUBLES: tuple[tuple[type[BaseException], str, Reach], ...] = (
    (ForbiddenAddress, "address refused: {detail}", Reach.NOWHERE),
    (PermissionError, "address refused: {detail}", Reach.NOWHERE),  # several addresses, each forbidden
    (UnusableAuthority, "{error}", Reach.NOWHERE),
    (BodyTooLarge, "{error}", Reach.HOST),
    (BrokenBody, "{error}", Reach.HOST),
    (aiohttp.ClientHttpProxyError, "the proxy refused: {error}", Reach.NOWHERE),
    (aiohttp.ClientProxyConnectionError, "the proxy cannot be reached: {detail}", Reach.NOWHERE),
    (ssl.SSLCertVerificationError, "TLS: certificate verify failed: {detail}", Reach.NOWHERE),
    (ssl.SSLError, "TLS: {detail}", Reach.NOWHERE),
    (aiohttp.ClientConnectorDNSError, "name not resolved", Reach.NOWHERE),
    (TimeoutError, "timed out", Reach.HOST),
    (ConnectionRefusedError, "connection refused", Reach.NOWHERE),
    (aiohttp.ServerDisconnectedError, "connection closed by the server", Reach.HOST),
    (ConnectionResetError, "connection reset by the server", Reach.HOST),
    (aiohttp.ClientPayloadError, "answer broken off", Reach.HOST),
    (aiohttp.ClientResponseError, "answer is not HTTP", Reach.HOST),
    (aiohttp.InvalidURL, "invalid address", Reach.NOWHERE),
    (httpx.InvalidURL, "invalid address: {error}", Reach.NOWHERE),
    (OSError, "cannot connect: {detail}", Reach.NOWHERE),
    (aiohttp.ClientError, "no usable answer: {kind}", Reach.HOST),
    (httpx.HTTPError, "no usable answer: {kind}", Reach.HOST),
    (ValueError, "request cannot be sent: {error}", Reach.NOWHERE),
)
"""Every foreign exception in plain words, in the order they are looked for along the chain of causes."""


class Clients:
    """Connection pools by route and cookie jars by name; what is shared is made once."""

    def __init__(self) -> None:
        self._transports: dict[Route, AiohttpTransport] = {}
        self._jars: OrderedDict[str, httpx.Cookies] = OrderedDict()
        self._tls: dict[str | None, ssl.SSLContext] = {}

    async def ask(self, request: Request) -> Answer | Trouble:
        """Send one request. No time limit of its own: the caller's cancellation ends it."""
        try:
            return await self._exchange(request)
        except (aiohttp.ClientError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            return trouble(error)

    def cookies(self, jar: str | None, url: str) -> str:
        """What the jar would send to an address, as the value of the Cookie header."""
        if jar is None or jar not in self._jars:
            return ""
        try:
            probe = httpx.Request("GET", url)
        except httpx.InvalidURL:
            return ""
        self._jars[jar].set_cookie_header(probe)
        return str(probe.headers.get("cookie", ""))

    async def close(self) -> None:
        """Close every connection."""
        while self._transports:
            _, transport = self._transports.popitem()
            await transport.aclose()

    async def _exchange(self, request: Request) -> Answer:
        transport = self._transport(request.route)
        headers = [(name.encode(), value.encode()) for name, value in request.headers]
        outgoing = httpx.Request(request.method, request.address.url, headers=headers, content=request.body)
        response = await transport.handle_async_request(outgoing)
        async with aclosing(response):
            if request.jar is not None:
                self._jar(request.jar).extract_cookies(response)
            body = b"" if response.status_code in REDIRECTS else await _body(response, request)
        return Answer(
            address=request.address,
            status=response.status_code,
            raw_headers=tuple(response.headers.raw),
            body=body,
        )

    def _transport(self, route: Route) -> AiohttpTransport:
        known = self._transports.get(route)
        if known is not None:
            return known
        proxy = httpx.Proxy(route.proxy) if route.proxy else None
        context = self._context(route.ca)
        connector = aiohttp.TCPConnector(ssl=context, socket_factory=open_socket if route.guarded else None, limit=0)
        session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            max_line_size=LONGEST_HEADER,
            max_field_size=LONGEST_HEADER,
        )
        transport = AiohttpTransport(verify=context, trust_env=False, client=session, proxy=proxy)
        self._transports[route] = transport
        return transport

    def _context(self, ca: str | None) -> ssl.SSLContext:
        if ca not in self._tls:
            self._tls[ca] = legacy_context(ca) if ca else httpx.create_ssl_context(trust_env=False)
        return self._tls[ca]

    def _jar(self, name: str) -> httpx.Cookies:
        jar = self._jars.setdefault(name, httpx.Cookies())
        self._jars.move_to_end(name)
        if len(self._jars) > MOST_JARS:
            self._jars.popitem(last=False)
        if len(jar) > MOST_COOKIES:
            jar.clear()
        return jar


def trouble(error: BaseException) -> Trouble:
    """A foreign exception in plain words."""
    # The deepest cause knows most: aiohttp's own TLS errors lack the attributes of those they stand for.
    causes = list(_causes(error))[::-1]
    for kind, words, reach in TROUBLES:
        cause = next((cause for cause in causes if isinstance(cause, kind)), None)
        if cause is not None:
            reason = words.format(error=cause, kind=type(cause).__name__, detail=_detail(cause))
            connected = not any(isinstance(cause, aiohttp.ClientConnectorError) for cause in causes)
            return Trouble(reason=reason[:300], reach=reach if connected else Reach.NOWHERE)
    raise error


async def _body(response: httpx.Response, request: Request) -> bytes:
    body = Body(response.headers.get("content-encoding", ""), request.limit)
    try:
        async for chunk in response.aiter_raw():
            body.feed(chunk)
    except BodyTooLarge:
        if request.truncates:
            return body.content
        raise
    return body.finish()


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _detail(error: BaseException) -> str:
    match error:
        case ssl.SSLCertVerificationError(verify_message=str(words)) if words:
            return words
        case ssl.SSLError(reason=str(words)) if words:
            return words.replace("_", " ").lower()
        case OSError(strerror=str(words)) if words:
            return words
        case _:
            return str(error) or type(error).__name__
