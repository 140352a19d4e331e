"""The tables of what was cut out of the changes for the feeds of rules: a cache, which names no row of other tables."""

from datetime import datetime

from sqlalchemy import Column, Index, Integer
from sqlmodel import Field

from storage.columns import Json, JsonWords, Moment, RowId, Words
from storage.metadata import METADATA, Table


class ScrapbookTable(Table, table=True):
    """How far the changes were read for all rules that ask for the same.

    Args:
        since_at, since_page_id, since_number: the place of the oldest change that was judged.
    """

    __tablename__ = "scrapbook"
    __table_args__ = (Index(None, "rule"),)

    id: str = Field(sa_column=Column(Words, primary_key=True))
    rule: str = Field(sa_column=Column(Words, nullable=False))
    facts: Json = Field(sa_column=Column(JsonWords, nullable=False))
    since_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    since_page_id: int = Field(sa_column=Column(RowId, nullable=False))
    since_number: int = Field(sa_column=Column(Integer, nullable=False))
    until: datetime = Field(sa_column=Column(Moment, nullable=False))
    used_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class ClippingTable(Table, table=True):
    """A change that the rules of a scrapbook want: its place in the list of changes, so that the newest come first."""

    __tablename__ = "clipping"
    # The rows are no more than their keys.
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012

    book: str = Field(sa_column=Column(Words, primary_key=True))
    at: datetime = Field(sa_column=Column(Moment, primary_key=True))
    page_id: int = Field(sa_column=Column(RowId, primary_key=True, autoincrement=False))
    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))


SCRAPBOOK = METADATA.tables["scrapbook"]
CLIPPING = METADATA.tables["clipping"]
