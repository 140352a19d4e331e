"""Global options, logs and the two ways a command prints."""

import json
import logging
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Annotated

import structlog
import typer

from policywatch.cli.output import is_unicode, write
from policywatch.environment import CONFIG, DATABASE, environment
from policywatch.terminal import harmless, harmless_event, harmless_json

SQLITE = "sqlite:///policywatch.db"
MOST = 1_000_000_000
"""Of a `--limit`; databases count no further than their integers go."""


@dataclass(frozen=True, slots=True)
class Options:
    """What was said before the command."""

    config: Path
    database: str
    environ: Mapping[str, str]
    quiet: bool = False

    @property
    def is_configured(self) -> bool:
        """Whether there is a file of sources; one that cannot be read is there, and says so when it is read."""
        try:
            self.config.stat()
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return True


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - the signature is typer's
    if wanted:
        show(f"policywatch {metadata.version('policywatch')}")
        raise typer.Exit


def global_options(
    ctx: typer.Context,
    config: Annotated[Path, typer.Option(envvar=CONFIG, help="The file of sources.")] = Path("sources.yaml"),
    database: Annotated[
        str | None, typer.Option(envvar=DATABASE, show_default=SQLITE, help="SQLite or PostgreSQL URL.")
    ] = None,
    *,
    quiet: Annotated[bool, typer.Option("--quiet", help="Only faults on stderr.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Every look on stderr.")] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Options that stand before the command."""
    _log_to_stderr(logging.ERROR if quiet else logging.DEBUG if verbose else logging.INFO)
    environ = environment(os.environ)
    # Its URL may hold a password, and so come from a file.
    ctx.obj = Options(config, database or environ.get(DATABASE) or SQLITE, environ, quiet)


def options(ctx: typer.Context) -> Options:
    """The global options of this run."""
    if not isinstance(ctx.obj, Options):
        raise TypeError("the callback has not run")
    return ctx.obj


def show(line: str) -> None:
    """One line of result; what pages say in it cannot act on the terminal."""
    write(f"{harmless(line)}\n")


def show_json(value: object) -> None:
    """One JSON object on one line, in UTF-8; where that cannot be written, in ASCII that says the same."""
    write(f"{harmless_json(json.dumps(value, ensure_ascii=not is_unicode()))}\n")


def _log_to_stderr(level: int) -> None:
    structlog.configure(
        processors=[
            harmless_event,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
    logging.basicConfig(
        stream=sys.stderr, level=max(level, logging.WARNING), format="%(levelname)s %(name)s %(message)s"
    )
