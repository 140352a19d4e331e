"""The table of versions in partitions: by month, and by page; everything else stays as it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, create_engine, text

from benchmarks.scale.filling import NOW, address

SCHEMA = "parted"
MONTHS = 26
PARTS = 16


_ADDED = text(
    f"INSERT INTO public.version SELECT * FROM {SCHEMA}.version WHERE captured_at >= :now ON CONFLICT DO NOTHING"
)


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
def laid_out(url: str, layout: Layout) -> Iterator[str]:
    """URL under which the database has its versions in partitions, in a schema that is gone afterwards.

    What was added there is moved to the whole table at the end, so that no page names a version that is missing.
    """
    engine = create_engine(address(url))
    try:
        with engine.begin() as connection:
            _part(connection, layout)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"VACUUM ANALYZE {SCHEMA}.version"))
        yield f"{url}&options=-csearch_path%3D{SCHEMA},public"
        with engine.begin() as connection:
            connection.execute(_ADDED, {"now": NOW})
            connection.execute(text(f"DROP SCHEMA {SCHEMA} CASCADE"))
    finally:
        engine.dispose()


def _part(connection: Connection, layout: Layout) -> None:
    # The reference of a version to its base is left out: it needs a key that not every layout has.
    connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
    connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    connection.execute(
        text(f"CREATE TABLE {SCHEMA}.version (LIKE public.version INCLUDING DEFAULTS) PARTITION BY {layout.clause}")
    )
    for number, part in enumerate(layout.parts):
        name = f"{SCHEMA}.version_{number}"
        connection.exec_driver_sql(f"CREATE TABLE {name} PARTITION OF {SCHEMA}.version {part}")
    connection.execute(text(f"INSERT INTO {SCHEMA}.version SELECT * FROM public.version"))
    connection.execute(text(f"ALTER TABLE {SCHEMA}.version ADD PRIMARY KEY ({layout.key})"))
    connection.execute(text(f"ALTER TABLE {SCHEMA}.version ADD FOREIGN KEY (page_id) REFERENCES public.page (id)"))
