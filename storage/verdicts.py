"""A verdict stored: page, version, bytes, policy, change and deliveries, all or none."""

from collections.abc import Sequence

from sqlalchemy import Connection, exists, insert, select

from core.errors import StoreError
from core.model import Change, Delivery, Page, Stage, Verdict, Version
from storage.blobs import add_blob
from storage.deadlines import replace_deadlines
from storage.engine import in_turn
from storage.kin import replace_bands
from storage.outbox import withdraw
from storage.pages import move_page
from storage.policies import belong, choose_canonical
from storage.relations import be_repealed, relate
from storage.rows import change_values, delivery_values
from storage.search import be_found
from storage.tables import CHANGE, DELIVERY
from storage.versions import add_version


def commit(connection: Connection, before: Page, verdict: Verdict) -> None:
    """Write all of a verdict; raises `StaleWrite` if the page moved since it was recalled."""
    says_what_it_is = verdict.version is not None or verdict.kinship is not None or verdict.relations is not None
    comes_or_goes = before.presence is not verdict.page.presence
    if says_what_it_is or comes_or_goes:
        in_turn(connection)
    move_page(connection, before, verdict)
    if verdict.version is not None:
        _add_version(connection, before, verdict.version, verdict.raw)
        be_found(connection, before, verdict.version, verdict.heading)
    if says_what_it_is:
        _place(connection, before, verdict)
    elif comes_or_goes:
        choose_canonical(connection, before.id)
    add_change(connection, verdict.change, verdict.deliveries, verdict.joins, _stage(before, verdict))
    if verdict.withdraws is not None:
        withdraw(connection, before.source_id, verdict.withdraws, verdict.page.last_looked_at)


def add_change(
    connection: Connection,
    change: Change | None,
    deliveries: Sequence[Delivery],
    joins: str | None = None,
    stage: Stage | None = None,
) -> None:
    """Store what changed, if anything did, what is owed because of it, and which change speaks for it.

    Args:
        stage: of the document that changed.
    """
    if joins is not None and (change is None or not _is_change(connection, joins)):
        raise StoreError(f"there is no change {joins} to join, or nothing that joins it")
    if change is not None:
        connection.execute(insert(CHANGE), change_values(change, joins, stage))
    if deliveries:
        connection.execute(insert(DELIVERY), [delivery_values(delivery) for delivery in deliveries])


def _add_version(connection: Connection, before: Page, version: Version, raw: bytes | None) -> None:
    latest = before.latest
    add_version(connection, before.id, version, latest.number if latest else None)
    replace_bands(connection, before.id, version.fingerprint.near)
    replace_deadlines(connection, before.id, version.document)
    if raw is not None:
        add_blob(connection, version.raw_digest, raw, latest.raw_digest if latest else None)


def _place(connection: Connection, before: Page, verdict: Verdict) -> None:
    """Where a document stands among the others: its policy, what it does to them, and they to it."""
    policy_id = belong(connection, before, verdict)
    at = verdict.page.last_looked_at
    if verdict.relations is not None:
        relate(connection, before.id, policy_id, verdict.relations, at)
    if verdict.version is not None and verdict.features is not None:
        be_repealed(connection, before.id, policy_id, verdict.features, at)


def _stage(before: Page, verdict: Verdict) -> Stage | None:
    """Where the document stands after the change, else where it last stood."""
    change = verdict.change
    told = (change.after or change.before) if change else None
    versions = (verdict.version, verdict.page.latest, before.latest)
    return next((one.document.stage for one in versions if one is not None and one.number == told), None)


def _is_change(connection: Connection, change_id: str) -> bool:
    return bool(connection.execute(select(exists().where(CHANGE.c.id == change_id))).scalar_one())
