"""The tables of what is remarked: by people on changes, by engines on themselves."""

from datetime import datetime

from sqlalchemy import Column, ForeignKeyConstraint, Integer
from sqlmodel import Field

from storage.columns import Moment, Words
from storage.metadata import METADATA, Table


class TriageTable(Table, table=True):
    """A mark of a change; rows are added and never changed."""

    __tablename__ = "triage"
    __table_args__ = (ForeignKeyConstraint(["change_id"], ["change.id"]),)

    change_id: str = Field(sa_column=Column(Words, primary_key=True))
    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    mark: str = Field(sa_column=Column(Words, nullable=False))
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    marked_by: str = Field(sa_column=Column(Words, nullable=False))
    note: str = Field(sa_column=Column(Words, nullable=False))


class HeartbeatTable(Table, table=True):
    """When an engine was last alive."""

    __tablename__ = "heartbeat"

    name: str = Field(sa_column=Column(Words, primary_key=True))
    at: datetime = Field(sa_column=Column(Moment, nullable=False))


TRIAGE = METADATA.tables["triage"]
HEARTBEAT = METADATA.tables["heartbeat"]
