"""A verdict stored: page, version, bytes, change and deliveries, all or none."""

from collections.abc import Sequence

from sqlalchemy import Connection, insert

from core.model import Change, Delivery, Page, Verdict
from storage.blobs import add_blob
from storage.pages import move_page
from storage.rows import change_values, delivery_values
from storage.tables import CHANGE, DELIVERY
from storage.versions import add_version


def commit(connection: Connection, before: Page, verdict: Verdict) -> None:
    """Write all of a verdict; raises `StaleWrite` if the page moved since it was recalled."""
    version = verdict.version
    move_page(connection, before, verdict.page, version or verdict.page.latest)
    if version is not None:
        add_version(connection, before.id, version, before.latest.number if before.latest else None)
        if verdict.raw is not None:
            add_blob(connection, version.raw_digest, verdict.raw, before.latest.raw_digest if before.latest else None)
    add_change(connection, verdict.change, verdict.deliveries)


def add_change(connection: Connection, change: Change | None, deliveries: Sequence[Delivery]) -> None:
    """Store what changed, if anything did, and what is owed because of it."""
    if change is not None:
        connection.execute(insert(CHANGE), change_values(change))
    if deliveries:
        connection.execute(insert(DELIVERY), [delivery_values(delivery) for delivery in deliveries])
