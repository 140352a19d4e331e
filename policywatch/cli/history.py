"""`changes`, `history` and `diff`: the read side."""

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from core.diff import diff as aligned
from core.errors import UsageError
from core.model import ChangeKind, Version
from core.ports import Store
from core.serialise import change_json
from core.source import SourceId
from policywatch import redline
from policywatch.cli.keeping import require_source
from policywatch.cli.options import MOST, options, show, show_json
from policywatch.terminal import harmless

Result = TypeVar("Result")


class Format(StrEnum):
    """How a redline is written."""

    TEXT = "text"
    HTML = "html"
    TABLE = "table"
    DOCX = "docx"


def with_store(ctx: typer.Context, work: Callable[[Store], Awaitable[Result]]) -> Result:
    """Do one thing with the database of this run, and close it."""

    async def run() -> Result:
        from storage import open_store

        store = open_store(options(ctx).database)
        try:
            return await work(store)
        finally:
            await store.close()

    return asyncio.run(run())


def changes(
    ctx: typer.Context,
    since: Annotated[str | None, typer.Option(help="2026-03-01, 2026-03-01T08:00:00Z, or 7d, 12h.")] = None,
    source: Annotated[str | None, typer.Option(help="Id of a source.")] = None,
    kind: Annotated[ChangeKind | None, typer.Option(help="Only this kind.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="At most so many.")] = 100,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
) -> None:
    """What changed, newest first."""
    start = moment(since, datetime.now(UTC)) if since else None
    wanted = SourceId(source) if source else None
    told = with_store(ctx, lambda store: store.changes(since=start, source_id=wanted, kind=kind, limit=limit))
    if source and not told:
        require_source(options(ctx), source)
    for one in told:
        if as_json:
            show_json(change_json(one))
            continue
        title = one.document.title if one.document else None
        show(f"{_local(one.change.at)}  {one.change.kind.value:9} {one.source_name}: {title or ''}")
        show(f"    {one.change.headline}\n    {one.change.url}")


def history(ctx: typer.Context, url: str) -> None:
    """Versions of a page, oldest first."""
    for version in _versions(ctx, url):
        title = version.document.title or ""
        show(f"{version.number:4}  {_local(version.captured_at)}  {version.fingerprint.exact[:12]}  {title}")


def diff(
    ctx: typer.Context,
    url: str,
    before: Annotated[int | None, typer.Argument(metavar="FROM", help="Number of a version.")] = None,
    after: Annotated[int | None, typer.Argument(metavar="TO", help="Number of a version.")] = None,
    style: Annotated[Format, typer.Option("--format", help="How it is written.")] = Format.TEXT,
    *,
    against: Annotated[
        str | None, typer.Option(help="The latest version of this page is the one before: a draft.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="Into this file instead of standard output.")] = None,
) -> None:
    """Redline between two versions of a page; the last two when none are given. 修订对照"""
    versions = {version.number: version for version in _versions(ctx, url)}
    newest = max(versions)
    if against is not None:
        if before is not None:
            raise UsageError(
                "--against", "two versions of one page, or one of another", "leave out FROM and TO, or --against"
            )
        told = _compared(against, _versions(ctx, against)[-1], url, versions[newest])
    else:
        if before is None and len(versions) == 1:
            raise UsageError(
                "version", "the page has only one", "see `policywatch history URL`, or name a draft: --against"
            )
        older = max(versions.keys() - {newest}) if before is None else before
        told = _compared(url, _pick(versions, older), url, _pick(versions, newest if after is None else after))
    if style is Format.DOCX:
        _hand_over(_docx(told), output)
        return
    text = {
        Format.TEXT: lambda: redline.as_text(told.hunks),
        Format.HTML: lambda: redline.as_html(told),
        Format.TABLE: lambda: redline.as_table(told),
    }[style]()
    if output is None:
        show(text)
    else:
        _hand_over(f"{harmless(text)}\n".encode(), output)


def _compared(old_url: str, old: Version, new_url: str, new: Version) -> redline.Comparison:
    return redline.Comparison(
        title=new.document.title or new_url,
        before=_edition(old_url, old),
        after=_edition(new_url, new),
        hunks=aligned(old.document.blocks, new.document.blocks),
    )


def _edition(url: str, version: Version) -> redline.Edition:
    published = version.document.dates.published
    return redline.Edition(url, version.number, version.captured_at.astimezone(), published)


def _docx(told: redline.Comparison) -> bytes:
    from policywatch.comparison import as_docx

    return as_docx(told)


def _hand_over(content: bytes, output: Path | None) -> None:
    """Write a file; without a name, what is no text goes only where somebody has sent it."""
    if output is None:
        if sys.stdout.isatty():
            raise UsageError("--format docx", "a Word file is nothing for a terminal", "add --output FILE, or > FILE")
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as fault:
        raise UsageError("--output", f"{output} cannot be written: {fault.strerror}", "name another file") from fault


def _versions(ctx: typer.Context, url: str) -> list[Version]:
    found = with_store(ctx, lambda store: store.versions(url))
    if not found:
        raise UsageError("url", f"no version of {url} is stored", "see `policywatch changes` for known addresses")
    return found


def _pick(versions: dict[int, Version], number: int) -> Version:
    if number not in versions:
        have = ", ".join(str(known) for known in versions)
        raise UsageError("version", f"there is no version {number}", f"the page has {have}")
    return versions[number]


def moment(text: str, now: datetime) -> datetime:
    """A time a person wrote: RFC 3339, a date (midnight UTC), or how long ago (`7d`, `12h`, `30m`)."""
    try:
        if ago := re.fullmatch(r"([0-9]{1,9})([dhm])", text):
            unit = {"d": "days", "h": "hours", "m": "minutes"}[ago[2]]
            return now - timedelta(**{unit: int(ago[1])})
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as fault:
        raise UsageError("--since", f"{text!r} is no time", "write 2026-03-01, 2026-03-01T08:00:00Z or 7d") from fault


def _local(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M")
