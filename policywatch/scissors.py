"""Cuts what rules want out of the changes: reads them a bite at a time, judges them, and keeps what is wanted."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from core.model import Cursor, Cutting, Facts, Scrapbook, Stretch, Told
from core.ports import Clippings
from core.source import Configuration, Rule, Source, SourceId
from crawler.normalise import fold
from notifier.asked import facts_of, rule_digest
from notifier.clipper import UNUSED, Clipper, Judged, ahead, back, clipper_of, cut_ahead, cut_back, judged

BITE = 200
"""Changes that are read, judged and kept at a time: what a kill loses, and what is in memory at once."""


@dataclass
class _Sources:
    """What rules may ask of the sources of one configuration, so that it is found once."""

    config: Configuration
    by_id: Mapping[SourceId, Source]
    facts: dict[str, Facts] = field(default_factory=dict)

    def asked_by(self, rule: Rule) -> Facts:
        """What a rule looks at of them."""
        digest = rule_digest(rule.match)
        if digest not in self.facts:
            self.facts[digest] = facts_of(rule.match, self.config.sources)
        return self.facts[digest]


class Scissors:
    """Everybody of a process who wants something cut out takes these: one bite at a time, each seeing the last one.

    Args:
        bite: how many changes.
    """

    def __init__(self, bite: int = BITE) -> None:
        self._bite = bite
        self._lock = asyncio.Lock()
        self._sources: _Sources | None = None

    async def books(
        self, store: Clippings, config: Configuration, rules: Sequence[Rule], now: datetime
    ) -> dict[str, Scrapbook]:
        """By name of each rule its scrapbook, begun if need be."""
        clippers = await self._clippers(store, config, rules, now)
        by_rule = {one.book.rule: one.book for one in clippers}
        return {rule.name: by_rule[rule_digest(rule.match)] for rule in rules}

    async def ahead(
        self, store: Clippings, config: Configuration, rules: Sequence[Rule], now: datetime, after: Cursor | None = None
    ) -> Cursor | None:
        """Cut out of one bite of what came since the rules' scrapbooks were last read for.

        Args:
            after: where the bite before ended; None begins.

        Returns:
            Where it ended; None when nothing is left.
        """
        async with self._lock:
            clippers = await self._clippers(store, config, rules, now)
            if not clippers:
                return None
            read = ahead(clippers, now, after)
            told, last = await self._read(store, read)
            found = await self._judged(clippers, told, config)
            await _keep(store, cut_ahead(clippers, found, read, last=last, now=now))
        return last

    async def back(self, store: Clippings, config: Configuration, rules: Sequence[Rule], now: datetime) -> bool:
        """Cut out of one bite of what was there before; False when nothing is left."""
        async with self._lock:
            turn = back(await self._clippers(store, config, rules, now), now)
            if turn is None:
                return False
            clippers, read = turn
            told, last = await self._read(store, read)
            found = await self._judged(clippers, told, config)
            await _keep(store, cut_back(clippers, found, read, last=last, now=now))
        return True

    async def _clippers(
        self, store: Clippings, config: Configuration, rules: Sequence[Rule], now: datetime
    ) -> list[Clipper]:
        """One for all rules that ask for the same, as far as whoever else may have read by now."""
        sources = self._known(config)
        asked = {rule_digest(rule.match): (rule.match, sources.asked_by(rule)) for rule in rules}
        while True:
            books = await store.scrapbooks(list(asked))
            clippers = [clipper_of(match, facts, books, now) for match, facts in asked.values()]
            known = {book.id for book in books}
            new = [one.book for one in clippers if one.book.id not in known]
            if not new:
                return clippers
            # Somebody may begin the same at once; and one of the others may be forgotten now, and is begun anew.
            await store.begin(new, now - UNUSED)

    async def _read(self, store: Clippings, wanted: Stretch) -> tuple[list[Told], Cursor | None]:
        """A bite, and where it ended; None if it was the last."""
        told = await store.stretch(wanted, self._bite)
        last = told[-1].change if len(told) == self._bite else None
        return told, Cursor(last.at, last.page_id, last.number) if last else None

    async def _judged(self, clippers: Sequence[Clipper], told: Sequence[Told], config: Configuration) -> Judged:
        """What the rules make of it, found out beside whatever else the process does."""
        return await asyncio.to_thread(judged, clippers, told, self._known(config).by_id, fold) if told else Judged()

    def _known(self, config: Configuration) -> _Sources:
        if self._sources is None or self._sources.config is not config:
            self._sources = _Sources(config, {source.id: source for source in config.sources})
        return self._sources


async def _keep(store: Clippings, cuttings: Sequence[Cutting]) -> None:
    if cuttings:
        await store.keep(cuttings)
