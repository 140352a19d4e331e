"""Indexes in the order in which listings fall due, deliveries are claimed and kin are found."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None

UNSETTLED = sa.text("claimable_at IS NOT NULL")
SHARED = ("latest_exact", "number_key", "name_key")


def upgrade() -> None:
    """Forwards."""
    op.create_index("ix_listing_next_look_at", "listing", ["next_look_at"])
    op.create_index(
        "ix_delivery_due",
        "delivery",
        ["due_at", "created_at", "id"],
        postgresql_where=UNSETTLED,
        sqlite_where=UNSETTLED,
    )
    for column in SHARED:
        op.drop_index(f"ix_page_{column}", "page")
        op.create_index(f"ix_page_{column}", "page", [column, "id"])


def downgrade() -> None:
    """Backwards."""
    for column in SHARED:
        op.drop_index(f"ix_page_{column}", "page")
        op.create_index(f"ix_page_{column}", "page", [column])
    op.drop_index("ix_delivery_due", "delivery")
    op.drop_index("ix_listing_next_look_at", "listing")
