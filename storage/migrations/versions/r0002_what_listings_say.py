"""What listings say of documents, how sources fare, and one page for every form of an address."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

# What is looked for later is what today's program would look for: whoever moves the rule writes a new revision.
from storage.addresses import form_digest, url_digest

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BATCH = 500

PAGE = sa.table(
    "page",
    sa.column("id"),
    sa.column("source_id"),
    sa.column("url"),
    sa.column("url_digest"),
    sa.column("first_seen_at"),
)
CHANGE = sa.table("change", sa.column("page_id"), sa.column("url"))

LISTING_COLUMNS = ("page_id", "entrance", "health", "failing_since", "last_new_at", "expected_by")
PAGE_COLUMNS = ("listed", "relisted", "looks", "seen_changes", "watched_seconds", "weight")


def upgrade() -> None:
    """Forwards."""
    op.add_column("source", sa.Column("weight", sa.Float(), nullable=True))
    _page()
    _listing()
    _change()
    _digest_forwards()


def downgrade() -> None:
    """Backwards."""
    _digest_backwards()
    with op.batch_alter_table("change") as change:
        change.drop_column("url")
    with op.batch_alter_table("listing") as listing:
        listing.drop_constraint(op.f("fk_listing_page_id_page"), type_="foreignkey")
        for name in LISTING_COLUMNS:
            listing.drop_column(name)
    op.drop_index(op.f("ix_page_first_seen_at"), "page")
    with op.batch_alter_table("page") as page:
        for name in PAGE_COLUMNS:
            page.drop_column(name)
    with op.batch_alter_table("source") as source:
        source.drop_column("weight")


def _page() -> None:
    # Columns with a default are added in place; SQLite would copy the whole table to forget the default again.
    op.add_column("page", sa.Column("listed", sa.Text(), nullable=True))
    op.add_column("page", sa.Column("relisted", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("page", sa.Column("looks", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("page", sa.Column("seen_changes", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("page", sa.Column("watched_seconds", sa.Float(), server_default=sa.text("0"), nullable=False))
    op.add_column("page", sa.Column("weight", sa.Float(), nullable=True))
    op.create_index(op.f("ix_page_first_seen_at"), "page", ["first_seen_at"], unique=False)


def _listing() -> None:
    with op.batch_alter_table("listing") as listing:
        listing.add_column(sa.Column("page_id", ROW_ID, nullable=True))
        listing.add_column(sa.Column("entrance", sa.Text(), nullable=True))
        listing.add_column(sa.Column("health", sa.Text(), server_default=sa.text("'ok'"), nullable=False))
        listing.add_column(sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True))
        listing.add_column(sa.Column("last_new_at", sa.DateTime(timezone=True), nullable=True))
        listing.add_column(sa.Column("expected_by", sa.DateTime(timezone=True), nullable=True))
        listing.create_foreign_key(op.f("fk_listing_page_id_page"), "page", ["page_id"], ["id"])


def _change() -> None:
    op.add_column("change", sa.Column("url", sa.Text(), nullable=True))
    of_its_page = sa.select(PAGE.c.url).where(PAGE.c.id == CHANGE.c.page_id).scalar_subquery()
    op.execute(sa.update(CHANGE).values(url=of_its_page))
    with op.batch_alter_table("change") as change:
        change.alter_column("url", existing_type=sa.Text(), nullable=False)


def _digest_forwards() -> None:
    """Where two pages of a source have one address, the older is found by it, the later by its own form alone."""
    for rows in _oldest_first():
        keys = [url_digest(row.url) for row in rows]
        # A digest of a form, as revision 0001 has them, is none of an address: what stands there was put there by us.
        found = sa.select(PAGE.c.source_id, PAGE.c.url_digest).where(PAGE.c.url_digest.in_(keys))
        taken = {(row.source_id, row.url_digest) for row in op.get_bind().execute(found)}
        free = []
        for row, key in zip(rows, keys, strict=True):
            if (row.source_id, key) not in taken:
                taken.add((row.source_id, key))
                free.append({"row": row.id, "digest": key})
        _write(free)


def _digest_backwards() -> None:
    for rows in _oldest_first():
        _write([{"row": row.id, "digest": form_digest(row.url)} for row in rows])


def _oldest_first() -> Iterator[Sequence[sa.Row[*tuple[object, ...]]]]:
    ordered = sa.select(PAGE.c.id).order_by(PAGE.c.first_seen_at, PAGE.c.id)
    ids = op.get_bind().execute(ordered).scalars().all()
    for start in range(0, len(ids), BATCH):
        some = sa.select(PAGE).where(PAGE.c.id.in_(ids[start : start + BATCH]))
        yield op.get_bind().execute(some.order_by(PAGE.c.first_seen_at, PAGE.c.id)).all()


def _write(digests: Sequence[dict[str, object]]) -> None:
    if digests:
        write = sa.update(PAGE).where(PAGE.c.id == sa.bindparam("row")).values(url_digest=sa.bindparam("digest"))
        op.get_bind().execute(write, digests)
