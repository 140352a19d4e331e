"""The days that readers await, and indexes by which pages, looks and deliveries are counted and listed."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

# What a document says it awaits is what today's program reads in it.
from core.model import PageId
from storage.columns import Words
from storage.compression import expand
from storage.deadlines import deadline_rows
from storage.serialise import document_from_json

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BATCH = 500

PAGE = sa.table("page", sa.column("id"), sa.column("latest_number"))
VERSION = sa.table(
    "version", sa.column("page_id"), sa.column("number"), sa.column("base"), sa.column("document", sa.LargeBinary())
)
DEADLINE = sa.table(
    "deadline", sa.column("page_id"), sa.column("what"), sa.column("day", sa.Date()), sa.column("evidence", Words())
)
BASE = VERSION.alias("base")


def upgrade() -> None:
    """Forwards; reads the latest version of every page, some hundred pages at a time."""
    op.create_table(
        "deadline",
        sa.Column("page_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_deadline_page_id_page")),
        sa.PrimaryKeyConstraint("page_id", "what", name=op.f("pk_deadline")),
    )
    _find_deadlines()
    op.create_index("ix_deadline_day", "deadline", ["day", "page_id", "what"])
    op.create_index("ix_page_source_id_presence", "page", ["source_id", "presence"])
    op.create_index("ix_page_first_seen_at_source_id_announce", "page", ["first_seen_at", "source_id", "announce"])
    op.drop_index("ix_page_first_seen_at", "page")
    op.create_index("ix_page_last_looked_at", "page", ["last_looked_at"])
    op.create_index("ix_delivery_rule", "delivery", ["rule", "created_at"])
    op.create_index("ix_change_kind", "change", ["kind"])


def downgrade() -> None:
    """Backwards."""
    op.drop_index("ix_change_kind", "change")
    op.drop_index("ix_delivery_rule", "delivery")
    op.drop_index("ix_page_last_looked_at", "page")
    op.create_index("ix_page_first_seen_at", "page", ["first_seen_at"])
    op.drop_index("ix_page_first_seen_at_source_id_announce", "page")
    op.drop_index("ix_page_source_id_presence", "page")
    op.drop_table("deadline")


def _find_deadlines() -> None:
    for rows in _latest():
        found = []
        for row in rows:
            name = f"version {row.number} of page {row.page_id}"
            base = None if row.base_document is None else expand(row.base_document, None, name)
            document = document_from_json(expand(row.document, base, name))
            found += deadline_rows(PageId(row.page_id), document)
        if found:
            op.get_bind().execute(sa.insert(DEADLINE), found)


def _latest() -> Iterator[Sequence[sa.Row[*tuple[object, ...]]]]:
    connection = op.get_bind()
    latest = (
        sa.select(VERSION.c.page_id, VERSION.c.number, VERSION.c.document, BASE.c.document.label("base_document"))
        .select_from(
            PAGE.join(VERSION, (VERSION.c.page_id == PAGE.c.id) & (VERSION.c.number == PAGE.c.latest_number)).outerjoin(
                BASE, (BASE.c.page_id == VERSION.c.page_id) & (BASE.c.number == VERSION.c.base)
            )
        )
        .order_by(PAGE.c.id)
        .limit(BATCH)
    )
    after = 0
    while rows := connection.execute(latest.where(PAGE.c.id > after)).all():
        yield rows
        after = rows[-1].page_id
