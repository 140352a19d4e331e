"""The feeds of the rules as they are handed out: written anew only when what they are made of has moved."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import structlog

from core.errors import StoreError
from core.model import Cursor, Scrapbook
from core.ports import Store
from core.source import Configuration, Rule
from notifier.clipper import reaches_back
from notifier.feeds import ENTRIES
from notifier.feeds.atom import MEDIA_TYPE as ATOM
from notifier.feeds.calendar import MEDIA_TYPE as CALENDAR
from notifier.feeds.json_feed import MEDIA_TYPE as JSON_FEED
from policywatch.feed_format import Format
from policywatch.feeds import catch_up, latest, written
from policywatch.press import Issue, Press, language_of, newest
from web.service import Published

log = structlog.get_logger(__name__)

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed was updated that holds nothing yet."""

PATIENCE = timedelta(seconds=2)
"""So long a reader waits for changes that were not judged for the rule yet; the rest are when he has his answer."""

IDLE = 3
"""The rest is judged a bite at a time, with pauses so many times as long as a bite took."""

MEDIA_TYPES: Mapping[Format, str] = {
    Format.ATOM: ATOM,
    Format.JSON: JSON_FEED,
    Format.ICS: CALENDAR,
}


@dataclass(frozen=True, slots=True)
class _Copy:
    """A feed, and what it was made of.

    Args:
        is_whole: whether changes that are not judged yet would make no difference.
    """

    config: Configuration
    newest: Cursor | None
    book: Scrapbook
    address: str
    is_whole: bool
    published: Published

    def is_of(self, config: Configuration, newest: Cursor | None, book: Scrapbook, address: str) -> bool:
        """Whether it is whole, and would be the same again."""
        made_of = self.newest, self.address, self.book.id, self.book.until
        return self.is_whole and self.config is config and made_of == (newest, address, book.id, book.until)


class Newsstand:
    """Hands out feeds.

    Args:
        press: of the daemon, where there is one, so that nothing is set twice.
        patience: how long a reader waits at most for what is not judged yet.
    """

    def __init__(
        self,
        store: Store,
        press: Press,
        configuration: Callable[[], Configuration],
        clock: Callable[[], datetime],
        patience: timedelta = PATIENCE,
    ) -> None:
        self._store = store
        self._press = press
        self._configuration = configuration
        self._clock = clock
        self._patience = patience.total_seconds()
        self._copies: dict[tuple[str, Format], _Copy] = {}
        self._unread: set[str] = set()
        self._asked = asyncio.Event()

    async def feed(self, name: str, style: str, address: str) -> Published | None:
        """The feed of a rule; None for a rule or a format that is not there.

        Args:
            address: where it is served, for its link to itself.
        """
        config, now = self._configuration(), self._clock()
        rule = next((rule for rule in config.rules if rule.name == name), None)
        if rule is None or style not in list(Format):
            return None
        key = rule.name, Format(style)
        last, book = await latest(self._store), await self._book(config, rule, now)
        copy = self._copies.get(key)
        if copy is None or not copy.is_of(config, last, book, address):
            is_whole = await self._read(config, rule, Format(style), now)
            async with self._press.lock:
                book = await self._book(config, rule, now)
                published = await self._published(config, rule, Format(style), address, book, is_whole=is_whole)
            copy = _Copy(config, last, book, address, is_whole, published)
            self._copies = {known: one for known, one in self._copies.items() if one.config is config} | {key: copy}
        if not (copy.is_whole and reaches_back(book, now)):
            self._unread.add(rule.name)
            self._asked.set()
        return copy.published

    async def attend(self) -> None:
        """Judge what no reader waited for, until it is cancelled; what fails is tried again when somebody asks."""
        while True:
            await self._asked.wait()
            self._asked.clear()
            try:
                await self._read_rest()
            except StoreError as fault:
                log.error("cannot read changes for feeds", fault=str(fault))

    async def _read_rest(self) -> None:
        scissors, loop = self._press.scissors, asyncio.get_running_loop()
        known: set[str] = set()
        while rules := [rule for rule in self._configuration().rules if rule.name in self._unread]:
            config, now, began = self._configuration(), self._clock(), loop.time()
            names = {rule.name for rule in rules}
            if names - known:
                await catch_up(scissors, self._store, config, rules, now)
            if not await scissors.back(self._store, config, rules, now):
                self._unread -= names
            known = names
            await asyncio.sleep(IDLE * (loop.time() - began))

    async def _read(self, config: Configuration, rule: Rule, style: Format, now: datetime) -> bool:
        """Judge as much for a rule as its reader waits for; whether the rest would make no difference."""
        scissors, loop = self._press.scissors, asyncio.get_running_loop()
        end, after = loop.time() + self._patience, None
        while after := await scissors.ahead(self._store, config, [rule], now, after):
            if loop.time() >= end:
                return False
        while not await self._suffices(config, rule, style, now):
            if not await scissors.back(self._store, config, [rule], now):
                return True
            if loop.time() >= end:
                return False
        return True

    async def _suffices(self, config: Configuration, rule: Rule, style: Format, now: datetime) -> bool:
        """Whether the feed is full."""
        book = await self._book(config, rule, now)
        return style is not Format.ICS and len(await newest(self._store, config, book, now)) == ENTRIES

    async def _book(self, config: Configuration, rule: Rule, now: datetime) -> Scrapbook:
        return (await self._press.scissors.books(self._store, config, [rule], now))[rule.name]

    async def _published(
        self, config: Configuration, rule: Rule, style: Format, address: str, book: Scrapbook, *, is_whole: bool
    ) -> Published:
        now = self._clock()
        issue = Issue(language_of(rule, config.channels))
        if style is Format.ICS:
            issue = replace(issue, days=await self._press.days(self._store, config, rule, book, now))
        else:
            issue = replace(issue, entries=await self._press.entries(self._store, config, rule, book, now))
        updated = max([NEVER, *(one.at for one in issue.entries), *(one.at for one in issue.days)])
        content = await asyncio.to_thread(written, issue, config, rule, style, updated, url=address)
        # Of what is still to be added to, no reader may be told that nothing came since.
        return Published(content=content, media_type=MEDIA_TYPES[style], updated=updated if is_whole else None)
