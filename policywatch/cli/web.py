"""`web`: the dashboard in a process of its own."""

import asyncio
import signal
from pathlib import Path

import typer

from policywatch.cli.options import Options, options


def web(ctx: typer.Context) -> None:
    """The dashboard alone, over the database that `run` or the workers write; stops on SIGTERM. 仪表板"""
    asyncio.run(_web(options(ctx)))


async def _web(chosen: Options) -> None:
    from policywatch.dashboard import desk_over, lock_of, place_of, served
    from policywatch.followed import Followed
    from storage import open_store

    followed = Followed(Path(chosen.config), chosen.environ)
    place = place_of(chosen.environ)
    lock = lock_of(chosen.environ, place, followed.configuration.settings.dashboard)
    store = open_store(chosen.database)
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    try:
        async with served(desk_over(store, lambda: followed.configuration, lock, environ=chosen.environ), place):
            await followed.follow(stopping)
    finally:
        await store.close()
