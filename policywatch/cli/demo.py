"""`demo`: the whole service against the specimen sites, offline."""

import asyncio
import os
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from policywatch.cli.options import show

if TYPE_CHECKING:
    from policywatch.wiring import Watch


def demo(
    directory: Annotated[Path, typer.Option(help="Where the database is left to look at.")] = Path("demo-data"),
    *,
    once: Annotated[bool, typer.Option("--once", help="End after the third day.")] = False,
) -> None:
    """Watch the specimen sites over three days: what is seen, what is told, what arrives; then show it all.

    The dashboard stays up on this machine alone until Ctrl-C.
    """
    try:
        exact = asyncio.run(_demo(directory, once=once))
    except KeyboardInterrupt:
        exact = True
    raise typer.Exit(0 if exact else 1)


async def _demo(directory: Path, *, once: bool) -> bool:
    from policywatch.demo.story import DATABASE, linger, on_scene, perform, swept

    async with on_scene(swept(directory), Console(soft_wrap=True)) as scene:
        exact = await perform(scene)
        show(f"\nLook at it: policywatch --database sqlite:///{directory / DATABASE} changes")
        if not once:
            async with _dashboard(scene.watch) as address:
                show(f"The dashboard: {address}")
                await linger(scene)
    return exact


def _dashboard(watch: "Watch") -> AbstractAsyncContextManager[str]:
    """Open to this machine; at the usual port, or at any that is free where another one is there."""
    from policywatch.dashboard import PORT, desk_over, free, lock_of, place_of, served

    place = place_of({PORT: os.environ[PORT]} if PORT in os.environ else {})
    chosen = place if PORT in os.environ else free(place)
    lock = lock_of({}, chosen, None)
    return served(desk_over(watch.store, lambda: watch.config, lock, watch.clock, environ=watch.environ), chosen)
