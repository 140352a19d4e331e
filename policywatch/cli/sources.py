"""`sources check`, `sources list` and `sources schema`."""

import json
from datetime import datetime

import typer

from core.model import Listing, Page
from core.ports import Store
from core.source import Configuration, Source, SourceKind
from policywatch.cli.history import with_store
from policywatch.cli.options import options, show

app = typer.Typer(help="The file of sources.", no_args_is_help=True)


@app.command("check")
def check(ctx: typer.Context) -> None:
    """Say whether the file is right; every mistake with its line, its column and a remedy."""
    config = _configuration(ctx)
    watched = [source for source in config.sources if source.disabled is None]
    show(
        f"{options(ctx).config} is right: {len(watched)} sources watched, "
        f"{len(config.sources) - len(watched)} disabled, {len(config.channels)} channels, {len(config.rules)} rules"
    )


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of the file, for editors."""
    from policywatch.config import json_schema

    show(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@app.command("list")
def listed(ctx: typer.Context) -> None:
    """The sources and how they fare."""
    config = _configuration(ctx)
    states = with_store(ctx, lambda store: _states(store, config))
    for source, state in zip(config.sources, states, strict=True):
        show(f"{source.id:20} {source.kind.value:8} {state:40} {source.name}")


def _configuration(ctx: typer.Context) -> Configuration:
    from policywatch.wiring import read_configuration

    chosen = options(ctx)
    return read_configuration(chosen.config, chosen.environ)


async def _states(store: Store, config: Configuration) -> list[str]:
    listings = {listing.source_id: listing for listing in await store.listings()}
    return [await _state(store, source, listings.get(source.id)) for source in config.sources]


async def _state(store: Store, source: Source, listing: Listing | None) -> str:
    if source.disabled is not None:
        return f"disabled: {source.disabled}"
    if source.kind is SourceKind.PAGE:
        pages = await store.source_pages(source.id)
        return _health(pages[0].failures, pages[0].last_error, _last_seen(pages[0])) if pages else "never looked at"
    if listing is None:
        return "never looked at"
    return _health(listing.failures, listing.last_error, listing.last_success_at)


def _last_seen(page: Page) -> datetime | None:
    return page.last_looked_at if page.failures == 0 else None


def _health(failures: int, why: str | None, last_success: datetime | None) -> str:
    if failures:
        return f"failing ({failures} in a row): {why}"
    return f"ok, last read {last_success:%Y-%m-%d %H:%M}Z" if last_success else "never looked at"
