"""`backup`, `restore` and `verify`: what is kept, kept safe."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from core.errors import UsageError
from core.source import SourceId
from policywatch.cli.bar import bar
from policywatch.cli.options import Options, options, show

if TYPE_CHECKING:
    from core.source import Recipe
    from policywatch.proof import Proved
    from storage.records import Records


def backup(ctx: typer.Context, file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")]) -> None:
    """Write a consistent copy of the database to a new file; the daemon may go on meanwhile."""
    from storage.places import BLOBS

    asyncio.run(_backed_up(options(ctx), file))
    show(f"{file}: {file.stat().st_size:,} bytes")
    if options(ctx).environ.get(BLOBS):
        show(f"what lies in {BLOBS} is no part of it; back that place up by its own means, after this")


def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `backup` wrote.")],
    *,
    force: Annotated[bool, typer.Option("--force", help="Replace a database that is not empty; it is kept.")] = False,
) -> None:
    """Put a backup in the place of the database; stop the daemon before."""
    from storage.restore import replace, restore

    kept = (replace if force else restore)(file, options(ctx).database)
    if kept is not None:
        show(f"what was there is kept as {kept}")
    show(asyncio.run(_counted(options(ctx))))


def verify(
    ctx: typer.Context,
    *,
    orphans: Annotated[bool, typer.Option("--orphans", help="List bytes that no version names, too.")] = False,
) -> None:
    """Prove the history: chains, texts, raw bytes, and what names what; status 1 when something is wrong."""
    summary = asyncio.run(_verified(options(ctx), orphans=orphans))
    show(summary.sentence())
    raise typer.Exit(1 if summary.wrong else 0)


@dataclass
class Summary:
    """What `verify` came to.

    Args:
        wrong: things that are not as they were written.
        unproved: texts whose digest today's program cannot compute again.
        sources: of these.
    """

    versions: int = 0
    wrong: int = 0
    unproved: int = 0
    sources: set[str] = field(default_factory=set)

    def see(self, one: "Proved") -> None:
        """Count one version, and name what is wrong with it."""
        from policywatch.proof import Proof

        self.versions += 1
        for what in one.wrong:
            self.tell(f"{one.kept.url} version {one.kept.number} (page {one.kept.page_id}): {what}")
        if one.text is Proof.OPEN and not one.wrong:
            self.unproved += 1
            self.sources.add(one.kept.source_id)

    def tell(self, what: str) -> None:
        """One thing that is wrong."""
        self.wrong += 1
        show(f"! {what}")

    def sentence(self) -> str:
        """The summary, for a person."""
        said = f"{self.versions} versions looked at, {self.wrong} faults"
        if self.unproved:
            said += (
                f"; {self.unproved} texts were read by another version of the program or other selectors and cannot "
                f"be digested again, though their chains and bytes hold ({', '.join(sorted(self.sources))})"
            )
        return said


@asynccontextmanager
async def opened_records(chosen: Options) -> "AsyncIterator[Records]":
    """The database of this run, for the operator's tools."""
    from storage import open_blobs
    from storage.records import open_records

    records = open_records(chosen.database, open_blobs(chosen.environ))
    try:
        yield records
    finally:
        await records.close()


def require_source(chosen: Options, source_id: str) -> None:
    """See whether a source was ever watched: that nothing is found of a mistyped one is no news.

    Raises:
        UsageError: it never was.
    """

    async def is_known() -> bool:
        async with opened_records(chosen) as records:
            return await records.knows(SourceId(source_id))

    if not asyncio.run(is_known()):
        wrong = f"there is no source {source_id!r} in the database"
        raise UsageError("--source", wrong, "see `policywatch sources list`")


async def _backed_up(chosen: Options, file: Path) -> None:
    async with opened_records(chosen) as records:
        await records.backup(file)


async def _counted(chosen: Options) -> str:
    async with opened_records(chosen) as records:
        counts = await records.counts()
    return ", ".join(f"{counts[name]} {name}" for name in ("sources", "pages", "versions", "changes"))


async def _verified(chosen: Options, *, orphans: bool) -> Summary:
    from policywatch.proof import orphaned, prove

    recipes = _recipes(chosen)
    summary = Summary()
    async with opened_records(chosen) as records:
        with bar("verifying", await records.number_of_versions(), quiet=chosen.quiet) as advance:
            async for one in prove(records, recipes):
                summary.see(one)
                advance(1)
        for lost in await records.lost_rows():
            summary.tell(lost)
        if orphans:
            async for place, digest in orphaned(records):
                show(f"  {digest} in {place} is named by no version")
    return summary


def _recipes(chosen: Options) -> "dict[str, Recipe]":
    """Those under which today's program reads, by digest; a database may be proved where no sources.yaml is."""
    from crawler.read import PLAIN
    from policywatch.wiring import read_configuration

    known = {PLAIN.digest: PLAIN}
    if chosen.is_configured:
        config = read_configuration(chosen.config, chosen.environ)
        known |= {source.recipe.digest: source.recipe for source in config.sources}
    return known
