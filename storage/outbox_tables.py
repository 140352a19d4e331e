"""The tables of the outbox: what is owed to whom, and of which channels' backlog others were told."""

from datetime import datetime

from sqlalchemy import Column, ForeignKeyConstraint, Index, Integer, text
from sqlmodel import Field

from storage.columns import Moment, RowId, Words
from storage.metadata import METADATA, Table

_UNSETTLED = text("claimable_at IS NOT NULL")
_FAILED = text("state = 'failed'")


class DeliveryTable(Table, table=True):
    """One message owed to one recipient; its id is `core.model.Delivery.id`.

    Args:
        claimable_at: when somebody may next take it: its `due_at` while owed, the end of the lease while claimed,
            None once settled.
        line, gather, letter, promised_at: see `core.model.Delivery`.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        ForeignKeyConstraint(["page_id", "number"], ["change.page_id", "change.number"]),
        Index("uq_delivery_once", "page_id", "number", "rule", "channel", "recipient", unique=True),
        Index(None, "claimable_at"),
        Index(None, "created_at"),
        # Of what is settled nobody asks these: the indexes stay as small as the outbox is empty.
        # The order in which it is claimed: of a long backlog only the beginning is read.
        Index("ix_delivery_due", "due_at", "created_at", "id", postgresql_where=_UNSETTLED, sqlite_where=_UNSETTLED),
        Index("ix_delivery_line", "line", postgresql_where=_UNSETTLED, sqlite_where=_UNSETTLED),
        Index("ix_delivery_waiting", "channel", "recipient", postgresql_where=_UNSETTLED, sqlite_where=_UNSETTLED),
        Index("ix_delivery_failed", "settled_at", postgresql_where=_FAILED, sqlite_where=_FAILED),
        Index("ix_delivery_got", "channel", "recipient", "settled_at"),
        Index("ix_delivery_rule", "rule", "created_at"),
    )

    id: str = Field(sa_column=Column(Words, primary_key=True))
    change_id: str = Field(sa_column=Column(Words, nullable=False))
    page_id: int = Field(sa_column=Column(RowId, nullable=False))
    number: int = Field(sa_column=Column(Integer, nullable=False))
    rule: str = Field(sa_column=Column(Words, nullable=False))
    channel: str = Field(sa_column=Column(Words, nullable=False))
    recipient: str = Field(sa_column=Column(Words, nullable=False))
    state: str = Field(sa_column=Column(Words, nullable=False))
    line: str = Field(sa_column=Column(Words, nullable=False))
    gather: str | None = Field(sa_column=Column(Words))
    letter: str | None = Field(sa_column=Column(Words))
    promised_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    due_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    claimable_at: datetime | None = Field(sa_column=Column(Moment))
    attempts: int = Field(sa_column=Column(Integer, nullable=False))
    created_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    settled_at: datetime | None = Field(sa_column=Column(Moment))
    last_error: str | None = Field(sa_column=Column(Words))


class AlarmTable(Table, table=True):
    """A channel that does not deliver, of which others were told."""

    __tablename__ = "alarm"

    channel: str = Field(sa_column=Column(Words, primary_key=True))
    told_at: datetime = Field(sa_column=Column(Moment, nullable=False))


DELIVERY = METADATA.tables["delivery"]
ALARM = METADATA.tables["alarm"]
