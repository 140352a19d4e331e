"""`preview`: what a channel would say, without saying it."""

from enum import StrEnum
from typing import Annotated

import typer

from core.bodies import dispatch_json
from core.errors import DeliveryDelayed, UsageError
from core.model import Dispatch, Told
from core.source import Channel, ChannelType, Configuration
from policywatch.cli.history import with_store
from policywatch.cli.options import options, show, show_json
from policywatch.cli.output import write


class Form(StrEnum):
    """In which form a message is shown."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"
    SUBJECT = "subject"
    JSON = "json"


FOR_PROGRAMS = (ChannelType.FILE, ChannelType.WEBHOOK)
"""What they say is JSON, whatever their templates."""


def preview(
    ctx: typer.Context,
    channel: Annotated[str, typer.Argument(help="Name of a channel; its language and templates are used.")],
    change: Annotated[
        list[str] | None, typer.Option(help="Id of a stored change; several are told together. A sample without.")
    ] = None,
    form: Annotated[
        Form | None,
        typer.Option("--format", help="Which form of the message; json for a webhook or a file, else text."),
    ] = None,
    *,
    digest: Annotated[bool, typer.Option("--digest", help="Several sample changes, told together.")] = False,
    alarm: Annotated[bool, typer.Option("--alarm", help="That another channel does not deliver.")] = False,
) -> None:
    """Show what a channel would say of a change, in its language and its templates; nothing is sent. 预览"""
    from notifier.render import render, style_of
    from policywatch.wiring import read_configuration

    if sum((bool(change), digest, alarm)) > 1:
        raise UsageError("preview", "--change, --digest and --alarm ask for different messages", "give one of them")
    chosen = options(ctx)
    config = read_configuration(chosen.config, chosen.environ)
    speaker = _channel(config, channel)
    style = style_of(speaker, timezone=config.settings.timezone, dashboard=config.settings.dashboard)
    dispatch = _stored(ctx, speaker, change) if change else _sample(speaker, digest=digest, alarm=alarm)
    form = form or (Form.JSON if speaker.type in FOR_PROGRAMS else Form.TEXT)
    if form is Form.JSON:
        show_json(dispatch_json(dispatch, dashboard=config.settings.dashboard))
        return
    try:
        message = render(dispatch, style)
    except DeliveryDelayed as fault:
        raise UsageError(f"channels.{channel}", fault.context, "until then its messages wait") from fault
    if form is Form.HTML:
        # Meant for a file or a browser; what a page says is escaped in it, and was made plain before.
        write(message.html)
        return
    said = {Form.TEXT: message.text, Form.MARKDOWN: message.markdown, Form.SUBJECT: message.subject}[form]
    show(said.rstrip("\n"))


def _channel(config: Configuration, name: str) -> Channel:
    found = next((one for one in config.channels if one.name == name), None)
    if found is None:
        known = ", ".join(one.name for one in config.channels)
        raise UsageError("preview", f"there is no channel {name!r}", f"the channels are {known or 'none'}")
    return found


def _stored(ctx: typer.Context, channel: Channel, ids: list[str]) -> Dispatch:
    from policywatch.sample import letter_of
    from policywatch.wiring import wall_clock

    told: list[Told] = with_store(ctx, lambda store: store.told(ids))
    known = {one.change.id for one in told}
    for wanted in ids:
        if wanted not in known:
            raise UsageError("--change", f"no change has the id {wanted!r}", "see `policywatch changes --json`")
    return letter_of(told, channel.name, channel.recipients[0], wall_clock())


def _sample(channel: Channel, *, digest: bool, alarm: bool) -> Dispatch:
    from policywatch.sample import sample, sample_alarm, sample_digest
    from policywatch.wiring import wall_clock

    make = sample_digest if digest else sample_alarm if alarm else sample
    return make(channel.name, channel.recipients[0], wall_clock())
