"""What the feeds of rules say, set from what was cut out for them, and kept as long as it stands on a shelf."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, TypeVar

from core.model import Clipping, Cursor, PageId, Scrapbook, Told
from core.ports import Store
from core.source import Channel, Configuration, Language, Rule, Source, SourceId
from notifier.clipper import REACH
from notifier.feeds import ENTRIES, EVENTS, Dated, Entry, dated, entry
from policywatch.scissors import Scissors

SHEET = 50
"""Changes whose documents are in memory at once while they are set."""

DAYS = 4 * EVENTS
"""Pages whose days are looked at: of several of one policy one speaks, and of all days the latest are told."""

Key = tuple[PageId, int, Language]
"""Page and number of a change, and in which language it is said."""

Said = TypeVar("Said")
Setter = Callable[[Told, Language, str | None], Said]


@dataclass(frozen=True, slots=True)
class Issue:
    """What the feeds of one rule say.

    Args:
        entries: newest first.
    """

    language: Language
    entries: tuple[Entry, ...] = ()
    days: tuple[Dated, ...] = ()


class Press:
    """What a process makes feeds with: scissors, and what it has set.

    Args:
        lock: held by who sets and writes; nobody else may meanwhile.
        written: what the files of each rule say.
        edition: for which configuration and newest change all of them were written.
    """

    def __init__(self, scissors: Scissors | None = None) -> None:
        self.scissors = scissors or Scissors()
        self.lock = asyncio.Lock()
        self.written: dict[str, Issue] = {}
        self.edition: tuple[Configuration, Cursor | None] | None = None
        self._entries = _Case[Entry](entry)
        self._days = _Case[Dated | None](_dated)

    async def entries(
        self, store: Store, config: Configuration, rule: Rule, book: Scrapbook, now: datetime
    ) -> tuple[Entry, ...]:
        """What a rule's feed says, newest first."""
        return tuple(await self._entries.shelf(store, config, rule, await newest(store, config, book, now)))

    async def days(
        self, store: Store, config: Configuration, rule: Rule, book: Scrapbook, now: datetime
    ) -> tuple[Dated, ...]:
        """What a rule's calendar is made of."""
        clippings = _of(config, await store.days(book.id, now - REACH, DAYS))
        return tuple(one for one in await self._days.shelf(store, config, rule, clippings) if one)

    async def issue(self, store: Store, config: Configuration, rule: Rule, book: Scrapbook, now: datetime) -> Issue:
        """All that a rule's feeds say."""
        return Issue(
            language_of(rule, config.channels),
            await self.entries(store, config, rule, book, now),
            await self.days(store, config, rule, book, now),
        )


async def newest(store: Store, config: Configuration, book: Scrapbook, now: datetime) -> list[Clipping]:
    """The newest changes of configured sources that were cut out, as many as a feed has entries."""
    found: list[Clipping] = []
    after: Cursor | None = None
    while len(found) < ENTRIES:
        some = await store.clippings(book.id, now - REACH, after, ENTRIES)
        found += _of(config, some)
        if len(some) < ENTRIES:
            break
        after = some[-1].cursor
    return found[:ENTRIES]


def language_of(rule: Rule, channels: Sequence[Channel]) -> Language:
    """The language of all its channels; both where they differ."""
    spoken = {channel.language for channel in channels if channel.name in rule.send_to}
    return spoken.pop() if len(spoken) == 1 else Language.BOTH


class _Case(Generic[Said]):
    """What is set of one kind, for all rules; what stands on no shelf any more is put away."""

    def __init__(self, setter: Setter[Said]) -> None:
        self._setter = setter
        self._set: dict[Key, tuple[object, Said]] = {}
        self._shelves: dict[str, frozenset[Key]] = {}

    async def shelf(self, store: Store, config: Configuration, rule: Rule, clippings: Sequence[Clipping]) -> list[Said]:
        """What is said of the changes, in their order."""
        language, dashboard = language_of(rule, config.channels), config.settings.dashboard
        sources = {source.id: source for source in config.sources}
        keys = {(one.page_id, one.number, language): one for one in clippings}
        made_of = {key: (one, _named(sources[one.source_id]), dashboard) for key, one in keys.items()}
        missing = [key for key, made in made_of.items() if key not in self._set or self._set[key][0] != made]
        for start in range(0, len(missing), SHEET):
            some = {keys[key].change_id: key for key in missing[start : start + SHEET]}
            told = [_by(sources, one) for one in await store.told(list(some))]
            said = await asyncio.to_thread(self._said, told, language, dashboard)
            for one, made in zip(told, said, strict=True):
                key = some[one.change.id]
                self._set[key] = made_of[key], made
        self._put_away(rule, frozenset(keys), {one.name for one in config.rules})
        return [self._set[key][1] for key in keys if key in self._set]

    def _said(self, told: Sequence[Told], language: Language, dashboard: str | None) -> list[Said]:
        return [self._setter(one, language, dashboard) for one in told]

    def _put_away(self, rule: Rule, shelf: frozenset[Key], rules: Collection[str]) -> None:
        self._shelves = {name: keys for name, keys in self._shelves.items() if name in rules} | {rule.name: shelf}
        standing = {key for keys in self._shelves.values() for key in keys}
        self._set = {key: one for key, one in self._set.items() if key in standing}


def _dated(told: Told, _language: Language, _dashboard: str | None) -> Dated | None:
    return dated(told)


def _of(config: Configuration, clippings: Sequence[Clipping]) -> list[Clipping]:
    """Those of configured sources."""
    known = {source.id for source in config.sources}
    return [one for one in clippings if one.source_id in known]


def _named(source: Source) -> tuple[object, ...]:
    return source.name, source.tier


def _by(sources: Mapping[SourceId, Source], told: Told) -> Told:
    """A change with what today's configuration says of its source."""
    source = sources[told.change.source_id]
    return replace(told, source_name=source.name, tier=source.tier)
