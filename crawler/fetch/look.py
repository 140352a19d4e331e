"""HttpWeb: one look at an address, redirects and all, politely and within limits."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from core.model import Blocked, Failed, Sight, Validators
from core.source import Manners
from crawler.fetch.addresses import Address, InvalidAddress, parse, redirected
from crawler.fetch.client import REDIRECTS, Clients
from crawler.fetch.guard import refusal_of_name
from crawler.fetch.messages import Answer, Headers, Outcome, Reach, Request, Route, Trouble
from crawler.fetch.politeness import Politeness
from crawler.fetch.robots import LONGEST as LONGEST_ROBOTS
from crawler.fetch.robots import Robots, Rules
from crawler.fetch.sight import questions, sight_of, waiting

MOST_REDIRECTS = 5

ALWAYS: Headers = (
    ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.5"),
    ("Accept-Encoding", "gzip, deflate"),
)

OURS = frozenset({"user-agent", "accept-encoding", "host", "connection", "content-length", "transfer-encoding"})
"""Headers that no source may set: they are who we are and how the message is framed."""

HARMLESS = frozenset({"accept", "accept-language"})
"""Headers of a source that may follow a redirect to another host."""


class Deadline:
    """A budget of time that runs only while the network is asked."""

    def __init__(self, budget: timedelta) -> None:
        self._left = budget.total_seconds()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Spend from the budget. Raises `TimeoutError` when it is used up."""
        clock = asyncio.get_running_loop().time
        began = clock()
        try:
            async with asyncio.timeout(self._left):
                yield
        finally:
            self._left -= clock() - began


@dataclass(slots=True, kw_only=True)
class Trip:
    """One look on its way.

    Args:
        request: the next to be sent, without the headers that depend on where it goes.
        start: where it began; secrets of the source go nowhere else.
        obedient: asks robots.txt first.
    """

    request: Request
    start: Address
    manners: Manners
    deadline: Deadline
    obedient: bool
    sent: set[tuple[str, str, str]] = field(default_factory=set)

    @classmethod
    def begin(cls, request: Request, manners: Manners, *, obedient: bool) -> Self:
        """At the address of the request, with the whole budget of time."""
        deadline = Deadline(manners.timeout)
        return cls(request=request, start=request.address, manners=manners, deadline=deadline, obedient=obedient)

    def headers(self, cookie: str) -> Headers:
        """All that is sent with the next request."""
        trusted = self.start.trusts(self.request.address)
        own = [(name, value) for name, value in self.manners.headers if name.lower() not in OURS]
        extra = [(name, value) for name, value in own if trusted or name.lower() in HARMLESS]
        named = {name.lower() for name, _ in extra}
        usual = [(name, value) for name, value in ALWAYS if name.lower() not in named]
        jar = [("Cookie", cookie)] if cookie else []
        return (("User-Agent", self.manners.user_agent), *usual, *extra, *self.request.headers, *jar)


