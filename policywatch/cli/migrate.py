"""`migrate-to`: all of one database moved to another, SQLite to PostgreSQL or back."""

import time
from typing import TYPE_CHECKING, Annotated

import typer

from policywatch.cli.bar import bar
from policywatch.cli.options import Options, options, show

if TYPE_CHECKING:
    from storage.moving import Compared, Move

TARGET = "POLICYWATCH_TARGET"
MOST_SHOWN = 20


def migrate_to(
    ctx: typer.Context,
    url: Annotated[str, typer.Argument(envvar=TARGET, metavar="URL", help="Of an empty database.")],
    *,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a move that was interrupted.")] = False,
) -> None:
    """Move all of the database to another and prove that it arrived; nobody may write to it meanwhile."""
    from storage.moving import Move

    chosen = options(ctx)
    move = Move(chosen.database, url)
    try:
        agrees = _moved(move, chosen, resume=resume)
    finally:
        move.close()
    raise typer.Exit(0 if agrees else 1)


def _moved(move: "Move", chosen: Options, *, resume: bool) -> bool:
    total = move.rows()
    with bar("moving", total, quiet=chosen.quiet) as advance:
        if resume:
            move.resume(advance)
        else:
            move.begin()
        started = time.monotonic()
        copied = move.copy(advance)
        took = time.monotonic() - started
    with bar("comparing", total, quiet=chosen.quiet) as advance:
        compared = move.compare(advance)
    broken = move.broken_chains()
    _show(compared)
    for page_id, number in broken[:MOST_SHOWN]:
        show(f"! version {number} of page {page_id}: its chain digest does not follow from the history")
    agrees = all(one.agrees for one in compared) and not broken
    show(
        f"{copied} rows moved in {took:.1f} s ({copied / max(took, 0.001):,.0f} rows/s); "
        f"{'both databases hold the same, and every chain of versions holds' if agrees else 'THEY DO NOT AGREE'}"
    )
    return agrees


def _show(compared: "list[Compared]") -> None:
    show(f"{'table':12} {'rows':>10} {'arrived':>10}  {'digest':16}  {'arrived':16}")
    for one in compared:
        line = (
            f"{one.name:12} {one.source.rows:>10} {one.target.rows:>10}  {one.source.digest[:16]}  "
            f"{one.target.digest[:16]}"
        )
        show(line if one.agrees else f"{line}  ! they differ")
