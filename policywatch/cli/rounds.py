"""`run` and `check`."""

import asyncio
import sys
from contextlib import AbstractAsyncContextManager, AbstractContextManager, AsyncExitStack, nullcontext
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from core.errors import UsageError
from core.serialise import change_json
from core.source import SourceId
from policywatch.cli.machines import plan
from policywatch.cli.options import Options, options, show, show_json

if TYPE_CHECKING:
    from core.model import Told
    from policywatch.round import Tally
    from policywatch.visit import Witness
    from policywatch.wiring import Watch


class Engine(StrEnum):
    """What drives the service."""

    EMBEDDED = "embedded"
    DISTRIBUTED = "distributed"


def run(
    ctx: typer.Context,
    *,
    engine: Annotated[
        Engine, typer.Option(help="embedded: all in one process; distributed: plan for workers, on PostgreSQL.")
    ] = Engine.EMBEDDED,
    no_dashboard: Annotated[bool, typer.Option("--no-dashboard", help="Without the dashboard.")] = False,
) -> None:
    """The daemon: scheduler, crawler, notifier and dashboard in one process; stops gracefully on SIGTERM.

    A planner (distributed) serves none: `policywatch web` does, on as many machines as are wanted.
    """
    if engine is Engine.DISTRIBUTED:
        asyncio.run(plan(options(ctx)))
    else:
        asyncio.run(_run(options(ctx), with_dashboard=not no_dashboard))


async def _run(chosen: Options, *, with_dashboard: bool) -> None:
    from policywatch.engines.embedded import Embedded
    from policywatch.wiring import open_watch, read_configuration

    config = read_configuration(chosen.config, chosen.environ)
    async with AsyncExitStack() as stack:
        watch = await stack.enter_async_context(open_watch(config, chosen.database, chosen.environ))
        if with_dashboard:
            await stack.enter_async_context(_dashboard(watch))
        await Embedded(watch, chosen.config).run()


def _dashboard(watch: "Watch") -> AbstractAsyncContextManager[str]:
    from policywatch.dashboard import desk_over, lock_of, place_of, served

    place = place_of(watch.environ)
    lock = lock_of(watch.environ, place, watch.config.settings.dashboard)
    desk = desk_over(watch.store, lambda: watch.config, lock, watch.clock, watch.press, environ=watch.environ)
    return served(desk, place)


def check(
    ctx: typer.Context,
    source: Annotated[list[str] | None, typer.Argument(help="Ids of sources; all of them when none is given.")] = None,
    *,
    every_page: Annotated[bool, typer.Option("--all", help="Every known page, due or not.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line a change, then a summary.")] = False,
) -> None:
    """One round now: every listing, and every known page that is due; then deliver what is owed."""
    tally = asyncio.run(_check(options(ctx), source or [], every_page=every_page, as_json=as_json))
    raise typer.Exit(0 if tally.is_clean else 1)


async def _check(chosen: Options, wanted: list[str], *, every_page: bool, as_json: bool) -> "Tally":
    from policywatch.alarm import sound_alarms
    from policywatch.feeds import publish
    from policywatch.round import run_round
    from policywatch.wiring import open_watch, read_configuration

    config = read_configuration(chosen.config, chosen.environ)
    # Standard output is for the JSON alone; what the console channel says goes to the other one.
    stream = sys.stderr if as_json else None
    async with open_watch(config, chosen.database, chosen.environ, stream=stream) as watch:
        ids = _chosen_sources(watch, wanted)
        with _progress(quiet=chosen.quiet or as_json) as progress:
            tally = await run_round(watch, ids, every_page=every_page, witness=_shown_on(progress))
        await sound_alarms(watch)
        if tally.changes:
            await publish(watch)
        told = await watch.store.told([change.id for change in tally.changes])
    (_show_json if as_json else _show_text)(tally, told)
    return tally


def _chosen_sources(watch: "Watch", wanted: list[str]) -> list[SourceId]:
    for one in wanted:
        if SourceId(one) not in watch.sources:
            raise UsageError("check", f"no enabled source has the id {one!r}", "see `policywatch sources list`")
    return [SourceId(one) for one in wanted] or list(watch.sources)


def _progress(*, quiet: bool) -> AbstractContextManager[Progress | None]:
    """A line that shows what is being looked at, on a terminal."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        return nullcontext()
    columns = (
        SpinnerColumn(),
        TextColumn("{task.completed} looks"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    return Progress(*columns, console=console, transient=True)


def _shown_on(progress: Progress | None) -> "Witness | None":
    if progress is None:
        return None
    task = progress.add_task("", total=None)
    # Square brackets in an address are not rich's markup.
    return lambda seen: progress.update(task, advance=1, description=seen.errand.url.replace("[", r"\["))


def _show_json(tally: "Tally", told: "list[Told]") -> None:
    for one in told:
        show_json(change_json(one))
    show_json({"summary": tally.summary()})


def _show_text(tally: "Tally", told: "list[Told]") -> None:
    for one in told:
        title = one.document.title if one.document else None
        show(f"{one.change.kind.value:9} {one.source_name}: {title or one.change.url}")
        show(f"          {one.change.headline}")
        show(f"          {one.change.url}")
    for seen in tally.troubles:
        show(f"! {seen.source_id}: {seen.errand.url}: {seen.trouble}")
    show(tally.sentence())
