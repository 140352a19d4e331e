"""`deliveries`, `deliveries retry` and `notify-test`: the outbox."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer

from core.errors import DeliveryError, UsageError
from core.model import DeliveryState
from core.ports import Store
from core.serialise import delivery_json
from policywatch.cli.history import with_store
from policywatch.cli.options import MOST, Options, options, show, show_json

app = typer.Typer(help="The outbox.", invoke_without_command=True)


@app.callback()
def deliveries(
    ctx: typer.Context,
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="At most so many.")] = 100,
    *,
    failed: Annotated[bool, typer.Option("--failed", help="Only those that were given up.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """What is owed, what was sent and what failed, newest first."""
    if ctx.invoked_subcommand is not None:
        return
    state = DeliveryState.FAILED if failed else None
    for one in with_store(ctx, lambda store: store.deliveries(state=state, limit=limit)):
        if as_json:
            show_json(delivery_json(one))
            continue
        why = f"  {one.last_error}" if one.last_error else ""
        show(f"{one.id}  {one.state.value:7} {one.channel} → {one.recipient}  ({one.attempts} tries){why}")


@app.command("retry")
def retry(
    ctx: typer.Context,
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help="All that failed when none is given.")] = None,
) -> None:
    """Owe failed deliveries again, now."""
    wanted = list(dict.fromkeys(ids or ()))
    count, unknown = with_store(ctx, lambda store: _owed_again(store, wanted))
    show(f"{count} deliveries are owed again; `policywatch check` or the daemon sends them")
    if unknown:
        wrong = f"no failed delivery has the id {', '.join(unknown)}"
        raise UsageError("deliveries retry", wrong, "see `policywatch deliveries --failed`")


async def _owed_again(store: Store, wanted: list[str]) -> tuple[int, list[str]]:
    """How many are owed again, and which of those that were wanted had not failed."""
    now = datetime.now(UTC)
    if not wanted:
        return await store.retry([], now), []
    unknown = [one for one in wanted if not await store.retry([one], now)]
    return len(wanted) - len(unknown), unknown


def notify_test(ctx: typer.Context, channel: str) -> None:
    """Send one sample message through a channel, now."""
    asyncio.run(_notify_test(options(ctx), channel))
    show(f"{channel}: the sample was taken")


async def _notify_test(chosen: Options, name: str) -> None:
    from notifier.channels import couriers
    from policywatch.sample import sample
    from policywatch.wiring import read_configuration, surroundings, wall_clock

    config = read_configuration(chosen.config, chosen.environ)
    channel = next((one for one in config.channels if one.name == name), None)
    if channel is None:
        known = ", ".join(one.name for one in config.channels)
        raise UsageError("notify-test", f"there is no channel {name!r}", f"the channels are {known or 'none'}")
    courier = couriers([channel], chosen.environ, surroundings(config))[name]
    lacks: list[str] = []
    for recipient in channel.recipients:
        try:
            await courier.send(sample(name, recipient, wall_clock()))
        except DeliveryError as fault:
            lacks.append(f"{recipient}: {fault}")
    if lacks:
        taken = len(channel.recipients) - len(lacks)
        others = f"; {taken} others took it" if taken > 1 else "; the other one took it" if taken else ""
        raise UsageError(f"channels.{name}", "; ".join(lacks) + others, "mend the channel and try again")
