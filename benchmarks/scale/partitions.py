"""The table of versions in partitions: by month, and by page; everything else stays as it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, create_engine, text

from benchmarks.scale.filling import NOW, address

MONTHS = 26
PARTS = 16


@dataclass(frozen=True, slots=True)
class Layout:
    """A way to part the table.

    Args:
        key: its primary key, which must hold what it is parted by.
    """

    name: str
    clause: str
    key: str
    parts: tuple[str, ...]


def _months() -> Iterator[str]:
    start = NOW - timedelta(days=30 * (MONTHS - 1))
    for month in range(MONTHS):
        since, until = start + month * timedelta(days=30), start + (month + 1) * timedelta(days=30)
        yield f"FOR VALUES FROM ('{since.isoformat()}') TO ('{until.isoformat()}')"


LAYOUTS = (
    Layout("by month", "RANGE (captured_at)", "page_id, number, captured_at", tuple(_months())),
    Layout(
        "by page",
        "HASH (page_id)",
        "page_id, number",
        tuple(f"FOR VALUES WITH (MODULUS {PARTS}, REMAINDER {part})" for part in range(PARTS)),
    ),
)


@contextmanager
def laid_out(url: str, layout: Layout) -> Iterator[None]:
    """The table in partitions while the block runs, then whole again, with what was added meanwhile."""
    engine = create_engine(address(url))
    try:
        with engine.begin() as connection:
            _part(connection, layout)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE version"))
        yield
        with engine.begin() as connection:
            _join(connection)
    finally:
        engine.dispose()


def _part(connection: Connection, layout: Layout) -> None:
    # The reference of a version to its base is left out: it needs a key that not every layout has.
    connection.execute(text("ALTER TABLE version RENAME TO version_whole"))
    connection.execute(
        text(f"CREATE TABLE version (LIKE version_whole INCLUDING DEFAULTS) PARTITION BY {layout.clause}")
    )
    for number, part in enumerate(layout.parts):
        connection.exec_driver_sql(f"CREATE TABLE version_{number} PARTITION OF version {part}")
    connection.execute(text("INSERT INTO version SELECT * FROM version_whole"))
    connection.execute(text(f"ALTER TABLE version ADD PRIMARY KEY ({layout.key})"))
    connection.execute(text("ALTER TABLE version ADD FOREIGN KEY (page_id) REFERENCES page (id) NOT VALID"))


def _join(connection: Connection) -> None:
    added = text("INSERT INTO version_whole SELECT * FROM version WHERE captured_at >= :now ON CONFLICT DO NOTHING")
    connection.execute(added, {"now": NOW})
    connection.execute(text("DROP TABLE version"))
    connection.execute(text("ALTER TABLE version_whole RENAME TO version"))
