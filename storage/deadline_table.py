"""The days of documents that readers await, so that a calendar reads no document."""

from datetime import date

from sqlalchemy import Column, Date, ForeignKeyConstraint, Index
from sqlmodel import Field

from storage.columns import RowId, Words
from storage.metadata import METADATA, Table


class DeadlineTable(Table, table=True):
    """One day of the document that a page's latest version has; follows from it alone.

    Args:
        what: a value of `core.model.Awaited`.
        evidence: the words of the page that say so.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        ForeignKeyConstraint(["page_id"], ["page.id"]),
        Index("ix_deadline_day", "day", "page_id", "what"),
    )

    page_id: int = Field(sa_column=Column(RowId, primary_key=True, autoincrement=False))
    what: str = Field(sa_column=Column(Words, primary_key=True))
    day: date = Field(sa_column=Column(Date, nullable=False))
    evidence: str | None = Field(sa_column=Column(Words))


DEADLINE = METADATA.tables["deadline"]
