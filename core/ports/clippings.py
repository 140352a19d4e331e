"""What was cut out of the changes for the rules."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from core.model import Clipping, Cursor, Cutting, Scrapbook, Stretch, Told


class Clippings(Protocol):
    """What the feeds of rules are made of, kept so that no change is judged twice. Each method is one transaction.

    All of it follows from the changes and the rules: it may be lost at any time.
    """

    async def scrapbooks(self, rules: Sequence[str]) -> list[Scrapbook]:
        """Those of rules, by the digest of what these ask for, by id; a rule has one for each state of its sources."""

    async def begin(self, books: Sequence[Scrapbook], unused_since: datetime) -> None:
        """Begin scrapbooks, and forget with their clippings those that were not used since then.

        One that somebody has begun already stays as it is.
        """

    async def keep(self, cuttings: Sequence[Cutting]) -> None:
        """Take in what was judged; the same again changes nothing, and `since` and `until` only ever widen.

        What was judged on other facts than the scrapbook has by now, or for one that was forgotten, is left out.
        """

    async def stretch(self, wanted: Stretch, limit: int) -> list[Told]:
        """Changes in a row, those that joined others too."""

    async def clippings(self, book: str, since: datetime, after: Cursor | None, limit: int) -> list[Clipping]:
        """What a scrapbook holds from `since` on, newest first, from behind the cursor on.

        A change that joined another is left out where the scrapbook holds that one too.
        """

    async def days(self, book: str, since: datetime, limit: int) -> list[Clipping]:
        """The latest change of every page of which a scrapbook holds a change from `since` on and which says days.

        That are the pages whose documents readers await a day of, of `limit` of them the latest days; the pages
        that were repealed since, of `limit` the last; and the canonical ones among all pages of the same policies.
        """
