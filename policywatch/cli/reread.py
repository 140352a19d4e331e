"""`reread`: read the stored pages again under today's recipes."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import UsageError
from core.source import Source, SourceId
from policywatch.cli.options import Options, options, show, show_json

if TYPE_CHECKING:
    from policywatch.reread import Summary
    from policywatch.wiring import Watch


def reread(
    ctx: typer.Context,
    source: Annotated[list[str] | None, typer.Argument(help="Ids of sources; all of them when none is given.")] = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be read differently.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a page that reads otherwise.")] = False,
) -> None:
    """Read the stored pages again: what selectors or a new version make of them. Rebases silently; touches no site."""
    asyncio.run(_reread(options(ctx), source or [], dry_run=dry_run, as_json=as_json))


async def _reread(chosen: Options, wanted: list[str], *, dry_run: bool, as_json: bool) -> "Summary":
    from policywatch.reread import Outcome, Summary, reread
    from policywatch.wiring import open_watch, read_configuration

    config = read_configuration(chosen.config, chosen.environ)
    summary = Summary()
    async with open_watch(config, chosen.database, chosen.environ) as watch:
        async for seen in reread(watch, _sources(watch, wanted), dry_run=dry_run):
            summary.see(seen)
            if as_json:
                show_json({"url": seen.url, "outcome": seen.outcome, "detail": seen.detail, "alerts": seen.alerts})
            elif seen.outcome in (Outcome.DIFFERENT, Outcome.LOST):
                show(f"{seen.outcome:10}{seen.url}\n          {seen.detail}")
    if not as_json:
        show(summary.sentence())
    return summary


def _sources(watch: "Watch", wanted: list[str]) -> list[Source]:
    for one in wanted:
        if SourceId(one) not in watch.sources:
            raise UsageError("reread", f"no enabled source has the id {one!r}", "see `policywatch sources list`")
    return [watch.sources[SourceId(one)] for one in wanted] or list(watch.sources.values())
