"""What is searched: an entry a page, and beside the tables the index of each engine, of a kind no model describes."""

from datetime import date

from sqlalchemy import Column, Date, ForeignKeyConstraint, Integer
from sqlmodel import Field

from storage.columns import RowId, Words
from storage.metadata import METADATA, Table

INDEX = "search_index"
"""Grams by place (`storage.index`). In SQLite an FTS5 table whose rowid is the place, without content, positions and
lengths; in PostgreSQL a tsvector without positions under a GIN index."""


class SearchTable(Table, table=True):
    """The entry of a page (`core.search.Entry`), from which its place in the index and its grams follow.

    Args:
        number: of the version that is searched.
    """

    __tablename__ = "search"
    __table_args__ = (ForeignKeyConstraint(["page_id"], ["page.id"]),)

    page_id: int = Field(sa_column=Column(RowId, primary_key=True, autoincrement=False))
    number: int = Field(sa_column=Column(Integer, nullable=False))
    day: date = Field(sa_column=Column(Date, nullable=False))
    heading: str = Field(sa_column=Column(Words, nullable=False))


SEARCH = METADATA.tables["search"]


def is_of_models(name: str | None, kind: str, _parents: object) -> bool:
    """Whether a model describes it (for Alembic): not the index, nor the tables in which FTS5 keeps it."""
    return kind != "table" or name is None or not name.startswith(INDEX)
