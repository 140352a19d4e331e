"""`doctor`: config, database, clock, network, channels: what is wrong and how to mend it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import typer

from core.errors import ConfigError, StoreError, UsageError
from core.source import Configuration
from policywatch.cli.options import Options, options, show
from web.service import Check

HOSTS_TRIED = 3


def doctor(ctx: typer.Context) -> None:
    """Look at everything the service needs; status 1 when something is wrong."""
    findings = asyncio.run(_examine(options(ctx)))
    for finding in findings:
        show(f"{'!' if finding.remedy else '✓'} {finding.what:10} {finding.state}")
        if finding.remedy:
            show(f"             → {finding.remedy}")
    raise typer.Exit(1 if any(finding.remedy for finding in findings) else 0)


async def _examine(chosen: Options) -> list[Check]:
    from policywatch.cli.queue import queue
    from policywatch.examination import configured
    from policywatch.wiring import read_configuration

    findings = []
    config: Configuration | None = None
    try:
        config = read_configuration(chosen.config, chosen.environ)
        findings.append(Check("config", f"{chosen.config}: {len(config.sources)} sources"))
    except ConfigError as fault:
        findings.append(Check("config", str(fault), "mend the file; `policywatch sources check` says when it is right"))
    findings += [finding async for finding in _database(chosen.database)]
    findings += await _blobs(chosen)
    findings += await queue(chosen.database)
    if config is not None:
        findings += await asyncio.to_thread(_network, config)
        findings += configured(config, chosen.environ, datetime.now(UTC))
    return findings


async def _database(url: str) -> AsyncIterator[Check]:
    from policywatch.examination import stored
    from storage import open_store

    try:
        store = open_store(url)
    except StoreError as fault:
        yield Check("database", str(fault), "name another with --database, or mend what the sentence names")
        return
    try:
        yield Check("database", "opens, and its tables are of this version")
        for check in await stored(store, datetime.now(UTC)):
            yield check
    finally:
        await store.close()


async def _blobs(chosen: Options) -> list[Check]:
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
        return [Check("blobs", str(fault), remedy)]
    return [Check("blobs", f"what {BLOBS} names can be written to and read")]


def _network(config: Configuration) -> list[Check]:
    hosts = {urlsplit(source.url).hostname or "" for source in config.sources if source.disabled is None}
    return [_resolved(host) for host in sorted(hosts)[:HOSTS_TRIED]]


def _resolved(host: str) -> Check:
    try:
        socket.getaddrinfo(host, None)
    except OSError as fault:
        return Check("network", f"{host} is not resolved: {fault.strerror or fault}", "check the network and its DNS")
    return Check("network", f"{host} is resolved")
