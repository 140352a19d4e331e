"""Marks made at the dashboard and over the API."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from core.errors import StaleWrite
from core.model import Mark, Triage
from web.desk import Desk

LONGEST_NAME = 100
LONGEST_NOTE = 2_000
"""Characters."""

TRIES = 5


def _with_line_feeds(said: object) -> object:
    """Forms send the end of a line as two characters (HTML §4.10.22.4), and count it as one while it is typed."""
    return said.replace("\r\n", "\n").replace("\r", "\n") if isinstance(said, str) else said


Note = Annotated[str, BeforeValidator(_with_line_feeds), Field(max_length=LONGEST_NOTE)]
"""What somebody writes beside a mark; its lines end with a line feed."""


async def add_mark(
    desk: Desk, change_id: str, mark: Mark, said: tuple[str, str], *, after: int | None = None
) -> Triage:
    """Mark a change; returns the mark that counts now.

    Args:
        said: name and note.
        after: number of the latest mark that the marker has seen; None marks whatever others did.

    Raises:
        StaleWrite: there is a later one.
        StoreError: there is no such change.
    """
    for tries_left in reversed(range(TRIES)):
        known = (await desk.store.marks([change_id])).get(change_id, ())
        if after is not None and after != len(known):
            raise StaleWrite(f"{change_id} has {len(known)} marks, not {after}")
        by, note = (words.strip() for words in said)
        made = Triage(change_id=change_id, number=len(known) + 1, mark=mark, at=desk.clock(), by=by, note=note)
        try:
            await desk.store.mark(made)
        except StaleWrite:
            if not tries_left or after is not None:
                raise
        else:
            break
    return (await desk.store.marks([change_id]))[change_id][-1]
