"""`try`: probe an address, show what would be read from it, and a snippet for sources.yaml."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import UsageError
from core.model import Doubtful, Fresh, Reference, Text
from core.source import Manners, SourceKind
from policywatch.cli.options import Options, options, show

if TYPE_CHECKING:
    from policywatch.probe import Probe

OPENING = 400


def try_address(
    ctx: typer.Context,
    url: Annotated[str, typer.Argument(help="An http(s) address: of a listing, a feed, a sitemap, or one document.")],
    kind: Annotated[SourceKind, typer.Option(help="Read it as this kind; auto finds out.")] = SourceKind.AUTO,
) -> None:
    """Probe an address: what it is, what would be read from it, and a YAML snippet for it."""
    if not url.startswith(("http://", "https://")):
        raise UsageError("try", f"{url!r} is no address", "begin it with http:// or https://")
    seen = asyncio.run(_probed(options(ctx), url, kind))
    for line in _told(seen):
        show(line)
    raise typer.Exit(0 if seen.kind is not None else 1)


async def _probed(chosen: Options, url: str, kind: SourceKind) -> "Probe":
    from crawler.fetch import HttpWeb
    from policywatch.probe import probe
    from policywatch.wiring import wall_clock

    async with HttpWeb(clock=wall_clock) as web:
        return await probe(url, _manners(chosen), web, wall_clock(), kind)


def _manners(chosen: Options) -> Manners:
    """Those of the installation, where there is one: its name towards sites, and whether private addresses count."""
    from policywatch.wiring import read_configuration

    if not chosen.is_configured:
        return Manners()
    settings = read_configuration(chosen.config, chosen.environ).settings
    return Manners(user_agent=settings.user_agent, allow_private_networks=settings.allow_private_networks)


def _told(seen: "Probe") -> Iterator[str]:
    from policywatch.probe import snippet

    yield _answer(seen)
    if isinstance(seen.walk.sight, Fresh):
        yield f"robots.txt allows it; one request every {seen.pause.total_seconds():g} s"
    if seen.walk.trouble is not None:
        yield f"cannot be watched as it stands: {seen.walk.trouble}"
        return
    yield from _document(seen) if seen.reading is not None else _listing(seen)
    yield ""
    yield "To watch it, paste this under `sources:` in sources.yaml  把以下内容粘贴到 sources.yaml 的 sources: 之下"
    yield from snippet(seen).splitlines()


def _answer(seen: "Probe") -> str:
    sight = seen.walk.sight
    if not isinstance(sight, Fresh):
        return f"{seen.url}: no page came"
    content = sight.header("content-type") or "no content type"
    moved = f", from {sight.url}" if sight.url != seen.url else ""
    return f"{seen.url}: {sight.status}, {len(sight.body):,} bytes, {content}{moved}"


def _listing(seen: "Probe") -> Iterator[str]:
    walk = seen.walk
    behind = ", and more pages behind it" if walk.goes_on else ""
    yield f"kind {walk.kind}: a listing of {len(walk.found or ())} documents{behind}"
    if walk.entrance is not None:
        yield f"read at {walk.entrance.ask.url}"
    for number, reference in enumerate(seen.first, 1):
        yield from _row(number, reference)


def _row(number: int, reference: Reference) -> Iterator[str]:
    day = reference.date.isoformat() if reference.date else "no date   "
    facts = [reference.listed.doc_number, reference.listed.validity]
    yield f"{number:3}. {day}  {reference.title or '(no title)'}{''.join(f'  {fact}' for fact in facts if fact)}"
    yield f"     {reference.url}"


def _document(seen: "Probe") -> Iterator[str]:
    match seen.reading:
        case Text(document=document):
            published = document.dates.published
            yield f"kind page: one document, {len(document.body):,} characters"
            yield f"title      {document.title or '(none)'}"
            yield f"published  {published.isoformat() if published else '(none)'}"
            yield f"agency     {document.agency or '(none)'}"
            yield f"number     {document.doc_number or '(none)'}"
            yield f"stage      {document.stage or '(none)'}"
            yield ""
            yield from document.body[:OPENING].splitlines()
        case Doubtful(why=why, evidence=evidence):
            yield f"kind page, but it cannot be believed: {why}{f' ({evidence})' if evidence else ''}"
        case _:
            yield "kind page, but it shows no document"
