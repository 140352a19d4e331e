"""A bar on standard error that shows how far a long command is, where somebody watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Advance = Callable[[int], None]


@contextmanager
def bar(what: str, total: int, *, quiet: bool = False) -> Iterator[Advance]:
    """Show `what` until the block ends; call what is yielded with every few that are done."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # Results of a command whose output goes elsewhere stay out of the way of the terminal.
    both = sys.stdout.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=both) as progress:
        task = progress.add_task(what, total=total)
        yield lambda done: progress.update(task, advance=done)
