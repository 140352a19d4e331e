"""All of one database copied to another, engine to engine, batch by batch."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import Connection, Row, exists, func, insert, select

from core.errors import StoreError
from storage.canonical import Counted, Strand, Values, count_rows, last_key, read_rows, strands
from storage.chains import broken_chains
from storage.derived import copied_tables, rebuild
from storage.engine import Engines, engines, faults, unhurried
from storage.schema import prepare
from storage.tables import CHANGE, DELIVERY, LISTING, PAGE

BATCH = 1_000
"""Most rows of one transaction."""

_BATCH_BYTES = 8_000_000
_PULSE = select(
    select(func.count()).select_from(CHANGE).scalar_subquery(),
    select(func.coalesce(func.sum(PAGE.c.revision), 0)).scalar_subquery(),
    select(func.coalesce(func.sum(LISTING.c.revision), 0)).scalar_subquery(),
    select(func.coalesce(func.sum(DELIVERY.c.attempts), 0)).scalar_subquery(),
    select(func.count(DELIVERY.c.settled_at)).scalar_subquery(),
)

Witness = Callable[[int], None]
"""Is told how many rows were done, as they are."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One table on both sides."""

    name: str
    source: Counted
    target: Counted

    @property
    def agrees(self) -> bool:
        """Whether all rows are there, and the same."""
        return self.source == self.target


class Move:
    """One database on its way to another; blocks. Every method raises `StoreError` when one of the two fails.

    Args:
        source, target: as for `storage.open_store`; both are brought to this program's schema.
    """

    def __init__(self, source: str, target: str) -> None:
        self._source, self._target = engines(source), engines(target)
        if self._source.place == self._target.place:
            raise StoreError(f"{self._source.place} cannot be moved to itself; name another database")
        for one in (self._source, self._target):
            prepare(one)
        self._strands = strands()
        self._done: dict[int, Values] = {}

    def begin(self) -> None:
        """See that the target is empty."""
        with _reading(self._target) as connection:
            filled = [table.name for table in copied_tables() if connection.scalar(select(exists().select_from(table)))]
        if filled:
            raise StoreError(
                f"{self._target.place} is not empty (there are rows in {', '.join(filled)}); name an empty database, "
                "or add --resume to go on with a move that was interrupted"
            )

    def resume(self, witness: Witness) -> None:
        """See how far an interrupted move came, and that what it left is what the source holds."""
        with _reading(self._source) as source, _reading(self._target) as target:
            for place, strand in enumerate(self._strands):
                last = last_key(target, strand)
                if last is None:
                    continue
                self._done[place] = last
                there = count_rows(target, [strand])
                if there != count_rows(source, [strand], until=last):
                    raise StoreError(
                        f"{self._target.place} holds rows in {strand.name} that {self._source.place} does not hold, or "
                        "holds otherwise by now; empty it, and move all of it again"
                    )
                witness(there.rows)

    def rows(self) -> int:
        """How many the source holds."""
        with _reading(self._source) as connection:
            counts = [connection.scalar(select(func.count()).select_from(table)) or 0 for table in copied_tables()]
        return sum(counts)

    def copy(self, witness: Witness) -> int:
        """Copy all rows, from one snapshot of the source; each batch is there whole or not at all.

        Returns how many. Raises `StoreError` too when somebody wrote to the source meanwhile.
        """
        copied = 0
        with _reading(self._source) as source:
            pulse = source.execute(_PULSE).one()
            for place, strand in enumerate(self._strands):
                for batch in _batches(read_rows(source, strand, after=self._done.get(place))):
                    self._write(strand, batch)
                    copied += len(batch)
                    witness(len(batch))
                self._expect_untouched(pulse)
        with faults(self._target.place), self._target.writes.begin() as target:
            unhurried(target)
            _continue_numbers(target)
            rebuild(target)
        return copied

    def _expect_untouched(self, pulse: Row[*tuple[object, ...]]) -> None:
        with _reading(self._source) as source:
            if source.execute(_PULSE).one() != pulse:
                raise StoreError(
                    f"{self._source.place} was written to meanwhile; stop the daemon, empty {self._target.place}, and "
                    "move all of it again"
                )

    def _write(self, strand: Strand, batch: Sequence[Values]) -> None:
        names = [column.name for column in strand.rows.columns]
        rows = [dict(zip(names, row, strict=True)) for row in batch]
        with faults(self._target.place), self._target.writes.begin() as target:
            target.execute(insert(strand.rows), rows)

    def compare(self, witness: Witness) -> list[Compared]:
        """Every table on both sides, as it is now."""
        with _reading(self._source) as source, _reading(self._target) as target:
            found = []
            for name, group in groupby(self._strands, key=lambda strand: strand.name):
                parts = list(group)
                found.append(Compared(name, count_rows(source, parts), count_rows(target, parts)))
                witness(found[-1].source.rows)
        return found

    def broken_chains(self) -> list[tuple[int, int]]:
        """Page and number of the target's versions that do not follow from those before them."""
        with _reading(self._target) as connection:
            return list(broken_chains(connection))

    def close(self) -> None:
        """Let both databases go."""
        for one in (self._source, self._target):
            one.reads.dispose()


@contextmanager
def _reading(opened: Engines) -> Iterator[Connection]:
    """A transaction that sees one state of the database throughout, whoever writes meanwhile."""
    with faults(opened.place), opened.reads.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            unhurried(connection)
            yield connection


def _batches(rows: Iterator[Values]) -> Iterator[list[Values]]:
    """Of at most 1,000 rows, and of so many bytes that few of them are in memory at once."""
    batch: list[Values] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += sum(len(value) for value in row if isinstance(value, bytes | str))
        if len(batch) == BATCH or size > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _continue_numbers(connection: Connection) -> None:
    """PostgreSQL counts rows in sequences of its own, which know nothing of numbers that came with a row."""
    if connection.dialect.name != "postgresql":
        return
    for table in copied_tables():
        column = table.autoincrement_column
        if column is not None and (last := connection.scalar(select(func.max(column)))) is not None:
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(select(func.setval(sequence, last)))
