"""`feed`: what a rule wants, as a feed or a calendar."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import UsageError
from policywatch.cli.options import Options, options
from policywatch.feed_format import Format

if TYPE_CHECKING:
    from core.source import Configuration, Rule


def feed(
    ctx: typer.Context,
    rule: Annotated[str, typer.Argument(help="Name of a rule of sources.yaml.")],
    style: Annotated[Format, typer.Option("--format", help="How it is written.")] = Format.ATOM,
    output: Annotated[Path | None, typer.Option(help="Into this file instead of standard output.")] = None,
) -> None:
    """What changed for a rule, as Atom or JSON Feed, or its dates as a calendar. 订阅"""
    content = asyncio.run(_feed(options(ctx), rule, style))
    if output is None:
        sys.stdout.buffer.write(content)
        return
    from policywatch.feeds import write

    try:
        write(output, content)
    except OSError as fault:
        raise UsageError("--output", f"{output} cannot be written: {fault.strerror}", "name another file") from fault


async def _feed(chosen: Options, name: str, style: Format) -> bytes:
    from policywatch.feeds import feed as made
    from policywatch.wiring import read_configuration, wall_clock
    from storage import open_store

    config = read_configuration(chosen.config, chosen.environ)
    rule = _named(config, name)
    store = open_store(chosen.database)
    try:
        return await made(store, config, rule, style, wall_clock())
    finally:
        await store.close()


def _named(config: "Configuration", name: str) -> "Rule":
    from policywatch.config.refusal import nearest

    rules = {rule.name: rule for rule in config.rules}
    if name not in rules:
        raise UsageError("feed", f"there is no rule {name!r}", nearest(name, rules))
    return rules[name]
