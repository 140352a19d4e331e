"""`search`: full text of every page that is known, Simplified or Traditional alike."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from core.errors import UsageError
from core.model import Hit, Piece, Presence
from core.ports import Store
from core.search import Query, read_query
from core.serialise import hit_json
from core.source import SourceId
from policywatch.cli.history import moment, with_store
from policywatch.cli.keeping import require_source
from policywatch.cli.options import MOST, options, show, show_json
from policywatch.terminal import harmless

MATCH = "bold red"


def search(
    ctx: typer.Context,
    query: Annotated[list[str] | None, typer.Argument(help='Words, "a phrase", -without.')] = None,
    source: Annotated[str | None, typer.Option(help="Id of a source.")] = None,
    since: Annotated[str | None, typer.Option(help="Published on this day or later: 2026-03-01, or 30d.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=MOST, help="At most so many.")] = 20,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One object a line.")] = False,
    reindex: Annotated[bool, typer.Option("--reindex", help="Make the index anew first.")] = False,
) -> None:
    """Pages whose latest text has all of the words: in the title first, then the newest. 全文检索"""
    if reindex:
        _index_anew(ctx)
        if not query:
            return
    asked = _asked(" ".join(query or ()))
    wanted = SourceId(source) if source else None
    start = moment(since, datetime.now(UTC)).date() if since else None
    hits = with_store(ctx, lambda store: _found(store, asked, limit, wanted, start))
    if source and not hits:
        require_source(options(ctx), source)
    console = Console(highlight=False, soft_wrap=True)
    for hit in hits:
        if as_json:
            show_json(hit_json(hit))
        else:
            show_hit(console, hit)


def _asked(text: str) -> Query:
    from crawler.normalise import fold

    asked = read_query(text, fold)
    if not asked.wanted:
        raise UsageError("search", "nothing is looked for", "name a word or a 文号; -word only leaves pages out")
    return asked


async def _found(store: Store, query: Query, limit: int, source_id: SourceId | None, since: date | None) -> list[Hit]:
    first = await store.search(query, limit=limit, source_id=source_id, since=since)
    hits, further = list(first.hits), first.further
    while further is not None and len(hits) < limit:
        more = await store.search(query, limit=limit - len(hits), after=further, source_id=source_id, since=since)
        hits, further = [*hits, *more.hits], more.further
    return hits


def _index_anew(ctx: typer.Context) -> None:
    from crawler.normalise import fold
    from storage import SqlStore

    async def run() -> int:
        store = SqlStore(options(ctx).database)
        try:
            return await store.reindex(fold)
        finally:
            await store.close()

    show(f"{asyncio.run(run())} pages are indexed anew")


def show_hit(console: Console, hit: Hit) -> None:
    """A hit for a person; on a terminal what was looked for stands out, and nothing else that the page says acts."""
    removed = "  (removed 已撤下)" if hit.presence is Presence.REMOVED else ""
    said = [str(hit.published or hit.position.day), hit.source_name, hit.doc_number or ""]
    console.print(_marked(hit.heading) if hit.title else Text(harmless(hit.url)), end="")
    console.print(Text(removed))
    console.print(Text("    " + harmless("  ".join(words for words in said if words))))
    console.print(Text("    ").append_text(_marked(hit.excerpt)))
    console.print(Text(harmless(f"    {hit.url}")))


def _marked(pieces: Iterable[Piece]) -> Text:
    text = Text()
    for piece in pieces:
        text.append(harmless(" ".join(piece.text.split("\n"))), MATCH if piece.is_match else None)
    return text
