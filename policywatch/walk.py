"""Reading a listing page by page, from its door to what is known already."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from core.address_key import address_key
from core.asking import conditions
from core.listing import Walk, is_first, reaches_known
from core.model import Ask, Entrance, Fresh, Gone, Known, Listing, Reference, Sight, Unchanged, Validators
from core.order import is_oldest_first
from core.ports import Web
from core.schedule import reason
from core.source import Source, SourceId, SourceKind
from crawler.discover import (
    Answer,
    Elsewhere,
    Found,
    Outcome,
    Unreadable,
    first_ask,
    references,
    rules_of,
    same_site,
    unpacked,
)
from crawler.extract import decode

DOORS = 3
"""A listing behind more doors than this is a circle."""

RETRACED = 5
"""Pages that are read whatever is known, after a look that may have ended above something new."""

LARGE = 256 * 1024
"""Bytes; a listing below takes less time to read than a thread is worth."""

NOTHING_FOUND = (
    "no documents found in the listing: it may need JavaScript or have a new layout; "
    "see `policywatch try` and the keys kind, include and select.rows"
)


@dataclass(frozen=True, slots=True)
class _Shown:
    """One answer: what was asked, what the network showed, and what it says (None: unchanged)."""

    ask: Ask
    sight: Sight
    said: Outcome | None


class Knowing(Protocol):
    """What a walk asks of the memory."""

    async def known(self, source_id: SourceId, urls: Sequence[str]) -> dict[str, Known]:
        """See `core.ports.Memory`."""


class Walker:
    """One look at one listing."""

    def __init__(self, source: Source, listing: Listing, web: Web, store: Knowing) -> None:
        self._source, self._listing, self._web, self._store = source, listing, web, store
        self._rules = rules_of(source)
        self._baseline = is_first(listing, source)
        self._asked: set[Ask] = set()
        self._found: dict[str, Reference] = {}
        self._known: dict[str, Known] = {}
        self._first = 0

    async def walk(self) -> Walk:
        """The listing's first page, and those behind it as far as something new may stand there.

        A listing without any document is not believed: it is how a page that needs JavaScript, a changed
        layout or a soft 404 looks, and taking it for an empty baseline would make news of everything later.
        """
        shown, entrance = await self._enter()
        match shown.said:
            case Found() as said:
                last, trouble = await self._follow(said)
                return Walk(
                    sight=shown.sight,
                    found=tuple(self._found.values()),
                    known=self._known,
                    kind=said.kind,
                    first=self._first,
                    goes_on=last.further is not None,
                    is_index=not said.references or (said.further is not None and is_oldest_first(said.references)),
                    entrance=entrance,
                    trouble=trouble,
                )
            case Unreadable(why):
                # An answer that is not understood may mean that the door leads elsewhere by now.
                lost = isinstance(shown.sight, Fresh | Gone)
                return Walk(sight=shown.sight, known={}, entrance=None if lost else entrance, trouble=why)
            case _:
                return Walk(sight=shown.sight, known={}, entrance=entrance)

    async def _enter(self) -> tuple[_Shown, Entrance | None]:
        """Through the doors to the first page that names documents."""
        entrance = None if self._baseline else self._listing.entrance
        kind, ask = (entrance.kind, entrance.ask) if entrance else (self._source.kind, first_ask(self._source))
        known = None if self._baseline else conditions(self._listing.validators, self._listing.revision)
        door, shown = None, await self._look(kind, ask, known)
        while isinstance(said := shown.said, Elsewhere):
            refusal = self._refusal(said.ask)
            if refusal is not None:
                return replace(shown, said=Unreadable(refusal)), None
            door, entrance = shown, Entrance(kind=said.kind, ask=said.ask)
            shown = await self._look(said.kind, said.ask)
        if door is not None and isinstance(shown.said, Unreadable) and isinstance(shown.sight, Fresh | Gone):
            # The door itself may be a list as well: an NFCMS column without its feed.
            plain = await self._understood(SourceKind.LIST, door.ask, door.sight)
            if isinstance(plain, Found) and plain.references:
                return replace(door, said=plain), None
        return shown, entrance

    def _refusal(self, ask: Ask) -> str | None:
        """Why a door is not gone through."""
        if not same_site(ask.url, self._source.url):
            return f"it leads to another site, {ask.url}; set that as the url if you trust it"
        if ask in self._asked or len(self._asked) > DOORS:
            return f"its doors lead in a circle, by {ask.url}; set the address of the listing itself as the url"
        return None

    async def _follow(self, said: Found) -> tuple[Found, str | None]:
        """Take in a page and those behind it: the last of them, and why not all, or None."""
        page = said
        for number in range(2, self._source.discovery.paging.pages + 1):
            fresh = await self._take_in(page)
            self._first = self._first or len(self._found)
            ask = page.further
            if ask is None or ask in self._asked or self._is_enough(page, fresh, number - 1):
                return page, None
            shown = await self._look(page.kind, ask, number=number)
            if not isinstance(shown.said, Found):
                return page, self._why_ended(shown, number)
            page = shown.said
        await self._take_in(page)
        return page, None

    def _why_ended(self, shown: _Shown, number: int) -> str | None:
        """Behind the last page many sites answer 404 or something else: no trouble, unless news may stand there."""
        if isinstance(shown.sight, Gone) or (self._baseline and isinstance(shown.sight, Fresh)):
            return None
        why = shown.said.why if isinstance(shown.said, Unreadable) else "it is no page of the listing"
        return f"page {number} of the listing, {shown.ask.url}: {why}"

    async def _take_in(self, said: Found) -> int:
        """Remember the references of a page; returns how many of them this look had not seen."""
        fresh = [ref for ref in said.references if address_key(ref.url) not in self._found]
        known = await self._store.known(self._source.id, [url for ref in fresh for url in (ref.url, *ref.also)])
        for ref in fresh:
            self._found[address_key(ref.url)] = ref
            same = next((known[url] for url in (ref.url, *ref.also) if url in known), None)
            if same is not None:
                self._known[ref.url] = same
        return len(fresh)

    def _is_enough(self, said: Found, fresh: int, number: int) -> bool:
        if said.references and not fresh:
            return True  # the same page again
        if is_oldest_first(said.references):
            return False  # what is new stands on the last page
        if said.kind is SourceKind.SITEMAP:
            return False  # its parts are in no order of time
        if self._baseline:
            return len(self._found) >= self._source.discovery.backfill
        if self._listing.failures and number < RETRACED:
            return False
        return reaches_known(said.references, self._known)

    async def _look(self, kind: SourceKind, ask: Ask, validators: Validators | None = None, number: int = 1) -> _Shown:
        self._asked.add(ask)
        sight = await self._web.look(
            ask.url,
            self._source.manners,
            validators,
            method=ask.method,
            body=ask.body.encode() if ask.body is not None else None,
            content_type=ask.content_type,
        )
        return _Shown(ask, sight, await self._understood(kind, ask, sight, number))

    async def _understood(self, kind: SourceKind, ask: Ask, sight: Sight, number: int = 1) -> Outcome | None:
        match sight:
            case Unchanged():
                return None
            case Fresh() if len(sight.body) > LARGE:
                return await asyncio.to_thread(self._read, kind, ask, sight, number)
            case Fresh():
                return self._read(kind, ask, sight, number)
            case _:
                return Unreadable(reason(sight) or "no answer")

    def _read(self, kind: SourceKind, ask: Ask, sight: Fresh, number: int) -> Outcome:
        body = unpacked(sight.body)
        if isinstance(body, Unreadable):
            return body
        decoded = decode(body, sight.header("content-type"), self._source.recipe.charset)
        answer = Answer(text=decoded.text, url=sight.url, ask=ask, number=number)
        said = references(kind, answer, replace(self._rules, itself=(*self._rules.itself, ask.url, sight.url)))
        if isinstance(said, Found) and not said.references and said.further is None and number == 1:
            return Unreadable(NOTHING_FOUND)
        return said
