"""The tables, the same for SQLite and PostgreSQL; `rows` maps them to the nouns of core."""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    false,
    text,
)
from sqlmodel import Field

from storage.clipping_tables import CLIPPING, SCRAPBOOK
from storage.columns import Json, JsonWords, Moment, RowId, Words
from storage.deadline_table import DEADLINE
from storage.host_tables import HOST
from storage.metadata import METADATA, Table
from storage.outbox_tables import ALARM, DELIVERY
from storage.policy_tables import BAND, POLICY, RELATION
from storage.remark_tables import HEARTBEAT, TRIAGE
from storage.search_table import SEARCH

__all__ = [
    "ALARM",
    "BAND",
    "BLOB",
    "CHANGE",
    "CLIPPING",
    "DEADLINE",
    "DELIVERY",
    "HEARTBEAT",
    "HOST",
    "LISTING",
    "METADATA",
    "PAGE",
    "POLICY",
    "RELATION",
    "SCRAPBOOK",
    "SEARCH",
    "SOURCE",
    "TRIAGE",
    "VERSION",
]


class SourceTable(Table, table=True):
    """What the store must know of a configured source; the rest stands in `sources.yaml`.

    Args:
        registered: whether the last configuration names it.
        watched: whether the last configuration names it and has it enabled.
        weight: mean of the weights of its followed pages, as of the last look at its listing.
    """

    __tablename__ = "source"

    id: str = Field(sa_column=Column(Words, primary_key=True))
    name: str = Field(sa_column=Column(Words, nullable=False))
    url: str = Field(sa_column=Column(Words, nullable=False))
    kind: str = Field(sa_column=Column(Words, nullable=False))
    tier: str = Field(sa_column=Column(Words, nullable=False))
    registered: bool = Field(sa_column=Column(Boolean, nullable=False))
    watched: bool = Field(sa_column=Column(Boolean, nullable=False))
    weight: float | None = Field(sa_column=Column(Float))


class ListingTable(Table, table=True):
    """State of the place where a source lists its documents.

    Args:
        page_id: of the page that stands for it; None until the source is next registered.
    """

    __tablename__ = "listing"
    __table_args__ = (
        ForeignKeyConstraint(["source_id"], ["source.id"]),
        ForeignKeyConstraint(["page_id"], ["page.id"]),
        Index(None, "next_look_at"),
    )

    source_id: str = Field(sa_column=Column(Words, primary_key=True))
    page_id: int | None = Field(sa_column=Column(RowId))
    next_look_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    etag: str | None = Field(sa_column=Column(Words))
    last_modified: str | None = Field(sa_column=Column(Words))
    raw_digest: str | None = Field(sa_column=Column(Words))
    rules: str | None = Field(sa_column=Column(Words))
    entrance: Json | None = Field(sa_column=Column(JsonWords))
    health: str = Field(sa_column=Column(Words, nullable=False, server_default=text("'ok'")))
    failures: int = Field(sa_column=Column(Integer, nullable=False))
    items: int = Field(sa_column=Column(Integer, nullable=False))
    revision: int = Field(sa_column=Column(RowId, nullable=False))
    failing_since: datetime | None = Field(sa_column=Column(Moment))
    last_new_at: datetime | None = Field(sa_column=Column(Moment))
    expected_by: datetime | None = Field(sa_column=Column(Moment))
    last_looked_at: datetime | None = Field(sa_column=Column(Moment))
    last_success_at: datetime | None = Field(sa_column=Column(Moment))
    last_outcome: str | None = Field(sa_column=Column(Words))
    last_error: str | None = Field(sa_column=Column(Words))


