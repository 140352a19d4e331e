"""How the queue fares, for `doctor`."""

from dataclasses import dataclass
from datetime import timedelta

import psycopg

from policywatch.engines.distributed.installing import SCHEMA
from policywatch.engines.distributed.leading import is_led
from policywatch.engines.distributed.queue import STALLED, Address, faults

_IS_THERE = f"SELECT to_regclass('{SCHEMA}.installed') IS NOT NULL"
_JOBS = f"""
    SELECT count(*) FILTER (WHERE status = 'todo'),
           count(*) FILTER (WHERE status = 'doing'),
           count(*) FILTER (WHERE status = 'doing' AND (heard.id IS NULL)),
           now() - min(put.at) FILTER (WHERE status = 'todo')
      FROM {SCHEMA}.procrastinate_jobs AS job
      LEFT JOIN {SCHEMA}.procrastinate_workers AS heard
        ON heard.id = job.worker_id AND heard.last_heartbeat >= now() - %(stalled)s
      LEFT JOIN {SCHEMA}.procrastinate_events AS put ON put.job_id = job.id AND put.type = 'deferred'
"""  # noqa: S608 - the name of the schema is a constant of ours
_WORKERS = f"SELECT count(*) FROM {SCHEMA}.procrastinate_workers WHERE last_heartbeat >= now() - %s"  # noqa: S608 - the same


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What waits and who works.

    Args:
        waiting, under_way: jobs.
        stalled: those under way whose worker is not heard of.
        oldest: how long the one has waited that waits longest.
        hands: two for each worker that is up, one for visits and one for letters.
        is_led: whether a planner is up.
    """

    waiting: int
    under_way: int
    stalled: int
    oldest: timedelta | None
    hands: int
    is_led: bool


def state_of(address: Address) -> State | None:
    """The queue in a database; None where none was ever made. Blocks. Raises `StoreError`."""
    with faults(address.place), psycopg.connect(address.libpq, autocommit=True) as connection:
        if connection.execute(_IS_THERE).fetchone() != (True,):
            return None
        waiting, under_way, stalled, oldest = connection.execute(_JOBS, {"stalled": STALLED}).fetchone() or (0,) * 4
        (hands,) = connection.execute(_WORKERS, (STALLED,)).fetchone() or (0,)
        return State(
            waiting=waiting,
            under_way=under_way,
            stalled=stalled,
            oldest=oldest,
            hands=hands,
            is_led=is_led(connection),
        )
