"""The table of hosts: whose turn it is, and how long nobody may ask."""

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field

from storage.columns import Moment, Words
from storage.metadata import METADATA, Table


class HostTable(Table, table=True):
    """A host as all machines share it.

    Args:
        next_request_at: end of the pause after the last request; while one is in flight, the end of its lease.
        ended_at: when the last request ended; None while one is in flight.
        shut_until: the host asked for silence.
    """

    __tablename__ = "host"

    authority: str = Field(sa_column=Column(Words, primary_key=True))
    next_request_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    ended_at: datetime | None = Field(sa_column=Column(Moment))
    shut_until: datetime | None = Field(sa_column=Column(Moment))


HOST = METADATA.tables["host"]