class PageTable(Table, table=True):
    """State of one address.

    Args:
        url_digest: the same for every form of the address (see `addresses`).
        latest_number: of the version that the next reading is compared with.
        latest_exact: that version's exact digest, by which kin find each other.
        seen_changes: looks that found the text changed; `changes` counts what was told of the page.
    """

    __tablename__ = "page"
    __table_args__ = (
        ForeignKeyConstraint(["source_id"], ["source.id"]),
        Index("uq_page_url_digest_source_id", "url_digest", "source_id", unique=True),
        # What of a source is due, newest first, whatever else the source has.
        Index(None, "source_id", "next_check_at"),
        # With the presence, so that pages are counted without a look at them.
        Index(None, "source_id", "presence"),
        Index(None, "next_check_at"),
        Index(None, "first_seen_at", "source_id", "announce"),
        Index(None, "last_looked_at"),
        Index(None, "policy_id"),
        # With the page, so that of thousands that share one the oldest are found without sorting them all.
        Index("ix_page_latest_exact", "latest_exact", "id"),
        Index("ix_page_number_key", "number_key", "id"),
        Index("ix_page_name_key", "name_key", "id"),
        # Few pages have one: PostgreSQL writes every index of a row anew at each commit.
        Index(
            None,
            "remind_at",
            postgresql_where=text("remind_at IS NOT NULL"),
            sqlite_where=text("remind_at IS NOT NULL"),
        ),
    )

    id: int = Field(sa_column=Column(RowId, primary_key=True))
    source_id: str = Field(sa_column=Column(Words, nullable=False))
    url: str = Field(sa_column=Column(Words, nullable=False))
    url_digest: str = Field(sa_column=Column(Words, nullable=False))
    first_seen_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    next_check_at: datetime | None = Field(sa_column=Column(Moment))
    announce: bool = Field(sa_column=Column(Boolean, nullable=False))
    etag: str | None = Field(sa_column=Column(Words))
    last_modified: str | None = Field(sa_column=Column(Words))
    raw_digest: str | None = Field(sa_column=Column(Words))
    recipe: str | None = Field(sa_column=Column(Words))
    failures: int = Field(sa_column=Column(Integer, nullable=False))
    presence: str = Field(sa_column=Column(Words, nullable=False))
    gone_sightings: int = Field(sa_column=Column(Integer, nullable=False))
    gone_since: datetime | None = Field(sa_column=Column(Moment))
    gone_seen_at: datetime | None = Field(sa_column=Column(Moment))
    latest_number: int | None = Field(sa_column=Column(Integer))
    latest_exact: str | None = Field(sa_column=Column(Words))
    changes: int = Field(sa_column=Column(Integer, nullable=False))
    revision: int = Field(sa_column=Column(RowId, nullable=False))
    listed_title: str | None = Field(sa_column=Column(Words))
    listed_date: date | None = Field(sa_column=Column(Date))
    listed: Json | None = Field(sa_column=Column(JsonWords))
    relisted: bool = Field(sa_column=Column(Boolean, nullable=False, server_default=false()))
    looks: int = Field(sa_column=Column(Integer, nullable=False, server_default=text("0")))
    seen_changes: int = Field(sa_column=Column(Integer, nullable=False, server_default=text("0")))
    watched_seconds: float = Field(sa_column=Column(Float, nullable=False, server_default=text("0")))
    weight: float | None = Field(sa_column=Column(Float))
    last_looked_at: datetime | None = Field(sa_column=Column(Moment))
    last_outcome: str | None = Field(sa_column=Column(Words))
    last_error: str | None = Field(sa_column=Column(Words))
    policy_id: str | None = Field(sa_column=Column(Words))
    recent: Json | None = Field(sa_column=Column(JsonWords))
    suspect: Json | None = Field(sa_column=Column(JsonWords))
    flapping_since: datetime | None = Field(sa_column=Column(Moment))
    remind_at: datetime | None = Field(sa_column=Column(Moment))
    repealed_by: str | None = Field(sa_column=Column(Words))
    number_key: str | None = Field(sa_column=Column(Words))
    name_key: str | None = Field(sa_column=Column(Words))
    is_draft: bool = Field(sa_column=Column(Boolean, nullable=False, server_default=false()))
    feature_day: date | None = Field(sa_column=Column(Date))


