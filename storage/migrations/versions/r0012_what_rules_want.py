"""What was cut out of the changes for the feeds of rules, and how far they were read for it."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Forwards; both tables are filled when feeds are asked for."""
    op.create_table(
        "scrapbook",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("since_at", MOMENT, nullable=False),
        sa.Column("since_page_id", ROW_ID, nullable=False),
        sa.Column("since_number", sa.Integer(), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scrapbook")),
    )
    op.create_index("ix_scrapbook_rule", "scrapbook", ["rule"])
    op.create_table(
        "clipping",
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("page_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("book", "at", "page_id", "number", name=op.f("pk_clipping")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Backwards."""
    op.drop_table("clipping")
    op.drop_table("scrapbook")
