"""The feeds of the rules as they are handed out: read and written anew only when the newest change has moved."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from core.model import Cursor
from core.ports import Archive
from core.source import Configuration, Rule
from notifier.feeds.atom import MEDIA_TYPE as ATOM
from notifier.feeds.calendar import MEDIA_TYPE as CALENDAR
from notifier.feeds.json_feed import MEDIA_TYPE as JSON_FEED
from policywatch.feed_format import Format
from policywatch.feeds import written
from policywatch.press import Press
from web.service import Published

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed was updated that holds nothing yet."""

MEDIA_TYPES: Mapping[Format, str] = {
    Format.ATOM: ATOM,
    Format.JSON: JSON_FEED,
    Format.ICS: CALENDAR,
}


@dataclass(frozen=True, slots=True)
class _Copy:
    config: Configuration
    newest: Cursor | None
    address: str
    published: Published


class Newsstand:
    """Hands out feeds.

    Args:
        press: of the daemon, where there is one, so that changes are not judged twice.
    """

    def __init__(self, archive: Archive, press: Press) -> None:
        self._archive = archive
        self._press = press
        self._copies: dict[tuple[str, Format], _Copy] = {}

    async def feed(self, config: Configuration, name: str, style: str, address: str, now: datetime) -> Published | None:
        """The feed of a rule; None for a rule or a format that is not there.

        Args:
            address: where it is served, for its link to itself.
        """
        rule = next((rule for rule in config.rules if rule.name == name), None)
        if rule is None or style not in list(Format):
            return None
        latest = await self._archive.changes_page(limit=1)
        newest = latest[0].cursor if latest else None
        key = rule.name, Format(style)
        async with self._press.lock:
            copy = self._copies.get(key)
            if copy is None or copy.config is not config or (copy.newest, copy.address) != (newest, address):
                copy = _Copy(config, newest, address, await self._written(config, rule, Format(style), address, now))
                self._copies = {known: one for known, one in self._copies.items() if one.config is config} | {key: copy}
            return copy.published

    async def _written(
        self, config: Configuration, rule: Rule, style: Format, address: str, now: datetime
    ) -> Published:
        await self._press.read(self._archive, config, now)
        newest = self._press.shelf(rule).newest
        updated = newest[0].at if newest else NEVER
        content = await asyncio.to_thread(written, self._press, config, rule, style, updated, url=address)
        return Published(content=content, media_type=MEDIA_TYPES[style], updated=updated)