class VersionTable(Table, table=True):
    """One state of a page's document; the columns between `captured_at` and `raw_digest` are there to be asked for.

    Args:
        document: compressed JSON, whole, or against the document of version `base`, which is always whole.
    """

    __tablename__ = "version"
    __table_args__ = (
        ForeignKeyConstraint(["page_id"], ["page.id"]),
        ForeignKeyConstraint(["page_id", "base"], ["version.page_id", "version.number"]),
    )

    page_id: int = Field(sa_column=Column(RowId, primary_key=True, autoincrement=False))
    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    captured_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    title: str | None = Field(sa_column=Column(Words))
    doc_number: str | None = Field(sa_column=Column(Words))
    stage: str | None = Field(sa_column=Column(Words))
    published: date | None = Field(sa_column=Column(Date))
    exact: str = Field(sa_column=Column(Words, nullable=False))
    near: str = Field(sa_column=Column(Words, nullable=False))
    recipe: str = Field(sa_column=Column(Words, nullable=False))
    raw_digest: str = Field(sa_column=Column(Words, nullable=False))
    chain: str = Field(sa_column=Column(Words, nullable=False))
    evidence: Json = Field(sa_column=Column(JsonWords, nullable=False))
    base: int | None = Field(sa_column=Column(Integer))
    document: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class BlobTable(Table, table=True):
    """Bytes as they came, each once; compressed whole, or against the blob `base`, which is always whole."""

    __tablename__ = "blob"
    __table_args__ = (ForeignKeyConstraint(["base"], ["blob.digest"]),)

    digest: str = Field(sa_column=Column(Words, primary_key=True))
    base: str | None = Field(sa_column=Column(Words))
    data: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class ChangeTable(Table, table=True):
    """One event in the life of a page; its id is `core.model.Change.id`.

    Args:
        url: the form of the page's address that the id was made from; the page may have moved to another form.
        pages: those it was told with; those of the changes that joined it since are found by their `joined_to`.
        joined_to: id of the change of the same source that speaks for this one.
        source_id: of its page, where the list of changes finds it without looking at the page.
        stage: of the document as it was after the change, else as it last was; as `source_id`.
    """

    __tablename__ = "change"
    __table_args__ = (
        ForeignKeyConstraint(["page_id"], ["page.id"]),
        Index("uq_change_page_id_number", "page_id", "number", unique=True),
        Index(None, "at"),
        # So that changes are counted without a look at them.
        Index(None, "kind"),
        Index(None, "policy_id"),
        Index(None, "edit", "joined_to"),
        Index(None, "joined_to", "page_id"),
        # The list of changes is chosen from this index alone, whatever it is filtered by: see `glances`.
        Index("ix_change_listed", "at", "page_id", "number", "kind", "source_id", "stage", "joined_to"),
    )

    id: str = Field(sa_column=Column(Words, primary_key=True))
    page_id: int = Field(sa_column=Column(RowId, nullable=False))
    number: int = Field(sa_column=Column(Integer, nullable=False))
    url: str = Field(sa_column=Column(Words, nullable=False))
    kind: str = Field(sa_column=Column(Words, nullable=False))
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    before: int | None = Field(sa_column=Column(Integer))
    after: int | None = Field(sa_column=Column(Integer))
    similarity: float = Field(sa_column=Column(Float, nullable=False))
    fields: Json = Field(sa_column=Column(JsonWords, nullable=False))
    headline: str = Field(sa_column=Column(Words, nullable=False))
    canonical_url: str = Field(sa_column=Column(Words, nullable=False))
    copies: Json = Field(sa_column=Column(JsonWords, nullable=False))
    policy_id: str | None = Field(sa_column=Column(Words))
    nature: str | None = Field(sa_column=Column(Words))
    edit: str | None = Field(sa_column=Column(Words))
    pages: Json | None = Field(sa_column=Column(JsonWords))
    joined_to: str | None = Field(sa_column=Column(Words))
    source_id: str = Field(sa_column=Column(Words, nullable=False, server_default=text("''")))
    stage: str | None = Field(sa_column=Column(Words))


SOURCE = METADATA.tables["source"]
LISTING = METADATA.tables["listing"]
PAGE = METADATA.tables["page"]
VERSION = METADATA.tables["version"]
BLOB = METADATA.tables["blob"]
CHANGE = METADATA.tables["change"]
