"""What the feeds of all rules hold, kept between two rounds so that only what is new is read, judged and rendered."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from core.model import Change, PageId, Told
from core.ports import Archive
from core.source import Channel, Configuration, Language, Rule, Source, SourceId
from core.storm import STORM
from crawler.normalise import fold
from notifier.feeds import ENTRIES, Dated, Entry, dated, entry
from notifier.judging import wants
from notifier.subject import subject_of

REACH = timedelta(days=3 * 365)
"""How far back a feed looks: a calendar shows the end of validity of what was told three years ago."""

SLICE = timedelta(days=7)
"""How much of that is held in memory at once."""

OVERLAP = STORM + timedelta(hours=1)
"""What is read again: so long a change may still come to speak for further pages."""

MOST = 10_000
"""Changes of one slice that are read at most."""

Key = tuple[PageId, int]
"""Page and number of a change."""


@dataclass
class Shelf:
    """What the feed and the calendar of one rule are made of.

    Args:
        newest: changes, newest first, at most `ENTRIES`.
        days: the latest change of every page.
        moved: whether any of it is not written yet.
    """

    language: Language = Language.BOTH
    newest: tuple[Change, ...] = ()
    days: dict[PageId, Dated] = field(default_factory=dict)
    moved: bool = True

    def add(self, wanted: Iterable[tuple[Change, Dated | None]]) -> None:
        """Take in changes, in whichever order they come; the same again changes nothing."""
        known = {_key(change): change for change in self.newest}
        for change, days in wanted:
            known[_key(change)] = change
            self._note(days)
        newest = tuple(sorted(_speaking(known.values()), key=_moment, reverse=True)[:ENTRIES])
        self.moved = self.moved or newest != self.newest
        self.newest = newest

    def _note(self, one: Dated | None) -> None:
        known = self.days.get(one.page_id) if one else None
        if one and (known is None or known.number < one.number):
            self.days[one.page_id] = one
            self.moved = True


class Press:
    """The shelves of all rules, and the entries on them, ready to be written.

    Args:
        lock: held by who reads and writes; nobody else may meanwhile.
    """

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self._config: Configuration | None = None
        self._read_until: datetime | None = None
        self._sources: Mapping[SourceId, Source] = {}
        self._shelves: dict[str, Shelf] = {}
        self._entries: dict[tuple[Key, Language], tuple[Change, Entry]] = {}

    async def read(self, archive: Archive, config: Configuration, now: datetime) -> None:
        """Take in what changed since it was last read; all of it under another configuration."""
        if config != self._config:
            self._start_anew(config)
        self._config = None  # what fails half-way is read anew
        for since, until in _slices(self._read_until, now):
            if told := await archive.changes(since=since, until=until, limit=MOST):
                await asyncio.to_thread(self._take, told, config)
        self._config, self._read_until = config, now

    def shelf(self, rule: Rule) -> Shelf:
        """What a rule's feeds are made of."""
        return self._shelves[rule.name]

    def entries(self, rule: Rule) -> list[Entry]:
        """What a rule's feed says, newest first."""
        shelf = self._shelves[rule.name]
        return [self._entries[_key(change), shelf.language][1] for change in shelf.newest]

    def _start_anew(self, config: Configuration) -> None:
        self._read_until, self._entries = None, {}
        self._sources = {source.id: source for source in config.sources}
        self._shelves = {rule.name: Shelf(language_of(rule, config.channels)) for rule in config.rules}

    def _take(self, told: Sequence[Told], config: Configuration) -> None:
        wanted: dict[str, list[tuple[Change, Dated | None]]] = {}
        for one in told:
            if rules := wanting(config.rules, one, self._sources.get(one.change.source_id)):
                noted = one.change, dated(one)
                for rule in rules:
                    wanted.setdefault(rule.name, []).append(noted)
        for name, some in wanted.items():
            self._shelves[name].add(some)
        self._render({_key(one.change): one for one in told}, config.settings.dashboard)

    def _render(self, told: Mapping[Key, Told], dashboard: str | None) -> None:
        """Make the entries that stand on a shelf and are not made yet; drop those that stand on none any more."""
        before, self._entries = self._entries, {}
        for shelf in self._shelves.values():
            for change in shelf.newest:
                key = _key(change), shelf.language
                made = self._entries.get(key) or before.get(key)
                if made is None or made[0] != change:
                    made = change, entry(told[key[0]], shelf.language, dashboard)
                self._entries[key] = made


def wanting(rules: Sequence[Rule], told: Told, source: Source | None) -> list[Rule]:
    """The rules to whose feeds a change belongs; none for one of a source that is no longer in the file."""
    if source is None:
        return []
    subject = subject_of(told.change, source, fold, told.before, told.after)
    return [rule for rule in rules if wants(rule.match, subject)]


def language_of(rule: Rule, channels: Sequence[Channel]) -> Language:
    """The language of all its channels; both where they differ."""
    spoken = {channel.language for channel in channels if channel.name in rule.send_to}
    return spoken.pop() if len(spoken) == 1 else Language.BOTH


def _slices(read_until: datetime | None, now: datetime) -> Iterator[tuple[datetime, datetime | None]]:
    """Times to be read, the newest first: entries of older ones are then made only where there is room for them."""
    if read_until is not None:
        yield min(read_until, now) - OVERLAP, None
        return
    until = None
    for number in range(REACH // SLICE):
        since = now - (number + 1) * SLICE
        yield since, until
        until = since


def _speaking(changes: Iterable[Change]) -> list[Change]:
    """The changes without those that another speaks for: the same edit of further pages is one message."""
    changes = list(changes)
    spoken_for = {(change.edit, url) for change in changes if change.edit for url in change.pages}
    return [change for change in changes if (change.edit, change.url) not in spoken_for]


def _key(change: Change) -> Key:
    return change.page_id, change.number


def _moment(change: Change) -> tuple[datetime, PageId, int]:
    return change.at, change.page_id, change.number
