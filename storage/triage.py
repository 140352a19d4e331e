"""Marks that people give to changes: added, never changed; the latest counts."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, func, insert, select

from core.errors import StaleWrite, StoreError
from core.model import Mark, Triage
from storage.chunks import chunks
from storage.columns import storable
from storage.tables import CHANGE, TRIAGE


def mark(connection: Connection, triage: Triage) -> None:
    """Add a mark, unless the latest says the same."""
    # Who marks the same change waits here in PostgreSQL; SQLite has one writer anyway.
    held = select(CHANGE.c.id).where(CHANGE.c.id == triage.change_id).with_for_update()
    if connection.execute(held).first() is None:
        raise StoreError(f"there is no change {triage.change_id}")
    known = marks(connection, [triage.change_id]).get(triage.change_id, ())
    if known and _said(known[-1]) == _said(triage):
        return
    if triage.number != len(known) + 1:
        raise StaleWrite(f"{triage.change_id} has {len(known)} marks")
    connection.execute(
        insert(TRIAGE).values(
            change_id=triage.change_id,
            number=triage.number,
            mark=triage.mark.value,
            at=triage.at,
            marked_by=triage.by,
            note=triage.note,
        )
    )


def marks(connection: Connection, change_ids: Sequence[str]) -> dict[str, tuple[Triage, ...]]:
    """All marks of these changes, oldest first."""
    found: dict[str, list[Triage]] = {}
    for some in chunks(change_ids):
        rows = select(TRIAGE).where(TRIAGE.c.change_id.in_(some)).order_by(TRIAGE.c.change_id, TRIAGE.c.number)
        for row in connection.execute(rows):
            one = Triage(
                change_id=row.change_id,
                number=row.number,
                mark=Mark(row.mark),
                at=row.at,
                by=row.marked_by,
                note=row.note,
            )
            found.setdefault(one.change_id, []).append(one)
    return {change_id: tuple(history) for change_id, history in found.items()}


def latest_mark() -> ColumnElement[str]:
    """The latest mark of the change of a query, `unseen` where there is none."""
    latest = (
        select(TRIAGE.c.mark)
        .where(TRIAGE.c.change_id == CHANGE.c.id)
        .order_by(TRIAGE.c.number.desc())
        .limit(1)
        .correlate(CHANGE)
        .scalar_subquery()
    )
    return func.coalesce(latest, Mark.UNSEEN.value)


def _said(triage: Triage) -> tuple[Mark, str, str]:
    return triage.mark, storable(triage.by), storable(triage.note)
