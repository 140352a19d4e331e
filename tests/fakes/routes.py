"""What addresses an application answers at, as it says itself."""

import re
from collections.abc import Iterable, Iterator

from fastapi import FastAPI
from starlette.routing import BaseRoute

from web.access.gate import OPEN_PATHS


def routes(some: Iterable[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Every method and path, with the parameters filled in; a router of routers is followed."""
    for route in some:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from routes(inner.routes)
        elif path := getattr(route, "path", ""):
            filled = re.sub(r"{[^}]+}", "x", path)
            yield from ((method, filled) for method in getattr(route, "methods", None) or {"GET"})


def guarded(app: FastAPI) -> list[tuple[str, str]]:
    """Those that are not open to everybody."""
    every = sorted(set(routes(app.routes)))
    return [(method, path) for method, path in every if path not in OPEN_PATHS and not path.startswith("/static")]