class HttpWeb:
    """The network, through one door (implements `core.ports.Web`).

    Every request, that for robots.txt and that of a redirect too, passes the address guard, waits its turn at
    the host and is bounded in time and size. Close it, or use it as an async context manager.

    Args:
        clock: now, for the age of robots.txt and for HTTP dates.
        monotonic: seconds, for the pauses between requests.
        sleep: waits so many of those seconds.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._clients = Clients()
        self._politeness = Politeness(monotonic, sleep)
        self._robots = Robots(self._fetch_robots, clock)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        await self._clients.close()

    async def look(
        self,
        url: str,
        manners: Manners,
        validators: Validators | None = None,
        *,
        method: str = "GET",
        body: bytes | None = None,
        content_type: str | None = None,
    ) -> Sight:
        """See what stands at an address, politely; never raises for what the world did."""
        try:
            start = parse(url)
        except InvalidAddress as error:
            return Failed(reason=str(error))
        typed: Headers = (("Content-Type", content_type),) if content_type else ()
        request = Request(
            address=start,
            route=_route(manners),
            method=method,
            headers=(*questions(validators), *typed),
            body=body,
            jar=_jar(start, manners),
            limit=manners.max_bytes,
        )
        obedient = manners.robots_ignored is None
        outcome = await self._travel(Trip.begin(request, manners, obedient=obedient))
        match outcome:
            case Answer():
                return sight_of(_with_evidence(outcome, request.route), validators, self._clock())
            case Trouble():
                return Failed(reason=outcome.reason, retry_after=outcome.retry_after)
            case Blocked():
                return outcome

    async def pause(self, url: str, manners: Manners) -> timedelta:
        """The pause between two requests to the host of an address: the manners' own, or robots.txt's if longer."""
        if manners.robots_ignored is not None:
            return manners.delay
        try:
            ruling = await self._robots.ruling(parse(url), manners)
        except InvalidAddress:
            return manners.delay
        return max(manners.delay, ruling.delay) if isinstance(ruling, Rules) else manners.delay

    async def _fetch_robots(self, address: Address, manners: Manners) -> Outcome:
        request = Request(
            address=address,
            route=_route(manners),
            jar=_jar(address, manners),
            limit=LONGEST_ROBOTS,
            truncates=True,
        )
        return await self._travel(Trip.begin(request, manners, obedient=False))

    async def _travel(self, trip: Trip) -> Outcome:
        """Go from redirect to redirect until somebody answers."""
        for _ in range(MOST_REDIRECTS + 1):
            address = trip.request.address
            cookie = self._clients.cookies(trip.request.jar, address.url)
            step = (trip.request.method, address.url, cookie)
            if step in trip.sent:
                return Trouble(reason=f"redirects in a loop at {address.url[:200]}", reach=Reach.ASTRAY)
            trip.sent.add(step)
            outcome = await self._step(trip, cookie)
            if not isinstance(outcome, Answer) or outcome.status not in REDIRECTS:
                return outcome
            try:
                trip.request = _next(trip.request, outcome)
            except InvalidAddress as error:
                return Trouble(reason=str(error), reach=Reach.ASTRAY)
        return Trouble(reason=f"more than {MOST_REDIRECTS} redirects", reach=Reach.ASTRAY)

    async def _step(self, trip: Trip, cookie: str) -> Outcome:
        """One request, if robots.txt, the guard and the host allow it."""
        address, manners, delay = trip.request.address, trip.manners, trip.manners.delay
        why = refusal_of_name(address.host) if manners.proxy and not manners.allow_private_networks else None
        if why is not None:
            return Trouble(reason=f"address refused: {why}", reach=Reach.NOWHERE)
        if trip.obedient:
            ruling = await self._robots.ruling(address, manners)
            if isinstance(ruling, Blocked | Trouble):
                return ruling
            delay = max(delay, ruling.delay)
        async with self._politeness.turn(address.place, delay, manners.concurrency) as held:
            if held is not None:
                return Trouble(reason="the host asked us to stay away", reach=Reach.NOWHERE, retry_after=held)
            return await self._ask(trip, cookie)

    async def _ask(self, trip: Trip, cookie: str) -> Answer | Trouble:
        request = replace(trip.request, headers=trip.headers(cookie))
        try:
            async with trip.deadline.running():
                outcome = await self._clients.ask(request)
        except TimeoutError:
            return Trouble(reason=f"timed out after {trip.manners.timeout.total_seconds():g} s")
        wait = waiting(outcome, self._clock()) if isinstance(outcome, Answer) else None
        if wait is not None:
            self._politeness.hold(request.address.place, wait)
        return outcome


def _next(request: Request, answer: Answer) -> Request:
    """The request that a redirect asks for (RFC 9110 §15.4). Raises `InvalidAddress`."""
    location = answer.header("location")
    if not location:
        raise InvalidAddress(f"http {answer.status} without a Location")
    address = redirected(request.address, location)
    if answer.status in (307, 308) or request.method in ("GET", "HEAD"):
        return replace(request, address=address)
    headers = tuple(pair for pair in request.headers if pair[0] != "Content-Type")
    return replace(request, address=address, method="GET", body=None, headers=headers)


def _with_evidence(answer: Answer, route: Route) -> Answer:
    """The answer; one that came over outdated TLS says so beside its headers, under a name that no header can have."""
    if route.ca is None or answer.address.scheme != "https":
        return answer
    return replace(answer, raw_headers=(*answer.raw_headers, (b":tls", b"legacy")))


def _route(manners: Manners) -> Route:
    return Route(
        proxy=manners.proxy,
        ca=manners.legacy_tls.ca if manners.legacy_tls else None,
        # The operator named the proxy, wherever it stands; what it connects to is its own to guard.
        guarded=not manners.allow_private_networks and manners.proxy is None,
    )


def _jar(start: Address, manners: Manners) -> str | None:
    """One jar per place where looks begin: what one site sets is never sent in the name of another source."""
    return f"{start.host}:{start.port}" if manners.cookies else None
