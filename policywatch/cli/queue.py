"""What `doctor` says of the queue of the distributed engine; where there is none, nothing."""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from core.errors import StoreError
from web.service import Check

if TYPE_CHECKING:
    from policywatch.engines.distributed.state import State

LONG = timedelta(minutes=10)
"""What has waited for longer waits for more workers."""


async def queue(database: str) -> list[Check]:
    """How deep it is, and what stalls; nothing of an SQLite file, or where no worker was ever up."""
    from policywatch.engines.distributed.queue import Address
    from policywatch.engines.distributed.state import state_of
    from storage.engine import postgresql_address

    try:
        found = postgresql_address(database)
        state = await asyncio.to_thread(state_of, Address(*found)) if found else None
    except StoreError as fault:
        return [Check("queue", str(fault), "name another with --database, or mend what the sentence names")]
    return [] if state is None else [Check("queue", _said(state), _remedy(state))]


def _said(state: "State") -> str:
    stalled = f", {state.stalled} of them stalled" if state.stalled else ""
    waits = f", the oldest for {round(state.oldest.total_seconds())} s" if state.oldest else ""
    planner = "a planner is up" if state.is_led else "no planner is up"
    workers = (state.hands + 1) // 2
    return (
        f"{state.waiting} jobs wait{waits}; {state.under_way} are under way{stalled}; "
        f"{workers} workers are up, {planner}"
    )


def _remedy(state: "State") -> str:
    """What is to be done; empty when all is well, or when the engine is not in use."""
    if not state.is_led and (state.hands or state.under_way or state.waiting):
        return "start `policywatch run --engine distributed`, which also plans again what stalls"
    if state.is_led and not state.hands:
        return "start `policywatch worker`"
    if state.oldest is not None and state.oldest > LONG:
        return "start more workers, or let each visit more hosts at once (`policywatch worker --concurrency 32`)"
    return ""
