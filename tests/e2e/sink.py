"""A process that delivers through a sink which fails one time in three, until it is killed or nothing is owed."""

import asyncio
import json
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from core.errors import DeliveryDelayed
from core.model import Dispatch, Letter
from policywatch.deliver import deliver
from storage import open_store
from tests.fakes.clocks import HandClock

CHANNEL = "sink"
STEP = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Shift:
    """One life of the process."""

    database: Path
    taken: Path
    now: datetime
    rounds: int


class Sink:
    """Takes a letter by writing a line that outlives the process; refuses one attempt in three, decided by a hash."""

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def send(self, dispatch: Dispatch) -> None:
        """Take it, or not now."""
        assert isinstance(dispatch, Letter)
        (owed,) = dispatch.owed
        delivery = owed.delivery
        await asyncio.sleep(0)
        if sha256(f"{delivery.id} {delivery.attempts}".encode()).digest()[0] % 3 == 0:
            raise DeliveryDelayed("one in three")
        row = [dispatch.id, delivery.recipient, owed.told.change.policy_id, delivery.number]
        os.write(self._file, json.dumps(row).encode() + b"\n")


def work(shift: Shift) -> None:
    """Deliver round after round, each a little later."""
    asyncio.run(_work(shift))


async def _work(shift: Shift) -> None:
    clock = HandClock(shift.now)
    store = open_store(f"sqlite:///{shift.database}")
    sink = Sink(shift.taken)
    for _ in range(shift.rounds):
        await deliver(store=store, couriers={CHANNEL: sink}, clock=clock)
        if not await store.undelivered(clock()):
            break
        clock.forward(STEP)
    await store.close()
