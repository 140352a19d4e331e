"""Policies: which pages publish one, how they are recognised, what documents do to each other; storms of edits."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa
from alembic import op

# A page founds what today's program would have it found: whoever moves the rule writes a new revision.
from core.model import policy_of
from core.source import SourceId

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
BATCH = 500

PAGE = sa.table(
    "page",
    sa.column("id"),
    sa.column("source_id"),
    sa.column("url"),
    sa.column("first_seen_at", MOMENT),
    sa.column("latest_number"),
    sa.column("policy_id"),
)
POLICY = sa.table("policy", sa.column("id"), sa.column("canonical_page_id"), sa.column("founded_at", MOMENT))

WORDS = ("policy_id", "recent", "suspect", "repealed_by", "number_key", "name_key")
MOMENTS = ("flapping_since", "remind_at")
CHANGE_COLUMNS = ("policy_id", "nature", "edit", "pages", "joined_to")
PAGE_INDEXES = ("policy_id", "number_key", "name_key")
REMINDED = sa.text("remind_at IS NOT NULL")


def upgrade() -> None:
    """Forwards. 文号, names, bands and relations are not read anew: they come with the next version of each page."""
    for name in WORDS:
        op.add_column("page", sa.Column(name, sa.Text(), nullable=True))
    for name in MOMENTS:
        op.add_column("page", sa.Column(name, MOMENT, nullable=True))
    op.add_column("page", sa.Column("feature_day", sa.Date(), nullable=True))
    op.add_column("page", sa.Column("is_draft", sa.Boolean(), server_default=sa.false(), nullable=False))
    for name in CHANGE_COLUMNS:
        op.add_column("change", sa.Column(name, sa.Text(), nullable=True))
    _policy()
    _band()
    _relation()
    _found()
    for name in PAGE_INDEXES:
        op.create_index(op.f(f"ix_page_{name}"), "page", [name], unique=False)
    op.create_index(op.f("ix_page_remind_at"), "page", ["remind_at"], postgresql_where=REMINDED, sqlite_where=REMINDED)
    op.create_index(op.f("ix_change_policy_id"), "change", ["policy_id"], unique=False)
    op.create_index(op.f("ix_change_edit_joined_to"), "change", ["edit", "joined_to"], unique=False)
    op.create_index(op.f("ix_change_joined_to_page_id"), "change", ["joined_to", "page_id"], unique=False)


def downgrade() -> None:
    """Backwards."""
    for table in ("relation", "band", "policy"):
        op.drop_table(table)
    for name in ("joined_to_page_id", "edit_joined_to", "policy_id"):
        op.drop_index(op.f(f"ix_change_{name}"), "change")
    for name in ("remind_at", *PAGE_INDEXES):
        op.drop_index(op.f(f"ix_page_{name}"), "page")
    with op.batch_alter_table("change") as change:
        for name in CHANGE_COLUMNS:
            change.drop_column(name)
    with op.batch_alter_table("page") as page:
        for name in (*WORDS, *MOMENTS, "feature_day", "is_draft"):
            page.drop_column(name)


def _policy() -> None:
    op.create_table(
        "policy",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("canonical_page_id", ROW_ID, nullable=False),
        sa.Column("founded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["canonical_page_id"], ["page.id"], name=op.f("fk_policy_canonical_page_id_page")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy")),
    )


def _band() -> None:
    op.create_table(
        "band",
        sa.Column("page_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_band_page_id_page")),
        sa.PrimaryKeyConstraint("page_id", "position", name=op.f("pk_band")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_band_position_value"), "band", ["position", "value", "page_id"], unique=False)


def _relation() -> None:
    op.create_table(
        "relation",
        sa.Column("page_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number_key", sa.Text(), nullable=True),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_relation_page_id_page")),
        sa.PrimaryKeyConstraint("page_id", "place", name=op.f("pk_relation")),
    )
    for name in ("number_key", "name_key"):
        op.create_index(op.f(f"ix_relation_{name}"), "relation", [name], unique=False)


def _found() -> None:
    """Every page that was read has a policy of its own."""
    join = sa.update(PAGE).where(PAGE.c.id == sa.bindparam("page")).values(policy_id=sa.bindparam("policy"))
    for rows in _read_pages():
        policies = [policy_of(SourceId(row.source_id), row.url) for row in rows]
        pairs = list(zip(rows, policies, strict=True))
        op.get_bind().execute(join, [{"page": row.id, "policy": policy} for row, policy in pairs])
        founded = [
            {"id": policy, "canonical_page_id": row.id, "founded_at": row.first_seen_at} for row, policy in pairs
        ]
        op.get_bind().execute(sa.insert(POLICY), founded)


def _read_pages() -> Iterator[Sequence[sa.Row[*tuple[object, ...]]]]:
    ids = op.get_bind().execute(sa.select(PAGE.c.id).where(PAGE.c.latest_number.is_not(None))).scalars().all()
    for start in range(0, len(ids), BATCH):
        yield op.get_bind().execute(sa.select(PAGE).where(PAGE.c.id.in_(ids[start : start + BATCH]))).all()
