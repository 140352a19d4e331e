"""`export`: every version handed over, as lines of JSON or as a web archive."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from core.errors import StoreError, UsageError
from core.source import SourceId
from policywatch.cli.bar import bar
from policywatch.cli.history import moment
from policywatch.cli.keeping import opened_records
from policywatch.cli.options import Options, options
from policywatch.terminal import harmless

if TYPE_CHECKING:
    from storage.records import KeptVersion, Records, Wanted


class Format(StrEnum):
    """What is written."""

    JSONL = "jsonl"
    WARC = "warc"


def export(
    ctx: typer.Context,
    style: Annotated[Format, typer.Option("--format", help="One JSON object a line, or WARC/1.1, gzipped.")],
    since: Annotated[str | None, typer.Option(help="Captured since 2026-03-01, 2026-03-01T08:00:00Z, or 7d.")] = None,
    source: Annotated[str | None, typer.Option(help="Id of a source.")] = None,
    output: Annotated[Path | None, typer.Option(help="Into this new file instead of standard output.")] = None,
) -> None:
    """Hand over every version, oldest pages first; status 1 when some are damaged, which are named and left out."""
    from storage.records import Wanted

    start = moment(since, datetime.now(UTC)) if since else None
    wanted = Wanted(since=start, source_id=SourceId(source) if source else None)
    if style is Format.WARC and output is None and sys.stdout.isatty():
        raise UsageError("--format warc", "an archive is nothing for a terminal", "add --output FILE, or > FILE")
    with _opened(output) as file:
        damaged = asyncio.run(_exported(options(ctx), style, wanted, file, output))
    raise typer.Exit(1 if damaged else 0)


async def _exported(chosen: Options, style: Format, wanted: "Wanted", file: BinaryIO, output: Path | None) -> int:
    from policywatch.export import warc

    damaged = 0
    async with opened_records(chosen) as records:
        if wanted.source_id is not None and not await records.knows(wanted.source_id):
            wrong = f"there is no source {wanted.source_id!r} in the database"
            raise UsageError("--source", wrong, "see `policywatch sources list`")
        if style is Format.WARC:
            software = f"policywatch/{metadata.version('policywatch')}"
            file.write(warc.opening(output.name if output else "", software, datetime.now(UTC)))
        with bar("exporting", await records.number_of_versions(wanted), quiet=chosen.quiet) as advance:
            async for kept in _versions(records, wanted):
                try:
                    file.write(await _written(records, kept, style))
                except StoreError as fault:
                    damaged += 1
                    where = f"{kept.url} version {kept.number} (page {kept.page_id})"
                    sys.stderr.write(f"{harmless(f'! {where} is left out: {fault.context}')}\n")
                advance(1)
    return damaged


async def _versions(records: "Records", wanted: "Wanted") -> "AsyncIterator[KeptVersion]":
    from storage.records import BEGINNING

    last = BEGINNING
    while batch := await records.versions_after(last, wanted):
        for kept in batch:
            yield kept
        last = batch[-1].key


async def _written(records: "Records", kept: "KeptVersion", style: Format) -> bytes:
    from policywatch.export import jsonl, warc

    if kept.version is None:
        raise StoreError(kept.fault)
    if style is Format.JSONL:
        return jsonl.line(kept, kept.version)
    return warc.records(kept, kept.version, await records.raw(kept.version.raw_digest))


@contextmanager
def _opened(output: Path | None) -> Iterator[BinaryIO]:
    """Standard output, or a new file that is there whole or not at all."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if _is_taken(output):
        raise UsageError("--output", f"{output} is there already", "name a new file")
    partial = output.with_name(f"{output.name}.partial")
    try:
        with partial.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.rename(output)
    except OSError as fault:
        raise UsageError("--output", f"{output} cannot be written: {fault.strerror}", "name another file") from fault
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _is_taken(output: Path) -> bool:
    try:
        return output.exists()
    except OSError:  # what is wrong with it shows when it is opened
        return False
