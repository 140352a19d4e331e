"""Changes carry what their list is filtered by, and one index that the list is chosen from."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LISTED = ["at", "page_id", "number", "kind", "source_id", "stage", "joined_to"]
CHANGE = sa.table(
    "change",
    *(sa.column(name) for name in ("page_id", "before", "after", "source_id", "stage")),
)
PAGE = sa.table("page", sa.column("id"), sa.column("source_id"))
VERSION = sa.table("version", sa.column("page_id"), sa.column("number"), sa.column("stage"))


def upgrade() -> None:
    """Forwards. Deliveries refer to the table: columns are added to it and dropped, and SQLite need not rebuild it."""
    op.add_column("change", sa.Column("source_id", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("change", sa.Column("stage", sa.Text(), nullable=True))
    source = sa.select(PAGE.c.source_id).where(PAGE.c.id == CHANGE.c.page_id)
    told = sa.func.coalesce(CHANGE.c.after, CHANGE.c.before)
    stage = sa.select(VERSION.c.stage).where(VERSION.c.page_id == CHANGE.c.page_id, VERSION.c.number == told)
    op.execute(sa.update(CHANGE).values(source_id=source.scalar_subquery(), stage=stage.scalar_subquery()))
    op.create_index("ix_change_listed", "change", LISTED)


def downgrade() -> None:
    """Backwards."""
    op.drop_index("ix_change_listed", "change")
    for name in ("stage", "source_id"):
        op.drop_column("change", name)
