"""The chain digests of versions, followed from one end to the other without their documents."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from core.version import chain_digest
from storage.tables import VERSION

_LINKS = select(
    VERSION.c.page_id, VERSION.c.number, VERSION.c.exact, VERSION.c.raw_digest, VERSION.c.captured_at, VERSION.c.chain
).order_by(VERSION.c.page_id, VERSION.c.number)
_FETCH = 1_000


def broken_chains(connection: Connection) -> Iterator[tuple[int, int]]:
    """Page and number of every version that does not follow from the one before."""
    page_id, before = 0, ""
    with connection.execute(_LINKS, execution_options={"yield_per": _FETCH}) as links:
        for link in links:
            before = before if link.page_id == page_id else ""
            if link.chain != chain_digest(before, link.exact, link.raw_digest, link.captured_at):
                yield link.page_id, link.number
            page_id, before = link.page_id, link.chain
