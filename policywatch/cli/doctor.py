"""`doctor`: config, database, clock, network, channels: what is wrong and how to mend it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import typer

from core.errors import ConfigError, StoreError, UsageError
from core.model import Backlog
from core.ports import Store
from core.source import Configuration
from policywatch.cli.options import Options, options, show

HOSTS_TRIED = 3
CLOCK_SLACK = timedelta(minutes=5)
LATE = timedelta(minutes=5)
"""A message that was to go out longer ago than this is late."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `remedy` is empty when it is well."""

    what: str
    state: str
    remedy: str = ""


def doctor(ctx: typer.Context) -> None:
    """Look at everything the service needs; status 1 when something is wrong."""
    findings = asyncio.run(_examine(options(ctx)))
    for finding in findings:
        show(f"{'!' if finding.remedy else '✓'} {finding.what:10} {finding.state}")
        if finding.remedy:
            show(f"             → {finding.remedy}")
    raise typer.Exit(1 if any(finding.remedy for finding in findings) else 0)


async def _examine(chosen: Options) -> list[Finding]:
    from policywatch.cli.queue import queue
    from policywatch.wiring import read_configuration

    findings = []
    config = Configuration()
    try:
        config = read_configuration(chosen.config, chosen.environ)
        findings.append(Finding("config", f"{chosen.config}: {len(config.sources)} sources"))
    except ConfigError as fault:
        findings.append(
            Finding("config", str(fault), "mend the file; `policywatch sources check` says when it is right")
        )
    findings += [finding async for finding in _database(chosen.database)]
    findings += await _blobs(chosen)
    findings += await queue(chosen.database)
    findings += await asyncio.to_thread(_network, config)
    return findings + _channels(config, chosen) + _calendar(config)


async def _database(url: str) -> AsyncIterator[Finding]:
    from storage import open_store

    try:
        store = open_store(url)
    except StoreError as fault:
        yield Finding("database", str(fault), "name another with --database, or mend what the sentence names")
        return
    try:
        yield Finding("database", "opens, and its tables are of this version")
        yield await _clock(store)
        for finding in await _outbox(store):
            yield finding
    finally:
        await store.close()


async def _blobs(chosen: Options) -> list[Finding]:
    """Whether the place of raw bytes, if one is named, can be written to and read: by keeping no bytes at all there."""
    from policywatch.proof import NOTHING
    from storage import open_blobs
    from storage.places import BLOBS

    remedy = f"mend what the sentence names, or unset {BLOBS} to keep the bytes in the database"
    try:
        blobs = open_blobs(chosen.environ)
        if blobs is None:
            return []
        await blobs.put(NOTHING, b"")
        await blobs.get(NOTHING)
    except (StoreError, UsageError) as fault:
        return [Finding("blobs", str(fault), remedy)]
    return [Finding("blobs", f"what {BLOBS} names can be written to and read")]


async def _clock(store: Store) -> Finding:
    now = datetime.now(UTC)
    newest = max((one.change.at for one in await store.changes(limit=1)), default=now)
    if newest - now > CLOCK_SLACK:
        return Finding("clock", f"stands {newest - now} before the newest change", "set the clock (NTP)")
    return Finding("clock", f"{now:%Y-%m-%d %H:%M}Z")


async def _outbox(store: Store) -> list[Finding]:
    late = await store.undelivered(datetime.now(UTC) - LATE)
    if not late:
        return [Finding("outbox", "nothing that was detected waits to be delivered")]
    remedy = "mend the channel, or start the daemon; `policywatch deliveries retry` sends what failed"
    return [Finding("outbox", _said(one), remedy) for one in late]


def _said(backlog: Backlog) -> str:
    why = f"; for one: {backlog.why}" if backlog.why else "; none was tried yet"
    return (
        f"channel {backlog.channel}: {backlog.deliveries} detected and not delivered "
        f"({backlog.failed} of them given up), the oldest since {backlog.since:%Y-%m-%d %H:%M}Z{why}"
    )


def _network(config: Configuration) -> list[Finding]:
    hosts = {urlsplit(source.url).hostname or "" for source in config.sources if source.disabled is None}
    return [_resolved(host) for host in sorted(hosts)[:HOSTS_TRIED]]


def _resolved(host: str) -> Finding:
    try:
        socket.getaddrinfo(host, None)
    except OSError as fault:
        return Finding("network", f"{host} is not resolved: {fault.strerror or fault}", "check the network and its DNS")
    return Finding("network", f"{host} is resolved")


def _calendar(config: Configuration) -> list[Finding]:
    from policywatch.rulebook import unknown_years

    return [
        Finding(
            "calendar",
            f"the holidays of {year} are not known: its working days are taken for Monday to Friday",
            "install a newer version of the package chinesecalendar once they are published (in November)",
        )
        for year in unknown_years(config, datetime.now(UTC))
    ]


def _channels(config: Configuration, chosen: Options) -> list[Finding]:
    from notifier.channels import problems
    from policywatch.wiring import surroundings

    wrong = problems(config.channels, chosen.environ, surroundings(config))
    found = [Finding("channel", problem, "mend it, then try `policywatch notify-test CHANNEL`") for problem in wrong]
    return found or [Finding("channel", f"{len(config.channels)} channels have what they need")]
