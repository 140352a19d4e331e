"""`metrics`: how the service fares, for Prometheus."""

import asyncio
import sys

import typer

from policywatch.cli.options import Options, options


def metrics(ctx: typer.Context) -> None:
    """Figures of the service in the text format of Prometheus, for node_exporter's textfile collector."""
    sys.stdout.buffer.write(asyncio.run(_metrics(options(ctx))))


async def _metrics(chosen: Options) -> bytes:
    from policywatch.metrics import exposition, readings
    from policywatch.wiring import read_configuration, wall_clock
    from storage import open_store

    config = read_configuration(chosen.config, chosen.environ)
    store = open_store(chosen.database)
    try:
        return exposition(await readings(store, config, wall_clock()))
    finally:
        await store.close()
