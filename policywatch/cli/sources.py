"""`sources check`, `sources list` and `sources schema`."""

import json
from collections.abc import Iterator
from typing import Annotated

import typer

from core.source import Configuration
from policywatch.cli.history import with_store
from policywatch.cli.options import options, show, show_json

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
    for notice in _notices(config):
        show(f"! {notice}")


def _notices(config: Configuration) -> Iterator[str]:
    """What is no mistake, and yet may not be meant: whom nothing reaches."""
    if not config.rules:
        yield "there is no rule: nobody is told of anything"
        return
    used = {name for rule in config.rules for name in rule.send_to} | set(config.settings.alarm)
    for channel in config.channels:
        if channel.name not in used:
            yield f"channels.{channel.name}: no rule sends to it; name it in send_to of one"


@app.command("schema")
def schema() -> None:
    """Print the JSON Schema of the file, for editors."""
    from policywatch.config import json_schema

    show(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@app.command("list")
def listed(
    ctx: typer.Context,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """The sources and how they fare."""
    from policywatch.states import states
    from policywatch.wiring import wall_clock

    config = _configuration(ctx)
    now = wall_clock()
    for state in with_store(ctx, lambda store: states(store, config, now)):
        if as_json:
            show_json(state.as_json())
        else:
            source = state.source
            show(f"{source.id:20} {source.kind.value:8} {state.per_week:5.1f}/week  {state.sentence()}  {source.name}")


def _configuration(ctx: typer.Context) -> Configuration:
    from policywatch.wiring import read_configuration

    chosen = options(ctx)
    return read_configuration(chosen.config, chosen.environ)
