"""The tables of policies: which pages publish one, how they are recognised, what documents do to each other."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Index, Integer
from sqlmodel import Field

from storage.columns import Moment, RowId, Words
from storage.metadata import METADATA, Table


class PolicyTable(Table, table=True):
    """One policy; its pages name it in `page.policy_id`.

    Args:
        canonical_page_id: its best page, as of the last commit that moved one of them.
        founded_at: when the first of its pages was first seen.
    """

    __tablename__ = "policy"
    __table_args__ = (ForeignKeyConstraint(["canonical_page_id"], ["page.id"]),)

    id: str = Field(sa_column=Column(Words, primary_key=True))
    canonical_page_id: int = Field(sa_column=Column(RowId, nullable=False))
    founded_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class BandTable(Table, table=True):
    """One band of the near digest of a page's latest version (`core.fingerprint.bands`): texts alike share some."""

    __tablename__ = "band"
    __table_args__ = (
        ForeignKeyConstraint(["page_id"], ["page.id"]),
        # With the page, so that nothing but the index is read to find who shares a band.
        Index("ix_band_position_value", "position", "value", "page_id"),
        # The rows are no more than their keys.
        {"sqlite_with_rowid": False},
    )

    page_id: int = Field(sa_column=Column(RowId, primary_key=True, autoincrement=False))
    position: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    value: int = Field(sa_column=Column(BigInteger, nullable=False))


class RelationTable(Table, table=True):
    """What the document of a page does to another, which is known by 文号, by name or by both.

    Args:
        place: nth of the page's relations.
        title: as the other document is cited.
    """

    __tablename__ = "relation"
    __table_args__ = (
        ForeignKeyConstraint(["page_id"], ["page.id"]),
        Index(None, "number_key"),
        Index(None, "name_key"),
    )

    page_id: int = Field(sa_column=Column(RowId, primary_key=True, autoincrement=False))
    place: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    kind: str = Field(sa_column=Column(Words, nullable=False))
    number_key: str | None = Field(sa_column=Column(Words))
    name_key: str | None = Field(sa_column=Column(Words))
    title: str | None = Field(sa_column=Column(Words))
    evidence: str = Field(sa_column=Column(Words, nullable=False))


POLICY = METADATA.tables["policy"]
BAND = METADATA.tables["band"]
RELATION = METADATA.tables["relation"]
