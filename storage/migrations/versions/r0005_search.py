"""Full text: an entry a page, and the index, which is each engine's own."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

# A page is found by what today's program would find it by: whoever moves the rule writes a new revision.
from core.model import Fingerprint, Page, PageId, Version
from core.search import entry
from core.source import SourceId
from storage.columns import storable
from storage.compression import expand
from storage.index import place_of, put
from storage.serialise import document_from_json

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
BATCH = 200

PAGE = sa.table(
    "page",
    sa.column("id"),
    sa.column("source_id"),
    sa.column("first_seen_at", MOMENT),
    sa.column("listed_title"),
    sa.column("listed_date", sa.Date()),
    sa.column("latest_number"),
)
VERSION = sa.table(
    "version",
    sa.column("page_id"),
    sa.column("number"),
    sa.column("base"),
    sa.column("document"),
    sa.column("captured_at", MOMENT),
)
SEARCH = sa.table(
    "search", sa.column("page_id"), sa.column("number"), sa.column("day", sa.Date()), sa.column("heading")
)
BASE = VERSION.alias("base")
LATEST = (
    sa.select(PAGE, VERSION.c.captured_at, VERSION.c.document, BASE.c.document.label("base_document"))
    .join(VERSION, sa.and_(VERSION.c.page_id == PAGE.c.id, VERSION.c.number == PAGE.c.latest_number))
    .outerjoin(BASE, sa.and_(BASE.c.page_id == VERSION.c.page_id, BASE.c.number == VERSION.c.base))
)

Row = sa.Row[*tuple[object, ...]]


def upgrade() -> None:
    """Forwards. Headings are folded nearly as the reader folds; `policywatch search --reindex` does it wholly."""
    op.create_table(
        "search",
        sa.Column("page_id", ROW_ID, autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_search_page_id_page")),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_search")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TABLE search_index (place BIGINT PRIMARY KEY, grams TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX ix_search_index_grams ON search_index USING gin (grams)")
    else:
        # Grams are cut already: `ascii` takes every character beyond ASCII for a letter, and leaves it as it is.
        op.execute(
            "CREATE VIRTUAL TABLE search_index USING fts5"
            "(grams, content = '', columnsize = 0, detail = none, tokenize = 'ascii')"
        )
    for row in _latest():
        _be_found(row)


def downgrade() -> None:
    """Backwards."""
    op.drop_table("search_index")
    op.drop_table("search")


def _latest() -> Iterator[Row]:
    ids = op.get_bind().execute(sa.select(PAGE.c.id).where(PAGE.c.latest_number.is_not(None))).scalars().all()
    for start in range(0, len(ids), BATCH):
        yield from op.get_bind().execute(LATEST.where(PAGE.c.id.in_(ids[start : start + BATCH]))).all()


def _be_found(row: Row) -> None:
    page, version = _nouns(row)
    made = entry(page, version, None)
    place = place_of(made.day, page.id)
    put(op.get_bind(), place, made.grams(page.source_id, version.document))
    values = {"page_id": page.id, "number": made.number, "day": made.day, "heading": storable(made.heading)}
    op.get_bind().execute(sa.insert(SEARCH), values)


def _nouns(row: Row) -> tuple[Page, Version]:
    """As much of them as an entry needs."""
    name = f"version {row.latest_number} of page {row.id}"
    base = None if row.base_document is None else expand(row.base_document, None, name)
    page = Page(
        id=PageId(row.id),
        source_id=SourceId(row.source_id),
        url="",
        first_seen_at=row.first_seen_at,
        next_check_at=None,
        listed_title=row.listed_title,
        listed_date=row.listed_date,
    )
    version = Version(
        number=row.latest_number,
        captured_at=row.captured_at,
        document=document_from_json(expand(row.document, base, name)),
        fingerprint=Fingerprint("", "", ""),
        raw_digest="",
        chain="",
    )
    return page, version
