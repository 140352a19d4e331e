"""`run --engine distributed` and `worker`: many machines on one PostgreSQL."""

import asyncio
from typing import Annotated

import typer

from policywatch.cli.options import Options, options


async def plan(chosen: Options) -> None:
    """Plan for the workers until told to stop; of several planners that are up one does."""
    from policywatch.engines.distributed.leading import Lead
    from policywatch.engines.distributed.planner import Planner
    from policywatch.engines.distributed.queue import open_queue, queue_address
    from policywatch.wiring import open_share, read_configuration

    address = queue_address(chosen.database, "run --engine distributed")
    config = read_configuration(chosen.config, chosen.environ)
    async with open_share(config, chosen.database, chosen.environ) as watch, open_queue(address) as queue:
        await Planner(watch, queue, Lead(address.libpq), chosen.config).run()


def worker(
    ctx: typer.Context,
    concurrency: Annotated[int, typer.Option(min=1, help="Hosts at once.")] = 16,
) -> None:
    """One worker of the distributed engine; any number may run, on any number of machines."""
    asyncio.run(_work(options(ctx), concurrency))


async def _work(chosen: Options, concurrency: int) -> None:
    from policywatch.engines.distributed.queue import open_queue, queue_address
    from policywatch.engines.distributed.worker import Worker
    from policywatch.wiring import open_share, read_configuration

    address = queue_address(chosen.database, "worker")
    config = read_configuration(chosen.config, chosen.environ)
    async with open_share(config, chosen.database, chosen.environ) as watch, open_queue(address) as queue:
        await Worker(watch, queue, chosen.config, hosts_at_once=concurrency).run()
