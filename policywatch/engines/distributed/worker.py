"""The worker: makes the visits and the deliveries that wait, until it is told to stop."""

import asyncio
from datetime import timedelta
from pathlib import Path

import structlog
from procrastinate.exceptions import ConnectorException

from core.errors import StoreError
from core.source import Configuration
from policywatch.deliver import drain
from policywatch.engines.daemon import Reloading, log_visit, signals
from policywatch.engines.distributed.queue import DELIVER, HEARTBEAT, LETTERS, STALLED, TOUR, VISITS, Queue, tour_of
from policywatch.engines.distributed.touring import make_tour
from policywatch.wiring import Watch

log = structlog.get_logger(__name__)

HOSTS_AT_ONCE = 16
GRACE = timedelta(seconds=20)
POLL = timedelta(seconds=2)
"""How soon a job is seen that nobody announced; and how soon a database that was lost is asked again."""


class Worker:
    """Works until it is told to stop; any number of them share the work.

    Args:
        path: of sources.yaml, the same as the planner's; saving it applies it, or says why not and keeps the old one.
        hosts_at_once: tours under way at a time.
    """

    def __init__(self, watch: Watch, queue: Queue, path: Path, *, hosts_at_once: int = HOSTS_AT_ONCE) -> None:
        self._watch = watch
        self._queue = queue
        self._path = path
        self._hosts_at_once = hosts_at_once
        self._stopping = asyncio.Event()
        queue.app.task(name=TOUR, queue=VISITS)(self.tour)
        queue.app.task(name=DELIVER, queue=LETTERS)(self.deliver)

    async def run(self) -> None:
        """Serve until SIGTERM, SIGINT or `stop`: what is under way ends within a grace, the rest stays due."""
        reloading = Reloading(self._path, self._watch.environ, self._take_up)
        with signals(stop=self.stop, reload=reloading.ask):
            log.info("working", hosts_at_once=self._hosts_at_once)
            async with asyncio.TaskGroup() as group:
                group.create_task(reloading.run(self._stopping), name="reload")
                group.create_task(self._serve(VISITS, self._hosts_at_once), name="visits")
                # A queue, and a hand, of their own: letters wait for no tour.
                group.create_task(self._serve(LETTERS, 1), name="letters")
            log.info("stopped")

    def stop(self) -> None:
        """End `run` gracefully; safe to call twice."""
        self._stopping.set()

    async def tour(self, source: str, host: str) -> None:
        """The job of `make_tour`; what it leaves waits again, behind all that waits by now."""
        tour = tour_of(source, host)
        try:
            if await make_tour(self._watch, tour, self._stopping.is_set, log_visit):
                await self._queue.put([tour], listing=False)
        except StoreError as fault:
            log.error("tour not made", source=source, host=host, fault=str(fault))

    async def deliver(self) -> None:
        """The job of `drain`."""
        try:
            report = await drain(self._watch, self._stopping.is_set)
        except StoreError as fault:
            log.error("cannot deliver", fault=str(fault))
            return
        if report.sent or report.delayed or report.failed:
            log.info("delivered", sent=report.sent, delayed=report.delayed, failed=report.failed)

    async def _serve(self, queue: str, at_once: int) -> None:
        """Take jobs from a queue; where the database was lost, again once it is back."""
        stopped = asyncio.create_task(self._stopping.wait(), name="stopped")
        while not self._stopping.is_set():
            taking = asyncio.create_task(self._take_jobs(queue, at_once), name=f"take {queue}")
            await asyncio.wait({taking, stopped}, return_when=asyncio.FIRST_COMPLETED)
            taking.cancel()  # which lets what is under way end within the grace
            (fault,) = await asyncio.gather(taking, return_exceptions=True)
            if isinstance(fault, ConnectorException):
                log.error("queue lost", queue=queue, fault=str(fault.__cause__ or fault))
            elif isinstance(fault, Exception):
                raise fault
            if not self._stopping.is_set():
                await asyncio.wait({stopped}, timeout=POLL.total_seconds())

    async def _take_jobs(self, queue: str, at_once: int) -> None:
        await self._queue.app.run_worker_async(
            queues=[queue],
            name=queue,
            concurrency=at_once,
            delete_jobs="always",
            install_signal_handlers=False,
            fetch_job_polling_interval=POLL.total_seconds(),
            shutdown_graceful_timeout=GRACE.total_seconds(),
            update_heartbeat_interval=HEARTBEAT.total_seconds(),
            stalled_worker_timeout=STALLED.total_seconds(),
        )

    async def _take_up(self, config: Configuration) -> None:
        self._watch.adopt(config)
