"""`demo`: the whole service against the specimen sites, offline."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from policywatch.cli.options import show


def demo(
    directory: Annotated[Path, typer.Option(help="Where the database is left to look at.")] = Path("demo-data"),
    *,
    once: Annotated[bool, typer.Option("--once", help="End after the third day.")] = False,
) -> None:
    """Watch the specimen sites over three days: what is seen, what is told, what arrives."""
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
            await linger(scene)
    return exact
