"""The queue in PostgreSQL: tours and deliveries that wait for a worker, each once (Procrastinate)."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

import psycopg
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job, Status

from core.errors import StoreError, UsageError
from core.model import Tour
from core.source import SourceId
from policywatch.engines.distributed.installing import install, use_queue
from storage.engine import postgresql_address

VISITS = "visits"
LETTERS = "letters"
TOUR = "tour"
DELIVER = "deliver"

LISTING_FIRST = 10
"""Priority of a tour whose listing is due; that of one for known pages is 0."""

HEARTBEAT = timedelta(seconds=2)
STALLED = timedelta(seconds=10)
"""A worker that has not been heard of for longer has died, or is so late that others may do its work."""

CONNECTIONS = 4
AT_ONCE = 500

_KNOWN = "SELECT queueing_lock, status FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"


class Queue:
    """What waits and what is under way. Every method raises `StoreError` when the database fails.

    Args:
        place: the database without its password, for messages.
    """

    def __init__(self, app: App, place: str) -> None:
        self.app = app
        self.place = place

    async def known(self) -> "Known":
        """What waits and what is under way now."""
        with faults(self.place):
            rows = await self.app.connector.execute_query_all_async(_KNOWN)
        return Known({(row["queueing_lock"], row["status"]) for row in rows})

    async def put(self, tours: Sequence[Tour], *, listing: bool) -> int:
        """Let tours wait for a worker; returns how many. What another planner has put meanwhile is left to it."""
        jobs = [_job(tour, listing=listing) for tour in tours]
        put = 0
        for start in range(0, len(jobs), AT_ONCE):
            put += await self._put(jobs[start : start + AT_ONCE])
        return put

    async def put_deliveries(self) -> None:
        """Let what is owed wait for a worker."""
        await self._put([Job(queue=LETTERS, task_name=DELIVER, lock=None, queueing_lock=DELIVER)])

    async def drop_stalled(self) -> list[Job]:
        """Take away the jobs of workers that died, and those workers; returns the jobs.

        They are not tried again: our own tables say what is due still, and a job tried again would jam where its
        like waits already.
        """
        manager = self.app.job_manager
        dropped = []
        with faults(self.place):
            for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED.total_seconds()):
                # Where the worker lives after all and has just ended it, it is gone already.
                with suppress(ConnectorException):
                    await manager.finish_job(job, Status.ABORTED, delete_job=True)
                    dropped.append(job)
            await manager.prune_stalled_workers(STALLED.total_seconds())
        return dropped

    async def _put(self, jobs: list[Job]) -> int:
        try:
            with faults(self.place):
                return len(await self.app.job_manager.batch_defer_jobs_async(jobs))
        except AlreadyEnqueued:
            return 0


class Known:
    """Jobs that wait or are under way."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        self._rows = frozenset(rows)

    def missing(self, tours: Iterable[Tour], *, listing: bool) -> list[Tour]:
        """Those of the tours that are to be put.

        A tour under way goes on by itself as long as pages are due, and one for the listing looks at the pages too.
        """
        return [tour for tour in tours if not self._covers(tour, listing=listing)]

    def _covers(self, tour: Tour, *, listing: bool) -> bool:
        own, other = _name(tour, listing=listing), _name(tour, listing=not listing)
        if (own, "todo") in self._rows or (own, "doing") in self._rows:
            return True
        return not listing and ((other, "todo") in self._rows or (other, "doing") in self._rows)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a queue is.

    Args:
        libpq: as PostgreSQL's own library reads it.
        place: without its password, for messages.
    """

    libpq: str
    place: str


def queue_address(database: str, command: str) -> Address:
    """The address in a database URL. Raises `UsageError` if that is no PostgreSQL, `StoreError` if it is of no use."""
    found = postgresql_address(database)
    if found is None:
        raise UsageError(
            command,
            "many machines need PostgreSQL, and the database is an SQLite file",
            "name one with --database postgresql+psycopg://user:password@host/name, "
            "or let `policywatch run` do all of it in one process",
        )
    return Address(*found)


@asynccontextmanager
async def open_queue(address: Address) -> AsyncIterator[Queue]:
    """The queue in a database, its tables made or migrated.

    Raises:
        StoreError: it cannot be used.
        SchemaMismatch: its queue is newer than this program.
    """
    connector = PsycopgConnector(
        conninfo=address.libpq,
        configure=use_queue,
        min_size=1,
        max_size=CONNECTIONS,
    )
    queue = Queue(App(connector=connector), address.place)
    with faults(address.place):
        await asyncio.to_thread(install, address.libpq, address.place)
        await queue.app.open_async()
    try:
        yield queue
    finally:
        await queue.app.close_async()


@contextmanager
def faults(place: str) -> Iterator[None]:
    """The one place where the queue's exceptions become ours."""
    try:
        yield
    except AlreadyEnqueued:
        raise
    except (ConnectorException, psycopg.Error) as fault:
        said = str(fault.__cause__ or fault).strip().splitlines()
        raise StoreError(
            f"the queue in {place} cannot be used ({said[0] if said else type(fault).__name__}); "
            "see that the server runs and takes this user and database"
        ) from fault


def tour_of(source: str, host: str) -> Tour:
    """The tour that a job is for."""
    return Tour(SourceId(source), host)


def _job(tour: Tour, *, listing: bool) -> Job:
    return Job(
        queue=VISITS,
        task_name=TOUR,
        priority=LISTING_FIRST if listing else 0,
        lock=tour.host,
        queueing_lock=_name(tour, listing=listing),
        task_kwargs={"source": tour.source_id, "host": tour.host},
    )


def _name(tour: Tour, *, listing: bool) -> str:
    return f"{'listing' if listing else 'pages'} {tour.source_id} {tour.host}"
