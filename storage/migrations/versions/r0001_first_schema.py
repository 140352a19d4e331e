"""The first schema: sources, listings, pages, versions, blobs, changes and deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Forwards."""
    _blob()
    _source()
    _listing()
    _page()
    _change()
    _version()
    _delivery()


def downgrade() -> None:
    """Backwards."""
    for table in ("delivery", "version", "change", "page", "listing", "source", "blob"):
        op.drop_table(table)


def _blob() -> None:
    op.create_table(
        "blob",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=True),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["base"], ["blob.digest"], name=op.f("fk_blob_base_blob")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_blob")),
    )


def _source() -> None:
    op.create_table(
        "source",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("registered", sa.Boolean(), nullable=False),
        sa.Column("watched", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
    )


def _listing() -> None:
    op.create_table(
        "listing",
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("next_look_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("raw_digest", sa.Text(), nullable=True),
        sa.Column("rules", sa.Text(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("revision", ROW_ID, nullable=False),
        sa.Column("last_looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_success_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_outcome", sa.Text(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_listing_source_id_source")),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_listing")),
    )


def _page() -> None:
    op.create_table(
        "page",
        sa.Column("id", ROW_ID, nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("url_digest", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_check_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announce", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("raw_digest", sa.Text(), nullable=True),
        sa.Column("recipe", sa.Text(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("presence", sa.Text(), nullable=False),
        sa.Column("gone_sightings", sa.Integer(), nullable=False),
        sa.Column("gone_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("latest_number", sa.Integer(), nullable=True),
        sa.Column("latest_exact", sa.Text(), nullable=True),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("revision", ROW_ID, nullable=False),
        sa.Column("listed_title", sa.Text(), nullable=True),
        sa.Column("listed_date", sa.Date(), nullable=True),
        sa.Column("last_looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_outcome", sa.Text(), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_page_source_id_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page")),
    )
    op.create_index(op.f("ix_page_latest_exact"), "page", ["latest_exact"], unique=False)
    op.create_index(op.f("ix_page_next_check_at"), "page", ["next_check_at"], unique=False)
    op.create_index(op.f("ix_page_source_id"), "page", ["source_id"], unique=False)
    op.create_index("uq_page_url_digest_source_id", "page", ["url_digest", "source_id"], unique=True)


def _change() -> None:
    op.create_table(
        "change",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("page_id", ROW_ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("after", sa.Integer(), nullable=True),
        sa.Column("similarity", sa.Float(), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("headline", sa.Text(), nullable=False),
        sa.Column("canonical_url", sa.Text(), nullable=False),
        sa.Column("copies", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_change_page_id_page")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_at"), "change", ["at"], unique=False)
    op.create_index("uq_change_page_id_number", "change", ["page_id", "number"], unique=True)


def _version() -> None:
    op.create_table(
        "version",
        sa.Column("page_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("captured_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("doc_number", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("near", sa.Text(), nullable=False),
        sa.Column("recipe", sa.Text(), nullable=False),
        sa.Column("raw_digest", sa.Text(), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id", "base"], ["version.page_id", "version.number"], name=op.f("fk_version_page_id_base_version")
        ),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_version_page_id_page")),
        sa.PrimaryKeyConstraint("page_id", "number", name=op.f("pk_version")),
    )


def _delivery() -> None:
    op.create_table(
        "delivery",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("change_id", sa.Text(), nullable=False),
        sa.Column("page_id", ROW_ID, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimable_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["page_id", "number"], ["change.page_id", "change.number"], name=op.f("fk_delivery_page_id_number_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    op.create_index(op.f("ix_delivery_claimable_at"), "delivery", ["claimable_at"], unique=False)
    op.create_index(op.f("ix_delivery_created_at"), "delivery", ["created_at"], unique=False)
    op.create_index("uq_delivery_once", "delivery", ["page_id", "number", "rule", "channel", "recipient"], unique=True)
