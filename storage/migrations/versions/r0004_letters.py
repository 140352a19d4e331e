"""Deliveries in lines and letters, when they were promised, and alarms of what is not delivered."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
UNSETTLED = sa.text("claimable_at IS NOT NULL")
DELIVERY = sa.table(
    "delivery", sa.column("id"), sa.column("line"), sa.column("due_at", MOMENT), sa.column("promised_at", MOMENT)
)
FAILED = sa.text("state = 'failed'")
WAITING = {"line": ["line"], "waiting": ["channel", "recipient"]}


def upgrade() -> None:
    """Forwards. What is owed by now stands in a line of its own: it waits for nothing, as it was promised."""
    for name in ("line", "gather", "letter"):
        op.add_column("delivery", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("delivery", sa.Column("promised_at", MOMENT, nullable=True))
    op.execute(sa.update(DELIVERY).values(line=DELIVERY.c.id, promised_at=DELIVERY.c.due_at))
    with op.batch_alter_table("delivery") as delivery:
        delivery.alter_column("line", existing_type=sa.Text(), nullable=False)
        delivery.alter_column("promised_at", existing_type=MOMENT, nullable=False)
    for name, columns in WAITING.items():
        op.create_index(f"ix_delivery_{name}", "delivery", columns, postgresql_where=UNSETTLED, sqlite_where=UNSETTLED)
    op.create_index("ix_delivery_failed", "delivery", ["settled_at"], postgresql_where=FAILED, sqlite_where=FAILED)
    op.create_index("ix_delivery_got", "delivery", ["channel", "recipient", "settled_at"])
    op.create_table(
        "alarm",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_alarm")),
    )


def downgrade() -> None:
    """Backwards."""
    op.drop_table("alarm")
    for name in ("got", "failed", *WAITING):
        op.drop_index(f"ix_delivery_{name}", "delivery")
    with op.batch_alter_table("delivery") as delivery:
        for name in ("line", "gather", "letter", "promised_at"):
            delivery.drop_column(name)
