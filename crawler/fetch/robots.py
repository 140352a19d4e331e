"""What robots.txt allows: fetched once per origin and day, obeyed as RFC 9309 says."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from protego import Protego

from core.model import Blocked
from core.source import Manners
from crawler.fetch.addresses import Address, parse
from crawler.fetch.messages import Outcome, Reach, Trouble
from crawler.fetch.sight import waiting

FRESH_FOR = timedelta(hours=24)
"""RFC 9309 §2.4."""

RETRY_AFTER = timedelta(minutes=5)
"""When a robots.txt that could not be had is asked for again."""

LONGEST = 500 * 1024
"""Bytes that are read (RFC 9309 §2.5 asks for at least as many)."""

LONGEST_DELAY = timedelta(seconds=60)
"""A longer Crawl-delay is not taken at its word."""

MOST_ORIGINS = 4096

USER_AGENT_LINE = re.compile(r"^[ \t]*user[ -]?agent[ \t]*:?[ \t]*([^#\r\n]*).*$", re.IGNORECASE | re.MULTILINE)

Fetch = Callable[[Address, Manners], Awaitable[Outcome]]
"""Asks for a robots.txt through the same door."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one origin's robots.txt says to us."""

    parsed: Protego | None = None
    agent: str = "*"

    @property
    def delay(self) -> timedelta:
        """The Crawl-delay that is respected."""
        seconds = self.parsed.crawl_delay(self.agent) if self.parsed else None
        return min(timedelta(seconds=min(seconds or 0.0, 3600.0)), LONGEST_DELAY)

    def allow(self, address: Address) -> bool:
        """Whether the address may be asked."""
        return self.parsed is None or self.parsed.can_fetch(address.url, self.agent)


Ruling = Rules | Blocked | Trouble


@dataclass(slots=True)
class _Entry:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    ruling: Ruling | None = None
    until: datetime | None = None


class Robots:
    """The rules of many origins, each asked for once."""

    def __init__(self, fetch: Fetch, clock: Callable[[], datetime]) -> None:
        self._fetch = fetch
        self._clock = clock
        self._entries: OrderedDict[tuple[str, ...], _Entry] = OrderedDict()

    async def ruling(self, address: Address, manners: Manners) -> Ruling:
        """The rules for an address, or why it must not be asked.

        Returns:
            `Blocked` when robots.txt exists but cannot be had, `Trouble` when the host cannot be reached at all.
        """
        entry = self._entry(address, manners)
        async with entry.lock:
            now = self._clock()
            if entry.ruling is None or entry.until is None or now >= entry.until:
                await self._renew(entry, address, manners)
            ruling = entry.ruling or Rules()
        if isinstance(ruling, Rules) and not ruling.allow(address):
            return Blocked(by="robots", evidence=f"robots.txt disallows {address.target[:200]}")
        return ruling

    async def _renew(self, entry: _Entry, address: Address, manners: Manners) -> None:
        answer = await self._fetch(parse(f"{address.origin}/robots.txt"), manners)
        ruling = rules_of(answer, product(manners.user_agent), self._clock())
        if isinstance(ruling, Rules) or not isinstance(entry.ruling, Rules):
            entry.ruling = ruling
        # Else the copy we have goes on (RFC 9309 §2.4), and the site is asked again soon.
        match ruling:
            case Rules():
                entry.until = self._clock() + FRESH_FOR
            case Blocked():
                entry.until = self._clock() + RETRY_AFTER
            case Trouble():
                # The page could not be reached either: nothing was learnt of robots.txt.
                entry.until = None

    def _entry(self, address: Address, manners: Manners) -> _Entry:
        # Another route may reach another machine: a refusal of the guard must not speak for those allowed in.
        route = (manners.proxy or "", str(manners.legacy_tls), str(manners.allow_private_networks))
        key = (address.origin, product(manners.user_agent), *route)
        entry = self._entries.setdefault(key, _Entry())
        self._entries.move_to_end(key)
        if len(self._entries) > MOST_ORIGINS:
            self._entries.popitem(last=False)
        return entry


def rules_of(answer: Outcome, agent: str, now: datetime) -> Ruling:
    """What came of asking for robots.txt (RFC 9309 §2.3.1). Pure."""
    if isinstance(answer, Blocked):
        return answer
    if isinstance(answer, Trouble):
        return _without(answer, agent)
    if 200 <= answer.status < 300:
        return Rules(parsed=Protego.parse(only_for(agent, answer.body.decode("utf-8-sig", "replace"))), agent=agent)
    if answer.status == 429 or answer.status >= 500:
        evidence = f"robots.txt unreachable: http {answer.status}"
        return Blocked(by="robots", evidence=evidence, retry_after=waiting(answer, now))
    # 4xx: "unavailable", which allows everything.
    return Rules(agent=agent)


def _without(trouble: Trouble, agent: str) -> Ruling:
    match trouble.reach:
        case Reach.ASTRAY:
            return Rules(agent=agent)
        case Reach.HOST:
            return Blocked(by="robots", evidence=f"robots.txt unreachable: {trouble.reason}")
        case Reach.NOWHERE:
            return trouble


def product(user_agent: str) -> str:
    """The product token that robots.txt names (RFC 9309 §2.2.1).

    >>> product("policywatch/1 (+https://example.org/bot)")
    'policywatch'
    """
    token = re.match(r"[A-Za-z_-]+", user_agent.strip())
    return token.group().lower() if token else "*"


def only_for(agent: str, text: str) -> str:
    """The same file with every group that is not ours under one name.

    Thousands of group names before thousands of rules would make the parser keep their product.
    """

    def renamed(line: re.Match[str]) -> str:
        name = line[1].strip().lower()
        ours = name == "*" or (name.strip("*") and name.strip("*") in agent)
        return line[0] if ours else "User-agent: ="

    return USER_AGENT_LINE.sub(renamed, text)
