"""`extract`: read one page and show what was understood; touches no database."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from core.errors import UsageError
from core.model import Blocked, Failed, Fresh, Gone
from core.source import Manners
from policywatch.cli.options import show, show_json


def extract(
    page: Annotated[str, typer.Argument(metavar="FILE|URL|-", help="A file, an address, or - for standard input.")],
    url: Annotated[str | None, typer.Option(help="Address that links of the page are relative to.")] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Read one page and show what was understood."""
    from crawler import extract_page

    body, base = _bytes(page)
    understood = extract_page(body, url or base)
    if as_json:
        show_json(understood)
        return
    for key, value in understood.items():
        if key not in ("body", "folded", "dates") and value not in (None, [], ""):
            show(f"{key:14} {value}")
    for name, value in _dates(understood.get("dates")):
        show(f"{name:14} {value}")
    show(f"\n{understood['body']}")


def _dates(dates: object) -> list[tuple[str, object]]:
    return [(str(name), value) for name, value in dates.items() if value] if isinstance(dates, dict) else []


def _bytes(page: str) -> tuple[bytes, str | None]:
    """The bytes, and the address they came from where there is one."""
    if page == "-":
        return sys.stdin.buffer.read(), None
    if page.startswith(("http://", "https://")):
        return asyncio.run(_fetched(page))
    try:
        return Path(page).read_bytes(), None
    except OSError as fault:
        raise UsageError(
            "extract", f"cannot read {page}: {fault.strerror}", "name a file, an http(s) address, or -"
        ) from fault


async def _fetched(url: str) -> tuple[bytes, str]:
    from crawler.fetch import HttpWeb
    from policywatch.wiring import wall_clock

    async with HttpWeb(clock=wall_clock) as web:
        sight = await web.look(url, Manners())
    match sight:
        case Fresh():
            return sight.body, sight.url
        case Gone():
            raise UsageError(url, f"the server answered {sight.status}", "check the address")
        case Blocked():
            raise UsageError(url, f"blocked by {sight.by}", "save the page with a browser and name the file")
        case Failed():
            raise UsageError(url, f"could not be fetched: {sight.reason}", "check the address and the network")
        case _:
            raise UsageError(url, "gave no page", "try again later")
