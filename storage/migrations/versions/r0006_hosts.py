"""Hosts as many machines share them, and an index of what is due by source."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Forwards."""
    op.create_table(
        "host",
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("next_request_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("shut_until", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("authority", name=op.f("pk_host")),
    )
    op.create_index("ix_page_source_id_next_check_at", "page", ["source_id", "next_check_at"])
    op.drop_index("ix_page_source_id", "page")


def downgrade() -> None:
    """Backwards."""
    op.create_index("ix_page_source_id", "page", ["source_id"])
    op.drop_index("ix_page_source_id_next_check_at", "page")
    op.drop_table("host")
