"""Indexes in the order in which listings fall due and deliveries are claimed."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0004"
branch_labels = None
depends_on = None

UNSETTLED = sa.text("claimable_at IS NOT NULL")


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
    op.drop_index("ix_delivery_claimable_at", "delivery")


def downgrade() -> None:
    """Backwards."""
    op.create_index("ix_delivery_claimable_at", "delivery", ["claimable_at"])
    op.drop_index("ix_delivery_due", "delivery")
    op.drop_index("ix_listing_next_look_at", "listing")
